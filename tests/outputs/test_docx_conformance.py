"""DOCX editions before outside judges: the schemas of ECMA-376, and LibreOffice, which opens, prints and saves them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from docx_articles import make_article, paragraphs, read_parts
from ooxml import schema_errors
from validators import find_validator

from kanben.outputs.docx import write_docx, write_volume
from kanben.outputs.docx.ooxml import qname, value_of
from kanben.outputs.options import OutputOptions
from kanben.source.notices import Edit, Notice, NoticeCode, Place
from kanben.source.volume import Chapter, IndexedName, Volume

pytestmark = pytest.mark.conformance

THEMES = ("article", "book", "gongwen", "magazine")
SOURCE = "石桥引领下\n临溪走出新路\n第一段,\n注。\n第３页\n末段。\n"
EDITS = (
    Edit("punctuation", Place(3, 4), ",", "，"),
    Edit("join", Place(4, 1), "\n", ""),
    Edit("furniture", Place(5, 1), "第３页", ""),
)
NOTICES = (Notice(NoticeCode.HALF_WIDTH, "a half-width mark", Place(3, 4)), Notice(NoticeCode.MIXED_SCRIPT, "both"))


def edition(theme: str, comments: bool) -> bytes:
    article = make_article(text=SOURCE, edits=EDITS, notices=NOTICES)
    return write_docx(article, OutputOptions(theme=theme, comments=comments)).data


@pytest.mark.parametrize("comments", [False, True])
@pytest.mark.parametrize("theme", THEMES)
def test_every_part_is_valid(theme, comments):
    assert list(schema_errors(edition(theme, comments))) == []


@pytest.mark.parametrize("theme", ["book", "magazine"])
def test_every_part_of_a_volume_is_valid(theme):
    chapters = tuple(Chapter(make_article(), part) for part in ("上编", "", "下编"))
    volume = Volume(("石桥文集",), chapters, index=(IndexedName("跳级", ("a1-b", "a2-b")),))
    assert list(schema_errors(write_volume(volume, OutputOptions(theme=theme)).data)) == []


def convert(folder: Path, name: str, to: str) -> Path:
    """Return what LibreOffice makes of a file; it has a profile of its own in the folder."""
    command = [find_validator("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    target = folder / "converted"
    subprocess.run(
        [*command, "--convert-to", to, "--outdir", target, folder / name], check=True, capture_output=True, timeout=120
    )
    return target / f"{Path(name).stem}.{to}"


@pytest.mark.parametrize("theme", THEMES)
def test_libreoffice_prints_it_with_all_its_words(tmp_path, theme):
    pdfium = pytest.importorskip("pypdfium2")
    (tmp_path / "a.docx").write_bytes(edition(theme, comments=False))
    document = pdfium.PdfDocument(convert(tmp_path, "a.docx", "pdf"))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    words = "".join("".join(pages).split())
    for expected in ("石桥引领下", "旧馆的门", "為了堅持國內和平", "床前明月光", "脚注“文字”", "末段"):
        assert expected in words
    assert len(pages) <= 8


def test_styles_languages_and_annotations_survive_libreoffice(tmp_path):
    (tmp_path / "a.docx").write_bytes(edition("article", comments=False))
    before = read_parts((tmp_path / "a.docx").read_bytes())
    after = read_parts(convert(tmp_path, "a.docx", "docx").read_bytes())

    def named(parts):
        names = {
            style.get(qname("w:styleId")): value_of(style.find(qname("w:name")))
            for style in parts["word/styles.xml"].iter(qname("w:style"))
        }
        return [(names[style], words) for style, words in paragraphs(parts["word/document.xml"]) if words.strip()]

    assert [style.lower() for style, _ in named(after)] == [style.lower() for style, _ in named(before)]
    body = after["word/document.xml"]
    traditional = next(run for run in body.iter(qname("w:r")) if "為了" in "".join(run.itertext()))
    assert value_of(next(traditional.iter(qname("w:lang"))), "w:eastAsia") == "zh-TW"
    assert len(list(body.iter(qname("w:ruby")))) == 3
    normal = next(s for s in after["word/styles.xml"].iter(qname("w:style")) if s.get(qname("w:styleId")) == "Normal")
    # LibreOffice 7 knows no indent in characters: it keeps that of the same width in points.
    assert value_of(next(normal.iter(qname("w:ind"))), "w:firstLine") == "480"


def test_libreoffice_keeps_tracked_changes_and_comments(tmp_path):
    (tmp_path / "a.docx").write_bytes(edition("article", comments=True))
    after = read_parts(convert(tmp_path, "a.docx", "docx").read_bytes())
    body = after["word/document.xml"]
    assert {value_of(mark, "w:author") for mark in body.iter(qname("w:del"))} >= {
        "kanben punctuation",
        "kanben furniture",
    }
    assert len(after["word/comments.xml"]) == len(NOTICES)
