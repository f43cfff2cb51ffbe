"""Words that people decided: where they stand in a text, and where a dictionary's longer word comes before them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kanben.source.runs import Run

from .replacements import WORD, Replacement


def find_words(text: str, runs: Sequence[Run], words: Mapping[str, str]) -> list[Replacement]:
    """Return the places of decided words, longest first at each place.

    A single character gives way to a dictionary's word that holds it (里→里 leaves 里面 alone). A word of two or more
    comes before a dictionary's word that holds it, and before one that it only overlaps if it is longer:

    >>> find_words("由于建嵘写", [Run(0, 2, "由於")], {"于建嵘": "于建嶸"})[0].output
    '于建嶸'
    """
    if not words:
        return []
    starts = [run.start for run in runs]
    found = []
    for match in _pattern(tuple(words)).finditer(text):
        first = max(bisect_right(starts, match.start()) - 1, 0)
        beside = [run for run in runs[first : first + len(match[0]) + 1] if _overlap(run, *match.span())]
        if all(_comes_before(match.start(), match.end(), run) for run in beside):
            target = words[match[0]]
            found.append(Replacement(match.start(), match.end(), match[0], target, (), WORD))
    return found


@lru_cache(maxsize=16)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _overlap(run: Run, start: int, end: int) -> bool:
    return run.start < end and start < run.end


def _comes_before(start: int, end: int, run: Run) -> bool:
    """Say whether a decided word comes before a dictionary's run that it overlaps."""
    length, run_length = end - start, run.end - run.start
    if start <= run.start and run.end <= end:
        return True
    if run.start <= start and end <= run.end:
        return length > 1
    return length > run_length or (length == run_length and start < run.start)
