"""Recovered structure is as good as it was measured, a little less allowed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from measurement import measurement_path

from kanben.source.assemble import assemble_document
from kanben.source.document import write_json
from kanben.source.structure import recover_article

ROOT = Path(__file__).resolve().parent.parent.parent
BLOCKS = {"clean": 0.89, "light": 0.90, "heavy": 0.87}
CUTS = {"clean": 0.95, "light": 0.94, "heavy": 0.93}


def load_scoring() -> Any:
    sys.path.insert(0, str(measurement_path("tools")))
    try:
        import structure_score
    finally:
        sys.path.pop(0)
    return structure_score


def test_unseen_documents_keep_their_score() -> None:
    scoring = load_scoring()
    rows: dict[str, list[dict[str, Any]]] = {level: [] for level in BLOCKS}
    false_inscriptions = 0
    for case in sorted(measurement_path("corpora", "structure").iterdir()):
        truth = json.loads((case / "truth.json").read_text(encoding="utf-8"))
        doc = json.loads(write_json(assemble_document(recover_article((case / "raw.txt").read_text(encoding="utf-8")))))
        scoring.READING.notes = []
        scores = scoring.score_case(truth, doc)
        rows[truth["level"]].append(scores)
        hits, _, found = scores["per"]["verse"]
        false_inscriptions += found - hits
    for level, scores in rows.items():
        assert sum(row["blocks"] for row in scores) / len(scores) >= BLOCKS[level], level
        assert sum(row["cuts"] for row in scores) / len(scores) >= CUTS[level], level
        assert sum(row["noise"][0] for row in scores) == sum(row["noise"][1] for row in scores), level
    assert false_inscriptions == 0


def test_furniture_is_never_text(tmp_path: Path) -> None:
    """Every line that is deleted was put there as furniture, over all damage of the repository's documents."""
    sys.path.insert(0, str(ROOT / "tests" / "structure"))
    try:
        from damage import write_cases
    finally:
        sys.path.pop(0)
    write_cases(tmp_path)
    wrong = []
    for case in sorted(tmp_path.iterdir()):
        truth = json.loads((case / "truth.json").read_text(encoding="utf-8"))
        noise = {entry["line"] for entry in truth.get("noise", [])}
        recovered = recover_article((case / "raw.txt").read_text(encoding="utf-8"))
        wrong += [(case.name, e.before) for e in recovered.edits if e.rule == "furniture" and e.place.line not in noise]
    if wrong:
        pytest.fail(f"text was deleted as furniture: {wrong}")
