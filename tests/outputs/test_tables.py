"""Where tables stand on pages: short ones whole, long ones broken between rows under the same head."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from paged_articles import article_of

from kanben.outputs.options import OutputOptions
from kanben.outputs.pdf import write_pdf

FILL = "修桥的人都记得这件事情，后来写在纸上。\n\n"


def read_pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def tabled(paragraphs: int, rows: int, cell: str = "桥", note: str = "") -> str:
    """Return an article with a table of some rows behind some paragraphs."""
    body = "".join(f"| 始{number} | {cell}末{number}。 |\n" for number in range(rows))
    table = f"Table: 古桥一览\n\n| 编号 | 名{note} |\n|---|---|\n{body}"
    return f"---\ntitle: 题\nlang: zh-Hans\n---\n\n{FILL * paragraphs}{table}\n{FILL * 3}"


def pages_with(text: str, theme: str) -> list[str]:
    pages = read_pages(write_pdf(article_of(text), OutputOptions(theme=theme)).data)
    return [page for page in pages if re.search(r"始\d|古桥一览", page)]


@pytest.mark.parametrize("theme", ["article", "book", "gongwen", "magazine"])
@pytest.mark.parametrize("paragraphs", range(10, 34, 2))
def test_a_short_table_stays_whole(theme: str, paragraphs: int) -> None:
    (page,) = pages_with(tabled(paragraphs, 4), theme)
    assert re.findall(r"末(\d)。", page) == ["0", "1", "2", "3"]
    assert "古桥一览" in page and page.count("编号") == 1


@pytest.mark.parametrize("theme", ["article", "book", "gongwen"])
@pytest.mark.parametrize(("rows", "cell"), [(30, "桥"), (8, "桥" * 150)])
def test_a_long_table_leaves_no_page_white(theme: str, rows: int, cell: str) -> None:
    first, *others = pages_with(tabled(9, rows, cell), theme)
    assert "始0" in first and others
    assert all("编号" in page for page in others if re.search(r"始\d", page))


@pytest.mark.parametrize("paragraphs", range(12, 30, 2))
def test_a_note_goes_with_its_table_to_the_next_page(paragraphs: int) -> None:
    text = tabled(paragraphs, 4, note="[^1]") + "\n[^1]: 据县志。\n"
    pages = read_pages(write_pdf(article_of(text), OutputOptions(theme="gongwen")).data)
    assert [page.count("据县志") for page in pages] == [int("始0" in page) for page in pages]
