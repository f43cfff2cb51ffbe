"""Quotation marks: straight ones are paired into the article's own style.

他说"你好"。        →    他说“你好”。    or    他說「你好」。
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import Piece
from .characters import HAN, HAN_RANGES
from .notices import Edit

STRAIGHT = re.compile('["＂]')
INCHES = re.compile('(?<=\\d)["＂](?!\\s*[，。,.]?[”"])')


def quotation_style(pieces: Sequence[Piece], traditional: bool) -> tuple[str, str]:
    """Return the pair that the article uses most; without any, the one usual in its script."""
    text = "".join(piece.text for piece in pieces)
    corners, curls = text.count("「"), text.count("“") + text.count("”")
    if corners == curls:
        return ("「", "」") if traditional else ("“", "”")
    return ("「", "」") if corners > curls else ("“", "”")


def pair_quotes(piece: Piece, style: tuple[str, str]) -> list[Edit]:
    """Pair the straight quotation marks of a piece in its place; where they do not pair, they stay."""
    text = piece.text
    if not STRAIGHT.search(text) or not HAN.search(text):
        return []
    marks = _pairs(text, style)
    edits = []
    characters = list(text)
    for offset, mark in marks:
        edits.append(
            Edit("straight-quote", piece.place(offset), characters[offset], mark, 0.9, reason="the article's own style")
        )
        characters[offset] = mark
    piece.text = "".join(characters)
    return edits


def _pairs(text: str, style: tuple[str, str]) -> list[tuple[int, str]]:
    """Return what each straight mark becomes, or nothing where opening and closing ones do not alternate."""
    found: list[tuple[int, str]] = []
    is_open = False
    for match in re.finditer('["＂“”「」]', text):
        character, offset = match.group(), match.start()
        if character in '"＂':
            if not is_open and INCHES.match(text, offset):
                continue
            found.append((offset, style[1] if is_open else style[0]))
            is_open = not is_open
        else:
            is_open = character in "“「"
    return [] if is_open or not _chinese(text, found) else found


def _chinese(text: str, found: list[tuple[int, str]]) -> bool:
    """Say whether Han stands inside or beside the marks."""
    if not found:
        return False
    around = text[max(0, found[0][0] - 3) : found[-1][0] + 4]
    return re.search(f"[{HAN_RANGES}]", around) is not None
