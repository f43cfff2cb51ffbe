"""The best line breaks of a whole paragraph, by dynamic programming (after Knuth and Plass, with CLREQ's means of adjustment).

A line may be squeezed (spaces, gaps, white of marks), stretched (between characters), and end in a mark that loses its
right half or hangs. Each way has a cost; the breaks chosen are those whose costs add up to the least.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from .character_classes import NEVER_FIRST, NEVER_LAST
from .line_costs import INFINITE, OVERFULL, TOLERANCE, LineCosts, Sums
from .paragraph import LINE_FEED, Paragraph
from .prohibition_rules import COMPOUND, COMPOUND_BREAK, Opportunity
from .spacing import Spacing

WORD_BREAK_COST = 100.0
"""Cost of breaking inside a word that is wider than the measure."""
LEFT_ALONE = 3
"""Fewer letters than these are not parted from their word if it can be helped."""
BOUNDS = (1.0, 3.0, 9.0, 27.0, INFINITE)
"""What all lines of a paragraph together may cost: what begins dearer is left aside until nothing else is found."""


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
    ways = _Ways(LineCosts(paragraph, spacing, sums), candidates, start, measures)
    simple = paragraph.justified and all(min(inset) >= 0 for inset in paragraph.insets.values())
    for bound in BOUNDS if simple else BOUNDS[-1:]:
        if ways.find(bound):
            break
    lines: list[ChosenLine] = []
    node = len(candidates)
    while node:
        origin = ways.came[node]
        end, following, _, forced = candidates[node - 1]
        first = ways.starts[origin]
        slack = ways.measures[origin] + ways.tails[node]
        if end > first:
            slack -= sums.widths[end] - spacing.gaps[end - 1] - sums.widths[first] - ways.heads[origin]
        lines.append(ChosenLine(first, end, following, slack, ways.tails[node], forced))
        node = origin
    return lines[::-1], ways.best[-1] < OVERFULL


class _Ways:
    """The best way to each node: the start of the paragraph, then its candidates. A line leads from one node to another."""

    def __init__(self, costs: LineCosts, candidates: Sequence[Candidate], start: int, measures: tuple[float, float]):
        self.costs, self.candidates = costs, candidates
        self.starts = [start, *(candidate.next for candidate in candidates)]
        self.heads = [costs.spacing.heads.get(index, 0.0) for index in self.starts]
        self.measures = [measures[0], *[measures[1]] * len(candidates)]
        self.best: list[float] = []
        """What all lines up to a node cost."""
        self.came: list[int] = []
        """The node where its line begins."""
        self.tails: list[float] = []
        """How much of its line's last mark stands outside."""

    def find(self, bound: float) -> bool:
        """Find the best way to every node that costs no more than `bound`, and say whether the last one is among them.

        No line begins at any other node. No cost is negative: a way within the bound is the best of all, bound or none.
        """
        self.best, self.came, self.tails = [0.0], [0], [0.0]
        live, lowest = [0], 0
        for node, (end, _, cost, forced) in enumerate(self.candidates):
            least, origin, tail = INFINITE, node, 0.0
            if lowest < len(live) and (forced or not self._is_short(live[lowest], end, bound)):
                self.costs.set_end(end, self.candidates[min(node + 1, len(self.candidates) - 1)].end, forced)
                lowest = self._skip_overfull(node, live, lowest)
                least, origin, tail = self._rate_lines(node, live[lowest:], cost, bound)
            if forced:
                lowest = len(live)
            self.came.append(origin)
            self.tails.append(tail)
            self.best.append(least if least <= bound else INFINITE)
            if least <= bound:
                live.append(node + 1)
        return self.best[-1] <= bound

    def _is_short(self, origin: int, end: int, bound: float) -> bool:
        return self.costs.is_short(self.starts[origin], end, self.measures[origin], bound)

    def _skip_overfull(self, node: int, live: list[int], lowest: int) -> int:
        """Return the first place in `live` from which a line fits; the shortest line is tried whether it fits or not."""
        while lowest < len(live) and (origin := live[lowest]) < node:
            if self.costs.least_width(self.starts[origin], self.heads[origin]) <= self.measures[origin] + TOLERANCE:
                break
            lowest += 1
        return lowest

    def _rate_lines(self, node: int, origins: list[int], cost: float, bound: float) -> tuple[float, int, float]:
        """Return the least cost of the lines to a node, where that line begins, and its tail."""
        starts, heads, measures, best = self.starts, self.heads, self.measures, self.best
        rate, loosest, forced = self.costs.rate, self.costs.loosest, self.candidates[node].forced
        least, chosen, trim = INFINITE, node, 0.0
        before = node
        for origin in origins:
            if least <= bound and origin > before + 1 and not forced and self._pass_loose(before + 1, origin):
                break
            before = origin
            demerit, tail, slack = rate(starts[origin], heads[origin], measures[origin], origin == node)
            demerit += best[origin] + cost
            if demerit < least:
                least, chosen, trim = demerit, origin, tail
            elif slack > loosest and least <= bound and least < OVERFULL and not forced:
                break
        return least, chosen, trim

    def _pass_loose(self, first: int, beyond: int) -> bool:
        """Say whether a line from one of these nodes is so loose that no shorter one is tried."""
        slack, loosest = self.costs.slack, self.costs.loosest
        return any(
            slack(self.starts[origin], self.heads[origin], self.measures[origin]) > loosest
            for origin in range(first, beyond)
        )


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
