"""Learn the weights by which lines are joined and pieces get their kind, and write `source/data/structure.json`.

    python benchmarks/train_structure.py [CASES…] [-o FILE]

Both decisions are logistic: the evidence that `paragraphs.join_evidence` and `kinds.kind_evidence` name, one weight for each
outcome, pulled towards nothing so that rare evidence weighs little. Without cases it trains on the documents of `tests/structure`, damaged thirteen times each.
The same cases give the same file.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from structure import find_cases

from kanben.source.blocks import Line, Piece
from kanben.source.clean import clean_piece
from kanben.source.draft import Draft
from kanben.source.inscriptions import verse_piece
from kanben.source.kind_context import FRONT, Context
from kanben.source.kinds import allowed_kinds, kind_evidence
from kanben.source.model import WEIGHTS, Weights
from kanben.source.paragraphs import Depth, add_line, can_be_displaced, is_cut, join_evidence, start_piece
from kanben.source.structure import drop_furniture, measure, read_draft, set_apart

KIND_OF = {"list_item": "item", "quote": "paragraph", "lead": "paragraph", "note": "paragraph", "verse": "paragraph"}
EPOCHS, RATE, PULL, RAREST = 10, 0.25, 2e-3, 8
TRAINING = {"clean": 3, "light": 4, "heavy": 6}
"""How often each document is damaged to learn from."""
PRIOR = {
    ("word-across:whole:phrase", "join"): 6.0,
    ("word-across:whole:gap", "join"): 1.5,
    ("word-across:whole:long", "join"): 1.0,
}
"""What evidence that the cases hardly have is worth before anything is learned."""
Example = tuple[list[str], str, list[str]]
"""Evidence, the right outcome, and the outcomes to choose from."""


def read_examples(case: Path) -> tuple[list[Example], list[Example]]:
    """Return the examples of joins and of kinds in one case."""
    truth = json.loads((case / "truth.json").read_text(encoding="utf-8"))
    draft = Draft((case / "raw.txt").read_text(encoding="utf-8"))
    for step in (read_draft, drop_furniture, measure):
        step(draft)
    owner = {line: block for block in truth["blocks"] for line in block["raw_lines"]}
    joins: list[Example] = []
    pieces: list[tuple[Piece, str]] = []
    done = 0
    for start, end, kind in [*set_apart(draft), (len(draft.lines), len(draft.lines), "")]:
        pieces += _join_truly(draft, draft.lines[done:start], owner, joins)
        if end > start:
            pieces.append((verse_piece(draft.lines[start:end], kind), ""))
        done = end
    for piece, _ in pieces:
        if not piece.kind:
            clean_piece(piece)
    return joins, _kind_examples(draft, pieces)


def _join_truly(
    draft: Draft, lines: list[Line], owner: dict[int, Any], joins: list[Example]
) -> list[tuple[Piece, str]]:
    """Join lines as the truth has them, over displaced captions too, and note every decision as an example."""
    pieces: list[tuple[Piece, str]] = []
    begun: dict[int, Piece] = {}
    depth = Depth()
    for index, line in enumerate(lines):
        block = owner.get(line.number)
        before = owner.get(lines[index - 1].number) if index else None
        known = block is not None and before is not None and block["type"] != "verse"
        same = known and before is block
        if known:
            evidence = join_evidence(lines[index - 1], line, draft.layout, draft.usage, depth.open)
            joins.append((evidence, "join" if same else "split", ["join", "split"]))
        target = begun.get(id(block)) if block is not None and block["type"] != "verse" else None
        if (
            len(pieces) >= 4
            and not same
            and can_be_displaced(pieces[-1][0])
            and is_cut(pieces[-2][0].last, draft.layout)
        ):
            over = replace(line, blanks=max(line.blanks, pieces[-1][0].first.blanks), broken=True)
            evidence = join_evidence(pieces[-2][0].last, over, draft.layout, draft.usage, False)
            joins.append((evidence, "join" if target is pieces[-2][0] else "split", ["join", "split"]))
        if target is not None and (same or target is pieces[-min(2, len(pieces))][0]):
            add_line(target, line, draft.usage)
            depth.read(line.text)
            continue
        kind = block["type"] if block else ""
        pieces.append((start_piece(line), KIND_OF.get(kind, kind)))
        begun[id(block)] = pieces[-1][0]
        depth = Depth(line.text)
    return pieces


def _kind_examples(draft: Draft, pieces: list[tuple[Piece, str]]) -> list[Example]:
    context = Context([piece for piece, _ in pieces], draft.layout, draft.usage)
    kinds = [piece.kind or kind for piece, kind in pieces]
    examples: list[Example] = []
    for index, (piece, kind) in enumerate(pieces):
        chosen = kinds[max(0, index - FRONT - 1) : index]
        outcomes = allowed_kinds(context, index, chosen)
        if not piece.kind and kind in outcomes:
            examples.append((kind_evidence(context, index, chosen), kind, outcomes))
    return examples


def learn(examples: list[Example]) -> dict[str, dict[str, float]]:
    """Return the weights of one decision, learned by adaptive gradient descent in a fixed order."""
    counts = Counter(name for evidence, _, _ in examples for name in evidence)
    weights: dict[tuple[str, str], float] = defaultdict(float, PRIOR)
    squares: dict[tuple[str, str], float] = defaultdict(lambda: 1e-6)
    order = random.Random(1)
    examples = [
        ([n for n in evidence if counts[n] >= RAREST], right, outcomes) for evidence, right, outcomes in examples
    ]
    for epoch in range(EPOCHS):
        order.shuffle(examples)
        rate = RATE * (1 - epoch / EPOCHS)
        for evidence, right, outcomes in examples:
            totals = [sum(weights.get((name, o), 0.0) for name in evidence) for o in outcomes]
            highest = max(totals)
            powers = [math.exp(t - highest) for t in totals]
            whole = sum(powers)
            for outcome, power in zip(outcomes, powers, strict=True):
                error = power / whole - (outcome == right)
                if abs(error) < 0.003:
                    continue
                for name in evidence:
                    key = (name, outcome)
                    slope = error + PULL * (weights[key] - PRIOR.get(key, 0.0)) * len(evidence)
                    squares[key] += slope * slope
                    weights[key] -= rate * slope / math.sqrt(squares[key])
    table: dict[str, dict[str, float]] = {}
    for (name, outcome), weight in sorted(weights.items()):
        if abs(weight) >= 0.01:
            table.setdefault(name, {})[outcome] = round(weight, 2)
    return table


def train(cases: list[Path]) -> Weights:
    """Return the weights of both decisions."""
    joins: list[Example] = []
    kinds: list[Example] = []
    for case in cases:
        more_joins, more_kinds = read_examples(case)
        joins += more_joins
        kinds += more_kinds
    return {"join": learn(joins), "kind": learn(kinds)}


def train_on_documents() -> Weights:
    """Return the weights learned on the documents of the repository."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "structure"))
    from damage import write_cases

    with tempfile.TemporaryDirectory() as folder:
        write_cases(Path(folder), TRAINING)
        return train(find_cases([Path(folder)]))


def main() -> None:
    """Train on the cases that the command line names, else on the documents of the repository."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    weights = train(find_cases(options.cases)) if options.cases else train_on_documents()
    head = {
        "about": "Learned by benchmarks/train_structure.py: decision, evidence, outcome, weight.",
        "weights": weights,
    }
    options.output.write_text(json.dumps(head, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
