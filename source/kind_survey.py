"""Survey of kinds: what the kinds that all pieces were first taken for tell about each of them.

A first reading goes from the beginning to the end and knows only what stood before. A survey knows what comes after, too, and
the article as a whole: how many headings and captions it has, how far away the next heading stands, and what other pieces of
the same look were taken for. The second reading adds this to the evidence of the first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from .evidence import name_more, size_class
from .kind_evidence import AFTER, Observations

COUNTS = (0, 2, 5)
DISTANCES = (1, 2, 4, 8)
LOOKS = (12, 30, 80)
"""Lengths within which pieces look alike; longer ones are not compared."""
SURVEYED = (
    *AFTER,
    ("next", "next-but-one"),
    ("last", "last-but-one"),
    ("last", "taken", "next"),
    ("taken", "headings"),
    ("taken", "captions"),
    ("taken", "headings", "captions"),
    ("taken", "since", "until"),
    ("taken", "alike"),
    ("taken", "length", "end", "next"),
)
"""Observations of the survey that mean more together, or with what can be seen of a piece by itself."""


class Survey:
    """The kinds that the pieces of an article were first taken for, seen as a whole."""

    def __init__(self, observations: Observations, kinds: Sequence[str]) -> None:
        self.observations = observations
        self.context = observations.context
        self.kinds = kinds
        self.headings = [index for index, kind in enumerate(kinds) if kind == "heading"]
        self.many = {
            "headings": size_class(len(self.headings), COUNTS),
            "captions": size_class(sum(kind == "caption" for kind in kinds), COUNTS),
        }
        self.looks = [self._look(index) for index in range(len(kinds))]
        self.taken: dict[tuple[str, ...], Counter[str]] = {}
        for look, kind in zip(self.looks, kinds, strict=True):
            if look:
                self.taken.setdefault(look, Counter())[kind] += 1

    def evidence(self, index: int) -> list[str]:
        """Return the names of the evidence about one piece."""
        observations = self.observations
        return observations.names[index] + name_more(observations.seen[index], dict(self._observe(index)), SURVEYED)

    def _observe(self, index: int) -> Iterator[tuple[str, str]]:
        yield "taken", self.kinds[index]
        for name, at in (("last", -1), ("last-but-one", -2), ("next", 1), ("next-but-one", 2)):
            yield name, self.kinds[index + at] if 0 <= index + at < len(self.kinds) else "none"
        yield from self.many.items()
        place = bisect_left(self.headings, index)
        after = place + (self.kinds[index] == "heading")
        yield "since", size_class(index - self.headings[place - 1], DISTANCES) if place else "none"
        yield "until", size_class(self.headings[after] - index, DISTANCES) if after < len(self.headings) else "none"
        yield "alike", self._alike(index)

    def _look(self, index: int) -> tuple[str, ...]:
        """Return by what a piece can be told at a glance; nothing for a long one."""
        context, length = self.context, self.context.lengths[index]
        if length > LOOKS[-1]:
            return ()
        label = context.labels[index]
        cued = "cued" if context.captions[index] else "bare"
        return size_class(length, LOOKS), context.ends[index], label.style if label else "none", cued

    def _alike(self, index: int) -> str:
        """Return what most other pieces of the same look were taken for, with a mark where it was all of them."""
        others = Counter(self.taken.get(self.looks[index], ()))
        others[self.kinds[index]] -= 1
        found = [(kind, count) for kind, count in others.most_common() if count > 0]
        if not found:
            return "none"
        return found[0][0] if len(found) > 1 else f"all-{found[0][0]}"
