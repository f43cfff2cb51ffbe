"""Conversion of plain text: cases in conversions.txt, decisions, and what every conversion holds to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from measurement import ROOT
from typer.testing import CliRunner

from kanben.cli import app
from kanben.filters.conversion import convert
from kanben.filters.editions import Edition
from kanben.filters.occurrences import describe_occurrence, find_occurrence
from kanben.source.decisions import Decisions, WordRule, parse_decisions, parse_glossary
from kanben.source.errors import InputError

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "conversions.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("script", "source", "expected"), CASES)
def test_conversion(script: str, source: str, expected: str) -> None:
    edition = Edition.of(script.removesuffix("+"), script.endswith("+"))
    source = expected if source == "=" else source
    found = convert(source, edition)
    assert found.output == expected
    assert all(source[r.start : r.end] == r.source for r in found.replacements)


def test_regional_words_are_listed_as_such() -> None:
    found = convert("软件在里面", Edition.of("zh-Hant-TW", True))
    assert [(r.source, r.output) for r in found.replacements if r.rule == "regional-vocabulary"] == [("软件", "軟體")]


@pytest.mark.parametrize(
    ("words", "source", "expected"),
    [
        ({"里": "里"}, "公里面里", "公里面里"),
        ({"里": "里"}, "里面有里", "裡面有里"),
        ({"台湾": "台灣"}, "台湾海峡和台湾", "台灣海峽和台灣"),
        ({"于建嵘": "于建嶸"}, "由于建嵘写了", "由于建嶸寫了"),
        ({"发展": "發展"}, "头发展示", "頭髮展示"),
        ({"被发明": "被發明"}, "它被发明了", "它被發明了"),
        ({"甲": "乙"}, "他說甲，已是甲", "他說甲，已是甲"),
    ],
)
def test_word_rules(words: dict[str, str], source: str, expected: str) -> None:
    decisions = Decisions(tuple(WordRule(s, t) for s, t in words.items()))
    assert convert(source, Edition.of("zh-Hant"), decisions).output == expected


def test_the_articles_words_come_before_the_glossary() -> None:
    decisions = Decisions((WordRule("台", "台", "zh-Hant"),), (), (WordRule("台", "臺"), WordRule("里", "里")))
    assert convert("台，里，发", Edition.of("zh-Hant-TW"), decisions).output == "台，里，發"
    assert Decisions((WordRule("台", "台", "zh-Hant-HK"),)).word_targets("zh-Hant-TW") == {}


def test_one_place_and_then_the_place_is_edited() -> None:
    text = "实现组织链的事，又说服务链。\n\n后来，组织链不在了。"
    decision = describe_occurrence(text, 4, 5, "鍊", "zh-Hant")
    decisions = Decisions((), (decision,))
    assert convert(text, Edition.of("zh-Hant"), decisions).output.startswith("實現組織鍊的事，又說服務鏈。")
    near = convert("大家实行组织链的事。", Edition.of("zh-Hant"), decisions)
    assert near.output == "大家實行組織鍊的事。"
    gone = convert("组织链和链。", Edition.of("zh-Hant"), decisions)
    assert gone.stale == (decision,)
    assert "鍊" not in gone.output


def test_alike_places_are_told_apart() -> None:
    text = "这是后来。" * 12
    places = [place for place in range(len(text)) if text[place] == "后"]
    for place in places:
        assert find_occurrence(text, describe_occurrence(text, place, place + 1, "后", "")) == place


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[word]]\nsource = 1\ntarget = 'x'", "source"),
        ("[[word]]\nsource = 'x'", "target"),
        ("[[word]]\nsorce = 'x'", "sorce"),
        ("word = 3", "list of tables"),
        ("[[words]]", "words"),
        ("[[word", "TOML"),
        ("[[occurrence]]\nsource='a'\ntarget='b'", "left"),
    ],
)
def test_a_decisions_file_that_cannot_be_understood(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parse_decisions(text, Path("x.decisions.toml"))


def test_a_glossary() -> None:
    rules = parse_glossary("source\ttarget\tnote\n# 注\n于右任\t于右任\t姓\n\n信息\t資訊\n", None)
    assert [(r.source, r.target, r.note) for r in rules] == [("于右任", "于右任", "姓"), ("信息", "資訊", "")]
    with pytest.raises(InputError, match="g.tsv:2"):
        parse_glossary("一\t二\n没有制表符", Path("g.tsv"))


def test_convert_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("他说“头发”。\r\n碑上“為了堅持國內和平”。\r\n", encoding="utf-8")
    (tmp_path / "a.decisions.toml").write_text('[[word]]\nsource = "头发"\ntarget = "头髮"\n', encoding="utf-8")
    runner = CliRunner()
    assert runner.invoke(app, ["convert", str(file), "--script", "zh-Hant"]).stdout.startswith("他說「头髮」。\n")
    schemas = ROOT / "docs" / "schema"
    printed = json.loads(runner.invoke(app, ["convert", str(file), "--script", "zh-Hant", "--json"]).stdout)
    Draft202012Validator(json.loads((schemas / "convert.schema.json").read_text())).validate(printed)
    spans = json.loads(runner.invoke(app, ["convert", str(file), "--spans", "--json"]).stdout)
    Draft202012Validator(json.loads((schemas / "spans.schema.json").read_text())).validate(spans)
    assert [span["label"] for span in spans] == ["Hans", "Hant", "Hans"]
    from_input = runner.invoke(app, ["convert", "-", "--script", "zh-Hans"], input="頭髮".encode())
    assert from_input.stdout == "头发"


def test_a_place_is_described_by_no_more_than_tells_it_from_others() -> None:
    alone = describe_occurrence("县里的干部昨天来了", 3, 4, "幹", "zh-Hant")
    assert (alone.left, alone.right, alone.number) == ("县里的", "部昨天来", 1)
    text = "一二三四县城里的干部昨天来了。六七八九县城里的干部昨天来了"
    first = describe_occurrence(text, 8, 9, "幹", "zh-Hant")
    assert (first.left, first.right, first.number) == ("一二三四县城里的", "部昨天来了。六七", 1)
