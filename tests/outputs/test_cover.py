"""The cover: drawn from the metadata, or the user's picture."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx_articles import make_article
from epub_books import OPF, make_book, tree
from lxml import etree
from PIL import Image

from kanben.outputs.epub import write_epub
from kanben.outputs.epub.book import book_of
from kanben.outputs.epub.cover import HEIGHT, PANEL, WIDTH, draw_cover
from kanben.outputs.options import OutputOptions
from kanben.outputs.themes import load_theme
from kanben.outputs.title_lines import break_title
from kanben.press.publish import PORTRAIT, draw_portrait
from kanben.source.characters import text_width
from kanben.source.errors import InputError

SVG = "{http://www.w3.org/2000/svg}"
LONG = "关于进一步加强城市基层党建工作推动社区治理体系和治理能力现代化建设高质量发展的若干意见（试行）"


def article_titled(title: str, names: str = "[]"):
    return make_article(f'---\ntitle: "{title}"\nauthor: {names}\nlang: zh-Hans\n---\n\n文')


def test_cover_is_picture_and_drawing():
    book = make_book(article_titled("石桥边的图书馆"))
    with Image.open(io.BytesIO(book["cover.png"])) as picture:
        assert picture.size == (WIDTH, HEIGHT)
        assert len(picture.getcolors(256) or ()) > 2
    svg = etree.fromstring(book["cover.svg"])
    assert "石桥边的图书馆" in "".join(svg.itertext())
    assert svg.get("role") == "img" and "石桥边的图书馆" in svg.get("aria-label")
    item = next(
        item for item in tree(book, "package.opf").iter(f"{OPF}item") if item.get("properties") == "cover-image"
    )
    assert item.get("href") == "cover.png"


@pytest.mark.parametrize("title", ["桥", "石桥边的图书馆", LONG, LONG * 6, "W" * 60, "A very long English title, " * 4])
def test_title_stays_on_its_label(title):
    drawing = draw_cover(book_of(article_titled(title)), load_theme("article"))
    left, top, right, bottom = PANEL
    lines = [line for line in drawing.lines if line.y < bottom]
    assert lines
    for line in lines:
        half = text_width(line.text) / 4 * line.size
        assert line.x - half >= left and line.x + half <= right
        assert line.y - line.size >= top and line.y <= bottom


@pytest.mark.parametrize(
    ("title", "measure", "lines"),
    [
        ("党建引领下深圳走出基层治理新路", 10, ("党建引领下深圳", "走出基层治理新路")),
        ("小县博物馆走出百年老院子", 8, ("小县博物馆", "走出百年老院子")),
        ("“双减”之后：下午四点半", 8, ("“双减”之后：", "下午四点半")),
        ("石桥", 8, ("石桥",)),
    ],
)
def test_titles_break_where_their_sense_allows(title, measure, lines):
    assert break_title(title, measure) == lines


@pytest.mark.parametrize("title", [LONG, "，，，，，，，，", "“‘（《〈「『【〔", "GB/T 15834—2011《标点符号用法》解读"])
def test_breaking_keeps_every_word(title):
    lines = break_title(title, 6)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert all(text_width(line) <= 12 for line in lines)


def test_users_picture_is_the_cover(tmp_path):
    path = tmp_path / "cover.jpg"
    Image.new("RGB", (60, 80), "red").save(path)
    book = make_book(article_titled("桥"), cover=path)
    assert book["cover.jpg"] == path.read_bytes()
    assert b"cover.jpg" in book["cover.xhtml"]


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n", b"BM" + bytes(60)])
def test_no_picture_is_one_line(tmp_path, data):
    path = tmp_path / "cover.png"
    path.write_bytes(data)
    with pytest.raises(InputError, match="cover"):
        make_book(article_titled("桥"), cover=path)


def test_missing_picture_is_one_line(tmp_path):
    with pytest.raises(InputError, match="cover"):
        make_book(article_titled("桥"), cover=tmp_path / "none.png")


def test_the_small_picture_of_a_drawn_cover_is_that_of_the_epub():
    written = write_epub(article_titled("石桥记"), OutputOptions())
    small = draw_portrait(written)
    assert written.cover is not None and small == draw_portrait(replace(written, cover=None))
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.format == "JPEG" and picture.width == PORTRAIT[0] and 90 < picture.height <= PORTRAIT[1]
