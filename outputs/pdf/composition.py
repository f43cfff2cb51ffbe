"""Set the lines of a paragraph: the measured text in, every character's place out.

Nothing here knows a layout engine: advances, em sizes and UAX #14 opportunities come in, `Line`s go out. The rules are those
of CLREQ ("Requirements for Chinese Text Layout"): prohibition rules, punctuation width adjustment, mixed text composition,
hanging punctuation, justification; the breaks are the best for the paragraph as a whole.
"""

from __future__ import annotations

from dataclasses import replace

from kanben.outputs.title_lines import break_costs

from .character_classes import classify_characters
from .justification import set_line
from .line_breaks import break_words, choose_breaks, list_candidates
from .line_costs import add_up
from .paragraph import CompositionSettings, Line, Paragraph
from .prohibition_rules import Opportunity, find_break_opportunities
from .spacing import Spacing, measure_spacing

WINDOW = 6000
"""Characters looked at together: a longer paragraph is set window by window."""
SENSE = 0.1
"""What squared half-em of unevenness between a title's lines cost in a heading."""
OVERLAP = 3
"""Lines at a window's end that the next window sets again."""


class Composer:
    """Sets one paragraph, in one go or from any character on (a page may be narrower than the one before)."""

    def __init__(self, paragraph: Paragraph, settings: CompositionSettings):
        self.paragraph = paragraph
        self.classes = classify_characters(paragraph)
        self.spacing = measure_spacing(paragraph, self.classes, settings)
        self.opportunities = find_break_opportunities(paragraph, self.classes)
        self.sums = add_up(paragraph, self.spacing)
        self.narrowest = float("inf")
        self.weighed = False

    def compose_lines(self, start: int, first_measure: float, measure: float) -> list[Line]:
        """Return the lines from a character on; the text's end, or enough of it to go on from the last line's `next`.

        `first_measure` is the width of the first of them (narrower by the first-line indent), `measure` that of the others.
        """
        stop = min(len(self.paragraph.text), start + WINDOW)
        if self.paragraph.heading and not self.weighed and self.sums.widths[-1] > min(first_measure, measure):
            self.opportunities, self.weighed = weigh_by_sense(self.paragraph.text, self.opportunities), True
        if min(first_measure, measure) < self.narrowest:
            self.narrowest = min(first_measure, measure)
            self.opportunities = break_words(self.paragraph, self.opportunities, start, first_measure, measure)
        candidates = list_candidates(self.paragraph.text, self.opportunities, start, stop)
        measures = (first_measure, measure)
        spacing = self.spacing
        chosen, fitting = choose_breaks(self.paragraph, spacing, self.sums, candidates, start, measures)
        if not fitting:
            spacing = spend_spare(self.spacing)
            sums = add_up(self.paragraph, spacing)
            chosen, _ = choose_breaks(self.paragraph, spacing, sums, candidates, start, measures)
        if stop < len(self.paragraph.text) and len(chosen) > OVERLAP:
            chosen = chosen[:-OVERLAP]
        return [set_line(self.paragraph, spacing, line) for line in chosen]


def weigh_by_sense(text: str, opportunities: list[Opportunity]) -> list[Opportunity]:
    """Let a heading break between words, best at a mark, rather than inside one or before a particle."""
    costs = break_costs(text)
    return [(index, cost + max(costs[index], 0.0) * SENSE) for index, cost in opportunities]


def spend_spare(spacing: Spacing) -> Spacing:
    """Let the gap between Han and Latin close where lines fit no other way."""
    return replace(spacing, shrinks=[a + b for a, b in zip(spacing.shrinks, spacing.spare, strict=True)])
