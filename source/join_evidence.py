"""Evidence of joins: what can be seen where one line ends and the next begins, and what that means together.

It is how the document was set (is the line full? do paragraphs begin with an indent, with a blank line?), how the line ends,
how the next begins and ends, and whether the two halves make words that the article uses elsewhere. Every observation is
evidence by its name and value; so is each group of `TOGETHER` whose observations were all made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .blocks import Line
from .captions import caption_cue
from .characters import CLOSING, OPENING, PAUSE_OR_STOP, is_han, text_width
from .evidence import name_evidence
from .layout import BODY_WIDTH, Layout, end_class
from .ngrams import Usage
from .numbering import read_label

FIRST_TOKEN = re.compile(r"[A-Za-z0-9@#&'./:_%+-]+[,;:.!?)]*|.[，。、；：！？）」』”’》】…]*")
"""What a line break may not cut: a Latin word or number, or one character with the marks that may not begin a line."""
LATIN_END = re.compile("[A-Za-z0-9,.;:!?)%'\"\\]]$")
LATIN_START = re.compile("[A-Za-z0-9(@#$&\"'\\[]")
CLAUSE_MARK = re.compile("[，。；]")
START_MARK = re.compile(rf"[{PAUSE_OR_STOP}{CLOSING}·％%]")
MARK = re.compile("[，。；、：]")
LONGEST_CAPTION = 200
"""Characters of the longest line that is looked at as a caption: a hostile one has millions."""
UNFINISHED = ("none", "pause", "open")
"""Ends of lines in the middle of a sentence."""
LISTED = ("bullet", "arabic", "han", "han-paren", "letter", "paren")
TOGETHER = (
    ("mode", "fit", "end"),
    ("mode", "fit", "end", "blank"),
    ("mode", "blank", "indent"),
    ("mode", "end", "indent"),
    ("mode", "fit", "indent"),
    ("mode", "fit", "start"),
    ("mode", "end", "start"),
    ("mode", "end", "label-before", "length-before", "length"),
    ("mode", "blank", "end"),
    ("page", "mode", "end"),
    ("page", "mode", "fit", "blank"),
    ("front", "mode", "end", "fit"),
    ("front", "blank", "end"),
    ("page-break", "end"),
    ("page-break", "mode", "fit"),
    ("page-break", "indent", "end"),
    ("bracket", "blank"),
    ("caption", "blank"),
    ("caption", "mode", "fit", "end"),
    ("caption-before", "blank"),
    ("caption-before", "mode", "fit", "end"),
    ("mode", "word-across"),
    ("blank", "word-across"),
    ("cut", "mode", "length-before", "length"),
    ("cut-whole", "end", "word-across", "begins"),
    ("cut-whole", "end", "word-across", "begins", "length-before", "reach", "apart"),
)
"""Observations that mean more together than one by one."""


def join_evidence(before: Line, line: Line, layout: Layout, usage: Usage, is_open: bool) -> list[str]:
    """Return the names of the evidence for or against joining a line to the line before it."""
    return name_evidence(dict(observe(before, line, layout, usage, is_open)), TOGETHER)


def observe(before: Line, line: Line, layout: Layout, usage: Usage, is_open: bool) -> Iterator[tuple[str, str]]:
    """Yield what can be seen between two lines, by name; `is_open` says that a bracket or quotation mark is open."""
    end, start = end_class(before.text), _start(line)
    yield "mode", "wrapped" if layout.width else "whole"
    yield "fit", _fit(before, line, layout.width)
    yield "end", end
    yield "end-after", end_class(line.text)
    yield "blank", _blank(line, layout)
    yield "indent", _indent(before, line, layout)
    yield "start", "counted" if line.number in layout.counted else start
    yield "label-before", _listed(before)
    for name, text in (("caption-before", before.text), ("caption", line.text)):
        if cue := _cue(text):
            yield name, cue
    yield "length-before", _length(before.extent)
    yield "length", _length(line.extent)
    yield "marks-before", str(min(len(MARK.findall(before.text)), 2))
    yield "marks", str(min(len(MARK.findall(line.text)), 2))
    yield "page", f"{'paged' if layout.paged else 'unpaged'}-{'broken' if line.broken else 'inside'}"
    if layout.width:
        yield "lengths", _compare(before.extent, line.extent)
    if line.broken:
        yield "page-break", "yes"
    if is_open:
        yield "bracket", "open"
    if before.number < layout.front and not CLAUSE_MARK.search(before.text):
        yield "front", "yes"
    if end in UNFINISHED:
        yield "word-across", usage.straddles(before.text, line.text)
        if before.extent >= BODY_WIDTH:
            yield "cut", "yes"
            if not layout.width:
                yield "cut-whole", "yes"
                yield "begins", start if start in ("han", "mark", "latin", "open") else "label"
                yield "reach", "long" if line.extent > 40 else "short"
                yield "apart", str(min(line.blanks, 1))


@lru_cache(maxsize=4)
def _cue(text: str) -> str:
    """Tell what marks a line as a caption; each line is asked about twice, as the one after and as the one before."""
    return caption_cue(text) if len(text) <= LONGEST_CAPTION else ""


def _fit(before: Line, line: Line, width: int) -> str:
    """Say whether the first word of the line would still have fitted on the line before it."""
    if not width:
        return _length(before.extent)
    token = FIRST_TOKEN.match(line.text)
    room = width - before.extent - text_width(token.group() if token else "")
    if LATIN_START.match(line.text) and LATIN_END.search(before.text):
        room -= 1
    return "full" if room < 0 else "nearly" if room < 3 else "short" if room < 9 else "very-short"


def _length(extent: int) -> str:
    return "tiny" if extent < 12 else "short" if extent < 30 else "middle" if extent < 60 else "long"


def _compare(before: int, after: int) -> str:
    return "same" if abs(before - after) <= 2 else "longer" if after > before else "shorter"


def _blank(line: Line, layout: Layout) -> str:
    if line.broken:  # blank lines at the end of a page say nothing of paragraphs
        return f"{min(line.blanks, 2)}-page"
    habit = "rare" if layout.blank < 0.15 else "usual" if layout.blank > 0.8 else "mixed"
    return f"{min(line.blanks, 2)}-{habit}"


def _indent(before: Line, line: Line, layout: Layout) -> str:
    own = "in" if line.indent >= 2 else "out"
    if not layout.indented:
        return f"no-style-{own}" if before.indent < 2 else f"no-style-{own}-after-in"
    return f"style-{own}" if before.indent < 2 else f"style-{own}-after-in"


def _start(line: Line) -> str:
    text = line.text
    if START_MARK.match(text):
        return "mark"
    label = read_label(text)
    if label:
        return f"label-{label.style}"
    if text[0] in OPENING or text[0] in "\"'":
        return "open"
    if text[0] in "—-@▲▼△★*":
        return "sign"
    if text[0].islower():
        return "lower"
    return "latin" if text[0].isascii() else "han" if is_han(text[0]) else "other"


def _listed(line: Line) -> str:
    """Tell with which label of lists a line begins."""
    label = read_label(line.text)
    return label.style if label and label.style in LISTED else "plain"
