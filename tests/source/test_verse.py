"""Runs of lines that may be verse: how many are weighed, and which need no weight."""

from __future__ import annotations

import pytest

from kanben.source.layout import Layout
from kanben.source.lines import read_lines
from kanben.source.verse import candidate_runs, find_verse, is_regulated

WHOLE = Layout(0, False, 1.0)
PROSE = "关山在石鼓岭以西十八里，是两省分界，一座石头关楼，如今只剩下一个券洞，过路的人都要在洞里坐一坐。"


def regulated_runs(poem: str) -> list[tuple[int, int]]:
    lines = read_lines(f"{PROSE}\n\n{poem}\n\n{PROSE}\n")
    return [(run.start, run.end) for run in candidate_runs(lines, WHOLE) if is_regulated(run)]


@pytest.mark.parametrize(
    ("poem", "whole"),
    [
        ("乱石堆云路欲无，\n马蹄声里日将晡。\n行人莫问前村远，\n先向松根酒一壶。", True),
        ("三水同归海，三山共戴天。\n三家无彼此，一体万斯年。", True),
        ("乱石堆云路欲无，\n马蹄声里日将晡。\n行人莫问前面的村子远，\n先向松根酒一壶。", False),
        ("乱石堆云路欲无\n马蹄声里日将晡\n行人莫问前村远\n先向松根酒一壶", False),
    ],
)
def test_regulated_verse_is_known_by_its_measure_and_marks(poem: str, whole: bool) -> None:
    assert ((1, 1 + len(poem.split("\n"))) in regulated_runs(poem)) is whole


@pytest.mark.parametrize(
    "text", ["短行五个字\n", "短行五个字\n\n", "长短不一的行。\n\n短行\n　　缩进的行，\n", "一行，\n两行也是行。\n\n"]
)
def test_runs_to_weigh_grow_no_faster_than_lines(text: str) -> None:
    lines = read_lines(text * 2000)
    assert sum(1 for _ in candidate_runs(lines, WHOLE)) <= 4 * len(lines)


def test_one_line_alone_is_no_verse_and_runs_do_not_overlap() -> None:
    poem = "三月里来雾茫茫，\n船儿锚在江中央。\n哥哥莫问几时走，\n锅里还有红苕汤。"
    lines = read_lines(f"{PROSE}\n\n她唱的是：\n\n{poem}\n\n路线校阅者\n\n{PROSE}\n")
    assert find_verse(lines, WHOLE, traditional=False) == [(2, 6, "verse")]
