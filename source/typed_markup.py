"""Mark-up that people type into plain text: ATX headings, thematic breaks (CommonMark 0.31.2, 4.2 and 4.1), character references (HTML 13.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.entities import html5

from .blocks import Line, Piece
from .lines import SPACES
from .notices import Edit, Place

REFERENCE = re.compile("(?:&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)+")
SINGLE = re.compile("&([^;&]+);")
SPACE_OF = {"nbsp": " ", "ensp": " ", "emsp": "\u3000", "thinsp": " ", "#160": " ", "#xa0": " ", "#12288": "\u3000"}
"""Spaces by their references: they are blank like any other, and indent a paragraph."""
HEADING = re.compile(f"(#{{1,6}})[{SPACES}]+(?=[^#{SPACES}])")
CLOSING = re.compile(f"[{SPACES}]+#+$")
LONGEST_HEADING = 60
ORNAMENT = re.compile(f"(?:[*＊※◆◇☆★❖✻✽◎][{SPACES}]*)+|(?:[-—–_=~～═─━┈﹏*＊★☆◆◇●○][{SPACES}]*){{3,}}")
"""A line of nothing but ornaments parts sections: one star, or a row. Dots are left out: ……… stands for words left out."""
FRONT_LINES = 6
"""Lines at the head of a text among which an ornament parts no sections, as long as they are short."""
SHORT_LINE = 24
FIRST_LEVEL, LAST_LEVEL = 2, 6

RULE_REFERENCE = "character-reference"
RULE_HEADING = "heading-mark"
RULE_BREAK = "section-break"


def resolve_references(text: str) -> tuple[str, list[Edit]]:
    """Return a text with its character references resolved, as a page's text has them when its source was copied.

    >>> resolve_references("&ldquo;石桥&rdquo;&nbsp;A&amp;B &copyright;")[0]
    '“石桥” A&B &copyright;'
    """
    if "&" not in text:
        return text, []
    edits: list[Edit] = []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        parts, done = [], 0
        for match in REFERENCE.finditer(line):
            shown = SINGLE.sub(_resolve, match.group())
            if shown == match.group():
                continue
            parts += [line[done : match.start()], shown]
            done = match.end()
            place = Place(number, sum(map(len, parts)) - len(shown) + 1)
            edits.append(Edit(RULE_REFERENCE, place, match.group(), shown, reason="a page was copied as its source"))
        lines[number - 1] = "".join((*parts, line[done:]))
    return "\n".join(lines), edits


def _resolve(match: re.Match[str]) -> str:
    """Return the character of a reference; the reference itself where no character that prints has it."""
    name = match[1]
    if name.lower() in SPACE_OF:
        return SPACE_OF[name.lower()]
    if not name.startswith("#"):
        found = html5.get(f"{name};", "")
    else:
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        found = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
    return found if found and found.isprintable() else match[0]


def find_typed(lines: Sequence[Line]) -> list[tuple[int, int, str]]:
    """Return the lines (from, to, kind) that are headings marked with # or ornaments between sections."""
    found = []
    for index, line in enumerate(lines):
        if heading_level(line.text):
            found.append((index, index + 1, "heading"))
        elif 0 < index < len(lines) - 1 and is_ornament(line.text):
            found.append((index, index + 1, "break"))
    return found


def is_ornament(text: str) -> bool:
    """Say whether a line is nothing but ornaments."""
    return ORNAMENT.fullmatch(text) is not None


def heading_level(text: str) -> int:
    """Return how many # mark a line as a heading; 0 for other lines.

    >>> heading_level("## 什么是酸汤"), heading_level("#美食 #早餐")
    (2, 0)
    """
    match = HEADING.match(text)
    return len(match[1]) if match and len(text) <= LONGEST_HEADING and not text.endswith("。") else 0


def drop_outer_ornaments(lines: Sequence[Line]) -> tuple[list[Line], list[Edit]]:
    """Return the lines without ornaments before the first sentence and at the foot of the text, where they part no sections."""
    kept: list[Line] = []
    edits: list[Edit] = []
    head = next((n for n, line in enumerate(lines[:FRONT_LINES]) if _is_long(line.text)), FRONT_LINES)
    for number, line in enumerate(lines):
        if (number < head or number == len(lines) - 1) and is_ornament(line.text):
            edits.append(Edit(RULE_BREAK, line.place(), line.text, "", reason="ornaments before or after all text"))
        else:
            kept.append(line)
    return kept, edits


def _is_long(text: str) -> bool:
    return len("".join(text.split())) > SHORT_LINE and not is_ornament(text)


def typed_piece(line: Line, kind: str, title: bool) -> tuple[Piece, list[Edit]]:
    """Return the piece of a heading or break without its marks; with `title`, a heading of the first level is the title."""
    if kind == "break":
        edits = [Edit(RULE_BREAK, line.place(), line.text, "", reason="a line of ornaments")]
        return Piece([line], "", [0], "", "break", 1.0, "a line of ornaments"), edits
    level = heading_level(line.text)
    start = HEADING.match(line.text).end()  # type: ignore[union-attr]
    stop = len(CLOSING.sub("", line.text))
    edits = [Edit(RULE_HEADING, line.place(), line.text[:start], "", reason="marked with #")]
    line.text, line.columns = line.text[start:stop], line.columns[start:stop]
    kind = "title" if title and level == 1 else "heading"
    shift = 0 if title else 1
    return Piece(
        [line],
        line.text,
        [0],
        line.text,
        kind,
        1.0,
        "marked with #",
        level=min(max(level + shift, FIRST_LEVEL), LAST_LEVEL),
    ), edits
