"""A theme's look in Word: page, fonts by role and the form of each style, from `docx.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from kanben.outputs.themes import Theme

from .language import word_language

TWIPS = 20
"""Twentieths of a point in a point."""
MILLIMETRE = 1440 / 25.4
"""Twentieths of a point in a millimetre."""
KEPT = 8
"""Appearances that are kept, and what is made from them: a batch has one for each theme and language."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a role is set in: the East Asian font and the Latin font that goes with it."""

    east_asian: str
    latin: str


@dataclass(frozen=True, slots=True, eq=False)
class Appearance:
    """A theme's settings for Word; equal to itself only.

    `page` holds millimetres and points, `faces` the fonts by role for the edition's language, `styles` the form of each
    style by its id, `alternatives` other names under which a font may be installed.
    """

    page: Mapping[str, Any]
    faces: Mapping[str, Face]
    styles: Mapping[str, Mapping[str, Any]]
    alternatives: Mapping[str, tuple[str, ...]]
    contents: Mapping[str, Any]
    header: Mapping[str, Any]
    footer: Mapping[str, Any]
    captions: Mapping[str, Any]
    notes: Mapping[str, Any]

    @property
    def line_pitch(self) -> int:
        """Distance of the document grid's lines, in twentieths of a point."""
        return round(float(self.page["line_pitch"]) * TWIPS)

    @property
    def type_area(self) -> int:
        """Width of the type area, in twentieths of a point."""
        page = self.page
        return round(float(page["width"] - page["left"] - page["right"]) * MILLIMETRE)

    @property
    def measure(self) -> int:
        """Length of a line: the width of the type area, or of one of its columns, in twentieths of a point."""
        columns, gap = int(self.page.get("columns", 1)), float(self.page.get("gap", 0)) * MILLIMETRE
        return round((self.type_area - gap * (columns - 1)) / columns)


def lower_headings(appearance: Appearance) -> Appearance:
    """Return the appearance of a volume with parts: a chapter, one level lower there, looks as it does without them."""
    styles = dict(appearance.styles)
    for level in range(9, 1, -1):
        styles[f"Heading{level}"] = appearance.styles.get(f"Heading{level - 1}", {})
    return replace(appearance, styles=styles)


@lru_cache(maxsize=KEPT)
def read_appearance(theme: Theme, lang: str) -> Appearance:
    """Return the appearance that a theme's `docx.toml` describes, with the fonts of the edition's language."""
    settings = theme.docx
    tables = {name: settings.get(name, {}) for name in ("contents", "header", "footer", "captions", "notes")}
    alternatives = {font: tuple(names) for font, names in settings.get("alternatives", {}).items()}
    faces = _faces(settings["fonts"], word_language(lang))
    return Appearance(settings["page"], faces, settings["styles"], alternatives, **tables)


def _faces(fonts: Mapping[str, Any], language: str) -> dict[str, Face]:
    """Return the faces for zh-CN, zh-TW or zh-HK; another language takes those of zh-CN."""
    east_asian = {**fonts["zh-CN"], **fonts.get(language, {})}
    return {role: Face(name, fonts["latin"].get(role, fonts["latin"]["song"])) for role, name in east_asian.items()}
