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
Weights = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Decision → evidence → outcome → weight."""


class Decision:
    """The weights of one decision, a row for each piece of evidence with a column for each outcome."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        outcomes = {outcome for row in weights.values() for outcome in row}
        self.columns = {outcome: column for column, outcome in enumerate(sorted(outcomes))}
        self.rows = {name: tuple(row.get(outcome, 0.0) for outcome in self.columns) for name, row in weights.items()}

    def weigh(self, evidence: Iterable[str], outcomes: Iterable[str]) -> dict[str, float]:
        """Return the probability of each outcome, given the evidence."""
        rows = self.rows
        totals = [*map(sum, zip(*[rows[name] for name in evidence if name in rows], strict=True))]
        asked = {outcome: totals[self.columns[outcome]] if totals else 0.0 for outcome in outcomes}
        highest = max(asked.values())
        powers = {outcome: math.exp(total - highest) for outcome, total in asked.items()}
        whole = sum(powers.values())
        return {outcome: power / whole for outcome, power in powers.items()}

    def likeliest(self, evidence: Iterable[str], outcomes: Iterable[str]) -> str:
        """Return the likeliest of the outcomes, given the evidence."""
        chances = self.weigh(evidence, outcomes)
        return max(chances, key=lambda outcome: chances[outcome])

    def strongest(self, evidence: Iterable[str], outcome: str, count: int = 3) -> str:
        """Return the names of the evidence that spoke most for an outcome."""
        rows, column = self.rows, self.columns[outcome]
        weighed = [(rows[name][column], name) for name in evidence if name in rows and rows[name][column] > 0]
        return ", ".join(name for _, name in sorted(weighed, reverse=True)[:count])


_in_use: dict[str, Decision] = {}


def read_decision(name: str) -> Decision:
    """Return the weights in use for a decision (`join`, `kind`, `survey`, `verse`, `extent`), read from the file at the first call."""
    if not _in_use:
        use_weights(json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"])
    return _in_use[name]


def use_weights(weights: Weights) -> None:
    """Let every decision from now on go by these weights: for training and cross-validation."""
    _in_use.clear()
    _in_use.update({name: Decision(table) for name, table in weights.items()})
