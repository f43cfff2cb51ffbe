"""The body that PDF and EPUB share: well-formed, safe, complete."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from paged_articles import STELE, article_of, picture_of

from kanben.outputs.html import BOUNDARY, Fragment, split_title, write_fragments, write_html


def tree_of(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<body>{html}</body>")


def words(element: ElementTree.Element) -> str:
    return "".join("".join(element.itertext()).split())


@pytest.mark.parametrize("paged", [True, False])
def test_the_body_is_well_formed_and_holds_every_word(paged):
    article = article_of(STELE)
    found = words(tree_of(write_html(article, paged=paged)))
    for phrase in (
        "石桥镇的三块碑",
        "文/林园图/王磊",
        "A桥头的碑",
        "石橋鎮眾姓重修東橋記",
        "释文石桥镇",
        "民国三年即一九一四年",
    ):
        assert phrase in found


def test_languages_stand_on_what_is_written_in_them():
    tree = tree_of(write_html(article_of(STELE)))
    inscription = tree.find(".//div[@class='inscription']")
    assert inscription is not None and inscription.get("lang") == "zh-Hant"
    transcription = inscription.find("div[@class='transcription']")
    assert transcription is not None and transcription.get("lang") == "zh-Hans"
    assert [words(line) for line in inscription.findall("div[@class='line-block']/div")] == [
        "石橋鎮眾姓重修東橋記",
        "歲在甲寅九月吉日立",
    ]


def test_a_signature_is_set_apart_without_an_empty_line():
    text = "::: {.inscription lang=zh-Hans}\n| 甲甲\n| 乙乙\n| [東安縣]{.signature}\n| [某年立]{.signature}\n:::\n"
    lines = tree_of(write_html(article_of(text))).findall(".//div[@class='line-block']/div")
    assert [line.get("class") for line in lines] == ["line", "line", "line signed", "line"]
    assert [words(line) for line in lines[2:]] == ["東安縣", "某年立"]


def test_headings_go_down_one_level_at_a_time():
    html = write_html(article_of("---\ntitle: 题\n---\n\n# 一\n\n#### 一之一\n\n## 一之二\n\n# 二\n"))
    assert re.findall(r"<h(\d)", html) == ["1", "2", "3", "3", "2"]


def test_notes_stand_in_place_on_pages_and_at_the_end_elsewhere():
    article = article_of("正文[^1]。\n\n[^1]: 注文\n")
    assert '正文<span class="note">注文</span>。' in write_html(article, paged=True)
    assert 'class="footnotes' in write_html(article)


def test_annotation_is_ruby_for_readers_and_a_span_for_composition():
    article = article_of('[拼音]{.ruby rt="pīn yīn"}\n')
    assert "<ruby>拼音<rt>pīn yīn</rt></ruby>" in write_html(article)
    assert '<span class="ruby" data-rt="pīn yīn">拼音</span>' in write_html(article, paged=True)


REFUSED = [
    ('[字]{onclick="alert(1)" style="background:url(file:///etc/passwd)"}', r"onclick|passwd"),
    ("[字](javascript:alert%281%29)", r"javascript"),
    ("[字](file:///etc/passwd)", r"file:"),
    ("`<script>alert(1)</script>`{=html}", r"<script"),
    ("```{=html}\n<iframe src='http://x/'></iframe>\n```", r"<iframe"),
    ("![字](http://127.0.0.1/a.png)", r"http:|<img"),
    ("![字](../../etc/passwd)", r"passwd|<img"),
    ('[字]{lang="zh\\"><b>"}', r"<b>"),
]


@pytest.mark.parametrize(("markdown", "never"), REFUSED)
def test_nothing_in_the_document_can_act_or_reach_out(markdown, never):
    html = write_html(article_of(f"甲{markdown}乙\n" if not markdown.startswith("```") else f"{markdown}\n"))
    assert not re.search(never, html)
    tree_of(html)


def test_a_picture_that_is_not_there_leaves_its_words_once():
    html = write_html(article_of("![桥头的碑](a.jpg)\n"))
    assert "<img" not in html and words(tree_of(html)) == "桥头的碑"


def test_pictures_are_data_or_whatever_address_is_asked_for():
    article = article_of("![桥头的碑](a.jpg)\n", {"a.jpg": picture_of(30, 20)})
    assert 'src="data:image/jpeg;base64,' in write_html(article)
    assert 'src="media/a.jpg"' in write_html(article, picture_address=lambda name: f"media/{name}")


def test_identifiers_are_unique_and_take_a_prefix():
    html = write_html(article_of("# 同\n\n# 同\n\n[甲]{#同}\n\n见[上](#同)\n"), prefix="a1-")
    identifiers = re.findall(r'id="([^"]*)"', html)
    assert len(identifiers) == len(set(identifiers)) == 3 and all(name.startswith("a1-") for name in identifiers)
    assert 'href="#a1-同"' in html


@pytest.mark.parametrize("paged", [True, False])
def test_articles_written_together_are_as_written_alone(monkeypatch, paged):
    texts = [
        STELE,
        "见[上](#a)。[^1]\n\n[^1]: 注\n",
        f"`{BOUNDARY}` {BOUNDARY}\n\n```\n{BOUNDARY}\n```\n",
        "# 末 {#a}\n",
    ]
    fragments = [Fragment(article_of(text), f"a{number}-") for number, text in enumerate(texts, 1)]
    together = write_fragments(fragments, paged=paged)
    assert together == [write_html(f.article, paged=paged, prefix=f.prefix) for f in fragments]
    monkeypatch.setattr("kanben.outputs.html.LARGEST_CALL", 1)
    assert write_fragments(fragments, paged=paged) == together


def test_control_characters_are_left_out():
    assert words(tree_of(write_html(article_of("---\ntitle: 题\n---\n\n甲\x0b乙\x01丙\n")))) == "题甲乙丙"


@pytest.mark.parametrize(
    ("printed", "kicker", "title", "subtitle"),
    [
        (("一行题",), (), ("一行题",), ()),
        (("上行", "下行"), (), ("上行", "下行"), ()),
        (("正题", "——副题"), (), ("正题",), ("——副题",)),
        (("引题", "正题", "副题"), ("引题",), ("正题",), ("副题",)),
        ((), (), (), ()),
    ],
)
def test_titles_are_kicker_title_and_subtitle(printed, kicker, title, subtitle):
    assert split_title(printed) == (kicker, title, subtitle)


def test_without_a_printed_byline_one_is_made():
    html = write_html(article_of("---\ntitle: 题\nauthor: [林园, 王磊]\ndate: 2022-03-14\n---\n\n正文\n"))
    assert "林园　王磊" in html and "2022-03-14" in html


def test_a_caption_in_an_inscription_is_in_the_language_of_the_article():
    article = article_of(
        "---\nlang: zh-Hans\n---\n\n::: {.inscription lang=zh-Hant}\n| 為了\n\n::: caption\n题\n:::\n:::\n"
    )
    assert '<div class="caption" lang="zh-Hans">' in write_html(article)
