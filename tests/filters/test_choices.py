"""The choices that a person is shown: which channel sees them, how they are grouped, and how they are decided."""

from __future__ import annotations

from pathlib import Path

import pytest
from measurement import measurement_path

from kanben.filters.ambiguity import group_choices
from kanben.filters.conversion import convert
from kanben.filters.editions import Edition, script_of, traditional_region
from kanben.filters.names import surname_rules
from kanben.press.decide import decide_article
from kanben.press.options import Options

SEEN = [
    ("zh-Hant", "它被发明出来", "word-boundary", "被发明", "被發明"),
    ("zh-Hant", "火车包括发动机", "word-boundary", "包括发动机", "包括發動機"),
    ("zh-Hant-TW+", "他指的是少数组织的事", "word-boundary", "少数组织", "少數組織"),
    ("zh-Hant", "昨天于先生说了", "surname", "于", "于"),
    ("zh-Hant", "那个人姓范，他来了", "surname", "范", "范"),
    ("zh-Hans", "衞國戰爭中靑年為國", "old-form", "靑", "青"),
    ("zh-Hant-TW+", "他买了软件", "regional-vocabulary", "软件", "軟件"),
    ("zh-Hant", "干，他们说", "one-to-many", "干", "乾"),
]


@pytest.mark.parametrize(("script", "text", "channel", "source", "candidate"), SEEN)
def test_a_channel_sees(script: str, text: str, channel: str, source: str, candidate: str) -> None:
    conversion = convert(text, Edition.of(script.removesuffix("+"), script.endswith("+")))
    assert [
        candidate in g.candidates for g in group_choices(conversion) if (g.channel, g.source) == (channel, source)
    ] == [True]


@pytest.mark.parametrize("text", ["一千二百元", "几千人", "3千米", "1.5万人", "数千人", "千余人", "兩千多", "千万"])
def test_a_numeral_in_a_number_asks_nothing(text: str) -> None:
    groups = group_choices(convert(f"花了{text}", Edition.of("zh-Hant")))
    assert not [group for group in groups if group.source in ("千", "万")]


def test_a_numeral_elsewhere_is_asked_about() -> None:
    (group,) = [group for group in group_choices(convert("他荡千去了", Edition.of("zh-Hant"))) if group.source == "千"]
    assert group.candidates == ("千", "韆")


@pytest.mark.parametrize("text", ["由于先生不在", "小于5的数", "皇后的头发", "关于书记的事"])
def test_no_surname_where_none_is(text: str) -> None:
    assert not [g for g in group_choices(convert(text, Edition.of("zh-Hant"))) if g.channel == "surname"]


def test_the_real_article_has_few_groups() -> None:
    text = measurement_path("articles", "shenzhen.txt").read_text(encoding="utf-8")
    for script in ("zh-Hant", "zh-Hant-HK", "zh-Hant-TW"):
        groups = group_choices(convert(text, Edition.of(script)))
        assert len(groups) < 30
        assert len([group for group in groups if not group.collapsed]) < 15


def test_surnames_of_authors() -> None:
    edition = Edition.of("zh-Hant")
    assert [rule.target for rule in surname_rules(["范仲言", "王小余", "于"], edition)] == ["范仲言"]


def test_scripts_and_regions() -> None:
    assert [script_of(tag) for tag in ("zh", "zh-TW", "yue", "en", "zh-Hans-HK")] == [
        "Hans",
        "Hant",
        "Hant",
        None,
        "Hans",
    ]
    assert traditional_region("他看著窗外，心裡想") == "TW"
    assert traditional_region("他看着窗外，心裏想") == "HK"


def test_a_dialogue_keeps_undoes_and_is_applied(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("标题在此\n\n干，他们说，又在反复干这件事，机制是好的机制。\n", encoding="utf-8")
    said: list[str] = []
    answers = iter(["2", "u", "2", "ae", "x", "s", "q"])
    assert decide_article(article, Options(), lambda prompt: next(answers), said.append) == 2
    kept = (tmp_path / "a.decisions.toml").read_text(encoding="utf-8")
    assert kept.count("[[occurrence]]") == 1
    assert kept.count("[[word]]") == 1
    (tmp_path / "a.decisions.toml").write_text("# 我的注\n" + kept, encoding="utf-8")
    more = iter(["ae"])

    def ask(prompt: str) -> str:
        try:
            return next(more)
        except StopIteration:
            raise EOFError from None

    assert decide_article(article, Options(), ask, said.append) == 1
    assert (tmp_path / "a.decisions.toml").read_text(encoding="utf-8").startswith("# 我的注\n")
