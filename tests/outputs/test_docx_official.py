"""Where Word sets the parts of an official document (GB/T 9704-2012, 7.3), and that they come back from it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx_articles import make_article, paragraphs, read_parts

from kanben.outputs.docx import write_docx
from kanben.outputs.docx.ooxml import qname, value_of
from kanben.outputs.epub import write_epub
from kanben.outputs.options import OutputOptions
from kanben.source.document import pf, plain_text
from kanben.source.options import SourceOptions
from kanben.source.read import read_article

OFFICIAL = """---
title: 通知
lang: zh-Hans
kanben: normalized
---

::: addressee
各乡镇人民政府：
:::

请遵照执行。此致

::: closing
敬礼！
:::

::: enclosure
ENCLOSED
:::

::: signature
县政府

2024年11月6日
:::
"""
SEVERAL = "[附件：]{.label}[1.]{.label}古桥名录\n\n[2.]{.label}勘测规程\n\n[3.]{.label}名单"
ALONE = "[附件：]{.label}古桥名录"
CLASSES = ("addressee", "closing", "enclosure", "signature")


def official(enclosed: str = SEVERAL) -> str:
    return OFFICIAL.replace("ENCLOSED", enclosed)


def document_of(enclosed: str = SEVERAL, theme: str = "gongwen"):
    return read_parts(write_docx(make_article(official(enclosed)), OutputOptions(theme=theme)).data)


def styles_of(parts):
    return {style.get(qname("w:styleId")): style for style in parts["word/styles.xml"].iter(qname("w:style"))}


def indent(holder, name: str) -> int:
    found = next(holder.iter(qname("w:ind")), None)
    return int((found.get(qname(f"w:{name}Chars")) if found is not None else None) or 0)


@pytest.mark.parametrize(
    ("enclosed", "expected"),
    [
        (
            SEVERAL,
            [("Enclosure", "附件：1.古桥名录"), ("EnclosureItem", "2.勘测规程"), ("EnclosureItem", "3.名单")],
        ),
        (ALONE, [("EnclosureAlone", "附件：古桥名录")]),
        ("[附件：]{.label}[1.]{.label}古桥名录", [("Enclosure", "附件：1.古桥名录")]),
    ],
)
def test_every_part_has_its_style(enclosed, expected):
    found = paragraphs(document_of(enclosed)["word/document.xml"])
    assert [*expected, ("Signature", "县政府"), ("SignatureDate", "2024年11月6日")] == found[-len(expected) - 2 :]
    assert {("Addressee", "各乡镇人民政府："), ("Closing", "敬礼！")} <= set(found)


@pytest.mark.parametrize("theme", ["article", "book", "gongwen", "magazine"])
def test_numbers_begin_under_each_other_and_names_hang(theme):
    styles = styles_of(document_of(theme=theme))
    first, item, alone = (styles[name] for name in ("Enclosure", "EnclosureItem", "EnclosureAlone"))
    assert [indent(style, "left") - indent(style, "hanging") for style in (first, item, alone)] == [200, 500, 200]
    assert indent(first, "left") == indent(item, "left")
    assert indent(alone, "left") == 200 + 300
    assert [indent(styles[name], "firstLine") for name in ("Addressee", "Closing")] == [0, 0]
    names = [value_of(styles[name].find(qname("w:name"))) for name in ("Addressee", "Enclosure", "EnclosureItem")]
    assert names == ["主送机关", "附件说明", "附件说明续项"]


def test_a_number_ends_with_a_tab_and_has_no_face_of_its_own():
    body = document_of()["word/document.xml"]
    assert sum(1 for _ in body.iter(qname("w:tab"))) == 3
    runs = [value_of(mark) for mark in body.iter(qname("w:rStyle"))]
    assert runs.count("EnclosureLabel") == 4
    assert "Label" not in runs
    assert not list(document_of(ALONE)["word/document.xml"].iter(qname("w:tab")))


@pytest.mark.parametrize(
    ("signer", "right"),
    [("县政府", 400 + round((6.5 + 5 / 4 - 3) / 2 * 100)), ("临" * 40, 0)],
)
def test_who_signs_stands_in_the_middle_over_the_date(signer, right):
    article = make_article(official().replace("县政府", signer))
    parts = read_parts(write_docx(article, OutputOptions(theme="gongwen")).data)
    signed = next(p for p in parts["word/document.xml"].iter(qname("w:p")) if signer in "".join(p.itertext()))
    assert indent(signed, "right") == pytest.approx(right, abs=1)
    assert indent(styles_of(parts)["SignatureDate"], "right") == 400


def parts_of(article) -> list[tuple[str, list[str]]]:
    return [
        (block.classes[0], [plain_text(paragraph) for paragraph in block.content])
        for block in article.doc.content
        if isinstance(block, pf.Div)
    ]


@pytest.mark.parametrize("enclosed", [SEVERAL, ALONE])
def test_the_parts_come_back_from_markdown_and_from_word(tmp_path: Path, enclosed: str) -> None:
    (tmp_path / "a.md").write_text(official(enclosed), encoding="utf-8")
    article = read_article(tmp_path / "a.md", SourceOptions())
    parts = parts_of(article)
    assert [kind for kind, _ in parts] == list(CLASSES)
    (tmp_path / "b.docx").write_bytes(write_docx(article, OutputOptions(theme="gongwen")).data)
    again = read_article(tmp_path / "b.docx", SourceOptions())
    assert parts_of(again) == parts
    labels: list[str] = []
    again.doc.walk(lambda e, _d: labels.append(plain_text(e)) if "label" in getattr(e, "classes", ()) else None)
    assert labels == (["附件：", "1.", "2.", "3."] if enclosed == SEVERAL else ["附件："])


def test_an_epub_has_the_parts_and_their_labels(tmp_path: Path) -> None:
    data = write_epub(make_article(official()), OutputOptions(theme="gongwen")).data
    with zipfile.ZipFile(BytesIO(data)) as book:
        text, style = (book.read(f"EPUB/{name}").decode() for name in ("text.xhtml", "book.css"))
    assert [kind for kind in CLASSES if f'<div class="{kind}">' in text] == list(CLASSES)
    assert text.count('class="label') == 4
    assert all(f".{kind}" in style for kind in CLASSES)
