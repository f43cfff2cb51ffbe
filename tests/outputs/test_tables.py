"""Where tables stand on pages: short ones whole, long ones broken between rows under the same head."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from paged_articles import FILL, article_of, read_pages

from kanben.outputs.options import OutputOptions
from kanben.outputs.pdf import write_pdf


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


@pytest.mark.parametrize("rows", range(22, 44))
def test_no_row_stands_alone_on_a_page(rows: int) -> None:
    pages = pages_with(tabled(9, rows), "gongwen")
    assert len(pages) > 1
    assert min(len(re.findall(r"末\d+。", page)) for page in pages if "始" in page) > 1


def test_lines_of_a_cell_stand_closer_together_than_rows() -> None:
    text = "| 名 | 说 |\n|---|---|\n| 甲一 | " + "桥" * 60 + "丙 |\n| 甲二 | 丁 |\n| 甲三 | 戊 |\n"
    document = pypdfium2.PdfDocument(write_pdf(article_of(text), OutputOptions(theme="article")).data)
    page = document[0].get_textpage()
    tops = {word: page.get_charbox(page.get_text_range().index(word))[3] for word in ("甲一", "甲二", "甲三", "丙")}
    document.close()
    line = tops["甲二"] - tops["甲三"]
    assert line == pytest.approx(21, abs=0.1)  # a line of the text
    assert tops["甲一"] - tops["丙"] == pytest.approx(0.75 * line, abs=1.5)
    assert tops["丙"] - tops["甲二"] == pytest.approx(line, abs=1.5)


@pytest.mark.parametrize("paragraphs", range(12))
@pytest.mark.parametrize("theme", ["book", "gongwen"])
def test_the_note_of_a_row_stands_on_the_page_of_its_call(theme: str, paragraphs: int) -> None:
    text = tabled(paragraphs, 8, "桥面石板" * 36).replace("末1。", "末1。[^1]") + "\n[^1]: 据县志。\n"
    pages = read_pages(write_pdf(article_of(text), OutputOptions(theme=theme)).data)
    assert [page.count("据县志") for page in pages] == [int("末1。" in page) for page in pages]


def test_a_cell_longer_than_a_page_loses_no_word() -> None:
    text = tabled(3, 2, "石" * 1200)
    data = write_pdf(article_of(text), OutputOptions(theme="gongwen")).data
    assert sum(page.count("石") for page in read_pages(data)) == 2 * 1200


def test_the_call_of_a_note_in_a_table_is_as_small_as_its_type_asks_for() -> None:
    text = "桥长[^1]。\n\n| 名 |\n|---|\n| 桥宽[^2] |\n\n[^1]: 甲。\n\n[^2]: 乙。\n"
    document = pypdfium2.PdfDocument(write_pdf(article_of(text), OutputOptions(theme="gongwen")).data)
    page = document[0].get_textpage()
    words = page.get_text_range()
    boxes = [page.get_charbox(words.index(word) + 1) for word in ("长1", "宽2")]
    document.close()
    (_, foot, _, head), (_, small_foot, _, small_head) = boxes
    assert small_head - small_foot == pytest.approx((head - foot) * 0.8, rel=0.05)
