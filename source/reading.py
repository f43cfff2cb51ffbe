"""One reading: what bytes say in one encoding, strictly or with a few damaged bytes set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from .notices import Notice, NoticeCode, Place

BAD_SPOTS = 3
"""How many damaged spots a text may have, and one more for every 2,000 bytes."""
BAD_BYTES = 16
"""How many bytes may be set aside, and one more for every 500 bytes."""
SHOWN = 50
"""So many damaged spots are noticed one by one."""
CODE_UNITS = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}


@dataclass(frozen=True, slots=True)
class Reading:
    """What bytes say in one encoding, and what was noticed in reading them."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()

    def noticing(self, code: NoticeCode, message: str, place: Place | None = None, context: str = "") -> Self:
        """Return the reading with one more notice."""
        return replace(self, notices=(*self.notices, Notice(code, message, place or Place(1), context)))


@dataclass(frozen=True, slots=True)
class _Spot:
    """Bytes that do not fit, where they stood, and what they were read as (nothing, or the euro sign)."""

    place: Place
    data: bytes
    context: str
    read_as: str = ""


def read_strictly(data: bytes, encoding: str) -> Reading | None:
    """Return the reading in one encoding, or None where a byte does not fit."""
    try:
        return Reading(data.decode(encoding), encoding)
    except (UnicodeError, ValueError):
        return None


def repair_reading(data: bytes, encoding: str) -> Reading | None:
    """Return the reading with a few damaged bytes set aside, each noticed; None where there are too many.

    The byte 0x80 is the euro sign in the Windows form of GBK and is read so.
    """
    unit = CODE_UNITS.get(encoding)
    if unit:
        return _drop_tail(data, encoding, unit)
    pieces: list[str] = []
    spots: list[_Spot] = []
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        for piece in _repair_line(line, encoding, number):
            if isinstance(piece, _Spot):
                spots.append(piece)
                pieces.append(piece.read_as)
            else:
                pieces.append(piece)
        if _too_damaged(spots, len(data)):
            return None
    return Reading("".join(pieces), encoding, tuple(_notice(spot, encoding) for spot in spots[:SHOWN]))


def _repair_line(line: bytes, encoding: str, number: int) -> Iterator[str | _Spot]:
    """Yield the strings that decode and the spots that do not; a line's end is never part of a character."""
    position, column, bad = 0, 1, 0
    context = ""
    while position < len(line):
        try:
            yield line[position:].decode(encoding)
            return
        except UnicodeDecodeError as exc:
            start, end = position + exc.start, position + max(exc.end, exc.start + 1)
        good = line[position:start].decode(encoding)
        yield good
        column += len(good)
        context = (context + good)[-12:]
        if encoding in ("gb18030", "gbk") and line[start] == 0x80:
            yield _Spot(Place(number, column), b"\x80", context, "€")
            column, position = column + 1, start + 1
            continue
        yield _Spot(Place(number, column), line[start:end], context)
        position, bad = end, bad + end - start
        if bad > BAD_BYTES + len(line) // 500:
            return


def _too_damaged(spots: list[_Spot], size: int) -> bool:
    damaged = [spot for spot in spots if not spot.read_as]
    places = {spot.place for spot in damaged}
    return len(places) > BAD_SPOTS + size // 2000 or sum(len(s.data) for s in damaged) > BAD_BYTES + size // 500


def _drop_tail(data: bytes, encoding: str, unit: int) -> Reading | None:
    rest = len(data) % unit
    reading = read_strictly(data[: len(data) - rest], encoding) if rest else None
    if reading is None:
        return None
    line = reading.text.count("\n") + 1
    return replace(reading, notices=(_notice(_Spot(Place(line), data[-rest:], reading.text[-12:].strip()), encoding),))


def _notice(spot: _Spot, encoding: str) -> Notice:
    if spot.read_as:
        message = f"The byte 0x80 was read as {spot.read_as} (Windows code page 936)."
        return Notice(NoticeCode.ENCODING_GUESSED, message, spot.place, spot.context)
    shown = " ".join(f"{byte:02X}" for byte in spot.data)
    message = (
        f"Byte(s) {shown} stand for nothing in {encoding.upper()} and were set aside; a character may be lost here."
    )
    return Notice(NoticeCode.BYTES_DROPPED, message, spot.place, spot.context)
