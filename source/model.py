"""The model: how much each piece of evidence weighs, learned by `benchmarks/train_structure.py`, kept as a readable file.

A decision adds up the weights of the evidence that is there. The weights stand in `data/structure.json`: for every
decision the evidence by name, and for every outcome a weight.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

WEIGHTS = Path(__file__).with_name("data") / "structure.json"
Table = Mapping[str, Mapping[str, float]]


Weights = dict[str, dict[str, dict[str, float]]]
"""Decision → evidence → outcome → weight."""
_in_use: Weights = {}


def read_weights() -> Weights:
    """Return the weights in use, read from the file at the first call."""
    if not _in_use and WEIGHTS.exists():
        use_weights(json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"])
    return _in_use or {"join": {}, "kind": {}}


def use_weights(weights: Weights) -> None:
    """Let every decision from now on go by these weights: for training and cross-validation."""
    _in_use.clear()
    _in_use.update(weights)


def weigh(evidence: Iterable[str], table: Table, outcomes: Iterable[str]) -> dict[str, float]:
    """Return the probability of each outcome, given the evidence."""
    totals = dict.fromkeys(outcomes, 0.0)
    for name in evidence:
        for outcome, weight in table.get(name, {}).items():
            if outcome in totals:
                totals[outcome] += weight
    highest = max(totals.values())
    powers = {outcome: math.exp(total - highest) for outcome, total in totals.items()}
    whole = sum(powers.values())
    return {outcome: power / whole for outcome, power in powers.items()}


def strongest(evidence: Iterable[str], table: Table, outcome: str, count: int = 3) -> str:
    """Return the names of the evidence that spoke most for an outcome."""
    weighed = sorted(((table.get(name, {}).get(outcome, 0.0), name) for name in evidence), reverse=True)
    return ", ".join(name for weight, name in weighed[:count] if weight > 0)
