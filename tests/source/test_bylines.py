"""Bylines of the Chinese press give names with roles, and nothing that is no name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanben.source.bylines import read_byline
from kanben.source.numbering import read_label

CASES = Path(__file__).parent / "structure"

LINES = {
    "文/林园 图/王磊": "author 林园 photographer 王磊",
    "本刊记者　张三　摄影/李四": "author 张三 photographer 李四",
    "记者　叶知秋　通讯员　林可": "author 叶知秋 correspondent 林可",
    "本报讯（记者 陈屿 通讯员 何晓棠）": "author 陈屿 correspondent 何晓棠",
    "新华社郑州10月9日电　记者　梁启文　宋　雨": "author 梁启文 author 宋雨",
    "责编／方蕾　校对／唐小舟": "editor 方蕾 proofreader 唐小舟",
    "撰文：梁梓晴　攝影：Kelvin Ho": "author 梁梓晴 photographer Kelvin Ho",
    "口述：邵根宝　采访整理：陶然　时间：2019年11月": "author 邵根宝 author 陶然",
    "2023-06-23 08:15　来源：沱江早报　作者：龙飞　摄影：白一川": "author 龙飞 photographer 白一川",
}


@pytest.mark.parametrize(("line", "people"), LINES.items())
def test_people_and_their_roles(line: str, people: str) -> None:
    assert " ".join(f"{author['role']} {author['name']}" for author in read_byline([line]).authors) == people


def read_pairs(name: str) -> list[list[str]]:
    return [line.split(" -> ") for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("line", "said"), read_pairs("bylines.txt"))
def test_what_bylines_say(line: str, said: str) -> None:
    found = read_byline([line])
    parts = [f"{author['role']} {author['name']}" for author in found.authors]
    parts += [f"date {found.date}"] * bool(found.date) + [f"source {found.source}"] * bool(found.source)
    assert " ".join(parts) == (said if said != "nobody" else "")


@pytest.mark.parametrize(("line", "style"), read_pairs("labels.txt"))
def test_labels_of_headings(line: str, style: str) -> None:
    label = read_label(line)
    assert (f"{label.style} {label.value}" if label else "none") == style
