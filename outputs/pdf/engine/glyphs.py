"""Read what Pango made of a text: its glyphs, their ink and the break opportunities of UAX #14."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

GLYPH_WORDS = 5
"""A PangoGlyphInfo is five 32-bit words: glyph, width, x offset, y offset, attributes."""


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """The glyphs of one item of a text: their numbers, widths in Pango units, and the characters they begin with."""

    item: Any
    glyphs: list[int]
    widths: list[int]
    characters: Sequence[int]
    moved: Sequence[int]
    """Glyphs that do not stand where the advances before them put them, by their places."""

    def find_joined(self) -> Iterator[int]:
        """Yield the characters that have no glyph of their own, or more than one, or one that was moved."""
        ends = [*self.characters[1:], self.characters[0] + self.item.num_chars]
        for character, end in zip(self.characters, ends, strict=True):
            if end != character + 1:
                yield from range(character, max(end, character + 1))
        yield from (self.characters[place] for place in self.moved)

    @property
    def script(self) -> int:
        """The script (PangoScript): the last of four bytes, which WeasyPrint declares as four words from `level` on."""
        return int(ffi.cast("unsigned char *", ffi.addressof(self.item.analysis, "level"))[3])


def index_bytes(text: str) -> dict[int, int]:
    """Return the character that begins at each byte of a text's UTF-8."""
    lengths = [len(character.encode()) for character in text]
    return dict(zip(accumulate(lengths[:-1], initial=0), range(len(text)), strict=True)) if text else {}


def read_glyphs(glyphs: Any, starts: dict[int, int]) -> GlyphRun:
    """Return the glyphs of a run."""
    count = glyphs.glyphs.num_glyphs
    words = memoryview(ffi.buffer(glyphs.glyphs.glyphs, 4 * GLYPH_WORDS * count)).cast("B").cast("i").tolist()
    clusters = memoryview(ffi.buffer(glyphs.glyphs.log_clusters, 4 * count)).cast("B").cast("i")
    offset = glyphs.item.offset
    characters = [starts[cluster + offset] for cluster in clusters]
    across, down = words[2::GLYPH_WORDS], words[3::GLYPH_WORDS]
    moved = [place for place in range(count) if across[place] or down[place]] if any(across) or any(down) else []
    return GlyphRun(glyphs.item, words[::GLYPH_WORDS], words[1::GLYPH_WORDS], characters, moved)


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
