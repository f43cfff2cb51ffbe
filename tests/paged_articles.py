"""Articles for the tests of pages: Markdown in, an Article out; a PDF's words and structure."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from PIL import Image

from kanben.source.article import Article, Picture
from kanben.source.document import read_json
from kanben.source.pandoc import run_pandoc

MARKDOWN = "markdown-smart+east_asian_line_breaks"

FILL = "修桥的人都记得这件事情，后来写在纸上。\n\n"
"""A paragraph that fills pages."""

STELE = """---
title: 石桥镇的三块碑
byline: [文/林园　图/王磊]
author: [{name: 林园, role: author}, {name: 王磊, role: photographer}]
date: 2022-03-14
lang: zh-Hans
---

::: lead
镇上有三块碑，一块在桥头，一块在书院，还有一块没有人说得清来历。
:::

## [A]{.label} 桥头的碑

碑高 1.6 米，宽 0.7 米，正面刻着四行字，背面只有“民国三年”四个字[^1]。[史志办](https://example.org/)的人来拓过两次，
见[下文](#shuyuan)。

::: caption
桥头的碑
:::

::: {.inscription lang=zh-Hant}
| 石橋鎮眾姓重修東橋記
| 歲在甲寅九月吉日立

::: {.transcription lang=zh-Hans}
| 石桥镇众姓重修东桥记
| 岁在甲寅九月吉日立
:::
:::

## [B]{.label} 书院的碑 {#shuyuan}

> 凡入此门者，先学做人。

#### 跳过一级的标题

- 甲
- 乙
    1. 子
    2. 丑

| 碑 | 年代 |
|----|------|
| 桥头 | 民国 |
| 书院 | 清 |

[要点]{.emphasis-mark}、[拼音]{.ruby rt="pīn yīn"}、[林园]{.proper-noun}、[石桥志]{.book-title}，*强调*与**加粗**。

[^1]: 民国三年即一九一四年。
"""


def article_of(markdown: str, pictures: dict[str, Picture] | None = None) -> Article:
    """Return the article that Markdown describes."""
    doc = read_json(run_pandoc(["-f", MARKDOWN, "-t", "json"], markdown.encode()))
    return Article(path=Path("石桥.md"), text=markdown, doc=doc, pictures=pictures or {})


def picture_of(width: int, height: int, mode: str = "RGB", kind: str = "JPEG", orientation: int = 0) -> Picture:
    """Return a picture of that size: its left third red, the rest white."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((200, 0, 0), (0, 0, width // 3, height))
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    out = io.BytesIO()
    image.convert(mode).save(out, kind, exif=exif)
    return Picture(out.getvalue(), f"image/{kind.lower()}", width, height)


def read_pages(data: bytes) -> list[str]:
    """Return the words of each page of a PDF, all white space left out."""
    document = pypdfium2.PdfDocument(data)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def pdf_text(data: bytes) -> str:
    """Return the words of a PDF in order, all white space and what pdfium puts for a hyphen at a line's end left out."""
    return "".join(read_pages(data)).replace("\ufffe", "")
