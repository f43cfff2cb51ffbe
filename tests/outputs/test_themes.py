"""Themes: those that kanben brings, and a person's own folder."""

from __future__ import annotations

import pytest
from paged_articles import STELE, article_of, pdf_text, picture_of

from kanben.outputs.options import OutputOptions
from kanben.outputs.pdf import write_pdf
from kanben.outputs.pdf.type_area import paper_size, type_area
from kanben.outputs.themes import load_theme, theme_names
from kanben.source.errors import UsageError


def write_theme(folder, toml, css=""):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "theme.toml").write_text(toml, encoding="utf-8")
    if css:
        (folder / "pdf.css").write_text(css, encoding="utf-8")
    return str(folder)


def test_the_themes_that_kanben_brings():
    assert theme_names() == ("article", "book", "gongwen", "magazine")


@pytest.mark.parametrize("name", ["article", "book", "gongwen", "magazine"])
def test_the_type_area_fits_the_paper(name):
    area = type_area(load_theme(name).page)
    assert 0 < area.inner < area.paper_width - area.width
    assert 0 < area.top < area.paper_height - area.height


def test_gongwen_has_the_measures_of_the_standard():
    area = type_area(load_theme("gongwen").page)
    assert (area.characters, area.lines) == (28, 22)
    assert area.width == pytest.approx(156 / 25.4 * 72, abs=0.5)
    assert area.height == pytest.approx(225 / 25.4 * 72, abs=0.5)
    assert area.top == pytest.approx(37 / 25.4 * 72, abs=0.1)


def test_another_paper_keeps_whole_characters_and_lines():
    page = load_theme("magazine").page
    area = type_area(page, "A5")
    assert isinstance(area.characters, int) and area.width < area.paper_width
    assert type_area(page, "60mm 90mm").columns == 1


@pytest.mark.parametrize(
    ("text", "millimetres"),
    [
        ("A5", (148, 210)),
        ("a4 landscape", (297, 210)),
        ("148mm 210mm", (148, 210)),
        ("32开", (130, 184)),
        ("100mm", (100, 100)),
    ],
)
def test_papers_by_name_and_measure(text, millimetres):
    assert paper_size(text) == pytest.approx([value / 25.4 * 72 for value in millimetres])


@pytest.mark.parametrize("text", ["", "A99", "12", "1mm 1mm", "10mm 20mm 30mm", "A5 B5"])
def test_what_is_no_paper_is_refused(text):
    with pytest.raises(UsageError):
        paper_size(text)


def test_a_folder_extends_a_theme_of_ours(tmp_path):
    name = write_theme(tmp_path / "mine", 'extends = "book"\n[page]\ncharacters = 20\n', "p { color: #123456 }")
    theme = load_theme(name)
    assert theme.page["characters"] == 20 and theme.page["font-size"] == 10.5
    assert theme.pdf_css[-1].text == "p { color: #123456 }" and len(theme.pdf_css) == 3
    assert "Song" in theme.fonts


@pytest.mark.parametrize(
    "toml",
    ['extends = "nothing"', "not toml", '[fonts]\nComic = ["x"]', "[fonts]\nSong = 1", 'extends = "."', "fonts = 3"],
)
def test_a_broken_theme_says_what_is_wrong(tmp_path, toml):
    with pytest.raises(UsageError):
        load_theme(write_theme(tmp_path / "mine", toml))


def test_a_name_that_is_no_theme_lists_the_themes():
    with pytest.raises(UsageError, match="gongwen"):
        load_theme("gongwn")


def test_a_theme_reads_only_its_own_folder(tmp_path):
    picture = picture_of(40, 40, kind="PNG").data
    (tmp_path / "outside.png").write_bytes(picture)
    css = "h2 {{ background: url({}) }}"
    sizes = []
    for name, address in (("none", "none.png"), ("outside", "../outside.png"), ("inside", "inside.png")):
        theme = write_theme(tmp_path / name, 'extends = "article"', css.format(address))
        (tmp_path / name / "inside.png").write_bytes(picture)
        data = write_pdf(article_of("## 题\n\n正文\n"), OutputOptions(theme=theme)).data
        sizes.append(data.count(b"/Subtype /Image"))
    assert sizes == [0, 0, 1]


def test_a_link_out_of_the_theme_is_refused(tmp_path):
    (tmp_path / "secret.css").write_text("p { color: red }")
    name = write_theme(tmp_path / "mine", 'extends = "article"')
    (tmp_path / "mine" / "pdf.css").symlink_to(tmp_path / "secret.css")
    with pytest.raises(UsageError, match="links"):
        load_theme(name)


@pytest.mark.parametrize("name", ["article", "book", "gongwen", "magazine"])
def test_every_theme_prints_every_word(name):
    written = write_pdf(article_of(STELE), OutputOptions(theme=name))
    found = pdf_text(written.data)
    for phrase in (
        "石桥镇的三块碑",
        "桥头的碑",
        "石橋鎮眾姓重修東橋記",
        "释文",
        "石桥镇众姓重修东桥记",
        "先学做人",
        "民国三年即",
    ):
        assert phrase in found
    assert written.pages and written.pages >= (7 if name == "book" else 1)
