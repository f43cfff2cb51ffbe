"""What a line costs that ends at one character and begins at another: how far it is squeezed, stretched or left short."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from .character_classes import CharacterClass
from .paragraph import Paragraph
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
LEAST_WEIGHT = 0.2
"""Places that a line counts for that has fewer."""
RIGID_COST = 700.0
"""Most that a rigid line costs for each em it lacks."""
TRIM_COST = 0.05
HANG_COST = 0.1
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


class LineCosts:
    """The cost of a line that ends at one character, for any start; what depends on the end alone is read once."""

    def __init__(self, paragraph: Paragraph, spacing: Spacing, sums: Sums):
        self.spacing, self.sums = spacing, sums
        self.em = paragraph.sizes[0]
        self.unit = STRETCH_UNIT * self.em
        self.loosest = LOOSEST * self.em
        # A line that begins later may still be this much longer, by the white of marks at its head.
        self.margin = 2 * max(paragraph.sizes)
        self.justified, self.heading = paragraph.justified, paragraph.heading
        self.runt = 0

    def is_short(self, start: int, end: int, measure: float, bound: float) -> bool:
        """Say whether a justified line from `start`, and any that begins later, is so loose that it costs more than `bound`."""
        sums = self.sums
        slack = measure - self.margin - sums.widths[end] + sums.widths[start] + self.spacing.gaps[end - 1]
        if slack <= 0 or bound == INFINITE:
            return False
        room = sums.rooms[end - 1] - sums.rooms[start] + sums.tracks[end - 1] - sums.tracks[start]
        weight = sums.weights[end - 1] - sums.weights[start]
        return slack - room > self.unit * max(weight, LEAST_WEIGHT) * float(bound ** (1 / 3))

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

    def slack(self, start: int, head: float, measure: float) -> float:
        """Return the white that the line from `start` leaves."""
        return measure - (self.width - self.sums.widths[start] - head)

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
        unit = self.unit * (weight if weight > LEAST_WEIGHT else LEAST_WEIGHT)
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
