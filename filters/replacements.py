"""Replacements: what stood where in a text, what it became, and what else it might have become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

KEEP, CONVERSION, REGIONAL, WORD, OCCURRENCE, QUOTATION = (
    "keep",
    "conversion",
    "regional-vocabulary",
    "word-rule",
    "occurrence",
    "quotation-marks",
)
"""The rules by which a text becomes another."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """`source` at `start:end` of a text became `output` by a rule; `candidates` are all that it might have become.

    What stays as it is (后 in 皇后) is listed too where there was a choice.
    """

    start: int
    end: int
    source: str
    output: str
    candidates: tuple[str, ...] = ()
    rule: str = CONVERSION


def apply_replacements(text: str, replacements: Iterable[Replacement]) -> str:
    """Return the text with every replacement, which stand in order and do not overlap, made."""
    parts: list[str] = []
    done = 0
    for replacement in replacements:
        parts += [text[done : replacement.start], replacement.output]
        done = replacement.end
    parts.append(text[done:])
    return "".join(parts)


def drop_overlaps(replacements: Iterable[Replacement]) -> list[Replacement]:
    """Return the replacements in order of place; of two that overlap, the one named first stays."""
    taken: set[int] = set()
    kept = []
    for replacement in replacements:
        places = range(replacement.start, replacement.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(replacement)
    return sorted(kept, key=lambda r: r.start)


def pieces_between(fixed: Sequence[Replacement], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of `start:end` that the fixed replacements, in order, leave."""
    for replacement in fixed:
        if replacement.end <= start:
            continue
        if replacement.start >= end:
            break
        if replacement.start > start:
            yield start, replacement.start
        start = max(start, replacement.end)
    if start < end:
        yield start, end
