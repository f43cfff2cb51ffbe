"""Learn the weights by which lines are joined, verse is found and pieces get their kind, for `source/data/structure.json`.

    python benchmarks/train_structure.py [CASES…] [-o FILE]

All decisions are logistic: the evidence that `join_evidence`, `verse_evidence`, `kind_evidence` and `kind_survey` name, one weight for each
outcome, pulled towards nothing so that rare evidence weighs little. Evidence that only one document has is left out: damaged
often, it would look frequent. Without cases it trains on the documents of `tests/structure`, damaged six times each.

What a piece is depends on what its neighbours are. The first reading of kinds takes the true kinds before each piece. The second knows
what the first made of all pieces, right and wrong: it learns from first readings by weights that the document had no part in
(stacked sequential learning, Cohen and Carvalho, 2005).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from structure import document_of, find_cases

from kanben.source.blocks import Line, Piece
from kanben.source.clean import clean_piece
from kanben.source.draft import Draft
from kanben.source.join_evidence import join_evidence
from kanben.source.kind_context import Context, kinds_before
from kanben.source.kind_evidence import Observations
from kanben.source.kind_survey import Survey
from kanben.source.kinds import allowed_kinds, first_kinds
from kanben.source.model import WEIGHTS, Decision, Weights, use_weights
from kanben.source.paragraphs import Depth, add_line, can_be_displaced, is_cut, start_piece
from kanben.source.structure import drop_furniture, measure, read_draft, set_apart
from kanben.source.verse import EXTENTS, KINDS, candidate_runs, verse_piece
from kanben.source.verse_evidence import verse_evidence

KIND_OF = {"list_item": "item", "quote": "paragraph", "lead": "paragraph", "note": "paragraph", "verse": "paragraph"}
PULL, SHARED, STEPS = 2.0, 2, 150
"""How strongly weights are pulled towards nothing, in how many documents evidence must occur, and steps at the most."""
TRAINING = {"clean": 1, "light": 2, "heavy": 3}
"""How often each document is damaged to learn from."""
JOIN = ("join", "split")
Table = dict[str, dict[str, float]]
"""Evidence → outcome → weight."""
PRIOR = {
    ("mode:whole+word-across:phrase", "join"): 6.0,
    ("mode:whole+word-across:gap", "join"): 1.5,
    ("mode:whole+word-across:long", "join"): 1.0,
}
"""What evidence that the cases hardly have is worth before anything is learned."""


class Example(NamedTuple):
    """Evidence, the right outcome, the outcomes to choose from, and the document it comes from."""

    evidence: Sequence[str]
    right: str
    outcomes: Sequence[str]
    document: str


class Scene(NamedTuple):
    """The pieces of one case, joined as the truth has them, and what is seen of them; their true kinds; the document."""

    observations: Observations
    kinds: Sequence[str]
    document: str


def read_case(case: Path) -> tuple[Draft, dict[int, Any], str]:
    """Return the measured draft of a case, the block of each of its lines, and the document it is a damage of."""
    truth = json.loads((case / "truth.json").read_text(encoding="utf-8"))
    draft = Draft((case / "raw.txt").read_text(encoding="utf-8"))
    for step in (read_draft, drop_furniture, measure):
        step(draft)
    owner = {line: block for block in truth["blocks"] for line in block["raw_lines"]}
    return draft, owner, document_of(case)


def read_runs(case: Path) -> tuple[list[Example], list[Example]]:
    """Return the examples of runs of lines in one case: are they verse (parts of it left out), and are they the whole of it?"""
    draft, owner, name = read_case(case)
    owners = [owner.get(line.number) for line in draft.lines]
    blocks = [block if block is not None and block["type"] == "verse" else None for block in owners]
    kinds: list[Example] = []
    extents: list[Example] = []
    for run in candidate_runs(draft.lines, draft.layout):
        evidence = verse_evidence(run, draft.layout, draft.traditional)
        within = blocks[run.start : run.end]
        first, ends = within[0], (blocks[run.start - 1], blocks[run.end] if run.end < len(blocks) else None)
        whole = first is not None and all(block is first for block in within) and all(end is not first for end in ends)
        touched = any(block is not None for block in within)
        if touched:
            extents.append(Example(evidence, "whole" if whole else "part", EXTENTS, name))
        if whole or not touched:
            right = (first.get("role") or "verse") if whole and first is not None else "none"
            kinds.append(Example(evidence, right, KINDS, name))
    return kinds, extents


def read_pieces(case: Path) -> tuple[list[Example], Scene]:
    """Return the examples of joins in one case, and the pieces to choose kinds for."""
    draft, owner, name = read_case(case)
    joins: list[Example] = []
    pieces: list[tuple[Piece, str]] = []
    done = 0
    for start, end, kind in [*set_apart(draft), (len(draft.lines), len(draft.lines), "")]:
        pieces += _join_truly(draft, draft.lines[done:start], owner, joins, name)
        if end > start:
            pieces.append((verse_piece(draft.lines[start:end], kind), ""))
        done = end
    for piece, _ in pieces:
        if not piece.kind:
            clean_piece(piece)
    context = Context([piece for piece, _ in pieces], draft.layout, draft.usage)
    return joins, Scene(Observations(context), [piece.kind or kind for piece, kind in pieces], name)


def _join_truly(
    draft: Draft, lines: list[Line], owner: dict[int, Any], joins: list[Example], document: str
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
            joins.append(Example(evidence, "join" if same else "split", JOIN, document))
        target = begun.get(id(block)) if block is not None and block["type"] != "verse" else None
        if (
            len(pieces) >= 4
            and not same
            and can_be_displaced(pieces[-1][0])
            and is_cut(pieces[-2][0].last, draft.layout)
        ):
            over = replace(line, blanks=max(line.blanks, pieces[-1][0].first.blanks), broken=True)
            evidence = join_evidence(pieces[-2][0].last, over, draft.layout, draft.usage, False)
            joins.append(Example(evidence, "join" if target is pieces[-2][0] else "split", JOIN, document))
        if target is not None and (same or target is pieces[-min(2, len(pieces))][0]):
            add_line(target, line, draft.usage)
            depth.read(line.text)
            continue
        kind = block["type"] if block else ""
        pieces.append((start_piece(line), KIND_OF.get(kind, kind)))
        begun[id(block)] = pieces[-1][0]
        depth = Depth(line.text)
    return pieces


def kind_examples(scene: Scene) -> list[Example]:
    """Return the examples of the first reading: the kinds before each piece are the true ones."""
    return _examples(scene, scene.kinds, lambda index, before: scene.observations.after(index, before))


def survey_examples(scene: Scene, first: Decision) -> list[Example]:
    """Return the examples of the second reading, after a first one by weights that do not know the document."""
    survey = Survey(scene.observations, first_kinds(scene.observations, first))
    return _examples(scene, survey.kinds, lambda index, _: survey.evidence(index))


def _examples(scene: Scene, kinds: Sequence[str], name: Callable[[int, Sequence[str]], Sequence[str]]) -> list[Example]:
    """Return an example for each piece that can be what it is at its place, where the pieces before it have these kinds."""
    context = scene.observations.context
    examples: list[Example] = []
    for index, (piece, kind) in enumerate(zip(context.pieces, scene.kinds, strict=True)):
        before = kinds_before(kinds, index)
        outcomes = allowed_kinds(context, index, before)
        if not piece.kind and kind in outcomes:
            examples.append(Example(name(index, before), kind, outcomes, scene.document))
    return examples


def learn_survey(scenes: Sequence[Scene], examples: Sequence[Example]) -> Table:
    """Return the weights of the second reading: for each half of the documents the first goes by what the other half teaches."""
    documents = sorted({scene.document for scene in scenes})
    half = set(documents[::2])
    found: list[Example] = []
    for inside in (True, False):
        first = Decision(learn([e for e in examples if (e.document in half) != inside] or examples))
        found += [e for scene in scenes if (scene.document in half) == inside for e in survey_examples(scene, first)]
    return learn(found)


def learn(examples: Sequence[Example]) -> Table:
    """Return the weights of one decision: those under which the right outcomes are likeliest, less the pull (L-BFGS)."""
    names = shared_evidence(examples)
    outcomes = sorted({outcome for example in examples for outcome in example.outcomes})
    place = {name: index for index, name in enumerate(names)}
    cells = [(row, place[n]) for row, example in enumerate(examples) for n in example.evidence if n in place]
    rows, columns = zip(*cells, strict=True)
    shape = (len(examples), len(names))
    here = csr_matrix((np.ones(len(cells)), (rows, columns)), shape=shape)
    turned = here.T.tocsr()
    right = np.array([[example.right == o for o in outcomes] for example in examples], dtype=float)
    barred = np.array([[0.0 if o in example.outcomes else -1e9 for o in outcomes] for example in examples])
    prior = np.array([[PRIOR.get((name, outcome), 0.0) for outcome in outcomes] for name in names])

    def miss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(prior.shape)
        totals = here @ weights + barred
        totals -= totals.max(axis=1, keepdims=True)
        powers = np.exp(totals)
        whole = powers.sum(axis=1, keepdims=True)
        off = weights - prior
        cost = -(right * (totals - np.log(whole))).sum() + PULL / 2 * (off * off).sum()
        return float(cost), (turned @ (powers / whole - right) + PULL * off).ravel()

    found = minimize(miss, prior.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x.reshape(
        prior.shape
    )
    table = {
        name: {o: round(float(w), 2) for o, w in zip(outcomes, row, strict=True) if abs(w) >= 0.01}
        for name, row in zip(names, found, strict=True)
    }
    return {name: weights for name, weights in table.items() if weights}


def shared_evidence(examples: Sequence[Example]) -> list[str]:
    """Return the names of the evidence that occurs in more than one document."""
    documents: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        for name in example.evidence:
            documents[name].add(example.document)
    known = len({example.document for example in examples})
    return sorted(name for name, where in documents.items() if len(where) >= min(SHARED, known))


def train(cases: list[Path]) -> Weights:
    """Return the weights of all decisions.

    Verse comes first, since lines are joined, and kinds chosen, beside what is found to be verse.
    """
    verse: list[Example] = []
    extents: list[Example] = []
    for case in cases:
        more_verse, more_extents = read_runs(case)
        verse += more_verse
        extents += more_extents
    weights = {"verse": learn(verse), "extent": learn(extents)}
    use_weights(weights)
    read = [read_pieces(case) for case in cases]
    scenes = [scene for _, scene in read]
    kinds = [example for scene in scenes for example in kind_examples(scene)]
    weights["join"] = learn([example for examples, _ in read for example in examples])
    return weights | {"kind": learn(kinds), "survey": learn_survey(scenes, kinds)}


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
