"""Bytes become text: strict decoding decides, plausibility chooses between readings that are all strict.

Nothing is guessed in silence and no mojibake passes: a doubtful choice is a notice, an unreadable file an error.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from .controls import RULE_ILLEGAL, drop_controls
from .errors import EmptyInput, UndecodableInput, UsageError
from .mojibake import find_mojibake
from .notices import Edit, Notice, NoticeCode, Place
from .reading import Reading, read_strictly, repair_reading
from .readings import choose_reading, guess_foreign, name_foreign

BOMS = (
    # The four bytes of UTF-32LE begin with the two of UTF-16LE, so they are looked for first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive (DOCX, EPUB, ODT …)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or encrypted Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
)

LINE_ENDS = re.compile("\r\n|[\r\v\u0085\u2028\u2029]")
CONTROL_LIMIT, CONTROLS_ALLOWED = 0.1, 8
"""A larger share of control characters, and more than these few, mean that the file is no text."""
REMEDY = "save it as UTF-8, or name its encoding with `--set encoding=…`"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with LF line ends, the encoding it was read with, and what was noticed or removed on the way."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()
    edits: tuple[Edit, ...] = ()


def decode_bytes(data: bytes, encoding: str | None = None, where: Path | str | None = None) -> Decoded:
    """Return the text of `data`, with `encoding` where it is known, else with the one that reads it faithfully.

    Form feeds stay: they are evidence of page breaks. Raises `UndecodableInput` for bytes that no encoding reads, for
    mojibake that cannot be restored and for other languages' encodings; `EmptyInput` where nothing is to be read.
    """
    if not data.strip():
        raise EmptyInput("the file is empty", where, "nothing to publish")
    _refuse_signature(data, where)
    reading = _read_declared(data, encoding, where) if encoding else _find_reading(data, where)
    text, notices = _mend_mojibake(reading, where)
    text, edits = drop_controls(_drop_marks(LINE_ENDS.sub("\n", text), notices))
    if not text.strip():
        raise EmptyInput("the file holds nothing but white space", where, "nothing to publish")
    _notice_controls(text, edits, notices, where)
    _notice_page_breaks(text, notices)
    return Decoded(text, reading.encoding, tuple(notices), tuple(edits))


def _refuse_signature(data: bytes, where: Path | str | None) -> None:
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            raise UndecodableInput(
                f"this is {name}, not a text", where, "give the file its right name or export its text"
            )


def _read_declared(data: bytes, encoding: str, where: Path | str | None) -> Reading:
    try:
        name = codecs.lookup(encoding).name
    except LookupError as exc:
        raise UsageError(f"unknown encoding {encoding!r}", where, "use a name such as utf-8, gb18030 or big5") from exc
    reading = read_strictly(data, name) or repair_reading(data, name)
    if reading is None:
        raise UndecodableInput(f"the bytes are not {encoding}", where, "leave out `encoding` to let it be found")
    return reading


def _find_reading(data: bytes, where: Path | str | None) -> Reading:
    for mark, encoding in BOMS:
        if data.startswith(mark) and not (encoding == "utf-32-le" and len(data) % 4):
            reading = _read_marked(data[len(mark) :], encoding)
            if reading is not None:
                return reading
    reading = choose_reading(data)
    if reading is None:
        foreign = name_foreign(data) or guess_foreign(data)
        what = f"the bytes read as {foreign}, not as Chinese" if foreign else "no encoding reads these bytes faithfully"
        raise UndecodableInput(what, where, REMEDY)
    return reading


def _read_marked(data: bytes, encoding: str) -> Reading | None:
    """Read what follows a byte order mark; UTF-32 is noticed because its mark begins like that of UTF-16."""
    reading = read_strictly(data, encoding) or repair_reading(data, encoding)
    if reading and encoding.startswith("utf-32"):
        return reading.noticing(
            NoticeCode.ENCODING_GUESSED, f"The byte order mark was read as that of {encoding.upper()}."
        )
    return reading


def _mend_mojibake(reading: Reading, where: Path | str | None) -> tuple[str, list[Notice]]:
    notices = list(reading.notices)
    found = find_mojibake(reading.text)
    if found is None:
        return reading.text, notices
    what = f"{found.really.upper()} text that was read as {found.read_with.upper()} and saved"
    if found.restored is None:
        raise UndecodableInput(f"this is {what}: characters are lost for good", where, "go back to the original file")
    notices.append(Notice(NoticeCode.ENCODING_GUESSED, f"This was {what}; it could be restored.", Place(1)))
    return found.restored, notices


def _drop_marks(text: str, notices: list[Notice]) -> str:
    """Remove byte order marks at the head of the text; after the real one they are zero-width no-break spaces."""
    bare = text.lstrip("\ufeff")
    if len(bare) < len(text):
        notices.append(Notice(NoticeCode.BYTES_DROPPED, "A second byte order mark stood before the text.", Place(1)))
    return bare


def _notice_controls(text: str, edits: list[Edit], notices: list[Notice], where: Path | str | None) -> None:
    illegal = [edit for edit in edits if edit.rule == RULE_ILLEGAL]
    if len(illegal) > max(CONTROLS_ALLOWED, CONTROL_LIMIT * len(text)):
        raise UndecodableInput("too many control characters: this is no text", where, REMEDY)
    if illegal:
        message = f"Control characters that no text may hold were removed in {len(illegal)} place(s)."
        notices.append(Notice(NoticeCode.BYTES_DROPPED, message, illegal[0].place, illegal[0].before))
    deceptive = [edit for edit in edits if edit not in illegal]
    if deceptive:
        message = f"Invisible characters that change how a text is read were removed in {len(deceptive)} place(s)."
        notices.append(Notice(NoticeCode.UNSAFE_CONTENT, message, deceptive[0].place, deceptive[0].before))


def _notice_page_breaks(text: str, notices: list[Notice]) -> None:
    count = text.strip("\f\n ").count("\f")
    if count:
        line = text[: text.index("\f", 1)].count("\n") + 1
        message = f"The text has {count} page break(s): look whether paragraphs that run across them are whole."
        notices.append(Notice(NoticeCode.DOUBTFUL_STRUCTURE, message, Place(line)))
