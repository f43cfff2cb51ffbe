"""Subset fonts the short way: one pass, and only the bare CFF table goes into the PDF.

WeasyPrint keeps the glyph numbers of the whole font, which costs a second pass and tens of thousands of empty glyphs. A CID-keyed
CFF font names its glyphs by CID in its charset, and a PDF reader finds them by that name (ISO 32000-2, 9.7.4.2): where every CID
is the glyph's old number, as in Noto CJK and Source Han, the glyphs may be numbered anew and every other table left out.
In any other font the wrong glyphs would appear while copied text stays right; such fonts go WeasyPrint's way.
"""

from __future__ import annotations

import struct
from collections.abc import Collection
from io import BytesIO
from typing import Any

from fontTools.cffLib import CFFFontSet
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

SFNT_CFF = b"OTTO"
LEFT_OUT = (b"BASE", b"DSIG", b"GPOS", b"GSUB", b"GDEF", b"JSTF", b"VORG", b"vhea", b"vmtx", b"name", b"cmap")
"""Tables that a PDF has no use for."""


def subset_font(font: Any, to_unicode: Collection[int]) -> bool:
    """Subset a font of WeasyPrint's to the glyphs used; say whether it was done.

    `font.file_content` becomes a bare CFF font, which `name_bare_fonts` makes known to the PDF.
    """
    if "CFF " not in font.tables or "fvar" in font.tables or font.missing or font.png or font.svg or font.colr:
        return False
    data = _subset(font.hb_face, sorted(to_unicode))
    table = find_cff(data) if data else None
    if table is None or not keeps_numbers(table, to_unicode):
        return False
    font.file_content = BareFont(table)
    return True


class BareFont(bytes):
    """A bare CFF font; it answers like an OpenType font with CFF outlines where WeasyPrint asks by the first bytes."""

    def __getitem__(self, key: Any) -> Any:
        return SFNT_CFF if key == slice(None, 4) else super().__getitem__(key)


def name_bare_fonts(document: Any) -> None:
    """Give the streams of bare CFF fonts the subtype that is theirs (ISO 32000-2, table 124)."""
    for stream in document.objects:
        content = getattr(stream, "stream", None)
        if content and isinstance(content[0], BareFont):
            stream.extra["Subtype"] = "/CIDFontType0C"
            content[0] = bytes(content[0])


def _subset(hb_face: Any, glyphs: list[int]) -> bytes | None:
    plan = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    used = harfbuzz_subset.hb_subset_input_glyph_set(plan)
    harfbuzz.hb_set_add_sorted_array(used, ffi.new(f"hb_codepoint_t[{len(glyphs)}]", glyphs), len(glyphs))
    harfbuzz_subset.hb_subset_input_set_flags(
        plan, harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE | harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    )
    dropped = harfbuzz_subset.hb_subset_input_set(plan, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    tags = sorted(harfbuzz.hb_tag_from_string(name, -1) for name in LEFT_OUT)
    harfbuzz.hb_set_add_sorted_array(dropped, ffi.new(f"hb_codepoint_t[{len(tags)}]", tags), len(tags))
    face = harfbuzz_subset.hb_subset_or_fail(hb_face, plan)
    if face == ffi.NULL:
        return None
    data: bytes | None = get_hb_object_data(ffi.gc(face, harfbuzz.hb_face_destroy))
    return data


def find_cff(data: bytes) -> bytes | None:
    """Return the `CFF ` table of an OpenType font (OpenType, Organization of an OpenType font)."""
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        if tag == b"CFF ":
            return data[offset : offset + length]
    return None


def keeps_numbers(table: bytes, glyphs: Collection[int]) -> bool:
    """Say whether a CFF font is CID-keyed and has every glyph under its old number as CID."""
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(table), None)
    top = fonts[0]
    if not hasattr(top, "ROS"):
        return False
    names = {int(name[3:]) for name in top.charset if name.startswith("cid")} | {0}
    return names == set(glyphs) | {0}
