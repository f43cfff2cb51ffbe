"""What composition takes and gives: a paragraph measured in characters, its settings, and the lines it is set in."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

OBJECT = "\ufffc"
"""Stands in a paragraph's text for a box that is set like one character (a picture, an inline block)."""
LINE_FEED = "\n"
"""Stands in a paragraph's text for a forced line break."""


@dataclass(frozen=True, slots=True)
class CompositionSettings:
    """What a theme or a person may decide about the setting of lines."""

    latin_gap: float = 0.25
    """Space between Han and Latin letters or digits, in em (CLREQ, Mixed text composition)."""
    hanging_punctuation: bool = False
    """Let pause and stop marks hang outside the measure at line foot (CLREQ, Hanging punctuation)."""
    fast_subsetting: bool = True
    """Embed CID-keyed CFF fonts by the short way."""


@dataclass(slots=True)
class Paragraph:
    """One paragraph, measured: every sequence has one entry per character of `text`.

    Lengths are in the caller's unit (CSS pixels for WeasyPrint); nothing here depends on it.
    """

    text: str
    advances: Sequence[float]
    """Width of each character as the font gives it."""
    sizes: Sequence[float]
    """The em of each character's font."""
    breaks: Sequence[bool | None]
    """Whether UAX #14 allows a line break before the character; None where it was not asked (a box boundary)."""
    blanks: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    """White inside a mark's body before and after its ink, where it was measured; else the mainland shapes hold."""
    joined: frozenset[int] = frozenset()
    """Characters drawn by the glyph of the one before."""
    bound: frozenset[int] = frozenset()
    """Characters that no line break may precede."""
    insets: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    """Space that boxes and annotations add before and after a character."""
    justified: bool = True
    """Whether lines reach both edges of the measure."""
    heading: bool = False
    """Whether its ragged lines are to be of nearly equal length, broken where its sense allows (CLREQ, Headings)."""
    indented: bool = True
    """Whether the first line has an indent of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One set line: characters `start` to `end`; the next line begins at `next` (spaces between are dropped)."""

    start: int
    end: int
    next: int
    advances: array[float]
    """Final width of each character from `start` to `end`."""
    extras: array[float]
    """What was added to the font's width of each character; negative where the line is squeezed."""
    offsets: dict[int, float]
    """How far a character's ink moves to the right in its new width, by its index in the paragraph."""
    tail: float
    """How much of the last mark stands outside the measure: half an em trimmed, or the whole mark hanging."""
