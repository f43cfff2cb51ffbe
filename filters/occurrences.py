"""Single places that people decided, found again by the characters around them."""

from __future__ import annotations

from collections.abc import Iterator

from kanben.source.decisions import CONTEXT, Decisions, Occurrence, applies

from .replacements import OCCURRENCE, Replacement

WIDEST = 24
"""Characters of context beyond which alike places are told apart by their number."""


def locate_occurrences(text: str, decisions: Decisions, script: str) -> tuple[list[Replacement], list[Occurrence]]:
    """Return the decided places of a text, and the decisions whose place it has no more.

    A place is looked for with all of its context, then with two characters on either side, where that is in the text
    once only. Anything else is stale: it is reported and never applied.
    """
    found: list[Replacement] = []
    stale: list[Occurrence] = []
    for decision in decisions.occurrences:
        if not applies(decision.script, script):
            continue
        place = find_occurrence(text, decision)
        if place is None:
            stale.append(decision)
        else:
            end = place + len(decision.source)
            found.append(Replacement(place, end, decision.source, decision.target, (), OCCURRENCE))
    return found, stale


def find_occurrence(text: str, decision: Occurrence) -> int | None:
    """Return where the decided source stands, or None."""
    places = list(_places(text, decision.left, decision.source, decision.right))
    if 1 <= decision.number <= len(places):
        return places[decision.number - 1]
    left, right = decision.left[-2:], decision.right[:2]
    if places or not (left or right):
        return None
    nearest = list(_places(text, left, decision.source, right))
    return nearest[0] if len(nearest) == 1 else None


def _places(text: str, left: str, source: str, right: str) -> Iterator[int]:
    key = left + source + right
    place = text.find(key)
    while place >= 0:
        yield place + len(left)
        place = text.find(key, place + 1)


def describe_occurrence(text: str, start: int, end: int, target: str, script: str) -> Occurrence:
    """Return the decision for one place: with four characters on either side, more where that is not unique.

    The context stays within the paragraph, so that moving a paragraph leaves its decisions valid.
    """
    first = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    last = text.find("\n\n", end)
    last = len(text) if last < 0 else last
    source = text[start:end]
    for width in range(CONTEXT, WIDEST + 1, 4):
        left, right = text[max(first, start - width) : start], text[end : min(last, end + width)]
        places = list(_places(text, left, source, right))
        if len(places) == 1 or width >= WIDEST:
            break
    return Occurrence(left, source, right, target, script, places.index(start) + 1)
