"""What stands on which page: set pieces stay whole, headings stay with their text, running heads follow the articles."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest
from paged_articles import FILL, article_of, picture_of, read_pages

from kanben.outputs.dates import printed_date
from kanben.outputs.html import write_html
from kanben.outputs.options import OutputOptions
from kanben.outputs.pdf import write_pdf, write_volume
from kanben.outputs.pdf.page import running_head
from kanben.source.volume import Chapter, Volume


def stone(paragraphs: int, lines: int) -> str:
    """Return an article of some paragraphs and an inscription with its transcription and caption."""
    original = "".join(f"| 石橋鎮眾姓重修東橋記 {number}\n" for number in range(lines))
    return (
        f"---\ntitle: 题\nlang: zh-Hans\n---\n\n{FILL * paragraphs}::: {{.inscription lang=zh-Hant}}\n{original}\n"
        f"::: {{.transcription lang=zh-Hans}}\n{original}\n:::\n\n::: caption\n碑的题记\n:::\n:::\n\n{FILL}"
    )


@pytest.mark.parametrize("theme", ["article", "book", "magazine", "gongwen"])
@pytest.mark.parametrize("paragraphs", [16, 19, 22])
def test_an_inscription_stands_on_one_page_with_its_caption(theme: str, paragraphs: int) -> None:
    pages = read_pages(write_pdf(article_of(stone(paragraphs, 4)), OutputOptions(theme=theme)).data)
    (page,) = [page for page in pages if "重修" in page]
    assert page.count("重修") == 8 and "碑的题记" in page


@pytest.mark.parametrize("theme", ["article", "book"])
def test_the_caption_of_an_inscription_longer_than_a_page_follows_its_last_lines(theme: str) -> None:
    pages = read_pages(write_pdf(article_of(stone(5, 60)), OutputOptions(theme=theme)).data)
    assert sum(page.count("重修") for page in pages) == 120
    (page,) = [page for page in pages if "碑的题记" in page]
    assert "重修" in page


@pytest.mark.parametrize("paragraphs", range(24, 32, 2))
def test_headings_and_captions_of_a_facing_edition_stay_with_the_text(paragraphs: int) -> None:
    pair = (
        "::::: facing-pair\n:::: {{.facing lang=zh-Hans}}\n{0}\n::::\n:::: {{.facing lang=zh-Hant}}\n{0}\n::::\n:::::\n"
    )
    below = "::: {.facing .facing-below lang=zh-Hant}\n另一題\n:::\n"
    caption = pair.format("::: caption\n图\n:::")
    text = f"---\ntitle: 题\n---\n\n{FILL * paragraphs}\n## 一题\n\n{below}\n{caption}\n{pair.format(FILL * 3)}"
    pages = read_pages(write_pdf(article_of(text), OutputOptions()).data)
    (page,) = [page for page in pages if "一题" in page]
    assert FILL.strip() in page.split("另一題")[1]


def test_a_link_with_emphasis_in_it_is_one_link() -> None:
    text = "见[史志办的*旧档*与**新档**](https://example.org/)。\n"
    with pikepdf.open(io.BytesIO(write_pdf(article_of(text), OutputOptions()).data)) as pdf:
        assert len(pdf.pages[0].Annots) == 1


def right_edges(data: bytes) -> Iterator[tuple[float, float]]:
    """Yield the width of each page and the right edge of its rightmost character, in points."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        words = page.get_textpage()
        yield page.get_width(), max(words.get_charbox(index)[2] for index in range(words.count_chars()))
    document.close()


def test_facing_columns_keep_within_the_type_area() -> None:
    column = ":::: {{.facing lang={0}}}\n{1}\n::::\n"
    pairs = f"::::: facing-pair\n{column.format('zh-Hans', FILL.strip() * 9)}{column.format('zh-Hant', FILL.strip() * 9)}:::::\n"
    plain = list(right_edges(write_pdf(article_of(FILL.strip() * 20), OutputOptions()).data))
    facing = list(right_edges(write_pdf(article_of(pairs), OutputOptions()).data))
    assert facing[0][1] <= plain[0][1] + 1


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (("石桥记",), "石桥记"),
        (("石桥记", "一座桥的三百年"), "石桥记　一座桥的三百年"),
        (("石桥记", "——一座桥的三百年"), "石桥记"),
        (("渡口四十年", "从临溪下游三处渡口的兴废看一条江与两岸人家的往来"), "渡口四十年"),
        (
            ("从临溪下游三处渡口的兴废看一条江与两岸人家百年来的往来与变迁",),
            "从临溪下游三处渡口的兴废看一条江与两岸人家百年来的往来…",
        ),
        (
            ("用 Kubernetes 与 Prometheus 观测一个中文排版服务的实践与几点体会",),
            "用 Kubernetes 与 Prometheus 观测一个中文排版服务的实践…",
        ),
        (("甲<乙",), "甲&lt;乙"),
    ],
)
def test_running_heads_fit_over_the_page(titles: tuple[str, ...], expected: str) -> None:
    assert running_head(titles) == expected


@pytest.mark.parametrize(
    ("date", "lang", "expected"),
    [
        ("2024-05-06", "zh-Hans", "2024年5月6日"),
        ("2024-11", "zh-Hant-TW", "2024年11月"),
        ("2024", "zh", "2024年"),
        ("2024-05-06", "en", "2024-05-06"),
        ("甲辰年春", "zh-Hans", "甲辰年春"),
    ],
)
def test_the_imprint_prints_dates_as_chinese_does(date: str, lang: str, expected: str) -> None:
    assert printed_date(date, lang) == expected


def test_lists_keep_the_numbers_they_begin_with() -> None:
    (page,) = read_pages(write_pdf(article_of("3. 甲\n4. 乙\n\n正文\n\nb. 丙\nc. 丁\n"), OutputOptions()).data)
    assert page == "甲乙正文丙丁3.4.b.c.1"


TABLE = """
| 渡口 | 开设 | 说明 |
|:-----|:----:|:-----|
| 上渡 | 清嘉庆年间 | 水急，船小 |
| 下渡 | 不详 | 江面最宽，枯水期也要摆一刻钟以上，是三处里最慢的一处，也是停得最晚的一处，到二〇〇三年春天还在摆 |
"""


def test_short_cells_of_a_table_stay_on_one_line() -> None:
    article = article_of(f"---\ntitle: 题\n---\n\n{TABLE}")
    html = write_html(article, paged=True)
    assert re.findall(r'<t[dh][^>]*class="whole"[^>]*>([^<]*)<', html) == [
        "渡口",
        "开设",
        "上渡",
        "清嘉庆年间",
        "下渡",
        "不详",
    ]
    assert "width" not in html
    assert "whole" not in write_html(article)


def drawn_pictures(data: bytes) -> list[tuple[int, float, float]]:
    """Return page, width and height in points of every picture as it is drawn."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for number, page in enumerate(document):
        for picture in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = picture.get_bounds()
            found.append((number, right - left, top - bottom))
    document.close()
    return found


@pytest.mark.parametrize(("paragraphs", "page", "smaller"), [(4, 0, False), (16, 0, True), (24, 1, False)])
def test_a_picture_that_nearly_fits_becomes_smaller(paragraphs: int, page: int, smaller: bool) -> None:
    text = f"---\ntitle: 题\n---\n\n{FILL * paragraphs}![图](a.jpg)\n\n{FILL}"
    written = write_pdf(article_of(text, {"a.jpg": picture_of(1500, 1000)}), OutputOptions())
    ((found, width, height),) = drawn_pictures(written.data)
    assert (found, round(height) < 280) == (page, smaller)
    assert width / height == pytest.approx(1.5, rel=0.01)
    assert height > 0.55 * 280


def test_running_heads_of_a_volume_are_the_titles_of_its_articles() -> None:
    chapters = [
        Chapter(article_of(f"---\ntitle: 第{name}篇\nlang: zh-Hans\n---\n\n{FILL * 30}\n## 节名\n\n{FILL * 60}"))
        for name in "甲乙"
    ]
    volume = Volume(titles=("总书名",), lang="zh-Hans", chapters=tuple(chapters))
    pages = read_pages(write_volume(volume, OutputOptions(theme="book")).data)
    text = pages[next(number for number, page in enumerate(pages) if "第甲篇修桥" in page) :]
    opening = next(number for number, page in enumerate(text) if "第乙篇修桥" in page)
    for number, page in enumerate(text):
        own = "第甲篇" if number < opening else "第乙篇"
        head = page.replace(FILL.strip(), "")
        if number in (0, opening):
            assert head.count(own) == 1 and "总书名" not in head
        elif number % 2:
            assert "总书名" in head
        else:
            assert own in head


def test_parts_of_a_volume_have_leaves_of_their_own() -> None:
    chapters = [
        Chapter(article_of(f"---\ntitle: 第{name}篇\nlang: zh-Hans\n---\n\n{FILL * 3}"), part=f"{name}编")
        for name in "甲乙"
    ]
    volume = Volume(titles=("总书名",), lang="zh-Hans", chapters=tuple(chapters))
    pages = read_pages(write_volume(volume, OutputOptions(theme="book")).data)
    contents = next(page for page in pages if "目录" in page)
    assert re.findall(r"[^\d·]+·+(\d+)", contents) == ["1", "3", "5", "7"]
    first = pages.index("甲编")
    assert first % 2 == 0, "a part begins on a right-hand page"
    assert pages[first : first + 2] == ["甲编", ""]
    assert pages[first + 4 : first + 6] == ["乙编", ""]


def placed_text(data: bytes, word: str) -> tuple[float, float]:
    """Return left and right edge, in points, of a word on the first page that has it."""
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            text = page.get_textpage()
            if found := text.search(word).get_next():
                boxes = [text.get_charbox(index, loose=True) for index in range(found[0], found[0] + len(word))]
                return min(box[0] for box in boxes), max(box[2] for box in boxes)
        raise AssertionError(f"no {word}")
    finally:
        document.close()


OFFICIAL = """---
title: 关于加强古桥保护工作的通知
lang: zh-Hans
---

::: addressee
各乡镇人民政府：
:::

现就有关事项通知如下。

::: enclosure
[附件：]{.label}[1.]{.label}甲县古桥名录

[2.]{.label}乙县古桥勘测技术规程以及勘测记录表填写说明和各乡镇联系人名单一览表
:::

::: signature
SIGNER

2024年11月6日
:::

（此件公开发布）
"""
EDGE, CHARACTER = 28 / 25.4 * 72, 15.79


@pytest.mark.parametrize("signer", ["县政府", "临溪县人民政府办公室综合科"])
def test_the_parts_of_an_official_document_stand_where_the_standard_puts_them(signer: str) -> None:
    data = write_pdf(article_of(OFFICIAL.replace("SIGNER", signer)), OutputOptions(theme="gongwen")).data
    characters = {
        word: [(x - EDGE) / CHARACTER for x in placed_text(data, word)]
        for word in ("各乡镇人民政府", "附件", "甲", "乙", signer, "年11月6日")
    }
    assert characters["各乡镇人民政府"][0] == pytest.approx(0, abs=0.1)
    assert characters["附件"][0] == pytest.approx(2, abs=0.1)
    assert characters["甲"][0] == pytest.approx(6, abs=0.1) == characters["乙"][0]
    assert characters["年11月6日"][1] == pytest.approx(28 - 4, abs=0.1)
    date = (placed_text(data, "2024年")[0] - EDGE) / CHARACTER
    assert sum(characters[signer]) == pytest.approx(date + characters["年11月6日"][1], abs=0.2)


def noted() -> str:
    """Return an article of one paragraph with many notes."""
    calls = "".join(
        f"修桥的人都记得这件事情{'很' * number}多年。[^{number}]“后来写在纸上。”" for number in range(1, 30)
    )
    notes = "".join(f"\n[^{number}]: 注文之{number}在此。\n" for number in range(1, 30))
    return f"---\ntitle: 题\nlang: zh-Hans\n---\n\n{calls}\n{notes}"


@pytest.mark.parametrize("theme", ["article", "book", "gongwen"])
def test_a_note_stands_on_the_page_of_its_call(theme: str) -> None:
    pages = read_pages(write_pdf(article_of(noted()), OutputOptions(theme=theme)).data)
    for number in range(1, 30):
        (page,) = [page for page in pages if f"注文之{number}在此" in page]
        assert f"年。{number}“" in page


@pytest.mark.parametrize("theme", ["article", "book", "magazine", "gongwen"])
def test_the_call_of_a_note_begins_no_line(theme: str) -> None:
    document = pypdfium2.PdfDocument(write_pdf(article_of(noted()), OutputOptions(theme=theme)).data)
    lines = [line for page in document for line in page.get_textpage().get_text_range().splitlines()]
    document.close()
    assert sum("修" in line for line in lines) > 9
    assert not [line for line in lines if re.match(r"\d+“", line)]


def test_no_row_of_a_table_is_broken() -> None:
    rows = "".join(
        f"| 第{number}站 | 始{number}未开工等待二期资金到位以后再定具体的日期终{number}。 |\n" for number in range(60)
    )
    data = write_pdf(
        article_of(f"---\ntitle: 题\nlang: zh-Hans\n---\n\n| 站 | 状态 |\n|---|---|\n{rows}"),
        OutputOptions(theme="book"),
    ).data
    for page in read_pages(data):
        assert re.findall(r"始(\d+)未", page) == re.findall(r"终(\d+)。", page)


@pytest.mark.parametrize(("theme", "lines"), [("article", 14), ("book", 10), ("gongwen", 9), ("magazine", 18)])
@pytest.mark.parametrize("paragraphs", range(10, 30, 3))
def test_a_long_inscription_breaks_with_three_lines_on_both_sides(theme: str, lines: int, paragraphs: int) -> None:
    article = article_of(stone(paragraphs, lines))
    pages = [page for page in read_pages(write_pdf(article, OutputOptions(theme=theme)).data) if "重修" in page]
    assert sum(page.count("重修") for page in pages) == 2 * lines
    assert all(page.count("重修") >= 3 for page in pages)


@pytest.mark.parametrize(("theme", "paragraphs", "lines"), [("article", 16, 14), ("book", 12, 10), ("gongwen", 10, 9)])
def test_a_long_inscription_leaves_no_page_white(theme: str, paragraphs: int, lines: int) -> None:
    pages = read_pages(write_pdf(article_of(stone(paragraphs, lines)), OutputOptions(theme=theme)).data)
    (page, *_) = [page for page in pages if "修桥的人" in page]
    assert "重修" in page


def illustrated(after: str) -> str:
    """Return an article with a picture that does not fit at the foot of the first column, and what comes after it."""
    return f"---\ntitle: 题\nlang: zh-Hans\n---\n\n{FILL * 24}![图一](tall.png)\n\n{after}"


def lines_before_picture(after: str) -> tuple[float, int]:
    """Return the white over the foot of the first column, in lines, and how many paragraphs stand before the picture."""
    article = article_of(illustrated(after), {"tall.png": picture_of(900, 1200)})
    data = write_pdf(article, OutputOptions(theme="magazine")).data
    document = pypdfium2.PdfDocument(data)
    text = document[0].get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    foot = min(box[1] for box in boxes if box[0] < 280 and box[1] > 60)
    document.close()
    return (foot - (285 - 23) / 25.4 * 72 + 41 * 17) / 17, "".join(read_pages(data)).split("图一")[0].count("修桥的人")


def test_paragraphs_fill_the_foot_of_a_column_before_a_picture() -> None:
    white, before = lines_before_picture(FILL * 40)
    assert white < 3 and before > 24


@pytest.mark.parametrize("after", ["上图是修桥的人。\n\n", "## 又一节\n\n", "> 修桥如修史。\n\n"])
def test_a_picture_does_not_pass_what_belongs_to_it(after: str) -> None:
    white, before = lines_before_picture(after + FILL * 40)
    assert white > 4 and before == 24


def test_numbered_items_of_an_official_document_are_paragraphs_with_a_body_each() -> None:
    text = f"---\ntitle: 题\nlang: zh-Hans\n---\n\n{FILL}1. 甲项{'落实责任' * 12}。\n2. 乙项。\n"
    data = write_pdf(article_of(text), OutputOptions(theme="gongwen")).data
    assert (placed_text(data, "1.甲项")[0] - EDGE) / CHARACTER == pytest.approx(2, abs=0.1)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        items = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/LI"]
        assert [[str(child.S) for child in item.K] for item in items] == [["/LBody"], ["/LBody"]]
