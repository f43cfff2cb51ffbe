"""The PDF: metadata, tags, bookmarks, languages, pictures, press, booklet, the same bytes every time."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from paged_articles import STELE, article_of, pdf_text, picture_of

from kanben.outputs.options import OutputOptions
from kanben.outputs.pdf import write_pdf
from kanben.outputs.pdf.imposition import sheet_sides
from kanben.outputs.pdf.printing import ink_colours
from kanben.outputs.themes import StyleSheet
from kanben.source.errors import InputError, UsageError
from kanben.source.notices import NoticeCode


def open_pdf(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


@pytest.fixture(scope="module")
def stele() -> bytes:
    return write_pdf(article_of(STELE), OutputOptions()).data


def test_metadata_say_title_authors_language_and_standards(stele):
    with open_pdf(stele) as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert str(pdf.Root.Lang) == "zh-Hans" and str(pdf.docinfo.Title) == "石桥镇的三块碑"
    for part in (
        'pdfaid:part="2"',
        'pdfaid:conformance="U"',
        'pdfuaid:part="1"',
        "<rdf:li>王磊</rdf:li>",
        "2022-03-14",
    ):
        assert part in xmp


def test_bookmarks_follow_the_headings(stele):
    with open_pdf(stele) as pdf, pdf.open_outline() as outline:
        (title,) = outline.root
        assert title.title == "石桥镇的三块碑"
        assert [re.sub(r"\s+", " ", entry.title) for entry in title.children] == ["A 桥头的碑", "B 书院的碑"]


def test_fonts_are_embedded_and_subset(stele):
    with open_pdf(stele) as pdf:
        fonts = [
            entry
            for entry in pdf.objects
            if isinstance(entry, pikepdf.Dictionary) and entry.get("/Type") == "/FontDescriptor"
        ]
        assert fonts and all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
        assert all(re.match(r"/[A-Z]{6}\+", str(font.FontName)) for font in fonts)


def test_the_file_is_tagged(stele):
    with open_pdf(stele) as pdf:
        roles = {
            str(entry.S)
            for entry in pdf.objects
            if isinstance(entry, pikepdf.Dictionary) and entry.get("/Type") == "/StructElem"
        }
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Link", "/BlockQuote", "/Art"} <= roles


def test_an_epoch_dates_the_file_and_bytes_do_not_vary(monkeypatch):
    article = article_of(STELE, {"a.jpg": picture_of(600, 400)})
    first = write_pdf(article, OutputOptions()).data
    assert first == write_pdf(article, OutputOptions()).data
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert b"2023-11-14" in write_pdf(article, OutputOptions()).data


@pytest.mark.parametrize("options", [{"press": True}, {"booklet": True}])
def test_print_files_do_not_vary_either(options):
    article = article_of("---\ntitle: 题\n---\n\n正文\n")
    assert write_pdf(article, OutputOptions(**options)).data == write_pdf(article, OutputOptions(**options)).data


def test_an_article_without_anything_is_still_a_page():
    written = write_pdf(article_of("正文。\n"), OutputOptions())
    assert written.pages == 1 and pdf_text(written.data).startswith("正文。")


def test_unknown_variants_are_refused():
    with pytest.raises(UsageError, match="pdf/a-2u"):
        write_pdf(article_of("正文\n"), OutputOptions(pdf_variant="pdf/z"))


def test_a_character_that_no_font_has_is_noticed():
    written = write_pdf(article_of("第一行\n\n甲\U0010fff0乙\n"), OutputOptions())
    (notice,) = [notice for notice in written.notices if notice.code is NoticeCode.MISSING_GLYPH]
    assert "U+10FFF0" in notice.message and notice.place and notice.place.line == 3


def test_pictures_with_few_dots_are_noticed_and_rotated_ones_stand_upright():
    pictures = {"small.jpg": picture_of(300, 200), "turned.jpg": picture_of(1200, 1800, orientation=6)}
    written = write_pdf(article_of("![小](small.jpg)\n\n![横](turned.jpg)\n", pictures), OutputOptions())
    (notice,) = written.notices
    assert notice.code is NoticeCode.LOW_RESOLUTION and "small.jpg" in notice.message
    with open_pdf(written.data) as pdf:
        sizes = {
            (int(e.Width), int(e.Height))
            for e in pdf.objects
            if isinstance(e, pikepdf.Stream) and e.get("/Subtype") == "/Image"
        }
    assert (1800, 1200) in sizes


def test_four_colour_pictures_become_screen_colours_in_an_archive_file():
    written = write_pdf(article_of("![图](a.jpg)\n", {"a.jpg": picture_of(1200, 800, "CMYK")}), OutputOptions())
    assert b"/DeviceCMYK" not in written.data


PRESS = OutputOptions(press=True)


def test_press_files_have_marks_bleed_and_black_ink():
    with open_pdf(write_pdf(article_of(STELE), PRESS).data) as pdf:
        page = pdf.pages[0]
        trim, bleed, media = ([float(v) for v in page[name]] for name in ("/TrimBox", "/BleedBox", "/MediaBox"))
        assert trim[0] - bleed[0] == pytest.approx(3 / 25.4 * 72, abs=0.01) and media[0] < bleed[0]
        assert (trim[2] - trim[0]) == pytest.approx(210 / 25.4 * 72, abs=0.1)
        xmp = pdf.Root.Metadata.read_bytes().decode()
        content = page.Contents.read_bytes()
        assert "PDF/X-4" in xmp and pdf.Root.OutputIntents[0].S == "/GTS_PDFX"
        assert b"/DeviceCMYK cs" in content and b"0 0 0 1 scn" in content


def test_a_profile_that_is_none_is_refused(tmp_path):
    (tmp_path / "a.icc").write_bytes(b"no profile")
    with pytest.raises(InputError):
        write_pdf(article_of("正文\n"), OutputOptions(press=True, output_profile=tmp_path / "a.icc"))


@pytest.mark.parametrize(
    ("colour", "ink"),
    [
        ("#000", "device-cmyk(0 0 0 1)"),
        ("#fff", "device-cmyk(0 0 0 0)"),
        ("#808080", "device-cmyk(0 0 0 0.498)"),
        ("#8c1c13", "device-cmyk(0 0.8 0.864 0.451)"),
    ],
)
def test_colours_become_inks(colour, ink, tmp_path):
    assert ink_colours(StyleSheet(f"p {{ color: {colour} }}", tmp_path)).text == f"p {{ color: {ink} }}"


@pytest.mark.parametrize("pages", [1, 2, 3, 4, 5, 8, 63, 64, 65, 200])
def test_every_page_is_imposed_once_and_facing_pages_add_up(pages):
    sides = sheet_sides(pages)
    numbers = [number for side in sides for number in side if number]
    assert sorted(numbers) == list(range(1, pages + 1)) and len(sides) % 2 == 0


def test_a_booklet_folds_into_reading_order():
    assert sheet_sides(8) == [(8, 1), (2, 7), (6, 3), (4, 5)]
    data = write_pdf(article_of(STELE), OutputOptions(booklet=True, theme="book")).data
    with open_pdf(data) as pdf:
        width, height = (float(value) for value in pdf.pages[0].mediabox[2:])
        assert width == pytest.approx(2 * 140 / 25.4 * 72, abs=0.1) and height == pytest.approx(
            203 / 25.4 * 72, abs=0.1
        )
    assert "石桥镇的三块碑" in pdf_text(data)
