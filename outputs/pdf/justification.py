"""How a line's slack is given out (CLREQ, Justification): spaces first, then all places alike; squeezed, each by its white."""

from __future__ import annotations

from array import array

from .line_breaks import ChosenLine
from .line_costs import FEW_PLACES, LOOSEST_PLACE
from .paragraph import Line, Paragraph
from .spacing import Spacing


def set_line(paragraph: Paragraph, spacing: Spacing, chosen: ChosenLine) -> Line:
    """Return the final place of every character of a chosen line."""
    start, end = chosen.start, chosen.end
    extras = spacing.gaps[start:end]
    offsets: dict[int, float] = {}
    if extras:
        extras[-1] = 0.0
        _trim_head(spacing, chosen, extras, offsets)
        if chosen.slack < 0:
            _squeeze(spacing, chosen, extras, offsets)
        elif paragraph.justified and not chosen.last:
            _stretch(paragraph, spacing, chosen, extras)
        _shift_leads(spacing, chosen, extras, offsets)
    advances = array("f", (a + b for a, b in zip(paragraph.advances[start:end], extras, strict=True)))
    return Line(start, end, chosen.next, advances, array("f", extras), offsets, chosen.tail)


def _trim_head(spacing: Spacing, chosen: ChosenLine, extras: list[float], offsets: dict[int, float]) -> None:
    """Take the white before an opening mark at line head, so that its ink stands at the edge (or at the indent)."""
    head = spacing.heads.get(chosen.start, 0.0)
    if head:
        extras[0] -= head
        offsets[chosen.start] = -head


def _squeeze(spacing: Spacing, chosen: ChosenLine, extras: list[float], offsets: dict[int, float]) -> None:
    start, final = chosen.start, chosen.end - 1
    shrinks = spacing.shrinks[start:final]
    total = sum(shrinks)
    if not total:
        return
    rate = min(1.0, -chosen.slack / total)
    for place, shrink in enumerate(shrinks):
        if shrink:
            taken = shrink * rate
            mark = start + place + 1
            if mark in spacing.shrink_leads:
                extras[place + 1] -= taken
                offsets[mark] = offsets.get(mark, 0.0) - taken
            else:
                extras[place] -= taken


def _stretch(paragraph: Paragraph, spacing: Spacing, chosen: ChosenLine, extras: list[float]) -> None:
    start, final = chosen.start, chosen.end - 1
    slack = chosen.slack
    weights = spacing.weights[start:final]
    whole = sum(weights)
    rooms = spacing.rooms[start:final]
    if whole < FEW_PLACES:
        rooms = [room + track for room, track in zip(rooms, spacing.tracks[start:final], strict=True)]
    total = sum(rooms)
    if total:
        rate = min(1.0, slack / total)
        slack -= total * rate
        for place, room in enumerate(rooms):
            extras[place] += room * rate
    rate = slack / whole if whole else 0.0
    if 0 < rate <= LOOSEST_PLACE * paragraph.sizes[start]:
        for place, weight in enumerate(weights):
            extras[place] += weight * rate


def _shift_leads(spacing: Spacing, chosen: ChosenLine, extras: list[float], offsets: dict[int, float]) -> None:
    """Take a negative gap that belongs to the left half of the next mark from that mark itself."""
    for mark in spacing.gap_leads:
        if chosen.start < mark < chosen.end:
            place, gap = mark - chosen.start, spacing.gaps[mark - 1]
            extras[place - 1] -= gap
            extras[place] += gap
            offsets[mark] = offsets.get(mark, 0.0) + gap
