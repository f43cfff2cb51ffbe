"""The rules of line setting, on a font in which Han are one em, Latin letters half an em and spaces a quarter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kanben.outputs.pdf import line_breaks
from kanben.outputs.pdf.annotation import pair_readings
from kanben.outputs.pdf.composition import Composer
from kanben.outputs.pdf.line_costs import LineCosts
from kanben.outputs.pdf.paragraph import CompositionSettings, Line, Paragraph
from kanben.source.characters import NO_END, NO_START

ARTICLE = (
    "党群服务中心联盟体系，几年时间建成上千个党群服务中心，积极打造服务群众、凝聚群众的共享空间和“红色家园”；"
    "试点新就业群体党建新路径，标准化建设13个“暖蜂一条街”、753个“暖蜂驿站”，实现党建引领新业态高质量发展；"
    "他说：“去吧！”（真的）于是3.5%的人用Python写程序……一项项探索——一份份答卷，《城市》与「口岸」（2023年）都在其中。"
)
CENTRED = {"。": (0.36, 0.36), "，": (0.40, 0.44), "、": (0.35, 0.42), "？": (0.26, 0.28)}
"""White before and after the ink of marks in the middle of their bodies, as in Noto Serif CJK TC."""


def measure(text: str, centred: bool = False) -> Paragraph:
    """Return a paragraph as a font one pixel high would measure it."""
    widths = [0.25 if c == " " else 0.5 if c.isascii() or c == "é" else 0.0 if c == "\n" else 1.0 for c in text]
    breaks = [None, *(before == " " for before in text[:-1])]
    blanks = {i: CENTRED.get(c, (0.44, 0.44)) for i, c in enumerate(text) if centred and c in "，。、；：！？"}
    return Paragraph(text, widths, [1.0] * len(text), breaks, blanks)


def compose_paragraph(
    paragraph: Paragraph, columns: float, indent: float = 0.0, settings: CompositionSettings | None = None
) -> list[Line]:
    """Return all lines of a paragraph in a column of so many em, the first indented."""
    composer = Composer(paragraph, settings or CompositionSettings())
    lines = composer.compose_lines(0, columns - indent, columns)
    while lines and lines[-1].next < len(paragraph.text):
        lines += composer.compose_lines(lines[-1].next, columns, columns)
    return lines


def show(text: str, lines: list[Line]) -> list[str]:
    return [text[line.start : line.end] for line in lines]


def width(line: Line) -> float:
    return sum(line.advances) - line.tail


@pytest.mark.parametrize("columns", [8, 10, 12, 15, 18, 20.2, 26, 26.5, 40])
@pytest.mark.parametrize("hanging", [False, True])
def test_keeps_prohibition_rules_and_fills_lines(columns: float, hanging: bool) -> None:
    text = ARTICLE * 3
    lines = compose_paragraph(measure(text), columns, 2, CompositionSettings(hanging_punctuation=hanging))
    assert "".join(show(text, lines)) == text
    for number, line in enumerate(lines):
        shown = text[line.start : line.end]
        assert shown[0] not in NO_START
        assert shown[-1] not in NO_END
        assert number == 0 or not (shown[0] in "—…" and text[line.start - 1] == shown[0])
        if number < len(lines) - 1:
            assert width(line) == pytest.approx(columns - 2 * (number == 0), abs=0.04)


# What a line takes in its natural state, in em: adjacent marks lose half an em, Han and Latin are a quarter apart.
NATURAL = [
    ("你好", 2),
    ("去吧。”他", 4.5),  # 。” loses half an em
    ("说：“去", 3.5),
    ("（甲）（乙）", 5.5),
    ("「『甲』」", 4.0),
    ("用Python写", 5.5),
    ("5%的", 2.25),
    ("用 Python 写", 5.5),  # a typed space is the gap
    ("B “甲”", 3.25),  # after a space an opening mark needs no white of its own
    ("中, 文", 2.75),  # a Latin comma is no letter
    ("中(文)", 3.0),
    ("（甲，乙）", 5.0 - 0.5),  # an opening bracket at line head stands without its left half
]


@pytest.mark.parametrize(("text", "expected"), NATURAL)
def test_natural_width(text: str, expected: float) -> None:
    (line,) = compose_paragraph(measure(text), 40)
    head = 0.5 if text[0] in "（「" and expected != 4.5 else 0.0
    assert width(line) == pytest.approx(expected - head, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("B “1+10+N”党群服务中心体系日臻完善", 15, ["B “1+10+N”党群", "服务中心体系日臻完善"]),
        ("深圳抗疫中涌现的红色力量", 10, ["深圳抗疫中", "涌现的红色力量"]),
        ("短标题", 10, ["短标题"]),
    ],
)
def test_headings_break_evenly_and_at_sense(text: str, columns: int, expected: list[str]) -> None:
    paragraph = measure(text)
    paragraph.justified, paragraph.heading = False, True
    assert show(text, compose_paragraph(paragraph, columns)) == expected


def test_centred_marks_have_no_half_to_lose() -> None:
    text = "「去罷。」他說：「好，『就這樣』。」"
    (mainland,) = compose_paragraph(measure(text), 40)
    (taiwan,) = compose_paragraph(measure(text, centred=True), 40)
    assert width(taiwan) > width(mainland)
    full_stop = text.index("。") - taiwan.start
    assert taiwan.extras[full_stop] == 0.0
    colon = text.index("：")
    assert taiwan.extras[colon + 1] == pytest.approx(-0.5)
    assert taiwan.offsets[colon + 1] == pytest.approx(-0.5)


@pytest.mark.parametrize("columns", [9, 9.5, 11, 14.5, 15])
def test_centred_marks_are_never_trimmed(columns: float) -> None:
    text = "在新時代背景下，通過黨建引領管理；服務好、新就業人群：縮影！人口超過兩千萬，人群流動頻繁，社會複雜。" * 3
    for line in compose_paragraph(measure(text, centred=True), columns, 2):
        assert line.tail == 0
        assert all(extra >= 0 for extra in line.extras) and not any(line.offsets.values())


def test_opening_mark_at_line_head_stands_at_the_edge() -> None:
    text = "“去吧，”他说，“我们" * 6
    for line in compose_paragraph(measure(text), 9, 2):
        if text[line.start] == "“":
            assert line.offsets[line.start] == pytest.approx(-0.5)


def test_stop_hangs_only_when_asked() -> None:
    text = "一二三四五六七八九十，一二三四五六七八九。" * 8
    assert any(
        line.tail == 1.0
        for line in compose_paragraph(measure(text), 10, 0, CompositionSettings(hanging_punctuation=True))
    )
    assert all(line.tail <= 0.5 for line in compose_paragraph(measure(text), 10))


@pytest.mark.parametrize("text", ["长5 km的路" * 9, "共10%的人" * 9, "温度30℃了" * 9, "值￥500元" * 9, "重5 kg。" * 12])
def test_numbers_stay_with_their_units(text: str) -> None:
    for columns in range(6, 16):
        for line in compose_paragraph(measure(text), columns)[1:]:
            assert not text[line.start :].startswith(("km", "%", "℃", "500", "kg"))


def test_a_word_with_an_apostrophe_is_not_parted() -> None:
    text = "他写it’s和don’t时，" * 9
    for columns in range(6, 16):
        for line in compose_paragraph(measure(text), columns)[1:]:
            assert text[line.start - 1 : line.start + 1] not in ("’s", "’t")


def test_last_line_is_not_a_single_character() -> None:
    for length in range(30, 60):
        text = "一二三四五六七八九十，" * 6
        text = text[:length] + "好。"
        lines = compose_paragraph(measure(text), 16, 2)
        assert sum(c not in "，。" for c in text[lines[-1].start :]) > 1 or len(lines) == 1


def test_words_are_never_stretched() -> None:
    text = "我们用 Kubernetes and Prometheus 来观察 microservices 的状态，并不困难。" * 4
    for line in compose_paragraph(measure(text), 20):
        for place, index in enumerate(range(line.start, line.end - 1)):
            if (
                text[index].isascii()
                and text[index].isalpha()
                and text[index + 1].isascii()
                and text[index + 1].isalpha()
            ):
                assert line.extras[place] == 0.0


ADDRESSES = "文档地址是https://example.org/typesetting/handbook/chapter-03/line-breaking.html，代码在编辑部的服务器上，请先读一遍。"


@pytest.mark.parametrize("columns", range(12, 30))
def test_lines_of_an_address_are_full_and_break_where_no_hyphen_could_be_meant(columns: int) -> None:
    lines = compose_paragraph(measure(ADDRESSES), columns, 2)
    for number, line in enumerate(lines[:-1]):
        assert width(line) == pytest.approx(columns - (2 if number == 0 else 0), abs=0.05)
        assert ADDRESSES[line.end - 1] not in "-."


def test_a_line_does_not_end_after_a_character_because_an_address_follows() -> None:
    for columns in range(10, 20):
        first = compose_paragraph(measure(ADDRESSES), columns, 2)[0]
        assert first.end >= len("文档地址是")


def test_an_identifier_breaks_between_its_words_where_it_is_long_for_the_measure() -> None:
    text = "或者SegmentationFaultException，运行ContinuousIntegrationRunner再说，" * 3
    parted = {text[line.start - 1 : line.start + 1] for line in compose_paragraph(measure(text), 15)[1:]}
    inside = {pair for pair in parted if pair.isascii()}
    assert inside and inside <= {"nF", "tE", "sI", "nR"}
    assert not any(
        pair.isascii()
        for pair in [text[line.start - 1 : line.start + 1] for line in compose_paragraph(measure(text), 40)[1:]]
    )


def test_spaces_stretch_before_anything_else() -> None:
    text = "甲乙丙丁戊己庚辛 word 甲乙丙丁戊己庚辛" + "甲乙丙丁" * 9
    line = compose_paragraph(measure(text), 19.7)[0]
    space = text.index(" ")
    assert line.extras[space] > max(line.extras[i] for i in range(space - 1))


def test_forced_breaks_and_empty_lines() -> None:
    text = "第一行\n\n第三行\n"
    lines = compose_paragraph(measure(text), 10)
    assert [text[line.start : line.end] for line in lines][:3] == ["第一行", "", "第三行"]


@pytest.mark.parametrize(
    ("text", "columns"), [("啊" * 100_000, 26), ("x" * 20_000, 26), ("我们从2023年，" * 9_000, 12)]
)
def test_long_paragraphs_take_linear_time(text: str, columns: int) -> None:
    lines = compose_paragraph(measure(text), columns, 2)
    assert "".join(show(text, lines)) == text
    assert all(width(line) <= columns + 0.04 for line in lines)


def test_breaks_nothing_that_is_bound() -> None:
    text = "这是拼音注音" * 5
    paragraph = measure(text)
    paragraph.bound = frozenset(i + 1 for i in range(len(text)) if text.startswith("拼音", i))
    for columns in range(4, 9):
        assert not any(
            text[line.start] == "音" and text[line.start - 1] == "拼"
            for line in compose_paragraph(paragraph, columns)[1:]
        )


@pytest.mark.parametrize(
    ("base", "annotation", "expected"),
    [
        ("拼音", "pīn yīn", [(0, 1, "pīn"), (1, 2, "yīn")]),
        ("漢字", "ㄏㄢˋ ㄗˋ", [(0, 1, "ㄏㄢˋ"), (1, 2, "ㄗˋ")]),
        ("刊本", "kānběn", [(0, 2, "kānběn")]),
        ("刊 本", "printed book edition", [(0, 3, "printed book edition")]),
        ("Ａ、词", "cí", [(2, 3, "cí")]),
        ("词", "", []),
        (" ", "cí", []),
    ],
)
def test_pairs_readings(base: str, annotation: str, expected: list[tuple[int, int, str]]) -> None:
    assert pair_readings(base, annotation) == expected


@pytest.mark.parametrize("columns", [8, 12, 18, 20.2, 26, 35])
@pytest.mark.parametrize("justified", [True, False])
def test_ways_within_a_bound_are_the_best_of_all(
    monkeypatch: pytest.MonkeyPatch, columns: float, justified: bool
) -> None:
    paragraph = replace(measure(ARTICLE * 3 + "见https://example.org/a-b/c.html，" + ARTICLE), justified=justified)
    quick = compose_paragraph(paragraph, columns, 2)
    monkeypatch.setattr(line_breaks, "BOUNDS", (line_breaks.INFINITE,))
    assert compose_paragraph(paragraph, columns, 2) == quick


def test_few_lines_are_rated(monkeypatch: pytest.MonkeyPatch) -> None:
    rated: list[int] = []
    stock = LineCosts.rate
    monkeypatch.setattr(LineCosts, "rate", lambda costs, *given: rated.append(1) or stock(costs, *given))
    lines = compose_paragraph(measure("县城以东有一座石桥，建于清代，至今仍可通行。他说，路总要有人走。" * 6), 26)
    assert len(lines) <= len(rated) < len(lines) * 30  # without a bound more than a hundred a line
