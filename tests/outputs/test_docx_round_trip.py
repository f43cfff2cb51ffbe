"""A DOCX of ours, corrected in Word or not, is read back as the article it was made from."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_articles import make_article
from validators import find_validator

from kanben.outputs.docx import write_docx
from kanben.outputs.options import OutputOptions
from kanben.source.article import Author
from kanben.source.document import pf, plain_text
from kanben.source.notices import Edit, Place
from kanben.source.options import SourceOptions
from kanben.source.read import read_article


def read_back(folder: Path, **options: object):
    path = folder / "a.docx"
    path.write_bytes(write_docx(make_article(), OutputOptions(**options)).data)  # type: ignore[arg-type]
    return read_article(path, SourceOptions())


def blocks_of(article, kind):
    found = []
    article.doc.walk(lambda e, _d: found.append(plain_text(e)) if kind in getattr(e, "classes", ()) else None)
    return found


@pytest.mark.parametrize("theme", ["article", "book", "gongwen", "magazine"])
def test_structure_comes_back(tmp_path, theme):
    article = read_back(tmp_path, theme=theme)
    assert article.titles == ("石桥引领下", "临溪走出新路", "——东岸的探索")
    assert article.byline == ("文/林园\u3000图/王磊",)
    assert article.authors == (Author("林园"), Author("王磊", "photographer"))
    assert blocks_of(article, "lead") == ["探索建成“1+10”联盟体系……打造“红色家园”。"]
    assert blocks_of(article, "caption") == ["旧馆的门", "没有的图"]
    assert blocks_of(article, "inscription") == ["為了堅持國內和平\n從此登船北撤山東"]
    assert blocks_of(article, "label") == ["A"]
    assert blocks_of(article, "ruby") == ["石", "桥", "刊本"]
    assert blocks_of(article, "emphasis-mark") == ["要点"]
    assert blocks_of(article, "proper-noun") == ["林园"]
    headings = [(b.level, plain_text(b)) for b in article.doc.content if isinstance(b, pf.Header)]
    assert headings == [(2, "A “暖蜂”上门"), (3, "跳级")]
    assert any(isinstance(b, pf.LineBlock) and plain_text(b) == "床前明月光\n疑是地上霜" for b in article.doc.content)
    assert "释文" not in "".join(map(plain_text, article.doc.content))


def test_the_same_document_comes_back_twice(tmp_path):
    first = read_back(tmp_path)
    (tmp_path / "b.docx").write_bytes(write_docx(first, OutputOptions()).data)
    second = read_article(tmp_path / "b.docx", SourceOptions())
    assert [plain_text(b) for b in first.doc.content] == [plain_text(b) for b in second.doc.content]
    assert first.metadata == second.metadata


SIGNED = """---
title: 碑
lang: zh-Hans
---

::: {.inscription lang=zh-Hant}
| 為了堅持國內和平
| [邑人敬立]{.signature}
| [甲寅年]{.signature}
:::

| 床前明月光
| [李白]{.signature}
"""


def test_signatures_come_back_as_lines_of_their_block(tmp_path):
    (tmp_path / "a.docx").write_bytes(write_docx(make_article(SIGNED), OutputOptions()).data)
    article = read_article(tmp_path / "a.docx", SourceOptions())
    assert article.metadata["title"] == "碑"
    assert blocks_of(article, "inscription") == ["為了堅持國內和平\n邑人敬立\n甲寅年"]
    assert blocks_of(article, "signature") == ["邑人敬立", "甲寅年", "李白"]


def test_lines_that_were_joined_come_back_without_a_space(tmp_path):
    text = "一座石桥\n修了三年。\n"
    article = make_article("一座石桥修了三年。", text=text, edits=(Edit("join", Place(2, 1), "\n", ""),))
    (tmp_path / "a.docx").write_bytes(write_docx(article, OutputOptions(comments=True)).data)
    assert [plain_text(b) for b in read_article(tmp_path / "a.docx", SourceOptions()).doc.content] == [
        "一座石桥修了三年。"
    ]


@pytest.mark.conformance
def test_what_libreoffice_saved_comes_back(tmp_path):
    import subprocess

    (tmp_path / "a.docx").write_bytes(write_docx(make_article(), OutputOptions()).data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [find_validator("soffice"), profile, "--headless", "--convert-to", "docx", "--outdir", tmp_path / "saved"]
    subprocess.run([*command, tmp_path / "a.docx"], check=True, capture_output=True, timeout=120)
    article = read_article(tmp_path / "saved" / "a.docx", SourceOptions())
    assert article.byline == ("文/林园\u3000图/王磊",)
    assert blocks_of(article, "inscription") == ["為了堅持國內和平\n從此登船北撤山東"]
    assert blocks_of(article, "caption")[0] == "旧馆的门"
