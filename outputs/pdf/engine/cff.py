"""Read as much of a CFF table as says which CIDs its glyphs have (Adobe Technical Note 5176)."""

from __future__ import annotations

import struct

ROS = (12, 30)
CHARSET = (15,)
CHARSTRINGS = (17,)
NUMBER_SIZES = {28: 2, 29: 4}

Table = bytes | memoryview
"""A table's bytes, or a view of them where they lie."""


def has_identity_charset(table: Table) -> bool:
    """Say whether a CFF table is CID-keyed and every glyph's CID is its number."""
    try:
        dictionary = read_top_dictionary(table)
        if ROS not in dictionary or CHARSET not in dictionary:
            return False
        (glyphs,) = struct.unpack_from(">H", table, dictionary[CHARSTRINGS][-1])
        return _covers(table, dictionary[CHARSET][-1], glyphs)
    except (struct.error, IndexError, KeyError):
        return False


def read_top_dictionary(table: Table) -> dict[tuple[int, ...], list[int]]:
    """Return the operands of the first Top DICT by operator (sections 4, 8 and 9); real numbers count as 0."""
    names_end = _skip_index(table, table[2])
    start, end = _first_object(table, names_end)
    found: dict[tuple[int, ...], list[int]] = {}
    operands: list[int] = []
    while start < end:
        byte = table[start]
        start += 1
        if byte <= 21:
            operator: tuple[int, ...] = (byte,)
            if byte == 12:
                operator = (byte, table[start])
                start += 1
            found[operator], operands = operands, []
        elif byte in NUMBER_SIZES:
            size = NUMBER_SIZES[byte]
            operands.append(int.from_bytes(table[start : start + size], "big", signed=True))
            start += size
        elif byte == 30:
            while table[start] & 15 != 15 and table[start] >> 4 != 15:
                start += 1
            start += 1
            operands.append(0)
        elif byte <= 246:
            operands.append(byte - 139)
        else:
            sign, base = (1, byte - 247) if byte <= 250 else (-1, byte - 251)
            operands.append(sign * (base * 256 + table[start] + 108))
            start += 1
    return found


def _first_object(table: Table, index: int) -> tuple[int, int]:
    (count,) = struct.unpack_from(">H", table, index)
    size = table[index + 2]
    ends = [int.from_bytes(table[index + 3 + size * n : index + 3 + size * (n + 1)], "big") for n in (0, 1)]
    data = index + 3 + size * (count + 1) - 1
    return data + ends[0], data + ends[1]


def _skip_index(table: Table, index: int) -> int:
    """Return where the INDEX that begins at `index` ends (section 5)."""
    count = int.from_bytes(table[index : index + 2], "big")
    if not count:
        return index + 2
    size = table[index + 2]
    last = index + 3 + size * count
    return last + size - 1 + int.from_bytes(table[last : last + size], "big")


def _covers(table: Table, offset: int, glyphs: int) -> bool:
    """Say whether the charset's ranges run from 1 through all glyphs (section 13)."""
    form, offset = table[offset], offset + 1
    layout = {0: ">H", 1: ">HB", 2: ">HH"}[form]
    glyph = 1
    while glyph < glyphs:
        first, *more = struct.unpack_from(layout, table, offset)
        if first != glyph:
            return False
        offset += struct.calcsize(layout)
        glyph += 1 + (more[0] if more else 0)
    return True
