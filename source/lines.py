"""Lines: the source cut where it was printed so, with what is around every line."""

from __future__ import annotations

import re

from .blocks import Line
from .characters import text_width

LINE_END = re.compile("[\n\v\u0085\u2028\u2029]")
PAGE_BREAK = "\f"
TAB_WIDTH = 4
"""Half-em that a tab at the beginning of a line stands for."""
SPACES = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""White space of any width."""
SPACE = re.compile(f"[{SPACES}]+")
BLANK = SPACES + "\r\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""What a blank line may hold."""


def read_lines(text: str) -> list[Line]:
    """Return the lines that are not blank, uncleaned, each with its number, indent, extent and the blanks before it.

    A form feed ends a page: the line after it is `broken`, without counting as a line of the file.
    """
    lines: list[Line] = []
    blanks, broken = 0, False
    number = 0
    for number, physical in enumerate(text.split("\n"), 1):
        for index, part in enumerate(physical.split(PAGE_BREAK)):
            broken = broken or index > 0
            offset = _offset_of_part(physical, index) if index else 0
            for start, raw in _soft_lines(part):
                if not raw.strip(BLANK):
                    blanks += 1 if not index else 0
                    continue
                lines.append(_make_line(number, raw, offset + start, blanks, broken))
                blanks, broken = 0, False
    return lines


def _soft_lines(part: str) -> list[tuple[int, str]]:
    if not LINE_END.search(part):
        return [(0, part)]
    found, done = [], 0
    for match in LINE_END.finditer(part):
        found.append((done, part[done : match.start()]))
        done = match.end()
    return [*found, (done, part[done:])]


def _offset_of_part(physical: str, index: int) -> int:
    at = 0
    for _ in range(index):
        at = physical.index(PAGE_BREAK, at) + 1
    return at


def _make_line(number: int, raw: str, offset: int, blanks: int, broken: bool) -> Line:
    body = raw.lstrip(BLANK)
    start = len(raw) - len(body)
    body = body.rstrip(BLANK)
    indent = sum(TAB_WIDTH if c == "\t" else text_width(c) for c in raw[:start] if c in SPACES)
    first = offset + start + 1
    return Line(number, raw, body, range(first, first + len(body)), indent, indent + text_width(body), blanks, broken)
