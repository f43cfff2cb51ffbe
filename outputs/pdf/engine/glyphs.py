"""Read what Pango made of a text: its glyphs, their ink and the break opportunities of UAX #14."""

from __future__ import annotations

from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

GLYPH_WORDS = 5
"""A PangoGlyphInfo is five 32-bit words: glyph, width, x offset, y offset, attributes."""


def index_bytes(text: str) -> dict[int, int]:
    """Return the character that begins at each byte of a text's UTF-8."""
    starts, place = {}, 0
    for index, character in enumerate(text):
        starts[place] = index
        code = ord(character)
        place += 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
    return starts


def read_glyphs(glyphs: Any, starts: dict[int, int]) -> list[tuple[int, int, int]]:
    """Return place, width (in Pango units) and character of every glyph of a run."""
    count = glyphs.glyphs.num_glyphs
    words = memoryview(ffi.buffer(glyphs.glyphs.glyphs, 4 * GLYPH_WORDS * count)).cast("B").cast("i")
    clusters = memoryview(ffi.buffer(glyphs.glyphs.log_clusters, 4 * count)).cast("B").cast("i")
    offset = glyphs.item.offset
    widths = words.tolist()[1::GLYPH_WORDS]
    return [(place, widths[place], starts[clusters[place] + offset]) for place in range(count)]


def measure_blanks(glyphs: Any, place: int, width: int) -> tuple[float, float]:
    """Return the white before and after a glyph's ink."""
    ink = ffi.new("PangoRectangle *")
    logical = ffi.new("PangoRectangle *")
    pango.pango_font_get_glyph_extents(glyphs.item.analysis.font, glyphs.glyphs.glyphs[place].glyph, ink, logical)
    return ink.x * FROM_UNITS, (width - ink.x - ink.width) * FROM_UNITS


def read_breaks(layout: Any, count: int) -> list[bool | None]:
    """Return whether UAX #14 allows a break before each character (PangoLogAttr, first bit)."""
    attributes = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    flags = memoryview(ffi.buffer(ffi.cast("unsigned int *", attributes), 4 * count)).cast("B").cast("I")
    return [bool(flag & 1) for flag in flags]
