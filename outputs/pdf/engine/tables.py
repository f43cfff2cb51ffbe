"""Keep a table whole that takes up to a third of a page: it goes to the next page rather than over two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.block import remove_placeholders

from .grid import Grid

WHOLE = 1 / 3
"""Height of the tallest table that stays whole, in parts of the type area's."""


def keep_whole(context: Any, table: Any, result: Any, *placed: Any) -> Any:
    """Return what a layout gave, or that nothing of a table fits here where it broke off and would be short.

    `placed` are the lists of what stands absolutely and fixed, from which that of the table goes.
    """
    laid_out, resume_at, *_ = result
    grid: Grid | None = getattr(context, "line_grid", None)
    if laid_out is None or resume_at is None or grid is None:
        return result
    if _whole_height(laid_out, table) > WHOLE * (context.page_bottom - grid.top):
        return result
    remove_placeholders(context, [laid_out], *placed)
    return None, None, {"break": "any", "page": None}, [], False, None


def _whole_height(laid_out: Any, table: Any) -> float:
    """Return how high a table would be: its rows that were not laid out are as high as the others are."""
    heights = [row.height for row in _rows(laid_out)]
    mean = sum(heights) / len(heights) if heights else 0.0
    return float(laid_out.height + mean * (sum(1 for _ in _rows(table)) - len(heights)))


def _rows(table: Any) -> Iterator[Any]:
    for group in table.children:
        if isinstance(group, boxes.TableRowGroupBox):
            yield from group.children
