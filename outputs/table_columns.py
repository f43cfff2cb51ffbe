"""Columns of tables: which of them a page can give the room that their words ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kanben.source.characters import text_width
from kanben.source.document import plain_text

ROOM = 48
"""Half-em that all columns without line breaks may take together: those of the narrowest of our pages, less a wide column."""
PADDING = 2
"""Half-em of white between two columns."""
LEAST = 8
"""Half-em that is kept for every column whose cells are broken into lines."""

Row = Sequence[tuple[int, Any]]
"""The cells of a row, each with the number of its column."""


def list_rows(table: Any) -> list[Row]:
    """Return all rows of a table of pandoc's, with the column of every cell; a cell over several rows holds its column."""
    parts = [
        table.head.content,
        *(part for body in table.content for part in (body.head, body.content)),
        table.foot.content,
    ]
    return [row for part in parts for row in _place_cells(part)]


def _place_cells(rows: Sequence[Any]) -> list[Row]:
    placed: list[Row] = []
    held: dict[int, int] = {}
    for row in rows:
        column, cells = 0, []
        taken = {place for place, left in held.items() if left}
        held = {place: left - 1 for place, left in held.items() if left}
        for cell in row.content:
            while column in taken:
                column += 1
            cells.append((column, cell))
            held |= dict.fromkeys(range(column, column + cell.colspan), cell.rowspan - 1)
            column += cell.colspan
        placed.append(cells)
    return placed


def find_whole_columns(rows: Sequence[Row]) -> set[int]:
    """Return the columns whose cells keep to one line: the narrowest, as long as the others still have some room.

    >>> # 上渡 | 1958年 | 江面最宽，枯水期也要摆一刻钟以上，是三处里最慢的一处 → the first two
    """
    widths: dict[int, int] = {}
    for row in rows:
        for column, cell in row:
            if cell.colspan == 1:
                widest = max((text_width(plain_text(block)) for block in cell.content), default=0)
                widths[column] = max(widths.get(column, 0), widest + PADDING)
    whole, room = set[int](), ROOM
    for count, column in enumerate(sorted(widths, key=lambda column: (widths[column], column)), 1):
        room -= widths[column]
        if room < LEAST * (len(widths) - count):
            break
        whole.add(column)
    return whole
