"""Subset fonts the short way: one pass, and only the tables that show glyphs go into the PDF.

WeasyPrint keeps the glyph numbers of the whole font, which costs a second pass and tens of thousands of empty glyphs. A CID-keyed
CFF font names its glyphs by CID in its charset, and a PDF reader finds them by that name (ISO 32000-2, 9.7.4.2): where every
glyph's CID is its number, as in Noto CJK and Source Han, glyphs may be numbered anew and only the CFF table embedded.
A TrueType font that is numbered anew gets a map from CIDs to its glyphs (ISO 32000-2, table 115, CIDToGIDMap).
In any other font the wrong glyphs would appear while copied text stays right; such fonts go WeasyPrint's way.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

import pydyf
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

from .cff import has_identity_charset

ffi.cdef("""
    hb_face_t *hb_face_builder_create(void);
    bool hb_face_builder_add_table(hb_face_t *face, hb_tag_t tag, hb_blob_t *blob);
    typedef struct hb_map_t hb_map_t;
    typedef struct hb_subset_plan_t hb_subset_plan_t;
    hb_codepoint_t hb_map_get(const hb_map_t *map, hb_codepoint_t key);
    hb_subset_plan_t *hb_subset_plan_create_or_fail(hb_face_t *face, const hb_subset_input_t *input);
    hb_map_t *hb_subset_plan_old_to_new_glyph_mapping(const hb_subset_plan_t *plan);
    hb_face_t *hb_subset_plan_execute_or_fail(hb_subset_plan_t *plan);
    void hb_subset_plan_destroy(hb_subset_plan_t *plan);
""")

SFNT_CFF = b"OTTO"
CODE_POINTS = "hb_codepoint_t[]"  # without a length: cffi parses, and keeps, every type that it is asked for by name
CFF_TABLES = (b"CFF ", b"maxp")
"""What HarfBuzz needs to subset a CFF table."""
TRUETYPE_TABLES = (b"glyf", b"loca", b"head", b"hhea", b"hmtx", b"maxp", b"cvt ", b"fpgm", b"prep")
"""What a TrueType font in a PDF has (ISO 32000-2, 9.9.1)."""


def subset_font(font: Any, to_unicode: Collection[int], hinting: bool) -> bool:
    """Subset a font of WeasyPrint's to the glyphs used; say whether it was done.

    `font.file_content` becomes a bare CFF font or a renumbered TrueType font, which `describe_fonts` makes known to the PDF.
    """
    if not to_unicode or "fvar" in font.tables or font.missing or font.png or font.svg or font.colr:
        return False
    subset = _subset_cff if "CFF " in font.tables else _subset_truetype if "glyf" in font.tables else None
    content = subset(font.hb_face, sorted(to_unicode), hinting) if subset else None
    if content is None:
        return False
    font.file_content = content
    return True


class BareFont(bytes):
    """A bare CFF font; it answers like an OpenType font with CFF outlines where WeasyPrint asks by the first bytes."""

    def __getitem__(self, key: Any) -> Any:
        return SFNT_CFF if key == slice(None, 4) else super().__getitem__(key)


class RenumberedFont(bytes):
    """A TrueType font whose glyphs have numbers of their own, by those of the font it was taken from."""

    numbers: Mapping[int, int]


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


def describe_fonts(document: Any, fonts: Collection[Any], compress: bool) -> None:
    """Say of bare CFF fonts what they are (ISO 32000-2, table 124), and of renumbered fonts which glyph a CID means."""
    renumbered = {font.name: content for font in fonts if isinstance(content := font.file_content, RenumberedFont)}
    for entry in list(document.objects):
        content = getattr(entry, "stream", None)
        if content and isinstance(content[0], BareFont):
            entry.extra["Subtype"] = "/CIDFontType0C"
            content[0] = bytes(content[0])
        elif isinstance(entry, dict) and "CIDToGIDMap" in entry and entry["BaseFont"] in renumbered:
            numbers = renumbered[entry["BaseFont"]].numbers
            stream = pydyf.Stream([write_glyph_map(numbers)], compress=compress)
            document.add_object(stream)
            entry["CIDToGIDMap"] = stream.reference


def write_glyph_map(numbers: Mapping[int, int]) -> bytes:
    """Return the glyph of every CID up to the last that has one, two bytes each, high byte first.

    >>> write_glyph_map({1: 1, 3: 2}).hex(" ", 2)
    '0000 0001 0000 0002'
    """
    glyphs = array("H", bytes(2 * (max(numbers) + 1)))
    for cid, glyph in numbers.items():
        glyphs[cid] = glyph
    if sys.byteorder == "little":
        glyphs.byteswap()
    return glyphs.tobytes()


def _subset_cff(hb_face: Any, glyphs: list[int], hinting: bool) -> BareFont | None:
    if not _has_identity_charset(hb_face):
        return None
    data, _ = _subset(take_tables(hb_face, CFF_TABLES), glyphs, hinting)
    table = next((table for tag, table in list_tables(data or b"") if tag == b"CFF "), None)
    return None if table is None else BareFont(table)


def _subset_truetype(hb_face: Any, glyphs: list[int], hinting: bool) -> RenumberedFont | None:
    data, numbers = _subset(take_tables(hb_face, TRUETYPE_TABLES), glyphs, hinting)
    if data is None:
        return None
    font = RenumberedFont(data)
    font.numbers = numbers
    return font


def _subset(hb_face: Any, glyphs: list[int], hinting: bool) -> tuple[bytes | None, dict[int, int]]:
    """Return a face with these glyphs, and the number of each in it."""
    wanted = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    used = harfbuzz_subset.hb_subset_input_glyph_set(wanted)
    harfbuzz.hb_set_add_sorted_array(used, ffi.new(CODE_POINTS, glyphs), len(glyphs))
    hinting_flag = 0 if hinting else harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    flags = harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE | hinting_flag
    harfbuzz_subset.hb_subset_input_set_flags(wanted, flags)
    plan = harfbuzz_subset.hb_subset_plan_create_or_fail(hb_face, wanted)
    if plan == ffi.NULL:
        return None, {}
    plan = ffi.gc(plan, harfbuzz_subset.hb_subset_plan_destroy)
    face = harfbuzz_subset.hb_subset_plan_execute_or_fail(plan)
    if face == ffi.NULL:
        return None, {}
    numbers = harfbuzz_subset.hb_subset_plan_old_to_new_glyph_mapping(plan)
    return (
        get_hb_object_data(ffi.gc(face, harfbuzz.hb_face_destroy)),
        {glyph: harfbuzz.hb_map_get(numbers, glyph) for glyph in glyphs},
    )


def take_tables(hb_face: Any, tags: Collection[bytes]) -> Any:
    """Return a face that has only some tables of another, where they lie.

    HarfBuzz reads the whole character map of a face that it subsets, 6 ms for a Chinese one, and adds the glyphs of variation
    sequences, which no text of the PDF shows.
    """
    taken = ffi.gc(harfbuzz.hb_face_builder_create(), harfbuzz.hb_face_destroy)
    for tag in (harfbuzz.hb_tag_from_string(name, -1) for name in tags):
        blob = harfbuzz.hb_face_reference_table(hb_face, tag)
        if harfbuzz.hb_blob_get_length(blob):
            harfbuzz.hb_face_builder_add_table(taken, tag, blob)
        harfbuzz.hb_blob_destroy(blob)
    return taken


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
