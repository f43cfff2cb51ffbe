"""Positions: where in the body a place of the source text stands, found by the words, which both have in the same order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kanben.source.characters import is_word
from kanben.source.notices import Place

from .ooxml import qname

NEAR = 120
"""Words within which a short line is looked for: further away the same few words are another place."""
LONG = 8
"""Words from which a line is looked for in the whole body."""


@dataclass(frozen=True, slots=True)
class Position:
    """A gap between characters of the body: before character `offset` of a `w:t`."""

    text: Any
    offset: int


@dataclass(slots=True)
class Positions:
    """The characters of the body in order, its words, and the word of the body for each word of the source."""

    source: list[str]
    characters: list[tuple[Any, int]] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    counterparts: list[int | None] = field(default_factory=list)
    line_starts: list[int] = field(default_factory=list)
    text: str = ""

    def index_of(self, place: Place) -> int | None:
        """Return the number of the body's character at which a place of the source stands; None where it has none.

        Marks count too: of those between two words, as many stand before the place as in the source's line.
        """
        if not 1 <= place.line <= len(self.source):
            return None
        line = self.source[place.line - 1]
        before = line[: place.column - 1]
        number = self.line_starts[place.line - 1] + sum(map(is_word, before))
        previous, following = self._at(number - 1), self._at(number)
        if previous is None:
            return following
        limit = following if following is not None and following > previous else len(self.characters)
        return min(previous + 1 + self._marks_before(place, before), limit)

    def _marks_before(self, place: Place, before: str) -> int:
        """Return the number of marks between the last word and a place, which may stand on an earlier line."""
        lines = [before, *reversed(self.source[: place.line - 1])]
        line = next((line for line in lines if line.strip()), "")
        return _marks_after_last_word(line)

    def _at(self, number: int) -> int | None:
        if not 0 <= number < len(self.counterparts):
            return None
        word = self.counterparts[number]
        return None if word is None else self.words[word]

    def position(self, index: int) -> Position:
        """Return the gap before a character, or after the last one."""
        if index >= len(self.characters):
            text, offset = self.characters[-1]
            return Position(text, offset + 1)
        return Position(*self.characters[index])


def _marks_after_last_word(text: str) -> int:
    count = 0
    for character in reversed(text):
        if is_word(character):
            return count
        count += not character.isspace()
    return count


def find_positions(source: str, root: Any) -> Positions:
    """Return the positions of a source text in the body; text of hidden fields and readings is no part of either."""
    found = Positions(source.split("\n"))
    for node in _texts(root):
        found.characters += [(node, offset) for offset in range(len(node.text))]
    found.text = "".join(node.text[offset] for node, offset in found.characters)
    found.words = [number for number, character in enumerate(found.text) if is_word(character)]
    body = "".join(_folded(found.text[number]) for number in found.words)
    cursor = 0
    for line in found.source:
        found.line_starts.append(len(found.counterparts))
        words = "".join(_folded(character) for character in line if is_word(character))
        at = _find(words, body, cursor)
        found.counterparts += [None] * len(words) if at is None else range(at, at + len(words))
        cursor = cursor if at is None else at + len(words)
    return found


def _texts(root: Any) -> Iterator[Any]:
    for node in root.iter(qname("w:t")):
        if node.text and next(node.iterancestors(qname("w:rt")), None) is None:
            yield node


def _folded(character: str) -> str:
    """Return a character as it is compared: full-width digits and radicals are what they stand for."""
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def _find(words: str, body: str, cursor: int) -> int | None:
    """Return where a line's words stand in the body: after the line before, or if they are many anywhere."""
    if not words:
        return cursor
    at = body.find(words, cursor, None if len(words) >= LONG else cursor + NEAR)
    if at < 0 and len(words) >= LONG:
        at = body.find(words)
    return at if at >= 0 else None


def nearest_index(positions: Positions, place: Place) -> int:
    """Return the index for a place, or for the nearest one before it that has one."""
    index = positions.index_of(place)
    if index is not None:
        return index
    starts = positions.line_starts
    number = starts[min(place.line, len(starts)) - 1] if starts else 0
    while number > 0 and positions.counterparts[number - 1] is None:
        number -= 1
    if number == 0:
        return 0
    word = positions.counterparts[number - 1]
    return positions.words[word] + 1 if word is not None else 0
