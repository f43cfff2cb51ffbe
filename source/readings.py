"""The choice between readings: each encoding that decodes the bytes gives one, and the most Chinese one is taken."""

from __future__ import annotations

import re

from .characters import HAN
from .notices import NoticeCode
from .plausibility import beyond_ascii, japanese_share, korean_share, plausibility
from .reading import Reading, read_strictly, repair_reading

FAMILIES = (
    # Of each family the first member that decodes without an error is taken: the later ones hold more characters.
    ("utf-8",),
    ("gb18030",),
    ("cp950", "big5hkscs"),
    ("utf-16-le",),
    ("utf-16-be",),
    ("utf-32-le",),
    ("utf-32-be",),
)
UNMARKED = frozenset({"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "hz"})
"""Encodings whose finding without a mark is always a guess."""
HZ = re.compile(rb"~\{(?:[\x21-\x7e]{2})+~\}")
ISO_2022 = re.compile(rb"\x1b\$[@AB)(*]")
FOREIGN = (("Japanese (Shift_JIS)", "cp932"), ("Japanese (EUC-JP)", "euc_jp"), ("Korean (EUC-KR)", "cp949"))

PLAUSIBLE = 0.5
"""No reading below this plausibility is believed."""
SURE = 0.9
"""From here on no other language is considered."""
MARGIN = 0.4
"""A second reading this near makes the first a guess."""
TIE = 0.1
"""A second reading this near makes a choice impossible."""
FEW = 6
"""So few characters beyond ASCII make every choice a guess."""


def choose_reading(data: bytes) -> Reading | None:
    """Return the reading that is Chinese, with a notice where that was a guess; None where none is.

    UTF-8 that decodes strictly is believed unless it has no Han and another reading has. ASCII is UTF-8.
    """
    if ISO_2022.search(data):
        return None
    if HZ.search(data) and data.isascii():
        return _read_hz(data)
    unicode = read_strictly(data, "utf-8")
    if unicode and not _wide(data) and (data.isascii() or HAN.search(unicode.text)):
        return unicode
    ranked = _rank(data)
    if not ranked or ranked[0][0] < PLAUSIBLE:
        return unicode if unicode and not _wide(data) else _mended(data)
    if ranked[0][0] < SURE and unicode is None and name_foreign(data):
        return None
    return _decide(ranked)


def _wide(data: bytes) -> bool:
    """Say whether NUL bytes are so many that the code units must be wider than a byte."""
    return data[:4096].count(0) * 5 > len(data[:4096])


def _rank(data: bytes) -> list[tuple[float, Reading]]:
    readings = []
    for family in FAMILIES:
        reading = next((r for r in (read_strictly(data, encoding) for encoding in family) if r), None)
        if reading:
            readings.append((_rate(reading), reading))
    return sorted(readings, key=lambda pair: -pair[0])


def _rate(reading: Reading) -> float:
    if reading.encoding in UNMARKED and "\n" not in reading.text and len(reading.text) > 2000:
        return -1.0
    return plausibility(reading.text)


def _decide(ranked: list[tuple[float, Reading]]) -> Reading | None:
    score, best = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else -9.0
    if score - second < TIE:
        return None
    name = best.encoding.upper()
    if best.encoding in UNMARKED:
        return best.noticing(NoticeCode.ENCODING_GUESSED, f"Read as {name}: the file has no byte order mark.")
    if score - second < MARGIN or len(beyond_ascii(best.text)) < FEW or score < PLAUSIBLE + MARGIN / 2:
        return best.noticing(NoticeCode.ENCODING_GUESSED, f"Read as {name}: too little text to be sure.")
    return best


def _read_hz(data: bytes) -> Reading | None:
    reading = read_strictly(data, "hz")
    if reading is None or plausibility(reading.text) < PLAUSIBLE:
        return read_strictly(data, "utf-8")
    return reading.noticing(NoticeCode.ENCODING_GUESSED, "Read as HZ (RFC 1843): the bytes are ASCII with ~{ … ~}.")


def _mended(data: bytes) -> Reading | None:
    """Return the most plausible reading that needs a few bytes set aside."""
    readings = [r for r in (repair_reading(data, e) for e in ("utf-8", "gb18030", "cp950", "big5hkscs")) if r]
    best = max(readings, key=lambda r: plausibility(r.text), default=None)
    return best if best and _enough(best) else None


def _enough(reading: Reading) -> bool:
    """Say whether a damaged text is plainly Chinese: a handful of odd bytes in a Western one is not."""
    return len(beyond_ascii(reading.text)) >= FEW and plausibility(reading.text) >= PLAUSIBLE


def name_foreign(data: bytes) -> str | None:
    """Return the name of the encoding of another language that the bytes seem to be in, or None."""
    if ISO_2022.search(data):
        return "an ISO 2022 encoding (ISO-2022-JP, -KR or -CN)"
    for name, encoding in FOREIGN:
        reading = read_strictly(data, encoding)
        if reading is None:
            continue
        if encoding == "cp949" and korean_share(reading.text) > 0.3:
            return name
        if encoding != "cp949" and japanese_share(reading.text) > 0.3 and plausibility(reading.text) > -1:
            return name
    return None


def guess_foreign(data: bytes) -> str | None:
    """Return what a general detector takes the bytes for: good enough for a message, never for decoding."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:100_000]).best()
    return best.encoding if best and best.encoding not in ("ascii", "utf_8") else None
