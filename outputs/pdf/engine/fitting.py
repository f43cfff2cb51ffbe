"""Make a picture a little smaller where that keeps it on the page, instead of leaving a third of the page white."""

from __future__ import annotations

from math import floor
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes

from .grid import Grid

SMALLEST = 0.6
"""How small a picture may become, in parts of its height; below that it stands in full size on the next page."""
AROUND = 2
"""Lines that a figure takes besides its picture: white above and below, and a caption."""
CAPTION = 20
"""Characters of a caption in a line, at the least."""


def fit_picture(context: Any, figure: Any, parent: Any, bottom_space: float) -> None:
    """Give the one picture of a figure that is about to be laid out the height that the page has left, if it is enough.

    In columns it keeps its size: they are laid out several times to be of equal height.
    """
    grid: Grid | None = getattr(context, "line_grid", None)
    if figure.element_tag != "figure" or grid is None or not grid.line or parent.is_column:
        return
    pictures = [box for box in figure.descendants() if isinstance(box, boxes.BlockReplacedBox)]
    if len(pictures) != 1 or not isinstance(pictures[0].style["height"], Dimension):
        return
    (picture,) = pictures
    full = getattr(picture, "full_height", picture.style["height"].value)
    caption = sum(len(box.text) for box in figure.descendants() if isinstance(box, boxes.TextBox))
    room = context.page_bottom - bottom_space - figure.position_y
    room = (floor(room / grid.line + 0.01) - AROUND - caption // CAPTION) * grid.line
    picture.full_height = full
    picture.style = picture.style.copy()
    picture.style["height"] = Dimension(room if SMALLEST * full <= room < full else full, "px")
