"""Levels of headings: one for one style of number, parts below what they are parts of."""

from __future__ import annotations

import pytest

from kanben.source.blocks import Block
from kanben.source.headings import level_headings

LEVELS = {
    "第一章 桥 / 第一节 始建 / 一、选址 / （一）石料": [2, 3, 4, 5],
    "移居 / 雨后过溪桥二首 / 其一 / 其二 / 自序": [2, 2, 3, 3, 2],
    "前言 / … / 其一 / 其二 / 后记": [2, 0, 2, 2, 2],
    "一、成绩 / 二、问题 / 结语": [2, 2, 2],
    "其一 / 其二": [2, 2],
    "一、春 / 其一 / 其二 / 二、秋": [2, 3, 3, 2],
    "1 范围 / 1.1 总则 / 1.1.1 说明 / 2 术语": [2, 3, 4, 2],
}


@pytest.mark.parametrize(("texts", "levels"), LEVELS.items())
def test_levels(texts: str, levels: list[int]) -> None:
    blocks = [Block("paragraph" if text == "…" else "heading", text) for text in texts.split(" / ")]
    level_headings(blocks)
    assert [block.level for block in blocks] == levels
