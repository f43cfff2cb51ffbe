"""Evidence: the names under which the model knows what was observed, one by one and together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter

Groups = tuple[tuple[str, ...], ...]
"""Groups of observations, two and more in each."""


def name_evidence(seen: Mapping[str, str], together: Groups) -> list[str]:
    """Return a name for each observation, and one for each group of observations that were all made.

    >>> name_evidence({"end": "final", "length": "12"}, (("end", "length"), ("end", "label")))
    ['always', 'end:final', 'length:12', 'end:final+length:12']
    """
    return ["always", *name_more({}, seen, together)]


def name_more(seen: Mapping[str, str], more: Mapping[str, str], together: Groups) -> list[str]:
    """Return the names that further observations add: one for each of them, and one for each group of all observations.

    >>> name_more({"end": "final"}, {"last": "title"}, (("last", "end"),))
    ['last:title', 'last:title+end:final']
    """
    names = {name: f"{name}:{value}" for observed in (seen, more) for name, value in observed.items()}
    groups = ["+".join(pick(names)) for pick in _complete_groups(together, frozenset(names))]
    return [*(names[name] for name in more), *groups]


@cache
def _complete_groups(together: Groups, made: frozenset[str]) -> list[Callable[[Mapping[str, str]], tuple[str, ...]]]:
    """Return what picks each group from the observations, for the groups that were all made; few sets of them occur."""
    return [itemgetter(*group) for group in together if made.issuperset(group)]


def size_class(size: int, limits: Sequence[int]) -> str:
    """Return the first of the limits that a size does not exceed, or more."""
    return next((str(limit) for limit in limits if size <= limit), "more")
