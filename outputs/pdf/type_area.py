"""The type area: a whole number of characters by a whole number of lines, and its place on the page (CLREQ)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kanben.source.errors import UsageError

POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "px": 0.75}
PAPERS = {
    "a3": (297.0, 420.0),
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "a6": (105.0, 148.0),
    "b4": (250.0, 353.0),
    "b5": (176.0, 250.0),
    "jis-b5": (182.0, 257.0),
    "16k": (185.0, 260.0),
    "大16开": (210.0, 285.0),
    "32k": (130.0, 184.0),
    "32开": (130.0, 184.0),
    "大32开": (140.0, 203.0),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
}
"""Paper sizes by name, width and height in millimetres."""
SMALLEST = 8
"""Fewest characters of a line and lines of a page that can still be read."""


@dataclass(frozen=True, slots=True)
class TypeArea:
    """Sizes in points: paper, characters of a line (of all columns together, with gaps), lines, margins."""

    paper_width: float
    paper_height: float
    font_size: float
    line_height: float
    characters: int
    lines: int
    columns: int
    gap: int
    top: float
    inner: float

    @property
    def width(self) -> float:
        """The width of the type area."""
        return (self.characters * self.columns + self.gap * (self.columns - 1)) * self.font_size

    def title_characters(self, options: Mapping[str, Any], page: Mapping[str, Any]) -> int:
        """Return the most characters of a title's line: the theme's number, in proportion where the paper is another."""
        planned = type_area(page).width
        return max(int(int(options.get("title-characters", 17)) * min(self.width / planned, 1)), 4)

    @property
    def height(self) -> float:
        """The height of the type area."""
        return self.lines * self.line_height

    def css(self) -> str:
        """Return the page rules and the root's font size and line height."""
        outer = self.paper_width - self.width - self.inner
        bottom = self.paper_height - self.height - self.top
        # A hair is left at the foot: rounding must not push the last line to the next page.
        upright = f"margin-top: {self.top:.3f}pt; margin-bottom: {bottom - 0.5:.3f}pt"
        return (
            f"@page {{ size: {self.paper_width:.3f}pt {self.paper_height:.3f}pt; {upright} }}\n"
            f"@page :right {{ margin-left: {self.inner:.3f}pt; margin-right: {outer:.3f}pt }}\n"
            f"@page :left {{ margin-left: {outer:.3f}pt; margin-right: {self.inner:.3f}pt }}\n"
            f"html {{ font-size: {self.font_size:g}pt; line-height: {self.line_height:g}pt }}\n"
        )


def type_area(page: Mapping[str, Any], paper: str | None = None) -> TypeArea:
    """Return the type area that a theme's `page` table describes, fitted to another paper where one is asked for.

    The table holds `size`, `font-size` and `line-height` (points), `characters` and `lines`, and may hold `columns`,
    `gap` (characters between columns), `top` and `inner` (millimetres; without them the area stands in the middle).
    """
    width, height = paper_size(str(page.get("size", "A4")))
    size, line = float(page.get("font-size", 12)), float(page.get("line-height", 21))
    area = TypeArea(
        paper_width=width,
        paper_height=height,
        font_size=size,
        line_height=line,
        characters=int(page.get("characters", 35)),
        lines=int(page.get("lines", 33)),
        columns=int(page.get("columns", 1)),
        gap=int(page.get("gap", 2)),
        top=0,
        inner=0,
    )
    top = float(page["top"]) * POINTS["mm"] if "top" in page else (height - area.height) / 2
    inner = float(page["inner"]) * POINTS["mm"] if "inner" in page else (width - area.width) / 2
    placed = replace(area, top=top, inner=inner)
    return _fitted(placed, *paper_size(paper)) if paper else placed


def _fitted(area: TypeArea, width: float, height: float) -> TypeArea:
    """Return the area on another paper: margins in proportion, as many whole characters and lines as fit."""
    room = width * area.width / area.paper_width / area.font_size
    columns = area.columns
    while columns > 1 and (room - area.gap * (columns - 1)) / columns < SMALLEST:
        columns -= 1
    characters = int((room - area.gap * (columns - 1)) / columns + 1e-6)
    lines = int(height * area.height / area.paper_height / area.line_height + 1e-6)
    if characters < SMALLEST or lines < SMALLEST:
        what = f"a page of {width:.0f} by {height:.0f} points has no room for {SMALLEST} lines of {SMALLEST} characters"
        raise UsageError(what, "paper", "choose a larger paper")
    fitted = replace(area, paper_width=width, paper_height=height, characters=characters, lines=lines, columns=columns)
    spare_width, spare_height = area.paper_width - area.width, area.paper_height - area.height
    return replace(
        fitted,
        inner=area.inner / spare_width * (width - fitted.width) if spare_width else 0,
        top=area.top / spare_height * (height - fitted.height) if spare_height else 0,
    )


def paper_size(text: str) -> tuple[float, float]:
    """Return width and height in points of a paper by name (`A5`, `A4 landscape`, `32开`) or measure (`148mm 210mm`)."""
    words = text.lower().replace("×", " ").replace("x ", " ").split()
    landscape = "landscape" in words
    words = [word for word in words if word not in {"landscape", "portrait"}]
    if len(words) == 1 and words[0] in PAPERS:
        width, height = (value * POINTS["mm"] for value in PAPERS[words[0]])
    else:
        lengths = [_length(word, text) for word in words]
        if len(lengths) not in (1, 2):
            raise UsageError(f"`{text}` is no paper size", "paper", _known_papers())
        width, height = lengths[0], lengths[-1]
    return (height, width) if landscape and width < height else (width, height)


def _length(word: str, text: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(mm|cm|in|pt|px)", word)
    points = float(found[1]) * POINTS[found[2]] if found else 0
    if not 72 <= points <= 14400:  # an inch; the largest page of PDF
        raise UsageError(f"`{text}` is no paper size", "paper", _known_papers())
    return points


def _known_papers() -> str:
    return f"write a measure like 148mm 210mm, or one of {', '.join(name.upper() for name in PAPERS)}"
