"""Keep lines on the baseline grid: what is not a whole number of lines high does not move the lines that follow it.

The grid begins at the head of each page's type area and has the line height of the root element. A line with a picture, a
formula or a taller font in it takes as many whole lines as it needs; a block begins on the next line of the grid. Only blocks
are moved whose parent has the grid's line height and itself begins on the grid: a quotation between two half lines of white,
a note in smaller type and the cells of a table keep their own order. A block with a margin above it stands where that puts it.
"""

from __future__ import annotations

from math import ceil
from typing import Any, NamedTuple

from weasyprint.layout.block import collapse_margin
from weasyprint.text.line_break import strut

SLACK = 0.25
"""How far ink may reach into the white of the neighbouring lines, in lines, before a line of the text becomes two."""
NEAR = 0.02
"""Distance from the grid, in lines, that comes of rounding: a block there is put back, not on the next line."""


class Grid(NamedTuple):
    """Where the lines of a page begin, and how far they are from each other."""

    top: float
    line: float

    def is_on(self, y: float) -> bool:
        """Say whether a place is at the beginning of a line."""
        lines = (y - self.top) / self.line
        return abs(lines - round(lines)) < NEAR

    def next_line(self, y: float) -> float:
        """Return the beginning of the first line that is not above a place."""
        return self.top + ceil((y - self.top) / self.line - NEAR) * self.line


def measure_strut(style: Any) -> tuple[float, float]:
    """Return height and base line of a line without text, kept on the style: WeasyPrint looks at twenty properties each time."""
    kept: tuple[float, float] | None = vars(style).get("strut")
    if kept is None:
        kept = vars(style)["strut"] = strut(style)
    return kept


def put_on_grid(context: Any, box: Any, parent: Any, margins: list[float] | None) -> None:
    """Move a block that is about to be laid out down to the next line of the page's grid, if its parent keeps the grid.

    `margins` are those of the blocks before it that collapse with its own.
    """
    if parent.is_for_root_element:
        context.line_grid = Grid(parent.content_box_y(), measure_strut(parent.style)[0])
    grid = getattr(context, "line_grid", None)
    if (
        grid is None
        or not grid.line
        or not _keeps_grid(parent, grid)
        or getattr(box, "margin_top", 0) not in (0, "auto")
    ):
        return
    margin = collapse_margin(margins or [])
    box.position_y = grid.next_line(box.position_y + margin) - margin


def _keeps_grid(parent: Any, grid: Grid) -> bool:
    if parent.is_table_wrapper or not parent.is_in_normal_flow():
        return False
    return bool(measure_strut(parent.style)[0] == grid.line and grid.is_on(parent.content_box_y()))


def whole_lines(line_box: Any, bottom: float, top: float) -> tuple[float, float]:
    """Return the lowest and highest place of a line, from its base line, so that it is a whole number of lines high."""
    height, baseline = measure_strut(line_box.style)
    if height <= 0:
        return bottom, top
    above = max(0, ceil((-top - baseline) / height - SLACK))
    below = max(0, ceil((bottom + baseline) / height - 1 - SLACK))
    return (below + 1) * height - baseline, -above * height - baseline
