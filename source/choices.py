"""Choices of conversion that a person may look at, grouped by what stood there and what it became."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .notices import Place

WORD_BOUNDARY, SURNAME, OLD_FORM, REGIONAL, ONE_TO_MANY = (
    "word-boundary",
    "surname",
    "old-form",
    "regional-vocabulary",
    "one-to-many",
)
CHANNELS = (WORD_BOUNDARY, SURNAME, OLD_FORM, REGIONAL, ONE_TO_MANY)
"""Why a choice is shown, in the order in which the channels are shown: the surest first."""


@dataclass(frozen=True, slots=True)
class ChoicePlace:
    """One place of a choice: where in the converted text's source, the words around it, and the place in the article."""

    start: int
    end: int
    left: str
    right: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """All places at which `source` became `output` for one reason.

    `candidates` has the output first. `collapsed` groups were never wrong in measured text; they are shown folded.
    """

    channel: str
    source: str
    output: str
    candidates: tuple[str, ...]
    places: tuple[ChoicePlace, ...]
    collapsed: bool = False

    @property
    def count(self) -> int:
        """How many places there are."""
        return len(self.places)


def group_json(group: ChoiceGroup) -> dict[str, Any]:
    """Return a group as plain values."""
    return {
        "channel": group.channel,
        "source": group.source,
        "output": group.output,
        "candidates": list(group.candidates),
        "count": group.count,
        "collapsed": group.collapsed,
        "places": [
            {
                "start": place.start,
                "end": place.end,
                "left": place.left,
                "right": place.right,
                "line": place.place.line if place.place else None,
                "column": place.place.column if place.place else None,
            }
            for place in group.places
        ],
    }
