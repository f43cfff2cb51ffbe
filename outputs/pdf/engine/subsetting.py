"""Subset fonts the short way: one pass, and only the bare CFF table goes into the PDF.

WeasyPrint keeps the glyph numbers of the whole font, which costs a second pass and tens of thousands of empty glyphs. A CID-keyed
CFF font names its glyphs by CID in its charset, and a PDF reader finds them by that name (ISO 32000-2, 9.7.4.2): where every
glyph's CID is its number, as in Noto CJK and Source Han, glyphs may be numbered anew and every other table left out.
In any other font the wrong glyphs would appear while copied text stays right; such fonts go WeasyPrint's way.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from typing import Any

from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

from .cff import has_identity_charset

SFNT_CFF = b"OTTO"
CODE_POINTS = "hb_codepoint_t[]"  # without a length: cffi parses, and keeps, every type that it is asked for by name
LEFT_OUT = (b"BASE", b"DSIG", b"GPOS", b"GSUB", b"GDEF", b"JSTF", b"VORG", b"vhea", b"vmtx", b"name", b"cmap")
"""Tables that a PDF has no use for."""


def subset_font(font: Any, to_unicode: Collection[int], hinting: bool) -> bool:
    """Subset a font of WeasyPrint's to the glyphs used; say whether it was done.

    `font.file_content` becomes a bare CFF font, which `name_bare_fonts` makes known to the PDF.
    """
    if "CFF " not in font.tables or "fvar" in font.tables or font.missing or font.png or font.svg or font.colr:
        return False
    if not to_unicode or not _has_identity_charset(font.hb_face):
        return False
    data = _subset(font.hb_face, sorted(to_unicode), hinting)
    table = next((table for tag, table in list_tables(data or b"") if tag == b"CFF "), None)
    if table is None:
        return False
    font.file_content = BareFont(table)
    return True


class BareFont(bytes):
    """A bare CFF font; it answers like an OpenType font with CFF outlines where WeasyPrint asks by the first bytes."""

    def __getitem__(self, key: Any) -> Any:
        return SFNT_CFF if key == slice(None, 4) else super().__getitem__(key)


class LateContent:
    """The bytes of a font, taken from HarfBuzz when they are asked for; false where there are none."""

    def __init__(self, read: Callable[[], bytes | None]) -> None:
        self._read = read

    @cached_property
    def data(self) -> bytes | None:
        """The bytes."""
        return self._read()

    def __bool__(self) -> bool:
        return bool(self.data)


class FileContent:
    """WeasyPrint's `Font.file_content` without its copy of the whole font, which a font that is subset has no use for."""

    def __get__(self, font: Any, owner: Any = None) -> Any:
        content = vars(font)["file_content"]
        return content.data if isinstance(content, LateContent) else content

    def __set__(self, font: Any, content: Any) -> None:
        vars(font)["file_content"] = content


def name_bare_fonts(document: Any) -> None:
    """Give the streams of bare CFF fonts the subtype that is theirs (ISO 32000-2, table 124)."""
    for stream in document.objects:
        content = getattr(stream, "stream", None)
        if content and isinstance(content[0], BareFont):
            stream.extra["Subtype"] = "/CIDFontType0C"
            content[0] = bytes(content[0])


def _subset(hb_face: Any, glyphs: list[int], hinting: bool) -> bytes | None:
    plan = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    used = harfbuzz_subset.hb_subset_input_glyph_set(plan)
    harfbuzz.hb_set_add_sorted_array(used, ffi.new(CODE_POINTS, glyphs), len(glyphs))
    hinting_flag = 0 if hinting else harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    flags = harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE | hinting_flag
    harfbuzz_subset.hb_subset_input_set_flags(plan, flags)
    dropped = harfbuzz_subset.hb_subset_input_set(plan, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    tags = sorted(harfbuzz.hb_tag_from_string(name, -1) for name in LEFT_OUT)
    harfbuzz.hb_set_add_sorted_array(dropped, ffi.new(CODE_POINTS, tags), len(tags))
    face = harfbuzz_subset.hb_subset_or_fail(hb_face, plan)
    if face == ffi.NULL:
        return None
    data: bytes | None = get_hb_object_data(ffi.gc(face, harfbuzz.hb_face_destroy))
    return data


def _has_identity_charset(hb_face: Any) -> bool:
    """Say whether a face's CFF table, of up to 26 MB and read where it lies, is CID-keyed with each CID its glyph's number."""
    blob = harfbuzz.hb_face_reference_table(hb_face, harfbuzz.hb_tag_from_string(b"CFF ", -1))
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(blob, length)
    try:
        return data != ffi.NULL and has_identity_charset(memoryview(ffi.buffer(data, length[0])))
    finally:
        harfbuzz.hb_blob_destroy(blob)


def list_tables(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield tag and content of an OpenType font's tables (OpenType, Organization of an OpenType font)."""
    if data[:4] != SFNT_CFF:
        return
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        yield tag, data[offset : offset + length]
