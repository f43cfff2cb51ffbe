"""The classes of characters that line setting tells apart (CLREQ, Characters and composition rules)."""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from functools import cache

from kanben.source.characters import CLOSING, DASHES, INTERPUNCTS, NO_END, NO_START, OPENING, PAUSE_OR_STOP, WIDE

from .paragraph import LINE_FEED, OBJECT, Paragraph

FULL_WIDTH = 0.9
"""A mark at least this wide, in em, is a Chinese one; a narrower one comes from a Latin font."""


class CharacterClass(IntEnum):
    """What a character is to its neighbours on the line."""

    WESTERN = 0
    """Letters, digits and marks of proportional fonts."""
    HAN = 1
    """Han, kana, and symbols in a body one em wide."""
    OPENING = 2
    """Opening brackets and quotation marks, one em wide."""
    CLOSING = 3
    """Closing brackets and quotation marks, pause or stop marks, one em wide."""
    DASH = 4
    """Dashes and ellipses."""
    SPACE = 5
    """Spaces between words."""
    INTERPUNCT = 6
    """Interpuncts, one em wide."""
    BREAK = 7
    """Forced line breaks and characters without width."""
    BOX = 8
    """Boxes set like one character."""


SPACES = " \u00a0"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


@cache
def classify_character(character: str) -> CharacterClass:
    """Return the class of a character in a Chinese font, by its code point alone.

    >>> [classify_character(c).name for c in "中（，A—·"]
    ['HAN', 'OPENING', 'CLOSING', 'WESTERN', 'DASH', 'INTERPUNCT']
    """
    if character in OPENING:
        return CharacterClass.OPENING
    if character in CLOSING or character in PAUSE_OR_STOP:
        return CharacterClass.CLOSING
    for members, found in (
        (DASHES, CharacterClass.DASH),
        (INTERPUNCTS, CharacterClass.INTERPUNCT),
        (SPACES, CharacterClass.SPACE),
        (INVISIBLE + LINE_FEED, CharacterClass.BREAK),
        (OBJECT, CharacterClass.BOX),
    ):
        if character in members:
            return found
    return CharacterClass.HAN if WIDE.match(character) else CharacterClass.WESTERN


def classify_characters(paragraph: Paragraph) -> list[CharacterClass]:
    """Return the class of every character, judging quotation marks and symbols by the width the font gave them.

    “ is a Chinese mark in a Chinese font and a Latin one in a Latin font; ① and ★ behave like Han where they are one em wide.
    """
    classes = list(map(classify_character, paragraph.text))
    advances, sizes = paragraph.advances, paragraph.sizes
    for index, found in enumerate(classes):
        if found == CharacterClass.HAN:
            continue
        wide = advances[index] >= FULL_WIDTH * sizes[index]
        if found in _NARROWED and not wide:
            classes[index] = CharacterClass.WESTERN
        elif found == CharacterClass.WESTERN and wide and _is_symbol(paragraph.text[index]):
            classes[index] = CharacterClass.HAN
        elif found == CharacterClass.DASH and advances[index] > 0 and not wide:
            classes[index] = CharacterClass.WESTERN
    for index in sorted(paragraph.joined):
        classes[index] = classes[index - 1]
    return classes


def _is_symbol(character: str) -> bool:
    """Say whether a wide character is set like Han: not the letters and signs of ASCII, of which % and W are wide too."""
    return not character.isascii() and (not character.isalpha() or unicodedata.east_asian_width(character) in "WFA")


_NARROWED = frozenset({CharacterClass.OPENING, CharacterClass.CLOSING, CharacterClass.INTERPUNCT})

HANGING = frozenset("，。、．")
"""Pause and stop marks that may hang (CLREQ, Hanging punctuation)."""
NEVER_FIRST = frozenset(NO_START + "／")
NEVER_LAST = frozenset(NO_END)
