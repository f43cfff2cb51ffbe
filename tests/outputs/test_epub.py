"""What an EPUB edition holds: package, contents, languages, notes, accessibility metadata, vertical lines, fonts."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from docx_articles import EVERYTHING, make_article
from epub_books import DC, OPF, TYPE, XHTML, make_book, make_volume, members, metadata, tree

from kanben.outputs.epub import PageStart, write_epub
from kanben.outputs.epub.vertical import turn_quotation_marks
from kanben.outputs.options import OutputOptions
from kanben.source.notices import NoticeCode

PLAIN = "---\ntitle: 石桥\nlang: zh-Hans\n---\n\n"


@pytest.fixture(scope="module")
def book():
    return make_book()


@pytest.fixture(scope="module")
def text(book):
    return tree(book, "text.xhtml")


def of_type(root, kind):
    return [node for node in root.iter() if kind in (node.get(TYPE) or "").split()]


def test_mimetype_comes_first_and_is_stored():
    data = write_epub(make_article(), OutputOptions()).data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert data[30:58] == b"mimetypeapplication/epub+zip"


def test_same_input_gives_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert write_epub(make_article(), OutputOptions()).data == write_epub(make_article(), OutputOptions()).data


def test_every_file_has_title_and_language(book):
    for name in ("cover.xhtml", "title.xhtml", "nav.xhtml", "text.xhtml"):
        root = tree(book, name)
        assert root.get("lang") == root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"
        assert root.findtext(f".//{XHTML}title")


def test_everything_in_the_package_is_in_the_manifest(book):
    listed = {item.get("href") for item in tree(book, "package.opf").iter(f"{OPF}item")}
    assert listed == set(book) - {"mimetype", "META-INF/container.xml", "package.opf"}


def test_people_have_roles(book):
    package = tree(book, "package.opf")
    assert [node.text for node in package.iter(f"{DC}creator")] == ["林园", "王磊"]
    assert metadata(book, "role") == ["aut", "pht"]
    assert metadata(book, "file-as") == ["林园", "王磊"]


def test_titles_are_refined(book):
    package = tree(book, "package.opf")
    kinds = metadata(book, "title-type")
    assert kinds[0] == "main" and "subtitle" in kinds
    assert next(package.iter(f"{DC}title")).text.endswith("临溪走出新路")


@pytest.mark.parametrize(
    ("epoch", "date", "modified"),
    [
        (None, "2022-03-14", "2022-03-14T00:00:00Z"),
        ("86400", "2022-03-14", "1970-01-02T00:00:00Z"),
        (None, "某日", "2000-01-01T00:00:00Z"),
    ],
)
def test_modified_is_never_the_clock(monkeypatch, epoch, date, modified):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if epoch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    book = make_book(make_article(PLAIN.replace("lang:", f"date: {date}\nlang:") + "文"))
    assert metadata(book, "dcterms:modified") == [modified]


def test_identifier_depends_on_words_alone():
    def identifier(markdown):
        return tree(make_book(make_article(markdown)), "package.opf").findtext(f".//{DC}identifier")

    assert identifier(PLAIN + "一座桥。") == identifier(PLAIN + "一座*桥*。") != identifier(PLAIN + "两座桥。")
    assert (
        identifier(PLAIN.replace("lang", "identifier: urn:isbn:9787000000001\nlang") + "文") == "urn:isbn:9787000000001"
    )


def test_contents_list_headings_with_their_labels(book):
    nav = tree(book, "nav.xhtml")
    contents, landmarks = nav.findall(f".//{XHTML}nav")
    links = ["".join(link.itertext()) for link in contents.iter(f"{XHTML}a")]
    assert links[1:] == ["A “暖蜂”上门", "跳级"]
    assert [mark.get(TYPE) for mark in landmarks.iter(f"{XHTML}a")] == ["cover", "titlepage", "toc", "bodymatter"]


def test_contents_lead_to_places_that_exist(book):
    for link in tree(book, "nav.xhtml").iter(f"{XHTML}a"):
        name, _, place = link.get("href").partition("#")
        assert not place or place in {node.get("id") for node in tree(book, name).iter()}


def test_notes_pop_up(text):
    (call,) = of_type(text, "noteref")
    (note,) = of_type(text, "footnote")
    assert call.get("href") == f"#{note.get('id')}"
    assert call.get("role") == "doc-noteref" and note.get("role") == "doc-footnote"
    back = next(link for link in note.iter(f"{XHTML}a") if link.get("role") == "doc-backlink")
    assert back.get("href") == f"#{call.get('id')}"


def test_a_call_never_stands_apart_from_its_word(text):
    (call,) = of_type(text, "noteref")
    kept = call.getparent()
    assert (kept.get("class"), kept.text, kept.tail) == ("called", "注", "。")


def test_notes_are_numbered_as_they_are_read():
    table = "| 甲[^3] |\n|------|\n| 乙[^1] |\n\n: 题[^2]\n\n"
    notes = "[^1]: 一\n[^2]: 二\n[^3]: 三\n"
    root = tree(make_book(make_article(f"{PLAIN}{table}{notes}")), "text.xhtml")
    called = ["".join(call.itertext()) for call in of_type(root, "noteref")]
    found = ["".join(note.itertext()).split() for note in of_type(root, "footnote")]
    assert called == ["1", "2", "3"] and found == [["1", "二"], ["2", "三"], ["3", "一"]]


def test_what_the_article_calls_a_footnote_itself_stays_where_it_is():
    article = make_article(PLAIN + "::: {.footnotes}\n[字](#x){.footnote-ref role=doc-noteref}不丢。\n:::\n")
    assert "字不丢。" in "".join(tree(make_book(article), "text.xhtml").itertext())


def test_inscription_and_transcription_name_their_languages(text):
    inscription = next(node for node in text.iter() if node.get("class") == "inscription")
    named = [(node.get("aria-label"), node.get("lang")) for node in inscription.iter() if node.get("aria-label")]
    assert named == [("碑文", "zh-Hant"), ("原文", "zh-Hant"), ("释文", "zh-Hans")]


def test_ruby_is_native(text):
    assert [ruby.findtext(f"{XHTML}rt") for ruby in text.iter(f"{XHTML}ruby")] == ["shí qiáo", "edition"]


def test_links_that_could_act_or_lead_nowhere_are_words(book, text):
    addresses = [link.get("href") for link in text.iter(f"{XHTML}a") if link.get("href")]
    assert not any("javascript" in address for address in addresses)
    assert "坏链" in "".join(text.itertext())


def test_accessibility_is_what_the_book_has(book):
    features = metadata(book, "schema:accessibilityFeature")
    assert {"tableOfContents", "alternativeText", "rubyAnnotations", "horizontalWriting"} <= set(features)
    assert metadata(book, "schema:accessMode") == ["textual", "visual"]
    assert metadata(book, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.1 Level AA"]
    assert metadata(book, "schema:accessibilityHazard") == ["none"]


def test_nothing_is_claimed_that_is_not_there():
    plain = make_book(make_article(PLAIN + "没有图。"))
    assert metadata(plain, "schema:accessMode") == ["textual"]
    assert not {"alternativeText", "rubyAnnotations"} & set(metadata(plain, "schema:accessibilityFeature"))


def test_picture_without_words_is_noticed_and_not_claimed():
    article = make_article(PLAIN + "![](p.png)")
    written = write_epub(article, OutputOptions())
    assert [notice.code for notice in written.notices] == [NoticeCode.MISSING_ALT]
    book = members(written.data)
    assert "alternativeText" not in metadata(book, "schema:accessibilityFeature")
    assert metadata(book, "dcterms:conformsTo") == []


@pytest.mark.parametrize(("lang", "word"), [("zh-Hans", "目录"), ("zh-Hant", "目錄"), ("zh-Hant-HK", "目錄")])
def test_interface_words_follow_the_script(lang, word):
    book = make_book(make_article(PLAIN.replace("zh-Hans", lang) + "文"))
    assert tree(book, "nav.xhtml").findtext(f".//{XHTML}h1") == word
    assert tree(book, "package.opf").findtext(f".//{DC}language") == lang


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("他说：“这是‘刊本’。”", "他说：「这是『刊本』。」"),
        ("Don’t stop", "Don’t stop"),
        ("没有引号", "没有引号"),
    ],
)
def test_vertical_marks(before, after):
    assert turn_quotation_marks(before) == after


def test_apostrophe_of_a_latin_word_is_latin(text):
    assert [node.text for node in text.iter(f"{XHTML}span") if node.get("class") == "latin"] == ["Don’t"]
    assert "过去五年，Don’t stop，" in "".join(text.itertext())


def test_vertical_edition_runs_from_right_to_left():
    book = make_book(make_article(PLAIN + "12月3日，共345人，用A4纸；“好”。`x12`"), vertical=True)
    root = tree(book, "text.xhtml")
    assert root.get("class") == "vertical"
    spine = tree(book, "package.opf").find(f"{OPF}spine")
    assert spine.get("page-progression-direction") == "rtl"
    upright = [node.text for node in root.iter(f"{XHTML}span") if node.get("class") == "upright"]
    assert upright == ["12", "3"]
    assert "「好」" in "".join(root.itertext())
    assert b"vertical-rl" in book["book.css"]


def test_printed_pages_are_listed():
    article = make_article(PLAIN + "一二三四五。六七八九十。")
    pages = [PageStart("1", 0, 0), PageStart("2", 0, 7)]
    book = members(write_epub(article, OutputOptions(), pages).data)
    root = tree(book, "text.xhtml")
    breaks = of_type(root, "pagebreak")
    assert [mark.get("aria-label") for mark in breaks] == ["1", "2"]
    assert breaks[1].tail == "六七八九十。"
    lists = [nav for nav in tree(book, "nav.xhtml").iter(f"{XHTML}nav") if nav.get(TYPE) == "page-list"]
    assert [link.text for link in lists[0].iter(f"{XHTML}a")] == ["1", "2"]
    assert {"pageBreakMarkers", "pageNavigation"} <= set(metadata(book, "schema:accessibilityFeature"))


def test_fonts_are_embedded_on_demand():
    article = make_article(PLAIN + "刊本。")
    assert not [name for name in make_book(article) if name.startswith("fonts/")]
    book = make_book(article, embed_fonts=True)
    fonts = [name for name in book if name.startswith("fonts/")]
    assert fonts and all(len(book[name]) < 200_000 for name in fonts)
    assert all(name.encode() in book["book.css"] for name in fonts)


def test_rare_characters_bring_their_font_or_a_notice():
    written = write_epub(make_article(PLAIN + "𠮷野家。"), OutputOptions())
    fonts = [name for name in members(written.data) if name.startswith("fonts/")]
    assert fonts or [notice.code for notice in written.notices] == [NoticeCode.MISSING_GLYPH]


def test_long_text_is_divided_at_headings_and_links_follow():
    part = "桥" * 260_000
    article = make_article(f"{PLAIN}## 甲\n\n{part}\n\n## 乙 {{#b}}\n\n见注。[^1]\n\n[回](#甲)\n\n[^1]: 注文。\n")
    book = make_book(article)
    second = tree(book, "text-2.xhtml")
    assert len(of_type(second, "footnote")) == 1 and not of_type(tree(book, "text.xhtml"), "footnote")
    back = next(link for link in second.iter(f"{XHTML}a") if link.text == "回")
    assert back.get("href").startswith("text.xhtml#")


def test_volume_keeps_authors_parts_and_index():
    book = members(make_volume())
    nav = tree(book, "nav.xhtml")
    assert len([node for node in nav.iter(f"{XHTML}span") if node.get("class") == "authors"]) == 20
    assert "part-02.xhtml" in book and "imprint.xhtml" in book
    places = [link.get("href") for link in tree(book, "index.xhtml").iter(f"{XHTML}a")]
    assert places == ["text-01.xhtml#a1-b", "text-02.xhtml#a2-b"]
    assert metadata(book, "belongs-to-collection") == ["石桥丛书"]
    assert metadata(book, "group-position") == ["3"]


def test_titles_and_names_from_outside_stay_text():
    hostile = EVERYTHING.replace("石桥引领下", "'<script>alert(1)</script>&amp;'").replace("林园", "a&b")
    book = make_book(make_article(hostile))
    for name in book:
        if name.endswith((".xhtml", ".svg", ".opf", ".ncx")):
            assert not [node for node in tree(book, name).iter() if str(node.tag).endswith("}script")]
