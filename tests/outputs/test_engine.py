"""Composition inside WeasyPrint: every document keeps its text, lines fill the measure, and the internals are where they were."""

from __future__ import annotations

import inspect
import io
import random
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
import weasyprint
from PIL import Image, ImageChops
from weasyprint import anchors, css, draw
from weasyprint.css import computed_values
from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline, percent, preferred
from weasyprint.layout import page as page_layout
from weasyprint.pdf import fonts
from weasyprint.pdf.stream import Stream
from weasyprint.text import fonts as text_fonts
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi
from weasyprint.text.line_break import Layout

from kanben.outputs.pdf.engine import SUPPORTED, CompositionSettings, composed_lines, hooks
from kanben.outputs.pdf.engine.cff import CHARSTRINGS, has_identity_charset, read_top_dictionary
from kanben.outputs.pdf.engine.copying import read_shown, write_shown
from kanben.outputs.pdf.engine.subsetting import RenumberedFont

MOVED = "WeasyPrint's internals have moved: {} is not what outputs/pdf/engine relies on; see its docstring"

PARAMETERS = [
    (inline, "split_inline_box", "context box position_x max_x bottom_space skip_stack containing_block absolute_boxes "
     "fixed_boxes line_placeholders waiting_floats line_children first_letter_style first_line_style"),
    (inline, "split_inline_level", "context box position_x max_x bottom_space skip_stack containing_block absolute_boxes "
     "fixed_boxes line_placeholders waiting_floats line_children first_letter_style first_line_style"),
    (inline, "_out_of_flow_layout", "context box containing_block index child children line_children waiting_children "
     "waiting_floats absolute_boxes fixed_boxes line_placeholders float_widths max_x position_x bottom_space"),
    (inline, "justify_line", "context line extra_width"),
    (inline, "_adjust_line_height", "box"),
    (inline, "line_box_verticality", "box"),
    (block, "block_level_layout", "context box bottom_space skip_stack containing_block page_is_empty absolute_boxes "
     "fixed_boxes adjoining_margins first_letter_style first_line_style discard max_lines"),
    (block, "collapse_margin", "adjoining_margins"),
    (line_break, "strut", "style"),
    (inline, "strut", "style"),
    *((module, "check_math", "token") for module in (css, computed_values, percent)),
    (page_layout, "set_page_type_computed_styles", "page_type html style_for"),
    (preferred, "inline_line_widths", "context box outer is_line_start minimum skip_stack first_line"),
    (anchors, "gather_anchors", "box anchors links bookmarks forms parent_matrix parent_form parent_link"),
    (draw, "draw_inline_level", "stream page box offset_x text_overflow block_ellipsis"),
    (draw_text, "draw_text", "stream textbox offset_x text_overflow block_ellipsis"),
    (draw_text, "draw_first_line", "stream textbox text_overflow block_ellipsis matrix"),
    (text_fonts, "get_pango_font_key", "pango_font"),
    (Stream, "add_font", "self pango_font"),
    (Stream, "set_font_size", "self font size"),
    (weasyprint.pdf, "build_fonts_dictionary", "pdf fonts compress subset options"),
    (fonts.Font, "_harfbuzz_subset", "self to_unicode hinting"),
    (fonts, "get_hb_object_data", "hb_object ot_color glyph"),
    (Layout, "set_text", "self text justify"),
    (Layout, "get_first_line", "self"),
    (Layout, "reactivate", "self style"),
    (Layout, "deactivate", "self"),
]  # fmt: skip


@pytest.mark.parametrize(("owner", "name", "parameters"), PARAMETERS, ids=[name for _, name, _ in PARAMETERS])
def test_functions_have_not_moved(owner: Any, name: str, parameters: str) -> None:
    function = getattr(owner, name, None)
    assert function is not None, MOVED.format(name)
    assert list(inspect.signature(function).parameters) == parameters.split(), MOVED.format(name)


def test_structures_have_not_changed() -> None:
    assert ffi.sizeof("PangoGlyphInfo") == 20, MOVED.format("PangoGlyphInfo")
    assert ffi.sizeof("PangoLogAttr") == 4, MOVED.format("PangoLogAttr")
    assert ffi.offsetof("PangoGlyphInfo", "geometry") == 4, MOVED.format("PangoGlyphInfo")


def test_version_is_supported() -> None:
    assert SUPPORTED[0] <= int(weasyprint.__version__.split(".")[0]) < SUPPORTED[1]


def lay_out(html: str, css: str = "", settings: CompositionSettings | None = None, composed: bool = True) -> Any:
    page = f"<html lang=zh-Hans><style>{STYLE}{css}</style><body>{html}"
    if not composed:
        return weasyprint.HTML(string=page).render()
    with composed_lines(settings):
        return weasyprint.HTML(string=page).render()


STYLE = """@page { size: 260px 400px; margin: 10px } p { margin: 0; text-indent: 2em } .note { float: footnote }
body { font: 12px/1.75 "Noto Serif CJK SC", serif; text-align: justify; margin: 0 }"""
TEXT = "党群服务中心联盟体系，几年时间建成上千个党群服务中心；“红色家园”里有13个“暖蜂驿站”，用Python写成……他说：“好。”"


def walk(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from walk(getattr(child, "_box", child))


def list_lines(document: Any) -> list[tuple[Any, float]]:
    return [
        (child, box.width)
        for page in document.pages
        for box in walk(page._page_box)
        for child in getattr(box, "children", ())
        if isinstance(child, boxes.LineBox)
    ]


def read_text(box: Any) -> str:
    return "".join(b.text for b in walk(box) if isinstance(b, boxes.TextBox) and not getattr(b, "is_reading", False))


def test_lines_fill_the_measure_through_nested_inlines() -> None:
    html = f"<p>{TEXT}<em>{TEXT}<a href=#x>{TEXT}</a></em><b>{TEXT}</b>{TEXT}</p>" * 3
    lines = [(line, width) for line, width in list_lines(lay_out(html)) if read_text(line)]
    assert all(line.composed for line, _ in lines)
    full = sum(abs(line.position_x + line.width - 250) < 0.1 for line, _ in lines)
    assert full >= len(lines) - 3


STRUCTURES = [
    f"<ul><li>{TEXT * 3}<li><p>{TEXT}</ul><ol><li>{TEXT}</ol>",
    f"<table><tr><td>{TEXT}<td>2023年<tr><td>{TEXT}<td>增长5.2%</table>",
    f"<p>{TEXT}<span class=note>{TEXT}</span>{TEXT}<span class=note>{TEXT}</span></p>" * 6,
    f"<div style='columns:2'><p>{TEXT * 9}</p></div>",
    f"<p>{TEXT}<br><br>{TEXT}<br></p>",
    f"<p>{TEXT}<span style='display:inline-block'>甲乙</span>{TEXT}</p>",
    f"<div style='float:left;width:60px'>图</div><p>{TEXT * 4}</p>",
    f"<p>{TEXT}<span style='position:absolute'>甲</span>{TEXT * 40}</p>",
    f"<p><span class=ruby data-rt='pīn yīn'>拼音</span>{TEXT}<span class=emphasis-mark>{TEXT}</span></p>",
    f"<p style='white-space:nowrap'>{TEXT}</p><p><code>pip install kanben</code>{TEXT}</p><pre>{TEXT}</pre>",
    "<p>" + "党" * 3000 + "</p><p>中" + "x" * 3000 + "</p>",
]


@pytest.mark.parametrize("html", STRUCTURES)
def test_text_is_that_of_plain_weasyprint(html: str) -> None:
    plain, composed = lay_out(html, composed=False), lay_out(html)
    texts = [
        "".join("".join(read_text(page._page_box) for page in document.pages).split()) for document in (plain, composed)
    ]
    assert sorted(texts[0]) == sorted(texts[1])
    if "note" not in html:
        assert texts[0] == texts[1]


def test_no_line_overflows() -> None:
    for html in STRUCTURES[:5]:
        for line, width in list_lines(lay_out(html)):
            assert line.width <= width + 0.1


@pytest.mark.parametrize("lang", ["zh-Hant", "zh-Hant-TW", "zh-TW", "zh-Hant-HK"])
def test_each_box_has_the_marks_of_its_own_language(lang: str) -> None:
    css = '[lang] { font-family: "Noto Serif CJK SC" } span[lang] { font-family: "Noto Serif CJK TC" }'
    text = "新的背景下，通，建立服；群众好。"
    html = "".join(
        f"<p style='width: {width}px'>{text}<span lang={lang}>{text * 4}</span>{text * 3}</p>"
        for width in range(160, 240, 5)
    )
    trimmed = set()
    for line, _ in list_lines(lay_out(html, css)):
        for box in walk(line):
            extras = getattr(getattr(box, "pango_layout", None), "extras", ())
            trimmed |= {box.style["lang"] for extra in extras if extra < -0.1}
    assert trimmed == {"zh-Hans"}


def test_short_cells_stay_on_one_line_with_their_gap() -> None:
    document = lay_out("<table><tr><td>2023年<td>增长5.2%以上<td>GDP</table>")
    for page in document.pages:
        for cell in (box for box in walk(page._page_box) if isinstance(box, boxes.TableCellBox)):
            assert sum(isinstance(box, boxes.LineBox) for box in walk(cell)) == 1
    plain = lay_out("<table><tr><td>2023年<td>增长5.2%以上<td>GDP</table>", composed=False)
    (composed_first, _), (plain_first, _) = list_lines(document)[0], list_lines(plain)[0]
    assert composed_first.width == pytest.approx(plain_first.width + 12 * 0.25, abs=0.1)


BESIDES = [
    "<table style='border: 1px solid'><tr><td>桥头<td>民国</table>",
    "<hr style='height: 5px'>",
    "<p>行内<code style='font: 10px monospace'>code</code>与<sup style='font-size: 8px'>2</sup><b style='font-size: 14px'>大</b>字",
    "<p>高<span style='display: inline-block; width: 30px; height: 60px'></span>物",
    "<pre style='font-size: 9px; line-height: 1.3'>一\n二\n三</pre>",
    "<div><p>甲</p><hr style='height: 3px'><p>乙</p></div>",
    "<blockquote style='padding: 8px 0; margin: 0'><p>引文" + TEXT + "</p></blockquote>",
]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("beside", BESIDES)
def test_lines_stand_on_the_grid_after_whatever_came_between(beside: str, columns: int) -> None:
    html = f"<div class=text style='columns: {columns}'>" + f"<p class=grid>{TEXT}</p>{beside}" * 12 + "</div>"
    css = "html { font-size: 12px; line-height: 21px } body { line-height: 21px }"
    document = lay_out(html, css)
    assert len(document.pages) > 1
    seen = 0
    for page in document.pages:
        top = page._page_box.content_box_y()
        for line in walk(page._page_box):
            if isinstance(line, boxes.LineBox) and line.element.get("class") == "grid":
                seen += 1
                assert line.height == pytest.approx(21)
                assert (line.position_y - top + 0.5) % 21 == pytest.approx(0.5, abs=0.05)
    assert seen > 24


def test_readings_and_marks_are_drawn() -> None:
    html = "<p><span class=ruby data-rt='pīn yīn'>拼音</span><span class=proper-noun>鲁迅</span><span class=emphasis-mark>要点</span></p>"
    document = lay_out(html)
    readings = [b for b in walk(document.pages[0]._page_box) if getattr(b, "is_reading", False)]
    assert [reading.text for reading in readings] == ["pīn", "yīn"]
    assert all(line.height == pytest.approx(21) for line, _ in list_lines(document))
    with composed_lines():
        page = f"<html lang=zh><title>题</title><style>{STYLE}</style>{html}"
        data = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert {"拼", "鲁", "要"} <= set(text)


GAPPED = "我们有13个Kubernetes集群，第3号a机 old one，共5%；A与甲 乙。"


def print_gapped(family: str) -> tuple[str, Image.Image]:
    style = f"{STYLE} body {{ font-family: '{family}' }}"
    with composed_lines():
        data = weasyprint.HTML(string=f"<html lang=zh-Hans><style>{style}</style><p>{GAPPED}").write_pdf()
    page = pypdfium2.PdfDocument(data)[0]
    return page.get_textpage().get_text_range(), page.render(scale=2).to_pil().convert("L")


@pytest.mark.parametrize("family", ["Noto Serif CJK SC", "LXGW WenKai", "DejaVu Sans Mono"])
def test_copied_text_has_no_spaces_for_gaps(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, picture = print_gapped(family)
    assert re.sub(r"[\r\n]", "", text) == GAPPED
    monkeypatch.setattr(hooks, "has_gaps", lambda *_: False)
    guessed, plain = print_gapped(family)
    assert "13 个" in guessed, "without spans a reader guesses spaces"
    assert ImageChops.difference(picture, plain).getextrema()[1] < 64


def test_what_is_shown_is_written_as_it_was_read() -> None:
    lead, glyphs = read_shown("-12.5<00010002>-231<0003>40")
    assert lead == -12.5
    assert [(glyph.glyph, glyph.after) for glyph in glyphs] == [(1, 0), (2, -231), (3, 40)]
    assert write_shown(lead, glyphs) == b"[-12.5] TJ [<00010002>-231<0003>40] TJ"
    assert write_shown(0.0, []) == b"[] TJ"


def test_outside_the_block_weasyprint_is_as_it_was() -> None:
    lay_out(f"<p>{TEXT}")
    assert not any(getattr(line, "composed", False) for line, _ in list_lines(lay_out(f"<p>{TEXT}", composed=False)))


def random_inline(random_: random.Random, depth: int = 0) -> str:
    """Return random inline content, without floats, notes and absolute boxes, whose text plain WeasyPrint loses at page breaks."""
    parts = [
        "深圳走出基层治理新路",
        "，",
        "。”",
        "“他说",
        "……",
        "——",
        "Python 3",
        "3.5%",
        " ",
        "（",
        "）",
        "é",
        "𠀀",
        "😀",
        "<br>",
        "\u200b",
        "10 km",
    ]
    tags = ["em", "b", "code", "sup", "a href=#x style='padding:0 2px'", "span class=ruby data-rt='pīn yīn'",
            "span class=emphasis-mark", "span class=book-title", "span style='display:inline-block'",
            "span style='white-space:nowrap'", "span style='position:relative'"]  # fmt: skip
    out = ""
    for _ in range(random_.randint(1, 6)):
        if depth < 3 and random_.random() < 0.3:
            tag = random_.choice(tags)
            out += f"<{tag}>{random_inline(random_, depth + 1)}</{tag.split()[0]}>"
        else:
            out += "".join(random_.choices(parts, k=random_.randint(1, 9)))
    return out


@pytest.mark.parametrize("seed", range(12))
def test_random_documents_keep_their_text(seed: int) -> None:
    random_ = random.Random(seed)
    html = "".join(f"<p>{random_inline(random_)}</p>" for _ in range(5))
    style = f"body {{ text-align: {random_.choice(['justify', 'left', 'center'])} }}"
    settings = CompositionSettings(hanging_punctuation=bool(seed % 2))
    with composed_lines(settings):
        document = weasyprint.HTML(string=f"<html lang=zh-Hans><style>{STYLE}{style}</style>{html}").render()
        document.write_pdf(io.BytesIO())
    laid_out = "".join(read_text(page._page_box) for page in document.pages)
    source = re.sub(r"<[^>]*>", "", html)
    assert sorted(re.sub(r"[\s\u200b]", "", laid_out)) == sorted(re.sub(r"[\s\u200b]", "", source))


def render(family: str, fast: bool) -> tuple[bytes, Image.Image]:
    page = f"<html lang=zh-Hans><style>{STYLE} body {{ font-family: '{family}' }}</style><p>{TEXT}</p>"
    with composed_lines(CompositionSettings(fast_subsetting=fast)):
        data = weasyprint.HTML(string=page).write_pdf()
    return data, pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("L")


@pytest.mark.parametrize("family", ["Noto Serif CJK SC", "Noto Sans CJK TC", "LXGW WenKai", "DejaVu Serif"])
def test_fonts_subset_the_short_way_look_the_same(family: str) -> None:
    stock, fast = render(family, fast=False), render(family, fast=True)
    assert ImageChops.difference(stock[1], fast[1]).getextrema()[1] < 64, family
    assert sum(stock[1].histogram()[:128]) > 1000, "nothing was drawn"
    assert len(fast[0]) < len(stock[0])


@pytest.mark.parametrize("family", ["Noto Serif CJK SC", "LXGW WenKai"])
def test_a_subset_has_the_glyphs_that_are_drawn_and_no_others(family: str) -> None:
    # 祖 has forms in variation sequences, which are no part of the text
    page = f"<html lang=zh-Hans><style>body {{ font-family: '{family}' }}</style><p>祖国大地"
    with composed_lines():
        document = weasyprint.HTML(string=page).render()
        document.write_pdf()
    (font,) = document.fonts.values()
    if isinstance(font.file_content, RenumberedFont):
        assert sorted(font.file_content.numbers) == sorted(font.to_unicode)
        assert sorted(font.file_content.numbers.values()) == [1, 2, 3, 4]
    else:
        data = font.file_content
        place = read_top_dictionary(data)[CHARSTRINGS][-1]
        assert int.from_bytes(data[place : place + 2]) == 1 + len(font.to_unicode) == 5


def test_a_font_that_is_not_cid_keyed_is_told_apart() -> None:
    assert not has_identity_charset(b"")
    assert not has_identity_charset(b"\x01\x00\x04\x01\x00\x00\x00\x00\x00\x00\x00\x00")
