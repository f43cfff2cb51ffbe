"""What the fuzzer found once stays mended; and a few random texts, so that the target itself is known to run."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from fuzz.fuzz_reading import random_input, try_input

FINDINGS = sorted((Path(__file__).parent / "findings").iterdir())


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda path: path.name)
def test_findings_stay_mended(finding: Path) -> None:
    try_input(finding.read_bytes())


def test_random_texts_keep_their_words() -> None:
    source = random.Random(20)
    for _ in range(40):
        try_input(random_input(source))
