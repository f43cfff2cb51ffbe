"""Measure recovered structure: the table of scores, and the time per 1,000 characters.

    python benchmarks/structure.py CASES… [--each] [--cross]

A case is a folder with `raw.txt` and `truth.json`. The scoring is that of `structure_score.py` beside the cases; blocks are
scored as kanben assembles them. `--cross` trains on all documents but a third and scores that third, three times.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from measurement import MEASUREMENT

from kanben.source import model
from kanben.source.assemble import assemble_document
from kanben.source.document import write_json
from kanben.source.structure import recover_article

KINDS = ("title", "byline", "heading", "caption", "verse", "list_item")
FOLDS = 3


def load_scoring() -> Any:
    """Import the score tool of the measurement data."""
    path = MEASUREMENT / "tools" / "structure_score.py"
    spec = importlib.util.spec_from_file_location("structure_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def find_cases(folders: list[Path]) -> list[Path]:
    """Return the case folders below the folders."""
    return sorted({truth.parent for folder in folders for truth in folder.rglob("truth.json")})


def document_of(case: Path) -> str:
    """Return the name of the document that a case is a damage of."""
    return case.name.split(".")[0]


def score(case: Path, scoring: Any) -> tuple[dict[str, Any], dict[str, Any], float, int]:
    """Return truth, scores, seconds and characters of one case."""
    text = (case / "raw.txt").read_text(encoding="utf-8")
    truth = json.loads((case / "truth.json").read_text(encoding="utf-8"))
    begun = time.perf_counter()
    doc = assemble_document(recover_article(text))
    seconds = time.perf_counter() - begun
    scoring.READING.notes = []
    return truth, scoring.score_case(truth, json.loads(write_json(doc))), seconds, len(text)


def print_table(results: list[tuple[dict[str, Any], dict[str, Any], float, int]], scoring: Any) -> None:
    """Print the scores by level, and the time."""
    levels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for truth, scores, _, _ in results:
        levels[truth["level"]].append(scores)
    heads = ("blocks", "cuts", "title", "byline", "heading", "caption", "inscr.", "list", "furniture", "kept")
    print(f"{'level':8}{'cases':>6}" + "".join(f"{head:>10}" for head in heads))
    for level in ("clean", "light", "heavy"):
        rows = levels.get(level)
        if not rows:
            continue
        per = [scoring.f1(*(sum(row["per"][kind][i] for row in rows) for i in range(3))) for kind in KINDS]
        gone, noise = (sum(row["noise"][i] for row in rows) for i in (0, 1))
        mean = {key: sum(row[key] for row in rows) / len(rows) for key in ("blocks", "cuts", "kept")}
        figures = [mean["blocks"], mean["cuts"], *per, gone / noise if noise else 1.0, mean["kept"]]
        print(f"{level:8}{len(rows):6}" + "".join(f"{figure:10.4f}" for figure in figures))
    seconds, characters = sum(r[2] for r in results), sum(r[3] for r in results)
    print(f"{seconds / characters * 1e6:.2f} ms per 1,000 characters")


def cross_validate(cases: list[Path], scoring: Any, always: list[Path]) -> list[Any]:
    """Return the results of cases scored with weights learned on the other documents."""
    import train_structure

    documents = sorted({document_of(case) for case in cases})
    results = []
    for fold in range(FOLDS):
        held = {name for index, name in enumerate(documents) if index % FOLDS == fold}
        train = [case for case in cases if document_of(case) not in held] + always
        model.use_weights(train_structure.train(train))
        results += [score(case, scoring) for case in cases if document_of(case) in held]
    return results


def main() -> None:
    """Score the cases that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", type=Path, default=[MEASUREMENT / "corpora" / "structure"])
    parser.add_argument("--each", action="store_true", help="a line for every case")
    parser.add_argument("--cross", action="store_true", help="train on the other documents")
    parser.add_argument("--with", dest="always", action="append", type=Path, default=[], help="cases always trained on")
    options = parser.parse_args()
    scoring = load_scoring()
    cases = find_cases(options.cases)
    if options.cross:
        results = cross_validate(cases, scoring, find_cases(options.always))
    else:
        results = [score(case, scoring) for case in cases]
    if options.each:
        for truth, scores, _, _ in results:
            print(f"{truth['id']:44} blocks {scores['blocks']:.3f} cuts {scores['cuts']:.3f} kept {scores['kept']:.4f}")
    print_table(results, scoring)


if __name__ == "__main__":
    main()
