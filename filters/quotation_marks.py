"""Quotation marks as the edition's readers write them: “ ‘ ’ ” in Simplified, 「 『 』 」 in Traditional text.

CLREQ, "Quotation marks": the outer and the inner pair alternate with depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .editions import Script

PAIRS = {"Hans": ("“”", "‘’"), "Hant": ("「」", "『』")}
"""Outer and inner pair of each script."""
_OPENING = "“‘「『﹁﹃〝"
_CLOSING = "”’」』﹂﹄〞"
_PARTNER = dict(zip(_OPENING, _CLOSING, strict=True))
_MARK = re.compile(f"[{_OPENING}{_CLOSING}]|\n[ \t]*\n")
_LETTER = re.compile(r"[A-Za-zÀ-ɏ0-9]")


def quotation_edits(text: str, script: Script) -> Iterator[tuple[int, str, int]]:
    """Yield for every quotation mark of another style its place, the mark a script has there, and the outermost's place.

    >>> edits = {place: mark for place, mark, _ in quotation_edits("“他说‘好’”", "Hant")}
    >>> "".join(edits.get(place, c) for place, c in enumerate("“他说‘好’”"))
    '「他说『好』」'

    An apostrophe (O’Neil) stays; pairs do not cross a blank line.
    """
    pairs = PAIRS[script]
    open_marks: list[tuple[str, int]] = []
    for match in _MARK.finditer(text):
        mark, place = match[0], match.start()
        if mark[0] == "\n":
            open_marks.clear()
        elif mark in _PARTNER:
            wanted = pairs[len(open_marks) % 2][0]
            open_marks.append((mark, place))
            if mark != wanted:
                yield place, wanted, open_marks[0][1]
        elif not _is_apostrophe(text, place, open_marks):
            outermost = open_marks[0][1] if open_marks else place
            _close(mark, open_marks)
            wanted = pairs[len(open_marks) % 2][1]
            if mark != wanted:
                yield place, wanted, outermost


def _is_apostrophe(text: str, place: int, open_marks: list[tuple[str, int]]) -> bool:
    if text[place] != "’":
        return False
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return not any(mark == "‘" for mark, _ in open_marks) or bool(_LETTER.match(before) and _LETTER.match(after))


def _close(mark: str, open_marks: list[tuple[str, int]]) -> None:
    """Take the marks that a closing mark ends off the list; one without an opening ends the innermost."""
    for depth in range(len(open_marks) - 1, -1, -1):
        if _PARTNER[open_marks[depth][0]] == mark:
            del open_marks[depth:]
            return
    if open_marks:
        open_marks.pop()
