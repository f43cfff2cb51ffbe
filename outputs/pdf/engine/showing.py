"""Show the glyphs of a set line that were shaped with its paragraph, by the operators that WeasyPrint would write for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from weasyprint.text.ffi import FROM_UNITS, pango

from .copying import Shown, find_font, has_gaps, part_glyphs
from .drawing import MILLI, SetLayout, shift_ink, widen_clusters

SMALLEST = 1e-6
"""Size of a font, in pixels, below which WeasyPrint draws nothing."""


class Piece(NamedTuple):
    """What is written for a glyph in the operand of `TJ`: all of it, the glyph, and the numbers before and after."""

    written: str
    glyph: int
    before: float
    after: int


def show_glyphs(stream: Any, layout: SetLayout, size: float, matrix: Any) -> bool:
    """Show a line whose glyphs are known as WeasyPrint's `draw_first_line` does and `close_gaps` parts it; say whether it was done.

    It is not where a font has pictures, which WeasyPrint draws glyph by glyph.
    """
    assert layout.glyphs is not None
    if size < SMALLEST:
        return True
    runs = layout.glyphs.runs
    fonts = [shared.find(stream) for _, shared in runs]
    if any(font.bitmap or font.svg or font.png or font.colr for font, _ in fonts):
        return False
    stream.set_text_matrix(*matrix.values)
    moved = [index for index, extra in enumerate(layout.extras) if extra]
    widened = widen_clusters(layout.extras, size, ((index, index + 1) for index in moved)) if moved else {}
    gaps = has_gaps(layout, size)
    items: list[list[Piece]] = []
    for number, ((places, shared), (font, font_size)) in enumerate(zip(runs, fonts, strict=True)):
        items.append(list_pieces(stream, layout, places, shared.pango_font, font, font_size, widened))
        if number + 1 == len(runs) or runs[number + 1][1] is not shared:
            stream.set_font_size(font.hash, font_size)
            if gaps:
                stream.stream.extend(part_glyphs(*join_items(items), find_font(stream, font.hash)))
            else:
                stream.show_text("".join(map(write_item, items)))
            items = []
    return True


def list_pieces(
    stream: Any, layout: SetLayout, places: range, pango_font: Any, font: Any, size: float, widened: dict[int, int]
) -> list[Piece]:
    """Return what is written for the glyphs of an item; that of a glyph in its own place is kept with the font."""
    assert layout.glyphs is not None
    glyphs, widths = layout.glyphs.glyphs[places.start : places.stop], layout.glyphs.widths[places.start : places.stop]
    kept: dict[tuple[int, int], Piece] = vars(font).setdefault("pieces", {}).setdefault(size, {})
    text = layout.text[places.start : places.stop]
    pieces = []
    for glyph, width, character in zip(glyphs, widths, text, strict=True):
        piece = kept.get((glyph, width))
        if piece is None:
            note_glyph(stream, pango_font, font, size, glyph, character)
            piece = kept[glyph, width] = write_glyph(font, size, glyph, width, 0)
        pieces.append(piece)
    for index in widened.keys() | layout.shifts.keys():
        if index in places:
            place = index - places.start
            width = widths[place] + widened.get(index, 0)
            pieces[place] = write_glyph(font, size, glyphs[place], width, shift_ink(layout.shifts, index))
    return pieces


def note_glyph(stream: Any, pango_font: Any, font: Any, size: float, glyph: int, character: str) -> None:
    """Let the font of the PDF know a glyph: its character and its width."""
    font.to_unicode.setdefault(glyph, character)
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * MILLI * FROM_UNITS / size)


def write_glyph(font: Any, size: float, glyph: int, width: int, shift: int) -> Piece:
    """Return what is written for a glyph of a width, in Pango units, and a shift; the arithmetic is WeasyPrint's to the last bit."""
    offset = shift / size
    kerning = font.widths[glyph] + offset - width * MILLI * FROM_UNITS / size
    before, after = f">{-offset}<" if offset else "", f">{int(kerning)}<" if kerning else ""
    return Piece(f"{before}{glyph:04x}{after}", glyph, -offset, int(kerning))


def write_item(pieces: Sequence[Piece]) -> str:
    """Return the glyphs of an item in the operand of `TJ`."""
    written = "<" + "".join([piece.written for piece in pieces])
    return written[:-1] if written.endswith("<") else written + ">"


def join_items(items: Iterable[Iterable[Piece]]) -> tuple[float, list[Shown]]:
    """Return the number before the first glyph of an operand of `TJ`, and all its glyphs with the numbers after them."""
    lead, glyphs = 0.0, list[Shown]()
    for item in items:
        for _, glyph, before, after in item:
            if before and glyphs:
                glyphs[-1].after += before
            elif before:
                lead += before
            glyphs.append(Shown(glyph, float(after)))
    return lead, glyphs
