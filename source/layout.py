"""Layout: how this document was set, measured on its own lines: width, first-line indent, blank lines between paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .blocks import Line
from .characters import CLOSING, FINAL, PAUSE_OR_STOP, text_width
from .numbering import read_label

_CALL = r"(?:[①-⑳]|[\[［〔]\d{1,3}[\]］〕]|[*＊†])*"
FINAL_END = re.compile(rf"[{FINAL}!?.．][”’」』）)\]】〕\"']*{_CALL}$")
"""A line that ends a sentence."""
PAUSE_END = re.compile("[，、；,;]$")
COLON_END = re.compile("[：:]$")
CLOSED_END = re.compile("[”’」』）)》〉】〕\\]\"']$")
OPEN_END = re.compile("[“‘（《〈「『【〔［(\\[—-]$")
FRONT = 5
"""Lines among which title and bylines stand."""
NEARBY = 40
"""Lines within which the next label of a list stands."""
HANGING = re.compile(rf"[{PAUSE_OR_STOP}{CLOSING},.;:!?]+$")
COLUMNS = re.compile(r"\t|[ \u00a0]{2}|\u3000{2}")
"""What stands between the cells of a table."""
BODY_WIDTH = 24
"""Half-em from which a line can tell something about the width of the type area."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`width`: half-em at which lines were broken, 0 where lines are whole paragraphs; `indented`: paragraphs begin with
    an indent; `blank`: share of paragraph ends that have a blank line after them; `paged`: something of a page's end was
    found; `counted`: numbers of the lines whose labels count on from one to the next; `front`: number of the last line
    that can belong to title and bylines."""

    width: int
    indented: bool
    blank: float
    paged: bool = False
    counted: frozenset[int] = frozenset()
    front: int = 0


def measure_layout(lines: Sequence[Line]) -> Layout:
    """Return the layout of a document."""
    width = _measure_width(lines)
    paged = any(line.broken for line in lines)
    front = lines[min(len(lines), FRONT) - 1].number if lines else 0
    return Layout(width, _is_indented(lines, width), _blank_share(lines, width), paged, _counted(lines), front)


def _counted(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the lines that begin with a label one higher, or one lower, than another of its style nearby."""
    last: dict[str, tuple[int, int, int]] = {}
    found: set[int] = set()
    for index, line in enumerate(lines):
        label = read_label(line.text)
        if label is None or label.style == "bullet":
            continue
        value, at, number = last.get(label.style, (0, 0, 0))
        if value and label.value == value + 1 and index - at <= NEARBY:
            found |= {number, line.number}
        last[label.style] = (label.value, index, line.number)
    return frozenset(found)


def end_class(text: str) -> str:
    """Return how a line ends: final, pause, colon, open, closed (by a bracket or quotation mark) or none."""
    if text[-1:].isalpha():  # most lines of a paragraph end in the middle of a sentence
        return "none"
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
    """Find the width near which many lines end, most of them inside a sentence, and which hardly any exceeds.

    Marks at the end of a line may hang out of it, so they count for the lines that reach the width and not against it.
    """
    shapes = Counter(
        _shape(line) for line in lines if line.extent >= BODY_WIDTH and not COLUMNS.search(line.raw.strip())
    )
    total = shapes.total()
    best, width = 0.0, 0
    for candidate in sorted({extent for core, extent, _ in shapes if core == extent}) if total >= 3 else ():
        near = inside = beyond = 0
        for (core, extent, cut), count in shapes.items():
            if core > candidate:
                beyond += count
            elif extent >= candidate - 3:
                near += count
                inside += cut * count
        if beyond <= 0.05 * total and near >= 3 and inside >= 0.5 * near and near / total >= best:
            best, width = near / total, candidate
    return width if best >= 0.3 and width <= 160 else 0


def _shape(line: Line) -> tuple[int, int, bool]:
    """Return where the words of a line end, where it ends with its last marks, and whether it ends inside a sentence."""
    hanging = HANGING.search(line.text[-9:])
    core = line.extent - (text_width(hanging.group()) if hanging else 0)
    return core, line.extent, end_class(line.text) in ("none", "pause", "open", "closed")


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
