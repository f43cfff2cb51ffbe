"""Columns: tables whose cells are parted by spaces only, in lines that are read by where their cells stand.

月份   甲仓  乙仓  丙仓
1月    9.8   10.1  9.9        →    four columns; the last row has cells in the second and the fourth
合计   31.4        28.0
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .blocks import Line
from .characters import FINAL, is_han, text_width
from .lines import SPACE
from .numbering import read_label

FEWEST_CELLS = 3
FEWEST_ROWS = 3
LONGEST_CELL = 32
"""Half-em of the widest cell: what is wider is a sentence."""
MOST_SPREAD = 4
"""Half-em between the characters of a word that was spread over its column."""
LONGEST_ROW = 400
"""Characters of the longest line that is read as a row."""
FIGURE = re.compile(r"[¥$￥約约]?[-+−±]?\d[\d.,:/~～—–-]*\W{0,2}(?:\w{0,3}|[A-Za-z/²³·]{1,8})|[—–－-]{1,2}|…")
"""A cell of a column of figures: 38.5, 12张, 1,200, 35%, or the dash of a cell without one."""
_SENTENCE = re.compile(rf"[{FINAL}；，]")
Cell = tuple[int, int, str]
"""Where a cell begins and ends on its line, in half-em, and its words."""


def find_columns(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the runs of lines (from, to) that are rows of one table of three columns or more, one of them of figures."""
    index = 0
    while index < len(lines):
        rows = _read_run(lines, index)
        if _has_figures(rows):
            yield index, index + len(rows)
        index += len(rows) or 1


def read_rows(lines: Sequence[Line]) -> list[list[str]]:
    """Return the cells of the rows, empty ones among them, where all lines are rows of one such table; else nothing."""
    rows = _read_run(lines, 0) if lines else []
    return rows if len(rows) == len(lines) and _has_figures(rows) else []


def _read_run(lines: Sequence[Line], index: int) -> list[list[str]]:
    """Return the rows of as many columns that begin with a line; none where there are too few."""
    plain = _cells(lines[index], 2)
    if len(plain) < FEWEST_CELLS:
        return []
    spread = _close_spread(plain)
    rows = _read_below(lines, index, plain)
    return rows if rows or len(spread) == len(plain) else _read_below(lines, index, spread)


def _read_below(lines: Sequence[Line], index: int, head: Sequence[Cell]) -> list[list[str]]:
    if len(head) < FEWEST_CELLS:
        return []
    spans = [(start, end) for start, end, _ in head]
    rows = [[text for _, _, text in head]]
    whole = 1
    for line in lines[index + 1 :]:
        cells = [] if line.blanks and not line.broken else _align(line, spans)
        if len(cells) == len(head):
            if _in_columns(cells, spans):
                spans = [(min(a, c), max(b, d)) for (a, b), (c, d, _) in zip(spans, cells, strict=True)]
            whole += 1
        elif whole < FEWEST_ROWS or not (cells := _fill(cells, spans, rows)):
            break
        rows.append([text for _, _, text in cells])
    return rows if whole >= FEWEST_ROWS else []


def _cells(line: Line, gap: int) -> list[Cell]:
    """Return the cells of a line that gaps of so many half-em part; none where one of them is a sentence."""
    if len(line.text) > LONGEST_ROW or "\t" in line.text or "|" in line.text or _is_chapter(line):
        return []
    cells: list[Cell] = []
    at = done = 0
    place = line.indent
    for match in [*SPACE.finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        if match and text_width(match.group()) < gap:
            continue
        text = line.text[at:end]
        start = place + text_width(line.text[done:at])
        place, done = start + text_width(text), end
        cells.append((start, place, text))
        at = match.end() if match else end
    wordy = any(end - start > LONGEST_CELL or _SENTENCE.search(text) for start, end, text in cells)
    return [] if wordy else cells


def _is_chapter(line: Line) -> bool:
    """Say whether a line begins with the number of a chapter: it is of a table of contents, or a heading."""
    label = read_label(line.text)
    return label is not None and label.style in ("chapter", "step", "one-of")


def _align(line: Line, spans: Sequence[tuple[int, int]]) -> list[Cell]:
    """Return the cells of a line: parted by wide gaps, or by single spaces where that gives a cell to each column."""
    cells = _cells(line, 2)
    if not cells or (
        len(cells) == len(spans) and (_in_columns(cells, spans) or len(_close_spread(cells)) == len(cells))
    ):
        return cells
    narrow = _cells(line, 1)
    figures = all(FIGURE.fullmatch(text) for _, _, text in narrow[1:])
    if len(narrow) == len(spans) and (figures or _in_columns(narrow, spans)):
        return narrow
    return _close_spread(cells)


def _close_spread(cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells with those of one character each, close to each other, made one: 合  计."""
    closed: list[Cell] = []
    single = False
    for start, end, text in cells:
        lone = len(text) == 1 and is_han(text)
        if single and lone and start - closed[-1][1] <= MOST_SPREAD:
            closed[-1] = (closed[-1][0], end, closed[-1][2] + text)
        else:
            closed.append((start, end, text))
        single = lone
    return closed


def _in_columns(cells: Sequence[Cell], spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether every cell stands below a part of its column's head, or right beside it."""
    return all(
        start <= right + 1 and end >= left - 1 for (start, end, _), (left, right) in zip(cells, spans, strict=True)
    )


def _fill(cells: Sequence[Cell], spans: Sequence[tuple[int, int]], rows: Sequence[Sequence[str]]) -> list[Cell]:
    """Return the cells of a row that has some only, with empty ones for the others; none where their columns are in doubt.

    The first column has its cell always; a row of that alone is one that counts on from the row above: 3 below 2.
    """
    if not cells or len(cells) > len(spans):
        return []
    found = [_columns_of(cell, spans) for cell in cells]
    places = [columns[0] for columns in found if len(columns) == 1]
    if len(places) < len(cells) or places[0] != 0 or any(a >= b for a, b in pairwise(places)):
        return []
    alone = cells[0][2]
    if len(cells) == 1 and not (alone.isdecimal() and rows[-1][0].isdecimal() and int(alone) == int(rows[-1][0]) + 1):
        return []
    texts = dict(zip(places, (text for _, _, text in cells), strict=True))
    return [(left, right, texts.get(column, "")) for column, (left, right) in enumerate(spans)]


def _columns_of(cell: Cell, spans: Sequence[tuple[int, int]]) -> list[int]:
    start, end, _ = cell
    return [column for column, (left, right) in enumerate(spans) if start < right and end > left]


def _has_figures(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a column behind the first holds figures in most rows below the head."""
    body = rows[1:]
    columns = [[row[column] for row in body if row[column]] for column in range(1, len(rows[0]) if rows else 0)]
    return any(
        len(column) * 2 >= len(body)
        and sum(FIGURE.fullmatch(text) is not None for text in column) * 3 > len(column) * 2
        and any(any(c.isdecimal() for c in text) for text in column)
        for column in columns
    )
