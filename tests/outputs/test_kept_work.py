"""What does not change from one article to the next is done once, and what is seldom needed is not done."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pydyf
import pytest
import tinycss2
import weasyprint
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.fonts import Font
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi
from weasyprint.text.fonts import get_font_description

from kanben.outputs import html as outputs_html
from kanben.outputs.docx.appearance import read_appearance
from kanben.outputs.docx.ooxml import serialise
from kanben.outputs.docx.styles import write_styles
from kanben.outputs.html import write_html
from kanben.outputs.pdf.engine import CompositionSettings, composed_lines
from kanben.outputs.pdf.engine.c_types import NAMES
from kanben.outputs.pdf.engine.styles import may_calculate
from kanben.outputs.pdf.engine.subsetting import LateContent
from kanben.outputs.pdf.style import parse_cascade
from kanben.outputs.themes import StyleSheet, load_theme
from kanben.source.options import SourceOptions
from kanben.source.read import read_article

PAGE = """<html lang=zh-Hans><style>body { font-family: "Noto Serif CJK SC" } em { font-family: "LXGW WenKai" }</style>
<body>石桥记<em>县城以东</em>"""
PLAIN = "石桥记\n\n文/林远\n\n县城以东有一座石桥，建于清代，至今仍可通行。\n"
NOTED = "---\ntitle: 石桥记\n---\n\n县城以东有一座石桥[^1]。\n\n[^1]: 建于清代。\n"


@pytest.mark.parametrize(("name", "text", "calls"), [("a.txt", PLAIN, 1), ("b.md", NOTED, 2)])
def test_pandoc_is_asked_once_for_the_same_html(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, calls: int
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    article = read_article(path, SourceOptions())
    asked = []
    stock = outputs_html.run_pandoc
    monkeypatch.setattr(outputs_html, "run_pandoc", lambda *given: asked.append(given) or stock(*given))
    paged, flowing = write_html(article, paged=True), write_html(article)
    assert len(asked) == calls
    assert (paged == flowing) == (calls == 1)
    assert "县城以东有一座石桥" in paged and "县城以东有一座石桥" in flowing


def test_style_sheets_are_parsed_once_for_each_thread(tmp_path: Path) -> None:
    sheets = (StyleSheet("p { color: #123456 }", tmp_path),)
    first = parse_cascade(sheets, (tmp_path,))
    assert parse_cascade(tuple(sheets), (tmp_path,)) is first
    assert parse_cascade((StyleSheet("p { color: #654321 }", tmp_path),), (tmp_path,)) is not first
    others: list[Any] = []
    thread = threading.Thread(target=lambda: others.append(parse_cascade(sheets, (tmp_path,))))
    thread.start()
    thread.join()
    assert others[0].fonts is not first.fonts


@pytest.mark.parametrize("fast", [True, False])
def test_a_font_that_is_subset_is_not_copied(monkeypatch: pytest.MonkeyPatch, fast: bool) -> None:
    sizes: list[int] = []
    read = LateContent.data.func  # type: ignore[attr-defined]
    monkeypatch.setattr(LateContent, "data", property(lambda late: sizes.append(len(read(late) or b"")) or read(late)))
    with composed_lines(CompositionSettings(fast_subsetting=fast)):
        document = weasyprint.HTML(string=PAGE).render()
        data = document.write_pdf()
    assert data.startswith(b"%PDF") and document.fonts
    assert all(isinstance(font, Font) for font in document.fonts.values())
    if fast:
        assert not sizes
        assert all(len(font.file_content) < 5_000 for font in document.fonts.values())
    else:
        assert 0 < max(sizes) < 1_000_000  # what was read is a subset: whole Chinese fonts have many megabytes


def test_font_tools_are_imported_when_they_are_called() -> None:
    code = (
        "import sys\n"
        "from kanben.outputs.libraries import load_pdf_writer\n"
        "load_pdf_writer()\n"
        "assert 'fontTools.subset' not in sys.modules and 'fontTools.varLib.instancer' not in sys.modules\n"
        "from weasyprint.pdf import fonts\n"
        "assert fonts.subset.Options(hinting=False).hinting is False\n"
        "assert 'fontTools.subset' in sys.modules\n"
        "from fontTools import subset\n"
        "assert isinstance(subset.Options, type)\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_streams_are_compressed_once_and_the_file_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    compressed: list[int] = []
    stock = pydyf.zlib.compressobj
    monkeypatch.setattr(pydyf.zlib, "compressobj", lambda **given: compressed.append(1) or stock(**given))
    document = weasyprint.HTML(string=PAGE).render()

    def write() -> bytes:
        compressed.clear()
        return bytes(document.write_pdf(pdf_variant="pdf/a-2u", pdf_tags=True))

    plain, twice = write(), len(compressed)
    with composed_lines(CompositionSettings(fast_subsetting=False)):
        assert write() == plain
    # What is asked for twice is all but the objects' own streams, which are made after the identifier.
    assert 0 < len(compressed) < twice


def test_c_types_are_named_in_one_parse() -> None:
    with composed_lines():
        pass
    for name in NAMES:
        known, _ = ffi._parsed_types.pop(name)
        assert ffi.typeof(name) is known


def test_styles_of_a_theme_are_made_once_for_each_language() -> None:
    theme = load_theme("article")
    kept = write_styles(read_appearance(theme, "zh-Hans"), "zh-Hans")
    assert write_styles(read_appearance(theme, "zh-Hans"), "zh-Hans") is kept
    other = write_styles(read_appearance(theme, "zh-Hant-HK"), "zh-Hant-HK")
    assert serialise(other) != serialise(kept)


PAGED = """<html lang=zh-Hans><style>@page { size: 200px 100px; margin: 20px; @bottom-center { content: counter(page) "/" counter(pages) } }
@page :left { @bottom-left { content: "左" } } h1 { string-set: head content(); break-before: page }
@page { @top-center { content: string(head) } }</style>"""


def test_pages_that_are_styled_alike_share_their_styles() -> None:
    html = PAGED + "".join(f"<h1>第{number}章</h1>" for number in range(1, 8))
    with composed_lines():
        document = weasyprint.HTML(string=html).render()
    pages = [page._page_box for page in document.pages]
    styles = [page.style for page in pages]
    assert styles[1] is styles[3] is styles[5]
    assert styles[2] is styles[4] is styles[6]
    assert len({id(style) for style in styles}) == 3, "the first page, left and right ones"
    assert [read_margins(page) for page in pages] == [
        f"第{number}章{'左' * (number % 2 == 0)}{number}/7" for number in range(1, 8)
    ]


def read_margins(page: Any) -> str:
    margins = [box for box in page.children if isinstance(box, boxes.MarginBox)]
    return "".join(text.text for box in margins for text in box.descendants() if isinstance(text, boxes.TextBox))


@pytest.mark.parametrize("length", ["10px", "5vw", "calc(1em + 2px)", "max(3px, 1%)"])
def test_lengths_are_what_weasyprint_computes(length: str) -> None:
    html = f"<html lang=zh-Hans><style>@page {{ size: 200px; margin: {length} }} p {{ margin: {length}; width: {length} }}</style><p>一"
    html += "<p style='break-before: page'>二<p style='break-before: page'>三"

    def measure() -> list[tuple[float, ...]]:
        document = weasyprint.HTML(string=html).render()
        laid_out = [box for page in document.pages for box in (page._page_box, *page._page_box.descendants())]
        return [(box.margin_left, box.margin_top, box.width) for box in laid_out]

    stock = measure()
    with composed_lines():
        assert measure() == stock


def test_values_that_may_hold_a_function_are_told_from_plain_ones() -> None:
    assert not any(map(may_calculate, ("auto", 3, 0.5, None, Dimension(1, "px"), ("a", Dimension(2, "%")), ())))
    (function,) = (token for token in tinycss2.parse_component_value_list("calc(1px + 2%)"))
    assert may_calculate(function) and may_calculate((Dimension(1, "px"), function))


def test_a_font_is_described_once_and_text_of_a_drawing_as_weasyprint_describes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = (
        "<html lang=zh-Hans><style>body { font: 12px 'Noto Serif CJK SC' }</style><p>石桥记<p>县城以东"
        "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='20'><text font-family='Noto Sans CJK SC' y='12'>桥</text></svg>"
    )

    def write() -> bytes:
        return bytes(weasyprint.HTML(string=page).write_pdf(pdf_identifier=b"x"))

    with composed_lines():
        descriptions = line_break.get_font_description
        monkeypatch.setattr(line_break, "get_font_description", get_font_description)
        stock = write()
        described: list[tuple[str, ...]] = []

        def describe(style: Any) -> Any:
            described.append(tuple(style["font_family"]))
            return get_font_description(style)

        monkeypatch.setattr(line_break, "get_font_description", descriptions)
        monkeypatch.setattr(descriptions, "known", {})
        monkeypatch.setattr(descriptions, "describe", describe)
        assert write() == stock
    assert sorted(described) == [
        ("Noto Sans CJK SC",),
        ("Noto Serif CJK SC",),
        ("serif",),
    ]  # the last is the marginal boxes'
