"""Headings: one level for one style of number, the same through the whole article."""

from __future__ import annotations

from itertools import pairwise

from .blocks import Block
from .numbering import read_label

FIRST_LEVEL, LAST_LEVEL = 2, 6
RANKS = (
    ("chapter",),
    ("one-of", "step"),
    ("letter", "roman"),
    ("han",),
    ("han-paren",),
    ("arabic", "arabic-space"),
    ("paren", "letter-paren"),
    ("circled",),
)
"""Styles from the highest to the lowest (GB/T 9704: 一、 （一） 1. （1））."""
_RANK = {style: rank for rank, styles in enumerate(RANKS) for style in styles}
PART = (_RANK["one-of"], 0)
"""The key of 其一, 其二."""
CHAPTERS = "编編卷部篇回章节節条條"
"""Units of a book from the largest to the smallest."""


def level_headings(blocks: list[Block]) -> None:
    """Set the level of every heading: numbered ones by the rank of their style, the others below the numbered ones.

    Where no heading is numbered, all have the same level. 其一 and 其二 right below another heading are its parts.
    """
    headings = [block for block in blocks if block.kind == "heading"]
    keys = {id(block): _key(block) for block in headings}
    whole = next((a for a, b in pairwise(blocks) if keys.get(id(b)) == PART and keys.get(id(a), PART) != PART), None)
    ranks = sorted({key for key in keys.values() if key is not None and not (whole and key == PART)})
    levels = {key: min(FIRST_LEVEL + index, LAST_LEVEL) for index, key in enumerate(ranks)}
    plain = _plain_level(headings, keys, levels)
    if whole:
        above = keys[id(whole)]
        levels[PART] = min((plain if above is None else levels[above]) + 1, LAST_LEVEL)
    for block in headings:
        key = keys[id(block)]
        said = block.origin.level if block.origin else 0
        block.level = said or (plain if key is None else levels[key])


def _key(block: Block) -> tuple[int, int] | None:
    """Return the rank of a heading's number, None without one; 1.1 is one below 1."""
    label = read_label(block.text)
    if label is None:
        return None
    if label.style == "chapter":
        unit = next((CHAPTERS.index(c) for c in label.printed if c in CHAPTERS), 0)
        return (-1, unit)
    if label.style == "decimal":
        return (_RANK["arabic"], label.printed.strip(" 、.．").count("."))
    return (_RANK.get(label.style, len(RANKS)), 0)


def _plain_level(
    headings: list[Block],
    keys: dict[int, tuple[int, int] | None],
    levels: dict[tuple[int, int], int],
) -> int:
    """Return the level of headings without a number: below the numbered ones where they follow them, else the first."""
    if not levels:
        return FIRST_LEVEL
    plain = sum(keys[id(block)] is None for block in headings)
    numbered = sum(keys[id(block)] in levels for block in headings)
    if plain <= 2 and numbered >= 2:
        return FIRST_LEVEL
    return min(max(levels.values()) + 1, LAST_LEVEL) if plain > numbered else FIRST_LEVEL
