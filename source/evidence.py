"""Evidence: the names under which the model knows what was observed, one by one and together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def name_evidence(seen: Mapping[str, str], together: Iterable[Sequence[str]]) -> list[str]:
    """Return a name for each observation, and one for each group of observations that were all made.

    >>> name_evidence({"end": "final", "length": "12"}, [("end", "length"), ("end", "label")])
    ['always', 'end:final', 'length:12', 'end:final+length:12']
    """
    alone = {name: f"{name}:{value}" for name, value in seen.items()}
    groups = ["+".join([alone[name] for name in group]) for group in together if all(name in alone for name in group)]
    return ["always", *alone.values(), *groups]
