"""Articles and parts for the tests of DOCX editions."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from lxml import etree
from PIL import Image

from kanben.outputs.docx import write_docx
from kanben.outputs.docx.ooxml import qname
from kanben.outputs.options import OutputOptions
from kanben.source.article import Article, Picture
from kanben.source.document import read_json
from kanben.source.pandoc import run_pandoc

EVERYTHING = """---
title: [石桥引领下, 临溪走出新路, ——东岸的探索]
author: [{name: 林园, role: author}, {name: 王磊, role: photographer}]
byline: [文/林园　图/王磊]
date: 2022-03-14
lang: zh-Hans
---

::: lead
探索建成“1+10”联盟体系……打造“红色家园”。
:::

过去五年，Don’t stop，[石桥]{.ruby rt="shí qiáo"}与[刊本]{.ruby rt="edition"}、[要点]{.emphasis-mark}、[林园]{.proper-noun}、
[石桥记]{.book-title}、[後來**居上**]{lang=zh-Hant-HK}、**粗体**、*斜体*、`代码`。

::: caption
旧馆的门
:::

## [A]{.label} “暖蜂”上门

第一段，注[^1]。[链接](http://example.org/)与[跳级](#b)，[坏链](javascript:x)。

#### 跳级 {#b}

> 引文

1. 甲
2. 乙

- 丙
    - 丁

| 年份 | 数目 |
|------|------|
| 甲   | 2    |

: 表题

![图题](p.png)

![没有的图](q.png)

| 床前明月光
| 疑是地上霜

::: {.inscription lang=zh-Hant}
| 為了堅持國內和平
| 從此登船北撤山東

::: {.transcription lang=zh-Hans}
| 为了坚持国内和平
| 从此登船北撤山东
:::
:::

---

`<w:p/>`{=openxml}末段。

[^1]: 脚注“文字”。
"""


def make_article(markdown: str = EVERYTHING, text: str = "", **known: object) -> Article:
    """Return an article of pandoc Markdown, with a picture named p.png; `text` is its source."""
    doc = read_json(run_pandoc(["-f", "markdown-smart", "-t", "json"], markdown.encode()))
    picture = io.BytesIO()
    Image.new("RGB", (1200, 700), "#779").save(picture, "PNG")
    pictures = {"p.png": Picture(picture.getvalue(), "image/png", 1200, 700)}
    return Article(Path("article.md"), text or markdown, doc, pictures=pictures, **known)  # type: ignore[arg-type]


def make_parts(article: Article, **options: object) -> dict[str, etree._Element | bytes]:
    """Return the parts of an article's DOCX by name, XML ones parsed."""
    return read_parts(write_docx(article, OutputOptions(**options)).data)  # type: ignore[arg-type]


def read_parts(data: bytes) -> dict[str, etree._Element | bytes]:
    """Return the parts of a DOCX by name, XML ones parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: etree.fromstring(archive.read(name)) if name.endswith((".xml", ".rels")) else archive.read(name)
            for name in archive.namelist()
        }


def paragraphs(root: etree._Element) -> list[tuple[str, str]]:
    """Return style and words of every paragraph, hidden and deleted text left out."""
    found = []
    for paragraph in root.iter(qname("w:p")):
        style = paragraph.find(f"{qname('w:pPr')}/{qname('w:pStyle')}")
        words = "".join(node.text or "" for node in paragraph.iter(qname("w:t")))
        found.append(("Normal" if style is None else style.get(qname("w:val")), words))
    return found
