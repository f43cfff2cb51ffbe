"""The best line breaks of a whole paragraph, by dynamic programming (after Knuth and Plass, with CLREQ's means of adjustment).

A line may be squeezed (spaces, gaps, white of marks), stretched (between characters), and end in a mark that loses its
right half or hangs. Each way has a cost; the breaks chosen are those whose costs add up to the least.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from .character_classes import NEVER_FIRST, NEVER_LAST, CharacterClass
from .paragraph import LINE_FEED, Paragraph
from .prohibition_rules import COMPOUND, COMPOUND_BREAK, Opportunity
from .spacing import Spacing

STRETCH_UNIT = 0.03
"""Space added per place, in em, that costs 1; twice as much costs 8."""
CUBIC = 10.0
"""Looseness, in units, beyond which the cost grows in a straight line."""
STRETCHED = 1.0
"""Cost of stretching at all: white between characters shows sooner than white taken from marks and gaps."""
SQUEEZE_COST = 1.0
"""Cost of a line squeezed as far as it goes."""
FEW_PLACES = 2.5
"""A line with fewer places to stretch (part of an address, a long word), which nothing more fits on, is rigid: it stays short
without loosening others."""
RIGID_COST = 700.0
"""Most that a rigid line costs for each em it lacks."""
TRIM_COST = 0.05
HANG_COST = 0.1
WORD_BREAK_COST = 100.0
"""Cost of breaking inside a word that is wider than the measure."""
LEFT_ALONE = 3
"""Fewer letters than these are not parted from their word if it can be helped."""
OVERFULL = 1e6
"""Cost of a line that does not fit whatever is done."""
RUNT_COST = 20.0
"""Cost of a last line that is a single character and its stop."""
TRACK_COST = 1000.0
"""Cost of an em of white between the letters of an address."""
LOOSEST_PLACE = 3.0
"""Most that a place takes, in em: a line with a long word or address and little else stays short rather than gape."""
LOOSEST = 2.0
"""Slack, in em, beyond which shorter lines are not tried."""
RAGGED_UNIT = 4.0
"""White at the end of a ragged line, in em, that costs 1."""
TOLERANCE = 0.03
"""Lengths that differ by less are the same."""
INFINITE = float("inf")
_WORDS = (CharacterClass.HAN, CharacterClass.WESTERN, CharacterClass.BOX)


class Candidate(NamedTuple):
    """A place where a line may end."""

    end: int
    next: int
    cost: float
    forced: bool


class ChosenLine(NamedTuple):
    """A line the breaks make: its characters, where the next begins, its slack (minus what is trimmed) and its trim."""

    start: int
    end: int
    next: int
    slack: float
    tail: float
    last: bool


@dataclass(slots=True)
class Sums:
    """Running totals over a paragraph: entry `i` is the total before character `i`."""

    widths: list[float]
    shrinks: list[float]
    rooms: list[float]
    weights: list[float]
    tracks: list[float]


def add_up(paragraph: Paragraph, spacing: Spacing) -> Sums:
    """Add up advances, insets and spacing."""
    advances = list(paragraph.advances)
    for index, (before, after) in paragraph.insets.items():
        advances[index] += before + after
    widths = [advance + gap for advance, gap in zip(advances, spacing.gaps, strict=True)]
    columns = (widths, spacing.shrinks, spacing.rooms, spacing.weights, spacing.tracks)
    return Sums(*(list(accumulate(column, initial=0.0)) for column in columns))


def list_candidates(text: str, opportunities: Sequence[Opportunity], start: int, stop: int) -> list[Candidate]:
    """Return every possible line end after `start`, in order, the end of the text last."""
    first, beyond = bisect_left(opportunities, (start + 1,)), bisect_left(opportunities, (stop,))
    costs = dict(opportunities[first:beyond])
    forced = {feed.end() for feed in re.compile(LINE_FEED).finditer(text, start, stop)}
    found = []
    last = start
    for index in sorted(costs.keys() | forced):
        end = index - (index in forced)
        while end > last and text[end - 1] == " ":
            end -= 1
        if end > last or index in forced:
            found.append(Candidate(end, index, costs.get(index, 0.0), index in forced))
            last = index
    if last < stop or not found:
        end = stop
        while end > last and text[end - 1] == " ":
            end -= 1
        found.append(Candidate(end, stop, 0.0, True))
    return found


def choose_breaks(
    paragraph: Paragraph,
    spacing: Spacing,
    sums: Sums,
    candidates: Sequence[Candidate],
    start: int,
    measures: tuple[float, float],
) -> tuple[list[ChosenLine], bool]:
    """Return the best lines from `start` through the candidates, and whether all of them fit.

    `measures` are the widths of the first line and of the others. Time is linear in the number of candidates:
    a line is tried only while its slack stays below a few em.
    """
    starts = [start, *(candidate.next for candidate in candidates)]
    heads = [spacing.heads.get(index, 0.0) for index in starts]
    best, came, tails = [0.0], [0], [0.0]
    price = _Price(paragraph, spacing, sums)
    rate, loosest = price.rate, price.loosest
    lowest = 0
    for node, (end, _, cost, forced) in enumerate(candidates):
        price.set_end(end, candidates[min(node + 1, len(candidates) - 1)].end, forced)
        while lowest < node and price.least_width(starts[lowest], heads[lowest]) > measures[lowest > 0] + TOLERANCE:
            lowest += 1
        least, source, trim = INFINITE, node, 0.0
        for origin in range(lowest, node + 1):
            demerit, tail, slack = rate(starts[origin], heads[origin], measures[origin > 0], origin == node)
            demerit += best[origin] + cost
            if demerit < least:
                least, source, trim = demerit, origin, tail
            elif slack > loosest and least < OVERFULL and not forced:
                break
        best.append(least)
        came.append(source)
        tails.append(trim)
        if forced:
            lowest = node + 1
    lines: list[ChosenLine] = []
    node = len(candidates)
    while node:
        origin = came[node]
        end, following, _, forced = candidates[node - 1]
        slack = measures[origin > 0] + tails[node]
        if end > starts[origin]:
            slack -= sums.widths[end] - spacing.gaps[end - 1] - sums.widths[starts[origin]] - heads[origin]
        lines.append(ChosenLine(starts[origin], end, following, slack, tails[node], forced))
        node = origin
    return lines[::-1], best[-1] < OVERFULL


class _Price:
    """The cost of a line that ends at one character, for any start; what depends on the end alone is read once."""

    def __init__(self, paragraph: Paragraph, spacing: Spacing, sums: Sums):
        self.spacing, self.sums = spacing, sums
        self.em = paragraph.sizes[0]
        self.unit = STRETCH_UNIT * self.em
        self.loosest = LOOSEST * self.em
        self.justified, self.heading = paragraph.justified, paragraph.heading
        self.runt = 0

    def set_end(self, end: int, after: int, last: bool) -> None:
        """Take the next line to rate: `end` is its end, `after` the next place where it could end."""
        sums, spacing = self.sums, self.spacing
        self.longer = sums.widths[after]
        self.end, self.last = end, last
        final = end - 1 if end else 0
        self.width = sums.widths[end] - (spacing.gaps[final] if end else 0.0)
        self.shrink, self.room, self.weight = sums.shrinks[final], sums.rooms[final], sums.weights[final]
        self.track = sums.tracks[final]
        self.tails: tuple[tuple[float, float], ...] = ((0.0, 0.0),)
        if final in spacing.feet:
            self.tails += ((spacing.feet[final], TRIM_COST),)
        if final in spacing.hanging:
            self.tails += ((spacing.hanging[final], HANG_COST),)
        self.longest_tail = self.tails[-1][0]
        if last:
            self.runt = self._find_runt(end)

    def _find_runt(self, end: int) -> int:
        """Return the first start that leaves a single character, and marks, on the line."""
        classes = self.spacing.classes
        words = 0
        while end and words < 2:
            end -= 1
            words += classes[end] in _WORDS
        return end + 1

    def least_width(self, start: int, head: float) -> float:
        """Return the width of the line from `start` squeezed as far as it goes."""
        sums = self.sums
        width = self.width - sums.widths[start] - head
        return width - (self.shrink - sums.shrinks[start]) - self.longest_tail

    def rate(self, start: int, head: float, measure: float, shortest: bool) -> tuple[float, float, float]:
        """Return the cost of the line from `start`, how much of its last mark to trim, and its slack."""
        sums = self.sums
        if self.end <= start:
            return 0.0, 0.0, measure
        width = self.width - sums.widths[start] - head
        slack = measure - width
        if self.last and slack >= 0 and not self.heading:
            return RUNT_COST if start >= self.runt > 1 else 0.0, 0.0, slack
        if slack >= 0 and not self.justified:
            return (slack / self.em / RAGGED_UNIT) ** 2, 0.0, slack
        shrink = self.shrink - sums.shrinks[start] + TOLERANCE
        room = self.room - sums.rooms[start]
        weight = self.weight - sums.weights[start]
        # The built-in min() and max() would take a quarter of all the time: this is asked thousands of times an article.
        unit = self.unit * (weight if weight > 0.2 else 0.2)
        rigid, track = INFINITE, 0.0
        if weight < FEW_PLACES:
            track = self.track - sums.tracks[start]
            room += track
            if self.longer - sums.widths[start] - head > measure and slack - room > weight * LOOSEST_PLACE * self.em:
                rigid = RIGID_COST
        least, chosen = INFINITE, 0.0
        for tail, cost in self.tails:
            excess = slack + tail
            if excess >= 0:
                if track:
                    cost += min(excess, track) / self.em * TRACK_COST
                if excess > room:
                    loose = (excess - room) / unit
                    steep = loose**3 if loose < CUBIC else CUBIC**3 + (loose - CUBIC) * 3 * CUBIC**2
                    if rigid < INFINITE:
                        steep = min(steep, excess / self.em * rigid)
                    cost += STRETCHED + steep
            elif -excess <= shrink:
                cost += SQUEEZE_COST * (-excess / shrink) ** 3
            else:
                continue
            if cost < least:
                least, chosen = cost, tail
        if least == INFINITE and shortest:
            return OVERFULL, self.longest_tail, slack
        return least, chosen, slack


def break_words(
    paragraph: Paragraph, opportunities: list[Opportunity], start: int, first_measure: float, measure: float
) -> list[Opportunity]:
    """Allow breaks inside stretches wider than the measure, so that nothing leaves the page; the first is that of `start`.

    The prohibition rules hold there too; a letter or two left alone cost more. An identifier wider than half the measure
    may break between its words.

    >>> # an address of 200 letters in a column of 60 breaks wherever the line is full
    """
    text = paragraph.text
    edges = [0, *(index for index, _ in opportunities), len(text)]
    barred = paragraph.joined | paragraph.bound
    added: list[Opportunity] = []
    for left, right in zip(edges, edges[1:], strict=False):
        width = sum(paragraph.advances[left:right]) if right - left > 1 else 0.0
        if width > (first_measure if left == start else measure):
            added += (
                (index, WORD_BREAK_COST * (2 if min(index - left, right - index) < LEFT_ALONE else 1))
                for index in range(left + 1, right)
                if index not in barred and text[index] not in NEVER_FIRST and text[index - 1] not in NEVER_LAST
            )
        elif width > measure / 2:
            places = (left + place.start() for place in COMPOUND_BREAK.finditer(text[left:right]))
            added += ((index, COMPOUND) for index in places if index not in barred)
    return sorted([*opportunities, *added]) if added else opportunities
