"""DOCX without heading styles, as Word, WPS and LibreOffice write them: larger text and other typefaces are headings."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kanben.source.article import Article
from kanben.source.document import pf, plain_text
from kanben.source.options import SourceOptions
from kanben.source.read import read_article

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NORMAL = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:sz w:val="24"/></w:rPr></w:style>'
LIBREOFFICE = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="P2"><w:name w:val="P2"/><w:basedOn w:val="Normal"/>'
    '<w:rPr><w:rFonts w:eastAsia="Noto Sans CJK SC"/><w:sz w:val="28"/></w:rPr></w:style>'
)
WPS = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="1"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="15"><w:name w:val="一级标题"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
CENTRE = '<w:jc w:val="center"/>'
BODY = '<w:rFonts w:eastAsia="仿宋_GB2312" w:hint="eastAsia"/><w:sz w:val="32"/>'
HEI = '<w:rFonts w:eastAsia="黑体"/><w:sz w:val="32"/>'
KAI = '<w:rFonts w:eastAsia="楷体_GB2312"/><w:sz w:val="32"/>'
PROSE = "老粮站建于1958年，能存粮食八十万斤，后来停用，仓库空了十来年，屋顶漏雨，墙角长出了构树，去年春天才修好。"
Row = tuple[str, str, str]
"""Text, run properties, paragraph properties."""


def read(folder: Path, rows: list[Row], styles: str = NORMAL) -> Article:
    body = "".join(
        f"<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
        for text, run, paragraph in rows
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
    (folder / "a.docx").write_bytes(out.getvalue())
    return read_article(folder / "a.docx", SourceOptions())


def headings(article: Article) -> list[tuple[int, str]]:
    return [(block.level, plain_text(block)) for block in article.doc.content if isinstance(block, pf.Header)]


def test_larger_text_is_a_heading_and_a_centred_name_the_byline(tmp_path: Path) -> None:
    larger = '<w:sz w:val="28"/>'
    rows = [
        ("老粮站里开起了夜校", '<w:sz w:val="44"/>', CENTRE), ("——青石镇的冬天", '<w:sz w:val="32"/>', CENTRE), ("罗小舟", "", CENTRE),
        (PROSE, "", ""), ("从粮站到课堂", larger, ""), (PROSE, "", ""), ("白天做工，晚上上课", larger, ""), (PROSE, "", ""),
    ]  # fmt: skip
    article = read(tmp_path, rows)
    assert article.titles == ("老粮站里开起了夜校", "——青石镇的冬天") and article.byline == ("罗小舟",)
    assert headings(article) == [(2, "从粮站到课堂"), (2, "白天做工，晚上上课")]


def test_hei_and_kai_of_the_size_of_the_text_are_two_levels(tmp_path: Path) -> None:
    rows = [
        ("关于办好乡村夜校的通知", '<w:sz w:val="44"/>', CENTRE), (PROSE, BODY, ""), ("办学要求", HEI, ""), ("教师来源", KAI, ""),
        (PROSE, BODY, ""), ("课程安排", KAI, ""), (PROSE, BODY, ""), ("经费管理", HEI, ""), (PROSE, BODY, ""),
        ("青石镇人民政府", BODY, '<w:jc w:val="right"/>'), ("2023年9月18日", BODY, '<w:jc w:val="right"/>'),
    ]  # fmt: skip
    article = read(tmp_path, rows)
    assert article.title == "关于办好乡村夜校的通知"
    assert headings(article) == [(2, "办学要求"), (3, "教师来源"), (3, "课程安排"), (2, "经费管理")]
    signed = [plain_text(block) for block in article.doc.content if "signature" in getattr(block, "classes", ())]
    assert signed == ["青石镇人民政府\n2023年9月18日"]


@pytest.mark.parametrize(("styles", "style"), [(LIBREOFFICE, "P2"), (WPS, "15")])
def test_styles_of_other_names_are_read_for_what_they_set(tmp_path: Path, styles: str, style: str) -> None:
    named = f'<w:pStyle w:val="{style}"/>'
    rows = [
        ("老粮站的夜校", '<w:sz w:val="44"/>', CENTRE),
        (PROSE, "", ""),
        ("从粮站到课堂", "", named),
        (PROSE, "", ""),
    ]
    article = read(tmp_path, [*rows, ("白天做工", "", named), (PROSE, "", "")], styles)
    assert headings(article) == [(2, "从粮站到课堂"), (2, "白天做工")]


def test_what_is_larger_and_reads_on_is_no_heading(tmp_path: Path) -> None:
    larger = '<w:sz w:val="28"/>'
    rows = [
        ("石桥记", '<w:sz w:val="44"/>', CENTRE),
        (PROSE, "", ""),
        (PROSE[:20] + "，", larger, ""),
        ("他把这句话说完，站起来就走了，连门也没有关上。", larger, ""),
    ]
    assert headings(read(tmp_path, [*rows, (PROSE, "", "")])) == []
