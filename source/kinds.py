"""Kinds of blocks: what each piece is, decided by weighed evidence of its words, its place and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import Piece
from .captions import caption_cue
from .characters import HAN
from .kind_context import BACK, FRONT, Context
from .kind_rows import agree_in_rows, keep_to_numbers
from .layout import Layout
from .model import read_decision
from .ngrams import RUN, Usage

KINDS = ("title", "byline", "heading", "paragraph", "caption", "item")
NO_TITLE = ("credit", "date", "passed", "number")
"""What makes a line at the front a byline and no title."""
_PRONOUN = re.compile("[我你您他她它们們]")
_VERB = re.compile("[是在有了着著过過会會将將把被让讓使于於與与和的]")
_COMMA = re.compile("[，；,]")
_QUESTION = re.compile("[?？]|如何|怎么|怎麼|什么|什麼|为何|為何|吗|嗎|呢$")


def choose_kinds(pieces: Sequence[Piece], layout: Layout, usage: Usage) -> None:
    """Set the kind of every piece that has none yet, with its confidence and the evidence that spoke for it."""
    context = Context(pieces, layout, usage)
    decision = read_decision("kind")
    weighed: dict[int, dict[str, float]] = {}
    for index, piece in enumerate(pieces):
        if piece.kind:
            continue
        chosen = [piece.kind for piece in pieces[max(0, index - FRONT - 1) : index]]
        evidence = kind_evidence(context, index, chosen)
        chances = decision.weigh(evidence, allowed_kinds(context, index, chosen))
        piece.kind = max(chances, key=lambda kind: chances[kind])
        piece.confidence = chances[piece.kind]
        piece.reason = decision.strongest(evidence, piece.kind)
        weighed[index] = chances
    agree_in_rows(context, weighed)
    keep_to_numbers(pieces)


def allowed_kinds(context: Context, index: int, chosen: Sequence[str]) -> list[str]:
    """Return the kinds that a piece can be at its place, with its length and label; `chosen` are the kinds before it."""
    length = context.lengths[index]
    label = context.labels[index]
    kinds = ["paragraph", "item"]
    if label and label.style == "bullet":
        return kinds
    if (
        chosen
        and chosen[-1] == "inscription"
        and not label
        and length <= 30
        and caption_cue(context.pieces[index].text)
    ):
        return ["caption"]
    if _stands_alone(context, index):
        kinds = []
    front = index <= FRONT and not set(chosen) - {"title", "byline"}
    repeated = index < FRONT and context.pieces[index].text in {piece.text for piece in context.pieces[:index]}
    titled = any(c.isalpha() for c in context.pieces[index].text) and context.cues[index] not in NO_TITLE
    sentence = context.ends[index] == "final" and length > 20 and "，" in context.pieces[index].text
    cut = context.ends[index] == "pause"
    if front and length <= 80 and not sentence and not cut and titled and not repeated:
        kinds.append("title")
    near_end = index >= len(context.pieces) - BACK
    if (
        length <= 160
        and context.cues[index]
        and not repeated
        and ((index <= FRONT and not set(chosen) - {"title", "byline", "paragraph"}) or near_end)
    ):
        kinds.append("byline")
    if length <= 80:
        kinds.append("heading")
    if length <= 100 and not _counts_as_heading(context, index) and not _one_of_many(context, index):
        kinds.append("caption")
    return kinds


def _stands_alone(context: Context, index: int) -> bool:
    """Say whether a short line without mark or number stands between blank lines in an article of numbered headings.

    It is no paragraph then: 深圳党史馆 between two paragraphs is the caption of a picture, or a title or byline at the front.
    """
    if (
        context.numbered == "none"
        or context.labels[index]
        or context.lengths[index] > 24
        or index > len(context.pieces) - 3
    ):
        return False
    apart = context.pieces[index].first.blanks > 0 and context.pieces[index + 1].first.blanks > 0
    unmarked = context.ends[index] == "none" and not re.search("[，。；：！？]", context.pieces[index].text)
    return apart and unmarked and context.layout.blank > 0.8 and context.colon_runs[index] == "no"


def _one_of_many(context: Context, index: int) -> bool:
    """Say whether a sentence without a cue stands in an article whose paragraphs are single sentences."""
    return context.brief == "most" and context.ends[index] == "final" and not caption_cue(context.pieces[index].text)


def _counts_as_heading(context: Context, index: int) -> bool:
    """Say whether a short piece has its number in the article's row of numbered headings."""
    label = context.labels[index]
    same = label is not None and label.style == context.numbered
    return same and context.lengths[index] <= 45 and context.series[index] in ("far", "middle")


def kind_evidence(context: Context, index: int, chosen: Sequence[str]) -> list[str]:
    """Return the names of the evidence about one piece; `chosen` are the kinds of the pieces before it."""
    piece = context.pieces[index]
    text, end = piece.text, context.ends[index]
    label, series = context.labels[index], context.series[index]
    length = size_class(context.lengths[index])
    style = label.style if label else "none"
    around = _blanks(context, index)
    last = chosen[-1] if chosen else "none"
    found = [
        "always",
        f"length:{length}",
        f"end:{end}",
        f"end:{end}:length:{length}",
        f"label:{style}:{series}",
        f"label:{style}:{series}:end:{end}",
        f"label:{style}:length:{length}",
        f"blanks:{around}:length:{length}",
        f"indent:{_indent(context, index)}:length:{length}",
        f"indent:{_indent(context, index)}:label:{style}",
        f"last:{last}:{length}",
        f"last:{last}:{style}:{end}",
        f"colon-run:{context.colon_runs[index]}",
        f"colon-run:{context.colon_runs[index]}:end:{end}",
        *_position(context, index, length),
        *_neighbours(context, index, length, end, style),
        *_words(text, end, length),
    ]
    if context.numbered != "none" and length in ("6", "12", "20", "30", "45"):
        found.append(f"numbered:{'same' if style == context.numbered else 'other' if label else 'without'}:{end}")
    found += [f"gap:{_gap(context, index)}:{length}:{end}", f"brief:{context.brief}:{length}:{end}"]
    if index <= 3 and piece.printed != text:
        found.append(f"spaced:{index}:{length}")
    cue = context.cues[index]
    if cue:
        found += [f"byline:{cue}", f"byline:{cue}:{_zone(context, index)}"]
    cue = caption_cue(text)
    if cue:
        found += [f"caption:{cue}", f"caption:{cue}:length:{length}"]
    if length in ("6", "12", "20", "30") and style == "none":
        found += _subject(context, index)
    return found


def size_class(length: int) -> str:
    """Return the class of a length: at most 6, 12, 20, 30, 45, 80 characters, or more."""
    return next((str(limit) for limit in (6, 12, 20, 30, 45, 80, 160) if length <= limit), "more")


def _blanks(context: Context, index: int) -> str:
    piece = context.pieces[index]
    before = min(piece.first.blanks, 3)
    after = min(context.pieces[index + 1].first.blanks, 3) if index + 1 < len(context.pieces) else 9
    habit = "rare" if context.layout.blank < 0.15 else "usual" if context.layout.blank > 0.8 else "mixed"
    return f"{before}{after}-{habit}"


def _gap(context: Context, index: int) -> str:
    """Compare the blank lines around a piece with those that are usual here."""
    before = context.pieces[index].first.blanks - context.gap
    after = context.pieces[index + 1].first.blanks - context.gap if index + 1 < len(context.pieces) else 0
    return f"{_sign(before)}{_sign(after)}"


def _sign(value: int) -> str:
    return "+" if value > 0 else "-" if value < 0 else "="


def _indent(context: Context, index: int) -> str:
    style = "style" if context.layout.indented else "plain"
    indent = context.pieces[index].first.indent
    return f"{style}-{'out' if indent < 2 else 'in' if indent <= 6 else 'far'}"


def _zone(context: Context, index: int) -> str:
    if index <= 3:
        return "front"
    return "end" if index >= len(context.pieces) - 3 else "middle"


def _position(context: Context, index: int, length: str) -> list[str]:
    found = [f"from-front:{min(index, 5)}", f"from-end:{min(len(context.pieces) - 1 - index, 3)}"]
    if index <= 3:
        end = context.ends[index]
        found += [f"front:{index}:{length}", f"front:{index}:{end}"]
    return found


def _neighbours(context: Context, index: int, length: str, end: str, style: str) -> list[str]:
    before = after = "edge"
    found = []
    if index:
        before = f"{_rough(context.lengths[index - 1])}-{context.ends[index - 1]}"
        label = context.labels[index - 1]
        found.append(f"label-before:{label.style if label else 'none'}:{style}")
    if index + 1 < len(context.pieces):
        after = f"{_rough(context.lengths[index + 1])}-{context.ends[index + 1]}"
        label = context.labels[index + 1]
        found.append(f"label-after:{label.style if label else 'none'}:{style}")
    rough = _rough(context.lengths[index])
    return [
        *found,
        f"before:{before}:{rough}-{end}",
        f"after:{after}:{rough}-{end}",
        f"before:{before}:{style}",
        f"after:{after}:{style}",
    ]


def _rough(length: int) -> str:
    return "short" if length <= 24 else "middle" if length <= 60 else "long"


def _words(text: str, end: str, length: str) -> list[str]:
    found = []
    short = "short" if len(text) <= 30 else "long"
    if _QUESTION.search(text):
        found.append(f"question:{short}:{end}")
    if _PRONOUN.search(text):
        found.append(f"pronoun:{short}")
    found.append(f"verbs:{min(len(_VERB.findall(text[:40])), 3)}:{short}")
    commas = len(_COMMA.findall(text[:80]))
    found.append(f"commas:{min(commas, 2)}:{length}")
    found.append(f"first:{_first_sign(text)}:{short}")
    if not HAN.search(text):
        found.append(f"no-han:{short}:{end}")
    return found


def _first_sign(text: str) -> str:
    for name, signs in (
        ("dash", "—–"),
        ("quote", '“「"‘『'),
        ("book", "《"),
        ("bracket", "（([【〔"),
        ("triangle", "▲▼△▽"),
        ("star", "*※"),
        ("at", "@"),
    ):
        if text[:1] in signs:
            return name
    return "latin" if text[:1].isascii() else "other"


def _subject(context: Context, index: int) -> list[str]:
    """Tell whether the words of a short piece are taken up by the text after it, or were used before it."""
    grams = {run[i : i + 2] for run in RUN.findall(context.pieces[index].text) for i in range(len(run) - 1)}
    if not grams:
        return []
    after = context.pieces[index + 1].text[:200] if index + 1 < len(context.pieces) else ""
    before = context.pieces[index - 1].text[-200:] if index else ""
    near = sum(g in after for g in grams) / len(grams)
    back = sum(g in before for g in grams) / len(grams)
    return [f"taken-up:{_share(near)}", f"taken-back:{_share(back)}"]


def _share(value: float) -> str:
    return "none" if value == 0 else "some" if value < 0.4 else "most"
