"""Text that was once decoded with the wrong encoding and saved so: restored where nothing was lost, refused where it was."""

from __future__ import annotations

from dataclasses import dataclass

from .plausibility import SAMPLE, beyond_ascii, plausibility

KUNTAKAO = "锟斤拷"
"""What GBK makes of two UTF-8 replacement characters: its traces mean that text has been lost for good."""
KUNTAKAO_SHARE = 0.05

WRONG_READINGS = (
    # (the encoding it was read with, the encoding it really had)
    ("cp1252", "utf-8"),
    ("cp1252", "gb18030"),
    ("cp1252", "cp950"),
    ("gb18030", "utf-8"),
    ("cp950", "utf-8"),
    ("cp950", "gb18030"),
    ("gb18030", "cp950"),
    ("shift_jis", "utf-8"),
    ("shift_jis", "gb18030"),
)
SUSPICIOUS = 0.4
"""At this plausibility and below a reading is tried backwards."""
CONVINCING = 0.9
"""From this plausibility on the text read backwards is the real one."""
ENOUGH = 6
"""Fewer characters beyond ASCII prove nothing."""


@dataclass(frozen=True, slots=True)
class Mojibake:
    """A wrong reading: what it was read with, what it really was, and the text, or None where characters are lost."""

    read_with: str
    really: str
    restored: str | None


def find_mojibake(text: str) -> Mojibake | None:
    """Return how a text was misread, or None where it reads as it stands.

    >>> find_mojibake("世界人权宣言".encode().decode("latin-1")).restored
    '世界人权宣言'
    """
    sample = beyond_ascii(text)
    if sample.count(KUNTAKAO) * len(KUNTAKAO) > KUNTAKAO_SHARE * len(sample):
        return Mojibake("gb18030", "utf-8", None)
    if len(sample) < ENOUGH or plausibility(sample) > SUSPICIOUS:
        return None
    for read_with, really in WRONG_READINGS:
        # Trail bytes of Big5 and GBK may be ASCII, so the text goes back whole.
        backwards = _decode(_encode(text[:SAMPLE], read_with, "ignore"), really, "ignore")
        if plausibility(backwards) >= CONVINCING and len(beyond_ascii(backwards)) * 4 >= len(sample[:SAMPLE]):
            return Mojibake(read_with, really, _restore(text, read_with, really))
    return None


def _restore(text: str, read_with: str, really: str) -> str | None:
    try:
        return _decode(_encode(text, read_with, "strict"), really, "strict")
    except UnicodeError:
        return None


def _encode(text: str, encoding: str, errors: str) -> bytes:
    if encoding != "cp1252":
        return text.encode(encoding, errors)
    # Browsers read the five bytes that cp1252 leaves undefined as the control characters of Latin-1 (WHATWG Encoding).
    return b"".join(_encode_western(character, errors) for character in text)


def _encode_western(character: str, errors: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1", errors)


def _decode(data: bytes, encoding: str, errors: str) -> str:
    return data.decode(encoding, errors)
