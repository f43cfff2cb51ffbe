"""Text that Pango has shaped once: the glyphs of a text box, from which lines are drawn without shaping them again.

Pango shapes a text item by item (of one script and font). A line that takes whole items of it, or parts them beside a
character that stands alone, has the same glyphs as if it were shaped by itself; which lines those are, `ShapedText.take`
says. They are those of Han characters, Chinese marks, and digits between them; all others are shaped again to be drawn.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.fonts import get_pango_font_key

from .glyphs import GlyphRun

ffi.cdef("gpointer g_object_ref(gpointer object);")

HAN_SCRIPT = 17
"""Han among the scripts of Pango (PangoScript)."""
ANY_SPECIAL = 0x0FFFFFFF
"""The first number that is no glyph of a font but says that there is none (PANGO_GLYPH_EMPTY, PANGO_GLYPH_UNKNOWN_FLAG)."""
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003fffd"
CHINESE_MARKS = r"\u3001-\u301f\uff01-\uff60"
MARKS = r"!-@\[-`{-~§°±·×÷\u2010-\u2027\u2030-\u203b\u2460-\u24ff\u25a0-\u25ff\u2605\u2606"
PLAIN = re.compile(f"[{HAN}{CHINESE_MARKS}{MARKS}]+")
"""Characters that are no letters of another script, no spaces, and join with none beside them."""
ALONE = re.compile(f"[{HAN}{CHINESE_MARKS}]")
"""Characters that change no neighbour's glyph, nor does it theirs, unless a style asks for features of its font."""
LETTER = re.compile(f"[{HAN}]")
PLAIN_STYLE = {
    "font_variant_ligatures": "normal",
    "font_variant_position": "normal",
    "font_variant_caps": "normal",
    "font_variant_numeric": "normal",
    "font_variant_alternates": "normal",
    "font_variant_east_asian": "normal",
    "font_feature_settings": "normal",
}
NEWEST_WORKAROUND = 14802
"""Before this version of Pango WeasyPrint takes the size of a font from the style (its `draw_first_line`)."""


@dataclass(frozen=True, slots=True)
class LineGlyphs:
    """The glyphs of some characters, one each, in runs of one item: glyphs, widths in Pango units, and fonts."""

    runs: tuple[tuple[range, SharedFont], ...]
    """For each item its glyphs' places in the lists, and its font."""
    glyphs: list[int]
    widths: list[int]


class SharedFont:
    """A font of Pango's, held for as long as its glyphs are."""

    __slots__ = ("key", "pango_font", "size")

    def __init__(self, pango_font: Any):
        self.pango_font = ffi.gc(ffi.cast("PangoFont *", gobject.g_object_ref(pango_font)), gobject.g_object_unref)
        self.key: int | None = None
        self.size = 0.0

    def find(self, stream: Any) -> tuple[Any, float]:
        """Return the font of the PDF, and its size, as `Stream.add_font` does; what Pango says of a font is asked once."""
        if self.key is None:
            self.key, _, self.size = get_pango_font_key(self.pango_font)
        font = stream._fonts.get(self.key)
        return (font, self.size) if font is not None else stream.add_font(self.pango_font)


class ShapedText:
    """The glyphs of a text box, as far as its characters have one each."""

    def __init__(self, text: str, style: Any):
        self.text = text
        self.glyphs, self.widths = [0] * len(text), [0] * len(text)
        self.plain = bytearray(len(text))
        """Whether a character may be drawn with the glyph that it has here."""
        self.firsts: list[int] = []
        """The characters that begin the items, in order."""
        self.fonts: list[SharedFont] = []
        self.allowed = pango.pango_version() >= NEWEST_WORKAROUND and all(
            style[name] == value for name, value in PLAIN_STYLE.items()
        )

    def add(self, run: GlyphRun) -> None:
        """Take what Pango made of one item; items come in the order of the text."""
        if not run.glyphs:
            return
        first, beyond = run.characters[0], run.characters[0] + run.item.num_chars
        font = run.item.analysis.font
        same = self.fonts and self.fonts[-1].pango_font == font
        self.firsts.append(first)
        self.fonts.append(self.fonts[-1] if same else SharedFont(font))
        if not self.allowed or run.script != HAN_SCRIPT or max(run.glyphs) >= ANY_SPECIAL:
            return
        for character, glyph, width in zip(run.characters, run.glyphs, run.widths, strict=True):
            self.glyphs[character], self.widths[character] = glyph, width
        for found in PLAIN.finditer(self.text, first, beyond):
            self.plain[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
        for character in run.find_joined():
            self.plain[character] = 0

    def take(self, start: int, end: int) -> LineGlyphs | None:
        """Return the glyphs of a line; None where Pango might make others of it alone."""
        if self.plain.find(0, start, end) >= 0 or not (self._is_edge(start) and self._is_edge(end)):
            return None
        if not LETTER.search(self.text, start, end):  # marks alone are of no script
            return None
        place = bisect_right(self.firsts, start) - 1
        runs = []
        begin = start
        while begin < end:
            beyond = self.firsts[place + 1] if place + 1 < len(self.firsts) else end
            runs.append((range(begin - start, min(beyond, end) - start), self.fonts[place]))
            begin, place = beyond, place + 1
        return LineGlyphs(tuple(runs), self.glyphs[start:end], self.widths[start:end])

    def _is_edge(self, index: int) -> bool:
        """Say whether the glyphs on both sides of a place are the same when the text is parted there."""
        if index in (0, len(self.text)) or ALONE.match(self.text[index]) or ALONE.match(self.text[index - 1]):
            return True
        return self.firsts[bisect_right(self.firsts, index) - 1] == index
