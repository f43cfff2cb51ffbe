"""Space between characters: what stands there by rule, how far it may shrink, and how willingly it stretches.

CLREQ: Mixed text composition in horizontal writing mode; Punctuation width adjustment; Justification.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .character_classes import HANGING, CharacterClass
from .paragraph import CompositionSettings, Paragraph
from .prohibition_rules import find_addresses

_WESTERN, _HAN, _OPENING, _CLOSING, _DASH, _SPACE, _INTERPUNCT, _BREAK, _BOX = CharacterClass

HALF = 0.5
"""How much of a bracket's or a stop's body may go, in em."""
QUARTER = 0.25
TRIMMED_WHITE = 0.42
"""White that a side of a mark must have, in em, before half an em may go there."""
LEANING = 0.25
"""How much more white that side must have than the other, in em: a thin mark in the middle has plenty on both."""
SPACE_SHRINK = 1 / 3
"""How much of a word space may go."""
SPACE_STRETCH = 0.25
"""How much a word space takes, in em, before anything else stretches."""
GAP_SHRINK = 0.5
"""How much of the gap between Han and Latin may go (a quarter em to an eighth)."""

TRACKING = 0.08
"""How much more the letters of an address may stand apart, in em, before its line stays short."""

_AROUND = frozenset("$€£¥#@&+−±°%‰")
"""Symbols that belong to the number beside them, and are set off from Han like it."""


@dataclass(slots=True)
class Spacing:
    """The space after each character of a paragraph, in the paragraph's unit; entry `i` lies between `i` and `i + 1`."""

    classes: Sequence[CharacterClass]
    gaps: list[float]
    """Space by rule: a quarter em between Han and Latin, minus half an em between adjacent marks."""
    shrinks: list[float]
    """How much may go when a line is squeezed."""
    spare: list[float]
    """How much more may go where a line fits no other way."""
    rooms: list[float]
    """How much a word space takes before anything else stretches."""
    weights: list[float]
    """Willingness to stretch."""
    tracks: list[float]
    """How much goes between the letters of an address where its line has hardly another place."""
    gap_leads: set[int]
    """Characters whose left half goes in the gap before them."""
    shrink_leads: set[int]
    """Characters whose left half goes when the space before them shrinks."""
    heads: dict[int, float]
    """White that an opening mark loses at line head."""
    feet: dict[int, float]
    """White that a closing mark loses at line foot."""
    hanging: dict[int, float]
    """Width of a mark that may hang at line foot."""


def measure_spacing(paragraph: Paragraph, classes: Sequence[CharacterClass], settings: CompositionSettings) -> Spacing:
    """Return the space between all characters of a paragraph."""
    count = len(paragraph.text)
    zeros = [0.0] * count
    gaps, shrinks, spare, rooms, weights, tracks = (zeros.copy() for _ in range(6))
    spacing = Spacing(classes, gaps, shrinks, spare, rooms, weights, tracks, set(), set(), {}, {}, {})
    _measure_marks(paragraph, spacing, settings)
    text, sizes, joined = paragraph.text, paragraph.sizes, paragraph.joined
    for index in range(count - 1):
        before, after = classes[index], classes[index + 1]
        if before == _HAN == after:
            spacing.weights[index] = 1.0
        elif before != _WESTERN or after != _WESTERN:
            _set_pair(spacing, index, text, min(sizes[index], sizes[index + 1]), paragraph.advances[index], settings)
    for begin, end in find_addresses(text):
        for index in range(begin, end - 1):
            spacing.tracks[index] = TRACKING * sizes[index]
    for index in joined:
        spacing.tracks[index - 1] = 0.0
        spacing.gaps[index - 1] = spacing.shrinks[index - 1] = spacing.spare[index - 1] = 0.0
        spacing.rooms[index - 1] = spacing.weights[index - 1] = 0.0
    return spacing


def _measure_marks(paragraph: Paragraph, spacing: Spacing, settings: CompositionSettings) -> None:
    """Note which marks have half an em of white to lose, and on which side.

    In mainland shapes a comma stands in the lower left of its body; in Taiwan and Hong Kong it stands in the middle
    and has no half to lose. The glyph tells, so each text has the marks of its own language and font.
    """
    for index, found in enumerate(spacing.classes):
        if found not in (_OPENING, _CLOSING):
            continue
        size = paragraph.sizes[index]
        unmeasured = (HALF * size, 0.0) if found == _OPENING else (0.0, HALF * size)
        before, after = paragraph.blanks.get(index, unmeasured)
        if found == _OPENING and _is_loose(before, after, size):
            spacing.heads[index] = HALF * size
        if found == _CLOSING:
            if _is_loose(after, before, size):
                spacing.feet[index] = HALF * size
            if settings.hanging_punctuation and paragraph.text[index] in HANGING:
                spacing.hanging[index] = paragraph.advances[index]


def _is_loose(outside: float, inside: float, size: float) -> bool:
    """Say whether a mark leans away from its outer side.

    >>> _is_loose(0.77, 0.08, 1), _is_loose(0.44, 0.40, 1)  # ，of the mainland, ，of Taiwan
    (True, False)
    """
    return outside >= TRIMMED_WHITE * size and outside - inside >= LEANING * size


def _set_pair(
    spacing: Spacing, index: int, text: str, em: float, advance: float, settings: CompositionSettings
) -> None:
    before, after = spacing.classes[index], spacing.classes[index + 1]
    if before == _BREAK or after == _BREAK:
        return
    if before == _SPACE:
        if head := spacing.heads.get(index + 1, 0.0):
            spacing.gaps[index] = -head
            spacing.gap_leads.add(index + 1)
        spacing.shrinks[index] = advance * SPACE_SHRINK
        spacing.rooms[index] = SPACE_STRETCH * em
        spacing.weights[index] = 1.0
    elif after == _SPACE:
        spacing.shrinks[index] = spacing.feet.get(index, 0.0)
    elif before in (_CLOSING, _OPENING, _INTERPUNCT) or after in (_OPENING, _CLOSING, _INTERPUNCT):
        _set_marks(spacing, index, em)
    elif before == _DASH or after == _DASH:
        spacing.weights[index] = 0.0 if before == after else 1.0
    elif is_mixed(before, text[index], after, text[index + 1]):
        spacing.gaps[index] = gap = settings.latin_gap * em
        spacing.shrinks[index] = gap * GAP_SHRINK
        spacing.spare[index] = gap * (1 - GAP_SHRINK)
        spacing.weights[index] = 1.0
    elif _BOX in (before, after) and _HAN in (before, after):
        spacing.weights[index] = 1.0


def is_mixed(before: CharacterClass, first: str, after: CharacterClass, second: str) -> bool:
    """Say whether a gap belongs between a Han character and a Latin letter or digit.

    >>> han, western = CharacterClass.HAN, CharacterClass.WESTERN
    >>> is_mixed(han, "第", western, "3"), is_mixed(western, "%", han, "的"), is_mixed(han, "中", western, ",")
    (True, True, False)
    """
    if before == _HAN and after == _WESTERN:
        return second.isalnum() or second in _AROUND
    return before == _WESTERN and after == _HAN and (first.isalnum() or first in _AROUND)


def _set_marks(spacing: Spacing, index: int, em: float) -> None:
    """Set the space beside marks: half an em goes between two of them; beside a Han character it may go.

    >>> # 。” and ，“ and 「『 lose half an em; 中，文 may lose up to half an em
    """
    before, after = spacing.classes[index], spacing.classes[index + 1]
    foot, head = spacing.feet.get(index, 0.0), spacing.heads.get(index + 1, 0.0)
    spacing.weights[index] = HALF if before == _OPENING else 1.0
    if before == _CLOSING and foot and after in (_OPENING, _CLOSING, _INTERPUNCT):
        spacing.gaps[index] = -min(foot, HALF * em)
    elif before in (_OPENING, _CLOSING, _INTERPUNCT) and head:
        spacing.gaps[index] = -min(head, HALF * em)
        spacing.gap_leads.add(index + 1)
    elif before == _CLOSING:
        spacing.shrinks[index] = min(foot, HALF * em)
    elif after == _OPENING:
        spacing.shrinks[index] = min(head, HALF * em)
        spacing.shrink_leads.add(index + 1)
    elif before == _INTERPUNCT and after != _CLOSING:
        spacing.shrinks[index] = QUARTER * em
    elif after == _INTERPUNCT and before != _OPENING:
        spacing.shrinks[index] = QUARTER * em
        spacing.shrink_leads.add(index + 1)
