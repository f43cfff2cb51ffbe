"""`kanben convert`: plain text in, converted text out, with what a person should know of it on standard error."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import jsonschema
import pytest

from kanben import cli

SCHEMAS = Path(__file__).resolve().parents[2] / "docs" / "schema"
DECISIONS = """[[word]]
source = "头发"
target = "頭发"

[[occurrence]]
left = "没有的"
source = "后"
right = "文"
target = "后"
"""


def convert(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: object) -> tuple[str, str]:
    """Run the command and return what it printed, and what it said on standard error."""
    monkeypatch.setattr(sys, "argv", ["kanben", "convert", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert not left.value.code
    printed = capsys.readouterr()
    return printed.out, printed.err


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("他的头发乱了，软件也坏了，软件。\n", encoding="utf-8")
    return path


def test_words_of_the_region_are_told(
    text: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, err = convert(capsys, monkeypatch, text, "--script", "zh-Hant-TW")
    assert (out, err) == ("他的頭髮亂了，軟件也壞了，軟件。\n", "")
    out, err = convert(capsys, monkeypatch, text, "--script", "zh-Hant-TW", "--regional-vocabulary")
    assert out == "他的頭髮亂了，軟體也壞了，軟體。\n"
    assert err == "kanben: regional vocabulary: 软件 → 軟體 (2)\n"


def test_decisions_beside_the_text_count_and_stale_ones_are_told(
    text: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text.with_suffix(".decisions.toml").write_text(DECISIONS, encoding="utf-8")
    out, err = convert(capsys, monkeypatch, text, "--script", "zh-Hant")
    assert out == "他的頭发亂了，軟件也壞了，軟件。\n"
    assert err.startswith("kanben: stale decision: 没有的[后]文 → 后: ")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.read_bytes())))
    out, err = convert(capsys, monkeypatch, "--script", "zh-Hant")
    assert (out, err) == ("他的頭髮亂了，軟件也壞了，軟件。\n", "")


def test_json_is_as_its_schema_says(
    text: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = json.loads(convert(capsys, monkeypatch, text, "--script", "zh-Hant", "--json")[0])
    jsonschema.validate(found, json.loads((SCHEMAS / "convert.schema.json").read_text()))
    assert found["text"] == "他的頭髮亂了，軟件也壞了，軟件。\n"
    assert ("头发", "頭髮") in {(r["source"], r["output"]) for r in found["replacements"]}
    spans = json.loads(convert(capsys, monkeypatch, text, "--spans", "--json")[0])
    jsonschema.validate(spans, json.loads((SCHEMAS / "spans.schema.json").read_text()))
    assert [span["label"] for span in spans] == ["Hans"]


def test_spans_for_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.txt"
    path.write_text("这是碑文：\n\n為了堅持國內和平從此登船北撤山東\n", encoding="utf-8")
    lines = convert(capsys, monkeypatch, path, "--spans")[0].splitlines()
    assert [line.split()[1] for line in lines] == ["Hans", "Hant"]
    assert lines[1].endswith("為了堅持國內和平從此登船北撤山東")


def test_standard_input_has_the_bound_of_a_file(
    text: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    size = text.stat().st_size
    for bound, code in ((size, 0), (size - 1, 7)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.read_bytes())))
        monkeypatch.setattr(sys, "argv", ["kanben", "convert", "--script", "zh-Hant", "--set", f"max_bytes={bound}"])
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert (left.value.code or 0) == code
