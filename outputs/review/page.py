"""The review page: the source's lines on the left, the pieces they became on the right, joined row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from kanben.source.article import Article
from kanben.source.choices import ChoiceGroup, ChoicePlace
from kanben.source.controls import strip_invisible
from kanben.source.counting import counted
from kanben.source.notices import Edit, Notice
from kanben.source.words import MOVING_RULES

from .correspondence import REMOVED, Piece, edits_by_line, match_pieces
from .report import KINDS, explain_edit

LONGEST_LINE = 20_000
"""Characters of one source line that the page shows."""
MARKED_EDITS = 400
"""Edits that are marked in one line."""
CHOICE_PLACES = 5
"""Places shown of one doubtful conversion."""
MOST_ROWS = 4_000
"""From so many pieces on, those that nothing was done to are folded away."""
MOST_LINES = 1_000
"""Lines of one piece that are shown, and marks of joins in it."""
QUIET = ("paragraph", "item")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def write_page(article: Article, choices: Sequence[ChoiceGroup] = ()) -> str:
    """Return the whole page: one HTML file that needs no network and works without its few lines of script."""
    page = _Page(article)
    title = _text(article.title or article.path.stem)
    body = "\n".join((*page.head(title), *page.notice_list(), *_choice_list(choices), *page.rows()))
    data = files(__package__) / "data"
    style, script = ((data / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    return (
        f'<!DOCTYPE html>\n<html lang="{_text(article.lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{title} · review</title>\n<style>\n{style}</style>\n</head>\n<body>\n{body}\n<script>\n{script}</script>\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return escape(strip_invisible(text))


class _Page:
    """What the parts of one page share: its lines, the edits and notices of each, and which lines were shown."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.lines = article.text.split("\n")
        self.edits = edits_by_line(article)
        self.pieces = match_pieces(article)
        self.shown: set[int] = set()
        self.loose = 0
        self.notices: dict[int, list[tuple[int, Notice]]] = {}
        for number, notice in enumerate(article.notices, 1):
            if notice.place:
                self.notices.setdefault(min(notice.place.line, len(self.lines)), []).append((number, notice))

    def head(self, title: str) -> Iterator[str]:
        counts: dict[str, int] = {}
        for piece in self.pieces:
            counts[piece.kind] = counts.get(piece.kind, 0) + 1
        kinds = " ".join(f'<span class="tag {kind}">{_kind(kind)} {count}</span>' for kind, count in counts.items())
        yield f'<header>\n<p class="file">{_text(str(self.article.path))}</p>\n<h1>{title}</h1>'
        yield f'<p class="summary">{counted(len(self.lines), "line")} · {counted(len(self.article.edits), "edit")} · {counted(len(self.article.notices), "notice")}</p>'
        yield f'<p class="kinds">{kinds}</p>'
        yield (
            '<p class="legend"><span class="join">⤶</span> lines joined here · <del>before</del><ins>after</ins> an edit with '
            'its <small>rule</small> · <span class="edit moved">moved<small>to its place</small></span> · <span class="tag">✕ removed</span> · <span class="badge">1</span> a notice · keys <kbd>n</kbd> <kbd>p</kbd> next and previous notice</p>\n</header>'
        )

    def notice_list(self) -> Iterator[str]:
        yield '<nav aria-label="Notices"><h2>Notices</h2>'
        if not self.article.notices:
            yield "<p>Nothing to look at.</p></nav>"
            return
        yield "<ol>"
        for number, notice in enumerate(self.article.notices, 1):
            yield f'<li id="to-{number}">{self._notice(number, notice)}</li>'
        yield "</ol></nav>"

    def _notice(self, number: int, notice: Notice) -> str:
        message = f"<b>{notice.code.value}</b> {_text(notice.message)}"
        if notice.place:
            message = f'<a href="#notice-{number}">{notice.place} {message}</a>'
        context = f" <q>{_text(notice.context)}</q>" if notice.context else ""
        suggestion = f" → <q>{_text(notice.suggestion)}</q>" if notice.suggestion else ""
        return message + context + suggestion

    def rows(self) -> Iterator[str]:
        """Yield a row for every piece and for every line that is in none, in the order of the source."""
        yield '<main>\n<div class="row names"><h2>Source</h2><h2>Article</h2></div>'
        ordered = sorted(self.pieces, key=lambda piece: piece.first or len(self.lines))
        position = 1
        quiet: list[Piece] = []
        for piece in ordered:
            if len(ordered) > MOST_ROWS and self._is_quiet(piece):
                quiet.append(piece)
                continue
            yield from self._folded(quiet)
            quiet = []
            if piece.first:
                yield from self._loose(position, piece.first)
                position = max(position, piece.last + 1)
            yield self._row(piece)
        yield from self._folded(quiet)
        yield from self._loose(position, len(self.lines) + 1)
        if self.loose > MOST_ROWS:
            yield f'<section class="row more">⋯ {self.loose - MOST_ROWS:,} more lines that are no part of the text</section>'
        yield "</main>"

    def _is_quiet(self, piece: Piece) -> bool:
        """Say whether there is nothing to look at in a piece: a paragraph or item without edits and notices."""
        lines = range(piece.first, piece.last + 1)
        return piece.kind in QUIET and not any(number in self.edits or number in self.notices for number in lines)

    def _folded(self, pieces: Sequence[Piece]) -> Iterator[str]:
        """Show in one line the pieces of a very long article that nothing was done to."""
        if pieces:
            self.shown.update(number for piece in pieces for number in range(piece.first, piece.last + 1))
            lines = f"{pieces[0].first}–{pieces[-1].last}"
            yield f'<section class="row more">⋯ {lines}: {counted(len(pieces), "paragraph")} without edit or notice</section>'

    def _loose(self, start: int, end: int) -> Iterator[str]:
        """Show the lines that no piece holds: removed furniture, and those with a notice."""
        for number in range(start, end):
            if number in self.shown or not self.lines[number - 1].strip():
                continue
            self.loose += 1
            if self.loose > MOST_ROWS:
                self.shown.add(number)
                continue
            removed = any(edit.rule == REMOVED for edit in self.edits.get(number, ()))
            kind, label = (REMOVED, "页眉页码") if removed else ("around", "not in the text")
            yield f'<section class="row {kind}"><div class="source">{self._line(number)}</div><div class="piece"><span class="tag">{label}</span></div></section>'

    def _row(self, piece: Piece) -> str:
        numbers = range(piece.first, piece.last + 1) if piece.first else range(0)
        printed = [number for number in numbers if self.lines[number - 1].strip()]
        lines = "".join(map(self._line, printed[:MOST_LINES]))
        if len(printed) > MOST_LINES:
            self.shown.update(printed)
            lines += f'<p class="line">⋯ {counted(len(printed[MOST_LINES:]), "more line")}</p>'
        place = (
            f' <span class="where">{piece.first}{f"–{piece.last}" if piece.last > piece.first else ""}</span>'
            if piece.first
            else ""
        )
        joined = (
            f' <span class="joined">{len(piece.joins) + 1} lines joined</span>'
            if piece.joins and piece.kind != "verse"
            else ""
        )
        return (
            f'<section class="row {piece.kind}"><div class="source">{lines}</div>'
            f'<div class="piece"><span class="tag">{_kind(piece.kind)}</span>{place}{joined}<p>{_joined_text(piece)}</p></div></section>'
        )

    def _line(self, number: int) -> str:
        """Return a source line with its edits and notices; a line that feeds two pieces is whole only once."""
        again = number in self.shown
        self.shown.add(number)
        line = self.lines[number - 1]
        if again:
            return f'<p class="line again"><a class="number" href="#L{number}">{number}</a> <span>… as above</span></p>'
        badges = "".join(
            f'<a class="badge" id="notice-{n}" href="#to-{n}" title="{_text(notice.message)}">{n}</a>'
            for n, notice in self.notices.get(number, ())
        )
        gone = any(edit.rule == REMOVED for edit in self.edits.get(number, ()))
        label = '<span class="tag gone">✕ removed: page furniture</span>' if gone else ""
        return (
            f'<p class="line" id="L{number}"><a class="number" href="#L{number}">{number}</a> '
            f"<span>{self._marked(number, line)}</span>{badges}{label}</p>"
        )

    def _marked(self, number: int, line: str) -> str:
        parts: list[str] = []
        done = 0
        for edit in self.edits.get(number, ())[:MARKED_EDITS]:
            start = edit.place.column - 1
            if start < done or start > len(line):  # inside another edit: its rule is named beside
                parts.append(_rule(edit))
                continue
            inside = line.startswith(edit.before, start)
            end = start + len(edit.before) if inside else start
            parts.append(_text(line[done:start]))
            parts.append(_edit(edit, line[start:end]))
            done = end
        return "".join(parts) + _text(line[done:LONGEST_LINE]) + ("…" if len(line) > LONGEST_LINE else "")


def _kind(kind: str) -> str:
    return f"{KINDS.get(kind, '')} {kind}".strip()


def _rule(edit: Edit) -> str:
    return f'<small title="{_text(explain_edit(edit))}">{_text(edit.rule)}</small>'


def _edit(edit: Edit, before: str) -> str:
    if edit.to is not None or edit.rule in MOVING_RULES:
        return f'<span class="edit moved">{_text(before)}{_rule(edit)}</span>'
    shown = _text(before) or ("␣" if before.strip(" \u3000\u00a0\t") == "" and before else "")
    shown = "␣" * len(before) if before and not before.strip() else shown
    gone = f"<del>{shown}</del>" if shown else ""
    come = f"<ins>{_text(edit.after)}</ins>" if edit.after else ""
    return f'<span class="edit">{gone}{come}{_rule(edit)}</span>'


def _joined_text(piece: Piece) -> str:
    parts: list[str] = []
    done = 0
    for offset in piece.joins[:MOST_LINES] if piece.kind not in ("verse", "inscription", "table") else ():
        parts += (_text(piece.text[done:offset]), '<span class="join" title="a line of the source ended here">⤶</span>')
        done = offset
    return "".join((*parts, _text(piece.text[done:]))).replace("\n", "<br>")


def _choice_list(choices: Sequence[ChoiceGroup]) -> Iterator[str]:
    """Show the doubtful conversions, those that were never wrong in measured text folded away."""
    if not choices:
        return
    yield '<section class="choices"><h2>Doubtful conversions</h2>'
    yield from _choice_table([group for group in choices if not group.collapsed])
    settled = [group for group in choices if group.collapsed]
    if settled:
        yield f"<details><summary>{len(settled)} more, never wrong in measured text</summary>"
        yield from _choice_table(settled)
        yield "</details>"
    yield "</section>"


def _choice_table(groups: Sequence[ChoiceGroup]) -> Iterator[str]:
    yield "<table><thead><tr><th>channel<th>source<th>becomes<th>candidates<th>times<th>where</thead><tbody>"
    for group in groups:
        where = " ".join(_choice_place(group, place) for place in group.places[:CHOICE_PLACES])
        yield (
            f"<tr><td>{_text(group.channel)}<td>{_text(group.source)}<td>{_text(group.output)}"
            f"<td>{_text(' '.join(group.candidates))}<td>{group.count}<td>{where}"
        )
    yield "</tbody></table>"


def _choice_place(group: ChoiceGroup, place: ChoicePlace) -> str:
    number = f'<a href="#L{place.place.line}">{place.place}</a> ' if place.place else ""
    return f"{number}<q>{_text(place.left)}<b>{_text(group.source)}</b>{_text(place.right)}</q>"
