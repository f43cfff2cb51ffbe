"""A line drawn from the glyphs of its paragraph is the same, byte by byte, as one that is shaped again."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest
import weasyprint
from weasyprint.text.ffi import ffi
from weasyprint.text.line_break import Layout

from kanben.outputs.pdf.engine import CompositionSettings, composed_lines
from kanben.outputs.pdf.engine.glyphs import index_bytes
from kanben.outputs.pdf.engine.measuring import Measurer
from kanben.outputs.pdf.engine.shaped_text import HAN_SCRIPT, ShapedText

PARTS = [
    "深圳走出基层治理", "几年时间", "，", "。”", "“他说", "……", "——", "13个", "1234年", "：“", "）（", "5%", "℃", "①", "“N”", "Python", " ", "\u3000",
    "é", "𠀀", "😀", "葛\U000e0100", "が", "AV", "fi", "<b>重点</b>", "<em>楷体，“字”</em>", "<sup>3</sup>", "<u>下划</u>", "<br>",
    "<a href='https://example.org/'>链接</a>", "<span class=ruby data-rt='pīn yīn'>拼音</span>",
    "<span class=emphasis-mark>着重</span>",
]  # fmt: skip
STYLES = [
    "font: 12px/1.75 'Noto Serif CJK SC', serif",
    "font: 15.79px/1.75 'LXGW WenKai', 'Noto Serif CJK SC'",
    "font: 14px/1.75 'Noto Sans CJK TC'; text-align: left",
    "font: 13.3px/1.75 'Source Serif 4', 'DejaVu Serif', 'Noto Serif CJK SC'; font-variant-numeric: oldstyle-nums",
    "font: 12px/1.75 'Noto Serif CJK SC'; font-feature-settings: 'palt', 'kern'",
    "font: 12px/1.75 'Noto Serif CJK SC'; overflow-wrap: anywhere; text-decoration: underline",
    "font: 12px/1.75 'Noto Serif CJK SC'; text-overflow: ellipsis; overflow: hidden; width: 6em; white-space: nowrap",
]


def print_pages(style: str, seed: int) -> bytes:
    chance = random.Random(seed)
    text = "".join(f"<p>{''.join(chance.choices(PARTS, k=60))}" for _ in range(4))
    page = f"<html lang=zh-Hans><style>@page {{ size: 230px 400px; margin: 10px }} p {{ {style} }} em {{ font-family: 'LXGW WenKai' }}"
    settings = CompositionSettings(hanging_punctuation=bool(seed % 2))
    with composed_lines(settings):
        return bytes(weasyprint.HTML(string=f"{page} body {{ text-align: justify }}</style>{text}").write_pdf())


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", range(3))
def test_lines_are_the_same_as_shaped_again(monkeypatch: pytest.MonkeyPatch, style: str, seed: int) -> None:
    quick = print_pages(style, seed)
    monkeypatch.setattr(ShapedText, "take", lambda *_: None)
    assert print_pages(style, seed) == quick


def test_lines_of_han_are_shaped_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shaped: list[int] = []
    stock = Layout.setup
    monkeypatch.setattr(Layout, "setup", lambda layout, style: shaped.append(1) or stock(layout, style))
    page = f"<html lang=zh-Hans><style>{STYLES[0]}</style><p>" + "一九四六年，他说：“县城以东有3座石桥。”" * 20
    with composed_lines():
        document = weasyprint.HTML(string=page).render()
        laid_out = len(shaped)
        document.write_pdf(io.BytesIO())
    assert len(shaped) == laid_out


def shape(text: str, style: str = STYLES[0]) -> ShapedText:
    """Return what the measuring of a paragraph that is this text keeps of its glyphs."""
    kept: list[ShapedText] = []
    stock = Measurer._measure_text

    def measure(measurer: Measurer, box: Any, run: Any) -> Any:
        measured = stock(measurer, box, run)
        kept.append(run.shaped)
        return measured

    with pytest.MonkeyPatch.context() as patch, composed_lines():
        patch.setattr(Measurer, "_measure_text", measure)
        weasyprint.HTML(string=f"<html lang=zh-Hans><style>p {{ {style} }}</style><p>{text}").render()
    return kept[0]


@pytest.mark.parametrize("line", ["中文，", "“中文”", "3座石桥", "（甲）", "13%的人。", "龘石①"])
def test_what_is_taken(line: str) -> None:
    text = f"县城以东。{line}县城"
    shaped = shape(text)
    taken = shaped.take(5, 5 + len(line))
    assert taken is not None
    assert len(taken.glyphs) == len(taken.widths) == len(line)
    assert [index for places, _ in taken.runs for index in places] == list(range(len(line)))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("中文A中文", "文A中"),  # letters, whose forms may hang on their neighbours
        ("中文，“A”中文", "，“"),  # marks alone are of no script
        ("中文 中文", "文 中"),
        ("葛\U000e0100城以东", "葛\U000e0100城"),  # two characters, one glyph
        ("中文——中文", "文——中"),
        ("中文1234年", "中文12"),  # a number parted
        ("中文😀中文", "文😀中"),
    ],
)
def test_what_is_shaped_again(text: str, line: str) -> None:
    start = text.index(line)
    assert shape(text).take(start, start + len(line)) is None


def test_a_style_that_asks_for_features_is_shaped_again() -> None:
    assert shape("中文中文").take(1, 3) is not None
    assert shape("中文中文", f"{STYLES[0]}; font-feature-settings: 'palt'").take(1, 3) is None


def test_the_script_of_a_run_is_read() -> None:
    shaped: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ShapedText, "add", lambda _, run: shaped.append(run.script))
        shape("中文Latin")
    assert shaped == [HAN_SCRIPT, 25]
    assert ffi.offsetof("PangoAnalysis", "level") == 24


@pytest.mark.parametrize("text", ["", "a", "中a文", "é中𠀀a"])
def test_bytes_of_characters(text: str) -> None:
    assert index_bytes(text) == {len(text[:index].encode()): index for index in range(len(text))}
