"""Find the white that figures leave at the foot of the columns before them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes

LEAST_HOLE = 4
"""Lines of white at a column's foot that are no hole yet."""


class Region(NamedTuple):
    """A column, or a page of one column: what stands in it, and where it ends at the most."""

    box: Any
    bottom: float


def find_holes(pages: Any, line: float) -> dict[int, float]:
    """Return the white, in lines, that a figure left in the column before it, by the figure's number in the text.

    `pages` are those of a document that is laid out; `line` is the distance of the grid's lines, in CSS pixels.
    Columns that are short because a page's columns are of equal height are no holes: the figure would have fitted there.
    """
    numbers: dict[int, int] = {}
    regions = [region for page in pages for region in _list_regions(page._page_box)]
    for region in regions:
        for box in _list_figures(region.box):
            numbers.setdefault(id(box.element), len(numbers))
    found: dict[int, float] = {}
    for before, region in pairwise(regions):
        figure = next(_list_figures(region.box), None)
        if figure is None or any(leaf.position_y < figure.position_y - 1 for leaf in _list_leaves(region.box)):
            continue
        foot = max((leaf.position_y + leaf.margin_height() for leaf in _list_leaves(before.box)), default=before.bottom)
        hole = before.bottom - foot
        if LEAST_HOLE * line < hole < figure.margin_height():
            found[numbers[id(figure.element)]] = hole / line
    return found


def _list_regions(page: Any) -> Iterator[Region]:
    notes = sum(box.margin_height() for box in page.children if isinstance(box, boxes.FootnoteAreaBox))
    bottom = page.children[0].position_y + page.height - notes
    columns = [box for box in page.children[0].descendants() if getattr(box, "is_column", False)]
    yield from (Region(box, bottom) for box in columns or [page.children[0]])


def _list_figures(region: Any) -> Iterator[Any]:
    return (box for box in region.descendants() if box.element_tag == "figure" and hasattr(box, "children"))


def _list_leaves(region: Any) -> Iterator[Any]:
    """Yield what has ink: lines and pictures."""
    return (box for box in region.descendants() if not getattr(box, "children", ()) or box.element_tag == "img")
