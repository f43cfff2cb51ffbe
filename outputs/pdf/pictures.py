"""Pictures at their printed size: whole lines of the grid high, upright, with enough dots."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import unescape

from kanben.source.article import Picture
from kanben.source.notices import Notice, NoticeCode

from .fetcher import picture_address
from .type_area import POINTS, TypeArea

DOTS_PER_INCH = 200
"""Fewest dots per inch at which a printed picture looks sharp."""
IMAGE = re.compile(r'<img src="(kanben-picture:[^"]*)"([^>]*?)\s*/>')
STYLE = re.compile(r'\s*style="([^"]*)"')
WIDTH = re.compile(r"(?<![\w-])width:\s*([\d.]+)(%|mm|cm|in|pt|px|em)")
ORIENTATION_TAG = 0x0112
TURNED = {5, 6, 7, 8}
"""EXIF orientations whose width and height change places."""
TALLEST = 0.75
"""Largest part of the type area's height that a picture takes."""


def place_pictures(html: str, pictures: Mapping[str, Picture], area: TypeArea) -> tuple[str, list[Notice]]:
    """Return the HTML with every picture's printed size, and a notice for each that has too few dots for it.

    A picture is as wide as the column at most, and as its dots allow; one that says its width has that width. Its
    box is a whole number of lines high, so that the lines after it stand on the grid.
    """
    by_address = {picture_address(name): (name, picture) for name, picture in pictures.items()}
    notices: dict[str, Notice] = {}

    def placed(found: re.Match[str]) -> str:
        name, picture = by_address[unescape(found[1])]
        attributes = STYLE.sub("", found[2])
        width, height, dots = printed_size(picture, _asked_width(found[2], area), area)
        if _stands_in_line(picture, area) and not _asked_width(found[2], area):
            return f'<img src="{found[1]}"{attributes} />'
        if dots < DOTS_PER_INCH:
            message = (
                f"the picture {name} has {dots:.0f} dots per inch at its printed width of {width / 72 * 25.4:.0f} mm"
            )
            notices[name] = Notice(
                NoticeCode.LOW_RESOLUTION, message, suggestion=f"use one with {DOTS_PER_INCH} dots per inch"
            )
        lines = -(-height // area.line_height)
        style = f"width: {width:.2f}pt; height: {lines * area.line_height:.3f}pt"
        return f'<img class="placed" src="{found[1]}" style="{style}"{attributes} />'

    return IMAGE.sub(placed, html), list(notices.values())


def printed_size(picture: Picture, asked: float | None, area: TypeArea) -> tuple[float, float, float]:
    """Return width and height in points, and the dots per inch that the picture has at that size."""
    dots_wide, dots_high = upright_size(picture)
    measure = area.characters * area.font_size
    # Without a word about its width a picture is not stretched to fewer dots than print needs, but it is never
    # smaller than half the measure for want of dots: a reader wants to see something.
    width = asked or min(measure, max(dots_wide / DOTS_PER_INCH * 72, measure / 2))
    width = min(width, measure)
    height = width * dots_high / dots_wide
    tallest = int(area.lines * TALLEST) * area.line_height
    if height > tallest:
        width, height = width * tallest / height, tallest
    return width, height, dots_wide / (width / 72)


def upright_size(picture: Picture) -> tuple[int, int]:
    """Return width and height in pixels after the rotation that the picture's EXIF data ask for."""
    from PIL import Image

    with Image.open(io.BytesIO(picture.data)) as image:
        turned = image.getexif().get(ORIENTATION_TAG) in TURNED
    return (picture.height, picture.width) if turned else (picture.width, picture.height)


def _stands_in_line(picture: Picture, area: TypeArea) -> bool:
    """Say whether a picture is small enough to be a sign within a line of text."""
    return picture.height * POINTS["px"] <= area.line_height * 1.5


def _asked_width(attributes: str, area: TypeArea) -> float | None:
    """Return the width in points that the document gives a picture, if it gives one that makes sense."""
    found = WIDTH.search(attributes)
    if not found:
        return None
    value, unit = float(found[1]), found[2]
    measure = area.characters * area.font_size
    points = value / 100 * measure if unit == "%" else value * {**POINTS, "em": area.font_size}[unit]
    return points if points >= area.font_size else None
