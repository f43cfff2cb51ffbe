"""The review as data: for programs (JSON, docs/schema/review.schema.json) and for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kanben.source.article import Article
from kanben.source.choices import ChoiceGroup, group_json
from kanben.source.controls import strip_invisible
from kanben.source.counting import counted
from kanben.source.notices import Edit, Notice, Place

from .correspondence import Piece, match_pieces

KINDS = {
    "title": "标题",
    "byline": "署名",
    "heading": "小标题",
    "paragraph": "正文",
    "lead": "导语",
    "caption": "图说",
    "inscription": "碑铭",
    "transcription": "释文",
    "verse": "诗行",
    "item": "条目",
    "quotation": "引文",
    "note": "注释",
    "table": "表",
    "signature": "落款",
    "addressee": "称呼",
    "closing": "敬语",
    "enclosure": "附件",
    "code": "代码",
    "rule": "分隔",
}
"""What a person reads for each kind of piece."""


def review_json(article: Article, choices: Sequence[ChoiceGroup] = ()) -> dict[str, Any]:
    """Return everything a review shows as plain values, as `docs/schema/review.schema.json` has them."""
    return {
        "article": str(article.path),
        "title": article.title,
        "lang": article.lang,
        "lines": article.text.split("\n"),
        "pieces": [_piece_json(piece) for piece in match_pieces(article)],
        "edits": [_edit_json(edit) for edit in article.edits],
        "notices": [_notice_json(notice) for notice in article.notices],
        "choices": [group_json(group) for group in choices],
    }


def _piece_json(piece: Piece) -> dict[str, Any]:
    return {
        "kind": piece.kind,
        "text": piece.text,
        "first_line": piece.first or None,
        "last_line": piece.last or None,
        "joins": piece.joins,
    }


def _place_json(place: Place | None) -> dict[str, int] | None:
    return {"line": place.line, "column": place.column} if place else None


def _edit_json(edit: Edit) -> dict[str, Any]:
    return {
        "rule": edit.rule,
        "place": _place_json(edit.place),
        "to": _place_json(edit.to),
        "before": edit.before,
        "after": edit.after,
        "confidence": round(edit.confidence, 3),
        "reason": edit.reason,
    }


def _notice_json(notice: Notice) -> dict[str, Any]:
    return {
        "code": notice.code.value,
        "message": notice.message,
        "place": _place_json(notice.place),
        "context": notice.context,
        "suggestion": notice.suggestion,
    }


def explain_review(article: Article, choices: Sequence[ChoiceGroup] = ()) -> str:
    """Return the review for a terminal: each piece under the lines it comes from, then edits, notices and choices."""
    out = [f"{article.path}: {article.title or '(no title)'}", ""]
    edits: dict[int, list[Edit]] = {}
    for edit in article.edits:
        edits.setdefault(edit.place.line, []).append(edit)
    shown: set[int] = set()
    for piece in match_pieces(article):
        out.append(f"{_lines_of(piece):>9}  {KINDS.get(piece.kind, piece.kind)} {piece.kind}: {_with_joins(piece)}")
        for line in range(piece.first, piece.last + 1) if piece.first else ():
            if line not in shown:
                out += [f"{'':>11}· {explain_edit(edit)}" for edit in edits.get(line, ())]
                shown.add(line)
    out += [f"{line:>9}  · {explain_edit(edit)}" for line in sorted(edits) if line not in shown for edit in edits[line]]
    out += _explain_notices(article.notices)
    out += _explain_choices(choices)
    return strip_lines("\n".join(out)) + "\n"


def _lines_of(piece: Piece) -> str:
    if not piece.first:
        return "—"
    return str(piece.first) if piece.first == piece.last else f"{piece.first}–{piece.last}"


def _with_joins(piece: Piece) -> str:
    text = piece.text
    for offset in reversed(piece.joins if "\n" not in text else ()):
        text = f"{text[:offset]}‸{text[offset:]}"
    return text.replace("\n", " / ")


def explain_edit(edit: Edit) -> str:
    """Return an edit in one line: where, what, by which rule, how sure."""
    change = f"{edit.before!r} → {edit.after!r}" if edit.after else f"{edit.before!r} removed"
    moved = f", moved to {edit.to}" if edit.to else ""
    return (
        f"{edit.place} {edit.rule}: {change}{moved} ({edit.confidence:.2f}{', ' + edit.reason if edit.reason else ''})"
    )


def _explain_notices(notices: Sequence[Notice]) -> list[str]:
    out = ["", counted(len(notices), "notice")]
    for notice in notices:
        place = f"{notice.place} " if notice.place else ""
        suggestion = f" → {notice.suggestion}" if notice.suggestion else ""
        context = f" 〔{notice.context}〕" if notice.context else ""
        out.append(f"  {place}{notice.code.value}: {notice.message}{context}{suggestion}")
    return out


def _explain_choices(choices: Sequence[ChoiceGroup]) -> list[str]:
    if not choices:
        return []
    lines = [
        f"  {g.channel}: {g.source} → {g.output} ({'/'.join(g.candidates)}), {counted(g.count, 'time')}"
        for g in choices
    ]
    return ["", counted(len(choices), "doubtful conversion"), *lines]


def strip_lines(text: str) -> str:
    """Return a text that no character in it can make a terminal misbehave with."""
    return "\n".join(strip_invisible(line).replace("\x1b", "") for line in text.split("\n"))
