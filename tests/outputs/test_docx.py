"""What a DOCX edition holds: styles, languages, fonts, fields, notes, and nothing of what the input smuggled in."""

from __future__ import annotations

import dataclasses

import pytest
from docx_articles import EVERYTHING, make_article, make_parts, paragraphs, read_parts

from kanben.outputs.docx import write_docx, write_volume
from kanben.outputs.docx.language import word_language
from kanben.outputs.docx.ooxml import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, qname, value_of
from kanben.outputs.options import OutputOptions
from kanben.source.volume import Chapter, Volume

THEMES = ("article", "book", "gongwen", "magazine")


@pytest.fixture(scope="module")
def parts():
    return make_parts(make_article())


@pytest.fixture(scope="module")
def body(parts):
    return parts["word/document.xml"]


def styles_by_id(parts):
    return {style.get(qname("w:styleId")): style for style in parts["word/styles.xml"].iter(qname("w:style"))}


def run_of(root, words):
    return next(run for run in root.iter(qname("w:r")) if run.findtext(qname("w:t")) == words)


def property_of(run, name):
    return run.find(f"{qname('w:rPr')}/{qname(name)}")


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("Title", "石桥引领下临溪走出新路"),
        ("Subtitle", "——东岸的探索"),
        ("Byline", "文/林园\u3000图/王磊"),
        ("Lead", "探索建成“1+10”联盟体系……打造“红色家园”。"),
        ("Caption", "旧馆的门"),
        ("Heading1", "A “暖蜂”上门"),
        ("Heading2", "跳级"),
        ("Quote", "引文"),
        ("ListParagraph", "甲"),
        ("ListParagraph", "丁"),
        ("TableText", "年份"),
        ("Caption", "表题"),
        ("Caption", "图题"),
        ("Caption", "没有的图"),
        ("Verse", "床前明月光疑是地上霜"),
        ("Inscription", "為了堅持國內和平從此登船北撤山東"),
        ("TranscriptionLabel", "释文"),
        ("Transcription", "为了坚持国内和平从此登船北撤山东"),
        ("Normal", "<w:p/>末段。"),
    ],
)
def test_every_block_has_its_style(body, style, words):
    assert (style, words) in paragraphs(body)


def test_every_style_that_is_used_is_defined(parts, body):
    used = {value_of(mark) for mark in body.iter(qname("w:pStyle"), qname("w:rStyle"), qname("w:tblStyle"))}
    assert used <= set(styles_by_id(parts))


@pytest.mark.parametrize(
    ("style", "name", "alias"),
    [
        ("Normal", "Normal", "正文"),
        ("Heading1", "heading 1", "标题 1"),
        ("Caption", "caption", "题注"),
        ("Quote", "Quote", "引用"),
        ("FootnoteText", "footnote text", "脚注文本"),
        ("Inscription", "碑文", ""),
        ("Transcription", "释文", ""),
        ("Byline", "作者行", ""),
        ("Lead", "导语", ""),
    ],
)
def test_styles_have_the_names_a_user_of_word_knows(parts, style, name, alias):
    found = styles_by_id(parts)[style]
    assert value_of(found.find(qname("w:name"))) == name
    assert value_of(found.find(qname("w:aliases"))) == alias
    assert (found.get(qname("w:customStyle")) == "1") == (not alias)


def test_running_text_is_indented_by_two_characters_and_nothing_else_inherits_it(parts):
    for name, style in styles_by_id(parts).items():
        if style.get(qname("w:type")) == "paragraph":
            indent = style.find(f"{qname('w:pPr')}/{qname('w:ind')}")
            first = "0" if value_of(indent, "w:hangingChars") else value_of(indent, "w:firstLineChars")
            assert first == ("200" if name in ("Normal", "Lead", "Quote") else "0"), name


def test_line_composition_is_chinese(parts, body):
    defaults = parts["word/styles.xml"].find(f"{qname('w:docDefaults')}/{qname('w:pPrDefault')}/{qname('w:pPr')}")
    names = {child.tag.rpartition("}")[2] for child in defaults}
    assert {"kinsoku", "overflowPunct", "autoSpaceDE", "autoSpaceDN", "widowControl"} <= names
    grid = next(body.iter(qname("w:docGrid")))
    assert (value_of(grid, "w:type"), value_of(grid, "w:linePitch")) == ("lines", "420")
    spacing = parts["word/settings.xml"].find(qname("w:characterSpacingControl"))
    assert value_of(spacing) == "compressPunctuation"


def test_fonts_follow_roles_and_have_other_names(parts):
    def font_of(style):
        return value_of(next(styles_by_id(parts)[style].iter(qname("w:rFonts"))), "w:eastAsia")

    assert [font_of(name) for name in ("Heading1", "Inscription", "Transcription")] == ["黑体", "楷体", "仿宋"]
    fonts = {value_of(font, "w:name"): font for font in parts["word/fontTable.xml"]}
    assert {"宋体", "楷体", "黑体", "仿宋"} <= set(fonts)
    assert "SimSun" in value_of(fonts["宋体"].find(qname("w:altName")))


@pytest.mark.parametrize(
    ("lang", "tag", "font"),
    [("zh-Hans", "zh-CN", "宋体"), ("zh-Hant", "zh-TW", "新細明體"), ("zh-Hant-HK", "zh-HK", "新細明體")],
)
def test_the_edition_has_the_language_word_knows(lang, tag, font):
    parts = make_parts(make_article(EVERYTHING.replace("lang: zh-Hans", f"lang: {lang}")))
    defaults = next(parts["word/styles.xml"].iter(qname("w:rPrDefault")))
    assert value_of(next(defaults.iter(qname("w:lang"))), "w:eastAsia") == tag
    assert value_of(next(defaults.iter(qname("w:rFonts"))), "w:eastAsia") == font
    assert value_of(parts["word/settings.xml"].find(qname("w:themeFontLang")), "w:eastAsia") == tag


def test_no_language_is_one_that_word_does_not_know():
    assert word_language("zh-Hant-MO") == "zh-MO"
    for root in (part for name, part in make_parts(make_article()).items() if name.startswith("word/") and len(part)):
        for mark in getattr(root, "iter", lambda _: ())(qname("w:lang")):
            assert "Han" not in "".join(mark.attrib.values())


def test_traditional_spans_and_paragraphs_say_so(body):
    for words, tag in (
        ("後來", "zh-HK"),
        ("居上", "zh-HK"),
        ("為了堅持國內和平", "zh-TW"),
        ("为了坚持国内和平", "zh-CN"),
    ):
        mark = property_of(run_of(body, words), "w:lang")
        assert (value_of(mark), value_of(mark, "w:eastAsia")) == (tag, tag)
    inscription = next(p for p in body.iter(qname("w:p")) if "為了" in "".join(p.itertext()))
    mark = inscription.find(f"{qname('w:pPr')}/{qname('w:rPr')}/{qname('w:lang')}")
    assert value_of(mark, "w:eastAsia") == "zh-TW"


def test_spans_become_character_styles(parts, body):
    styles = {
        words: value_of(property_of(run_of(body, words), "w:rStyle")) for words in ("要点", "林园", "石桥记", "A")
    }
    assert styles == {"要点": "EmphasisMark", "林园": "ProperNoun", "石桥记": "BookTitle", "A": "Label"}
    marks = {name: style for name, style in styles_by_id(parts).items() if name in styles.values()}
    assert value_of(next(marks["EmphasisMark"].iter(qname("w:em")))) == "underDot"
    assert value_of(next(marks["ProperNoun"].iter(qname("w:u")))) == "single"
    assert value_of(next(marks["BookTitle"].iter(qname("w:u")))) == "wave"


def test_han_is_emphasised_without_slant(body):
    assert value_of(property_of(run_of(body, "斜体"), "w:rStyle")) == "Emphasis"
    assert value_of(property_of(run_of(body, "粗体"), "w:rStyle")) == "Strong"
    assert next(body.iter(qname("w:i")), None) is None


def test_ruby_stands_over_each_character_or_over_the_word(body):
    found = []
    for ruby in body.iter(qname("w:ruby")):
        base, reading = (
            "".join(node.text for node in ruby.find(qname(name)).iter(qname("w:t"))) for name in ("w:rubyBase", "w:rt")
        )
        found.append((base, reading))
    assert found == [("石", "shí"), ("桥", "qiáo"), ("刊本", "edition")]


def test_marks_that_latin_fonts_have_too_are_set_in_the_chinese_font(body):
    def hint(words):
        return value_of(property_of(run_of(body, words), "w:rFonts"), "w:hint")

    assert hint("探索建成“1+10”联盟体系……打造“红色家园”。") == "eastAsia"
    assert hint("’") == ""


def test_captions_are_numbered_by_hidden_fields(body):
    captions = [p for p in body.iter(qname("w:p")) if value_of(next(p.iter(qname("w:pStyle")), None)) == "Caption"]
    codes = ["".join(node.text for node in p.iter(qname("w:instrText"))).split() for p in captions]
    assert [code[:2] for code in codes] == [["SEQ", "图"], ["SEQ", "表"], ["SEQ", "图"], ["SEQ", "图"]]
    assert all(next(p.iter(qname("w:vanish")), None) is not None for p in captions)


def test_the_book_shows_numbers_and_contents():
    parts = make_parts(make_article(), theme="book")
    found = paragraphs(parts["word/document.xml"])
    assert ("Caption", "表\u20021\u2003表题") in found
    assert ("Caption", "图\u20021\u2003图题") in found
    assert ("Caption", "旧馆的门") in found
    assert [entry for entry in found if entry[0].startswith("TOC")] == [
        ("TOCHeading", "目录"),
        ("TOC1", "A “暖蜂”上门"),
        ("TOC2", "跳级"),
    ]
    codes = "".join(node.text for node in parts["word/document.xml"].iter(qname("w:instrText")))
    assert 'TOC \\o "1-2"' in codes and "PAGEREF _Toc00000001" in codes


def test_running_heads_hold_title_and_page_number(parts, body):
    codes = {
        name: [node.text.split()[0] for node in part.iter(qname("w:instrText"))]
        for name, part in parts.items()
        if name.startswith(("word/header", "word/footer"))
    }
    assert sorted(codes.values()) == [[], ["PAGE"], ["TITLE"]]
    assert len(list(body.iter(qname("w:headerReference"), qname("w:footerReference")))) == 4


def test_notes_are_numbered_with_circled_numbers(parts, body):
    assert value_of(next(next(body.iter(qname("w:sectPr"))).iter(qname("w:numFmt")))) == "decimalEnclosedCircleChinese"
    assert ("FootnoteText", " 脚注“文字”。") in paragraphs(parts["word/footnotes.xml"])


def test_core_properties_hold_title_people_and_date(parts, monkeypatch):
    words = [child.text for child in parts["docProps/core.xml"]]
    assert words == [
        "石桥引领下\u3000临溪走出新路\u3000——东岸的探索",
        "林园；王磊",
        "zh-CN",
        "2022-03-14T00:00:00Z",
        "2022-03-14T00:00:00Z",
    ]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert make_parts(make_article())["docProps/core.xml"][-1].text == "2023-11-14T22:13:20Z"


def test_pictures_fit_the_line_and_tell_nothing_of_their_address(parts, body):
    extent = next(body.iter(qname("wp:extent")))
    assert int(extent.get("cx")) <= 146.4 * 36000 + 1270
    assert next(body.iter(qname("wp:docPr"))).get("descr") == "图题"
    assert sum(name.startswith("word/media/") for name in parts) == 1
    for name in ("word/document.xml", "word/_rels/document.xml.rels"):
        assert not any("data:" in value for node in parts[name].iter() for value in node.attrib.values())


def test_only_safe_addresses_are_links(parts):
    links = [link.get("Target") for link in parts["word/_rels/document.xml.rels"] if link.get("TargetMode")]
    assert links == ["http://example.org/"]


@pytest.mark.parametrize("theme", THEMES)
def test_the_same_article_gives_the_same_bytes(theme):
    options = OutputOptions(theme=theme)
    first, second = (write_docx(make_article(), options).data for _ in range(2))
    assert first == second


@pytest.mark.parametrize("theme", THEMES)
def test_properties_stand_in_the_order_of_the_schema(theme):
    orders = {"rPr": RUN_PROPERTIES.split(), "pPr": PARAGRAPH_PROPERTIES.split()}
    for name, root in make_parts(make_article(), theme=theme).items():
        if not name.startswith("word/") or isinstance(root, bytes):
            continue
        for holder in root.iter(*(qname(f"w:{key}") for key in orders)):
            order = orders[holder.tag.rpartition("}")[2]]
            ranks = [
                order.index(child.tag.rpartition("}")[2]) for child in holder if child.tag.rpartition("}")[2] in order
            ]
            assert ranks == sorted(ranks), name


def test_identifiers_are_unique_and_every_relationship_is_used(parts, body):
    for name in ("w:bookmarkStart",):
        numbers = [value_of(mark, "w:id") for mark in body.iter(qname(name))]
        assert len(numbers) == len(set(numbers))
    anchors = {link.get(qname("w:anchor")) for link in body.iter(qname("w:hyperlink"))} - {None}
    assert anchors <= {value_of(mark, "w:name") for mark in body.iter(qname("w:bookmarkStart"))}
    targets = {link.get("Target") for link in parts["word/_rels/document.xml.rels"] if not link.get("TargetMode")}
    assert {f"word/{target}" for target in targets} <= set(parts)


def test_an_empty_article_is_a_valid_document():
    parts = make_parts(make_article("---\nlang: zh-Hans\n---\n"))
    assert paragraphs(parts["word/document.xml"]) == []


def test_control_characters_do_not_break_the_file():
    article = make_article('甲[乙]{.ruby rt="a\x01b"}\x02丙')
    assert "甲" in "".join(words for _, words in paragraphs(make_parts(article)["word/document.xml"]))


def test_a_picture_that_is_not_the_articles_is_never_asked_for():
    article = dataclasses.replace(make_article("![图](/etc/hostname)\n\n![图](http://127.0.0.1:9/x.png)"), pictures={})
    assert not any(name.startswith("word/media") for name in read_parts(write_docx(article, OutputOptions()).data))


def test_titles_of_a_volume_stand_across_the_columns():
    volume = Volume(("石桥文集",), (Chapter(make_article(), "上编"),))
    root = read_parts(write_volume(volume, OutputOptions(theme="magazine")).data)["word/document.xml"]
    columns = [value_of(mark, "w:num") for mark in root.iter(qname("w:cols"))]
    assert columns == ["", "", "", "2", "2"], "title, part, title of the chapter, its text, the end"
    assert paragraphs(root)[0] == ("Title", "石桥文集")
