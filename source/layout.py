"""Layout: how this document was set, measured on its own lines: width, first-line indent, blank lines between paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .blocks import Line
from .characters import FINAL

_CALL = r"(?:[①-⑳]|[\[［〔]\d{1,3}[\]］〕]|[*＊†])*"
FINAL_END = re.compile(rf"[{FINAL}!?.．][”’」』）)\]】〕\"']*{_CALL}$")
"""A line that ends a sentence."""
PAUSE_END = re.compile("[，、；,;]$")
COLON_END = re.compile("[：:]$")
CLOSED_END = re.compile("[”’」』）)》〉】〕\\]\"']$")
OPEN_END = re.compile("[“‘（《〈「『【〔［(\\[—-]$")
BODY_WIDTH = 24
"""Half-em from which a line can tell something about the width of the type area."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`width`: half-em at which lines were broken, 0 where lines are whole paragraphs; `indented`: paragraphs begin with
    an indent; `blank`: share of paragraph ends that have a blank line after them."""

    width: int
    indented: bool
    blank: float


def measure_layout(lines: Sequence[Line]) -> Layout:
    """Return the layout of a document."""
    width = _measure_width(lines)
    return Layout(width, _is_indented(lines, width), _blank_share(lines, width))


def end_class(text: str) -> str:
    """Return how a line ends: final, pause, colon, open, closed (by a bracket or quotation mark) or none."""
    if FINAL_END.search(text):
        return "final"
    if PAUSE_END.search(text):
        return "pause"
    if COLON_END.search(text):
        return "colon"
    if CLOSED_END.search(text):
        return "closed"
    return "open" if OPEN_END.search(text) else "none"


def _measure_width(lines: Sequence[Line]) -> int:
    """Find the width near which many lines end, most of them inside a sentence, and which hardly any exceeds."""
    long = [line for line in lines if line.extent >= BODY_WIDTH]
    if len(long) < 3:
        return 0
    counts = Counter(line.extent for line in long)
    cut = Counter(line.extent for line in long if end_class(line.text) in ("none", "pause", "open", "closed"))
    best, width = 0.0, 0
    beyond = 0
    for extent in sorted(counts, reverse=True):
        near = sum(counts[extent - d] for d in range(4))
        inside = sum(cut[extent - d] for d in range(4))
        if beyond <= 0.03 * len(long) and near >= 3 and inside >= 0.5 * near and near / len(long) > best:
            best, width = near / len(long), extent
        beyond += counts[extent]
    return width if best >= 0.3 and width <= 160 else 0


def _is_indented(lines: Sequence[Line], width: int) -> bool:
    """Say whether a good part of the lines that follow the end of a sentence, and are long, begin with an indent."""
    starts = [
        b for a, b in pairwise(lines) if end_class(a.text) == "final" and b.extent >= min(BODY_WIDTH, width or 99)
    ]
    indented = sum(2 <= line.indent <= 12 for line in starts)
    return len(starts) > 0 and indented >= 0.3 * len(starts) and indented >= 2


def _blank_share(lines: Sequence[Line], width: int) -> float:
    ends = [
        b
        for a, b in pairwise(lines)
        if a.extent >= BODY_WIDTH
        and end_class(a.text) == "final"
        and not b.broken
        and (not width or a.extent < width - 4)
    ]
    if not ends:
        return 0.5
    return sum(line.blanks > 0 for line in ends) / len(ends)
