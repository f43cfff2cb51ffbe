"""A volume binds articles: front matter, parts, contents with authors, cross-references, an index of names."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from lxml import etree

from kanben.outputs.docx import write_volume
from kanben.outputs.options import OutputOptions
from kanben.outputs.written import Written
from kanben.press.book_file import read_book_file
from kanben.press.collect import publish_volume, write_first_book_file
from kanben.press.options import Options, load_options
from kanben.source.characters import is_word
from kanben.source.errors import CheckError, KanbenError, MissingInput, UsageError
from kanben.source.volume import Volume

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BRIDGE = """---
title: 石桥记
author:
- name: 林远
  role: author
---

## 桥

石桥在临溪县城以东，见[渡口](ferry.md)一文。[^1]

[^1]: 县志卷三。
"""
FERRY = """---
title: 渡口
author:
- name: 苏禾
  role: author
---

## 船

渡口在临溪下游，船工沈大有在此摆渡四十年。[^1]

[^1]: 口述。
"""
BOOK = """title = ["临溪旧事", "——桥与渡口"]
author = [{name = "方石", role = "editor"}]
date = "2024"
imprint = ["临溪县文史馆　编印"]
index = "names.tsv"

[[part]]
title = "上编　水上"
articles = ["bridge.md"]

[[part]]
title = "下编　水边"
articles = ["ferry.md"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (
        ("bridge.md", BRIDGE),
        ("ferry.md", FERRY),
        ("BOOK.toml", BOOK),
        ("names.tsv", "沈大有\t沈大有\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def load(folder: Path, *settings: str) -> Options:
    return load_options(folder, {"output": folder / "out"}, settings, {"theme": "book"})


def publish(folder: Path, *settings: str) -> Path:
    outcome = publish_volume(folder / "BOOK.toml", lambda _: load(folder, *settings))
    assert outcome.published is not None
    return folder / "out"


def pdf_text(path: Path) -> list[str]:
    document = pdfium.PdfDocument(path)
    pages = []
    for page in document:
        text = page.get_textpage()
        pages.append(text.get_text_range().replace("\r\n", "\n"))
        text.close()
        page.close()
    document.close()
    return pages


def test_the_pdf_has_front_matter_and_leads_by_page_numbers(folder: Path) -> None:
    out = publish(folder, "to=pdf")
    pages = pdf_text(out / "BOOK.pdf")
    text = "\n".join(pages)
    assert "临溪旧事" in pages[0]
    assert "方石" in text
    assert "临溪县文史馆" in text
    contents = next(page for page in pages if "目录" in page.replace(" ", ""))
    for words in ("上编", "石桥记", "林远", "下编", "渡口", "苏禾"):
        assert words in contents
    assert "（" in text.partition("县城以东")[2][:20], "a cross-reference names its page"
    assert "索引" in pages[-1]


def test_the_epub_has_parts_and_links_between_articles(folder: Path) -> None:
    out = publish(folder, "to=epub")
    with zipfile.ZipFile(out / "BOOK.epub") as archive:
        names = archive.namelist()
        texts = {name: archive.read(name).decode() for name in names if name.endswith(".xhtml")}
        opf = etree.fromstring(archive.read("EPUB/package.opf"))
    assert "林远" in texts["EPUB/nav.xhtml"] or "石桥记" in texts["EPUB/nav.xhtml"]
    bridge = next(text for text in texts.values() if "县城以东" in text)
    assert "href=" in bridge
    target = bridge.partition("见<a")[2].partition('href="')[2].partition('"')[0]
    file, _, identifier = target.partition("#")
    assert f'id="{identifier}"' in texts[f"EPUB/{file}"]
    assert "临溪旧事" in "".join(opf.itertext())


def test_the_docx_has_every_article_as_a_chapter(folder: Path) -> None:
    out = publish(folder, "to=docx")
    with zipfile.ZipFile(out / "BOOK.docx") as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    words = "".join(document.itertext())
    for part in ("临溪旧事", "上编", "石桥记", "林远", "县城以东", "渡口", "沈大有", "索引"):
        assert part in words


def test_every_chapter_is_a_section_of_the_docx_with_notes_of_its_own(folder: Path) -> None:
    (folder / "BOOK.toml").write_text(BOOK.replace('index = "names.tsv"', ""), encoding="utf-8")
    out = publish(folder, "to=docx")
    with zipfile.ZipFile(out / "BOOK.docx") as archive:
        body = etree.fromstring(archive.read("word/document.xml"))[0]
        heads = "".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("word/header"))
    sections = [[]]
    for block in body:
        sections[-1].append("".join(node.text or "" for node in block.iter(f"{W}t")))
        if block.find(f".//{W}sectPr") is not None:
            sections.append([])
    openings = [next((words for words in section if words), "") for section in sections[:-1]]
    assert openings == ["临溪旧事", "上编　水上", "石桥记", "下编　水边", "渡口"]
    restarts = [mark.get(f"{W}val") for mark in body.iter(f"{W}numRestart")]
    assert restarts == ["eachSect"] * 5 + ["continuous"], "the last one is what LibreOffice goes by"
    starts = [dict(mark.attrib) for mark in body.iter(f"{W}pgNumType")]
    assert starts == [{f"{W}fmt": "lowerRoman"}, {f"{W}start": "1"}]
    assert "石桥记" in heads and "渡口" in heads and "STYLEREF 2" in heads


def test_everything_is_converted_together(folder: Path) -> None:
    out = publish(folder, "to=epub", "script=zh-Hant")
    with zipfile.ZipFile(out / "BOOK.zh-Hant.epub") as archive:
        words = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".xhtml", ".opf")))
    for traditional, simplified in (("臨溪舊事", "临溪旧事"), ("下編", "下编"), ("石橋記", "石桥记"), ("蘇禾", "苏禾")):
        assert traditional in words
        assert simplified not in words


def test_the_epub_lists_the_pages_of_the_pdf(folder: Path) -> None:
    (folder / "bridge.md").write_text(BRIDGE + "\n石桥修了三次，每次都有人记。\n" * 60, encoding="utf-8")
    out = publish(folder, "to=epub,pdf")
    with zipfile.ZipFile(out / "BOOK.epub") as archive:
        texts = {name: archive.read(f"EPUB/{name}").decode() for name in ("nav.xhtml", "text-1.xhtml", "text-2.xhtml")}
    pages = re.findall(r'<a href="(text-\d.xhtml)#([^"]*)">(\d+)</a>', texts["nav.xhtml"].partition("page-list")[2])
    printed = pdf_text(out / "BOOK.pdf")
    part = next(
        number for number, page in enumerate(printed) if words(page).startswith("上编")
    )  # page 1, a leaf of its own
    starts = [texts[file].partition(f'id="{place}"')[2].partition("/>")[2] for file, place, _ in pages]
    assert len(pages) > 3 and [label for _, _, label in pages][:2] == ["3", "4"]
    for start, (_, _, label) in zip(starts, pages, strict=True):
        assert words(re.sub("<[^>]*>", "", start))[:8] in words(printed[part + int(label) - 1])
    assert words(re.sub("<[^>]*>", "", starts[-1])).startswith("渡口"), "a chapter begins a page"


def test_the_words_of_all_editions_are_compared(folder: Path) -> None:
    out = publish(folder, "check=true")
    assert {path.name for path in out.iterdir()} == {"BOOK.pdf", "BOOK.epub", "BOOK.docx"}


def test_an_edition_that_lacks_an_article_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_the_last(volume: Volume, options: OutputOptions) -> Written:
        return write_volume(replace(volume, chapters=volume.chapters[:-1], index=()), options)

    monkeypatch.setattr("kanben.outputs.VOLUMES", {"docx": without_the_last})
    with pytest.raises(
        CheckError, match=r"BOOK.docx.* the words of the text differ .*after .* stands nothing, not 下编"
    ):
        publish(folder, "to=docx", "check=true")
    assert not (folder / "out").exists()


def words(text: str) -> str:
    return "".join(character for character in text if is_word(character))


def test_two_runs_give_the_same_bytes(folder: Path) -> None:
    first = {path.name: path.read_bytes() for path in publish(folder).iterdir()}
    second = {path.name: path.read_bytes() for path in publish(folder).iterdir()}
    assert first == second
    assert set(first) == {"BOOK.pdf", "BOOK.epub", "BOOK.docx"}


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        (("title =", "titel ="), UsageError, "unknown key `titel`"),
        (('"ferry.md"', '"none.md"'), MissingInput, "none.md"),
        (('"ferry.md"', '"../ferry.md"'), UsageError, "not below the book file"),
        (('"ferry.md"', '"/etc/passwd"'), UsageError, "not below the book file"),
        (('{name = "方石", role = "editor"}', "3"), UsageError, "`author` cannot be 3"),
        (('"names.tsv"', '"none.tsv"'), MissingInput, "none.tsv"),
        (("[[part]]", "[[part"), UsageError, "not valid TOML"),
    ],
)
def test_what_does_not_fit_is_named(folder: Path, change: tuple[str, str], error: type[KanbenError], says: str) -> None:
    (folder / "BOOK.toml").write_text(BOOK.replace(*change), encoding="utf-8")
    with pytest.raises(error) as caught:
        publish_volume(folder / "BOOK.toml", lambda _: load(folder, "to=epub"))
    assert says in str(caught.value)
    assert not (folder / "out").exists()


def test_a_first_book_file_names_every_article_and_makes_folders_parts(folder: Path) -> None:
    (folder / "BOOK.toml").unlink()
    below = folder / "河港"
    below.mkdir()
    (below / "a.md").write_text(FERRY, encoding="utf-8")
    book = read_book_file(write_first_book_file(folder))
    assert [chapter.job.path.name for chapter in book.chapters] == ["bridge.md", "ferry.md", "a.md"]
    assert [chapter.part for chapter in book.chapters] == ["", "", "河港"]
    with pytest.raises(UsageError, match="stands there already"):
        write_first_book_file(folder)


def test_a_format_that_volumes_do_not_have_is_named(folder: Path) -> None:
    options = replace(load(folder), press=replace(load(folder).press, to=("plain",)))
    with pytest.raises(UsageError, match="no volume can be made as `plain`"):
        publish_volume(folder / "BOOK.toml", lambda _folder: options)
