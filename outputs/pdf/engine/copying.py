"""Keep readers of a PDF from guessing spaces where composition left white between two glyphs.

Programs that read text out of a PDF take any white of about a tenth of an em for a space between words (Poppler, pdfium and
pdf.js all do); a gap between Han and Latin is no such space. The glyph before the gap becomes a span of its own whose
`ActualText` is what the glyph says (ISO 32000-2, 14.9.4), widened to the end of the gap by the font's space glyph::

    [<8bbe>-231<0012>] TJ  →  /Span<</ActualText<FEFF8BBE>>>BDC [<0001>224<8bbe0001>217<0001>] TJ EMC [<0012>] TJ

A span holds one glyph and no more, so that every character can still be selected by itself. pdfium takes its box from the
ink in the span and the places of its spaces: those at both ends of the glyph's body make the box that body.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.text.ffi import ffi, harfbuzz

ffi.cdef("""
    bool hb_font_get_nominal_glyph(hb_font_t *font, hb_codepoint_t unicode, hb_codepoint_t *glyph);
    int32_t hb_font_get_glyph_h_advance(hb_font_t *font, hb_codepoint_t glyph);
    void hb_font_get_scale(hb_font_t *font, int *x_scale, int *y_scale);
""")

LEAST_GAP = 0.08
"""White between two glyphs, in em, that readers begin to take for a space."""
SPACE = " "
TOKEN = re.compile(r"<([0-9a-f]*)>|(-?[\d.]+(?:e-?\d+)?)")
FONT = re.compile(rb"/(\S+) [\d.]+ Tf")


@dataclass(slots=True)
class Shown:
    """A glyph of a `TJ` operator, and the number after it: thousandths of an em that the next glyph moves left."""

    glyph: int
    after: float = 0.0


def has_gaps(layout: Any, size: float) -> bool:
    """Say whether composition has added to a line's glyphs what could be taken for a space."""
    return max(getattr(layout, "extras", ()), default=0.0) >= LEAST_GAP * size


def close_gaps(stream: Any, start: int, font: Any) -> None:
    """Rewrite the text that a stream shows from an item on; `font` is the one in use there."""
    items: list[Any] = []
    for item in stream.stream[start:]:
        selected = FONT.fullmatch(item) if isinstance(item, bytes) else None
        if selected:
            font = find_font(stream, selected[1].decode())
        if font is not None and isinstance(item, bytes) and item.endswith(b"] TJ"):
            items += part_text(item[1:-4].decode("ascii"), font)
        else:
            items.append(item)
    stream.stream[start:] = items


def find_font(stream: Any, name: str) -> Any:
    """Return the font of that name in the content stream; None for one whose glyphs are pictures."""
    return next((font for font in stream._fonts.values() if font.hash == name and not font.bitmap), None)


def part_text(shown: str, font: Any) -> Iterator[bytes]:
    """Yield the operators that show the same glyphs in the same places, each one before a gap in a span of its own."""
    return part_glyphs(*read_shown(shown), font)


def part_glyphs(lead: float, glyphs: list[Shown], font: Any) -> Iterator[bytes]:
    """Yield the operators that show glyphs after a number, each one before a gap in a span of its own."""
    space = find_space(font) if any(is_gap(glyph, font) for glyph in glyphs) else None
    pending: list[Shown] = []
    for glyph in glyphs:
        if space is None or not is_gap(glyph, font):
            pending.append(glyph)
            continue
        if pending or lead:
            yield write_shown(lead, pending)
        pending, lead = [], 0.0
        width = font.widths[space]
        widened = [Shown(space, width), Shown(glyph.glyph), Shown(space, glyph.after + 2 * width), Shown(space)]
        yield b"/Span<</ActualText%s>>BDC" % write_string(font.to_unicode[glyph.glyph])
        yield write_shown(0.0, widened)
        yield b"EMC"
    if pending or lead:
        yield write_shown(lead, pending)


def is_gap(glyph: Shown, font: Any) -> bool:
    """Say whether there is white after a glyph that a reader would take for a space."""
    return -glyph.after >= LEAST_GAP * 1000 and bool(font.to_unicode.get(glyph.glyph, "").strip())


def find_space(font: Any) -> int | None:
    """Return the glyph of U+0020, known to the font from now on; None where it has none."""
    glyph = ffi.new("hb_codepoint_t *")
    if not harfbuzz.hb_font_get_nominal_glyph(font.hb_font, ord(SPACE), glyph):
        return None
    found = int(glyph[0])
    if found not in font.widths:
        scale = ffi.new("int[2]")
        harfbuzz.hb_font_get_scale(font.hb_font, scale, scale + 1)
        font.widths[found] = round(harfbuzz.hb_font_get_glyph_h_advance(font.hb_font, found) * 1000 / scale[0])
    font.to_unicode.setdefault(found, SPACE)
    return found


def read_shown(shown: str) -> tuple[float, list[Shown]]:
    """Read the operand of `TJ`: the number before the first glyph, and the glyphs."""
    lead, glyphs = 0.0, list[Shown]()
    for codes, number in TOKEN.findall(shown):
        if number:
            if glyphs:
                glyphs[-1].after += float(number)
            else:
                lead += float(number)
        glyphs += (Shown(int(codes[place : place + 4], 16)) for place in range(0, len(codes), 4))
    return lead, glyphs


def write_shown(lead: float, glyphs: list[Shown]) -> bytes:
    """Write the operator `TJ` with its operand.

    A number before the first glyph has an operator of its own: pdfium forgets the last number of one that begins with a number.
    """
    text = "<" + "".join(f"{g.glyph:04x}>{g.after:g}<" if g.after else f"{g.glyph:04x}" for g in glyphs) + ">"
    before = f"[{lead:g}] TJ " if lead else ""
    return f"{before}[{text.replace('<>', '')}] TJ".encode()


def write_string(text: str) -> bytes:
    """Write a text string (ISO 32000-2, 7.9.2.2)."""
    if text.isascii() and text.isalnum():
        return f"({text})".encode()
    return f"<{(BOM_UTF16_BE + text.encode('utf-16-be')).hex().upper()}>".encode()
