"""Notices as comments and edits as tracked changes: each at its place, to accept or reject."""

from __future__ import annotations

import pytest
from docx_articles import make_article, make_parts

from kanben.outputs.docx.ooxml import find, qname, value_of
from kanben.outputs.docx.positions import find_positions
from kanben.source.document import plain_text, read_json
from kanben.source.notices import Edit, Notice, NoticeCode, Place
from kanben.source.pandoc import run_pandoc

SOURCE = "石桥记\n文/林园\n\n落实市、区、街、社四级党\n\n织主体责任,守住\n第３页\n了防线。“红色\n力量”涌动。\n"
TEXT = (
    "---\ntitle: 石桥记\nbyline: [文/林园]\n---\n\n落实市、区、街、社四级党织主体责任，守住了防线。“红色力量”涌动。\n"
)


def review(edits=(), notices=(), source=SOURCE, text=TEXT):
    article = make_article(text, source, edits=tuple(edits), notices=tuple(notices))
    return make_parts(article, comments=True)


def changes(parts, name):
    found = []
    for mark in parts["word/document.xml"].iter(qname(name)):
        words = "".join(node.text or "" for node in mark.iter(qname("w:t"), qname("w:delText")))
        found.append((words, value_of(mark, "w:author")))
    return found


def accepted(parts, accept):
    """Return the paragraphs as they read when all changes are accepted or rejected."""
    lines, open_line = [], ""
    for paragraph in parts["word/document.xml"].iter(qname("w:p")):
        for node in paragraph.iter(qname("w:t"), qname("w:delText")):
            deleted = node.tag == qname("w:delText")
            inserted = next(node.iterancestors(qname("w:ins")), None) is not None
            if (accept and not deleted) or (not accept and not inserted):
                open_line += node.text or ""
        joined = paragraph.find(f"{qname('w:pPr')}/{qname('w:rPr')}/{qname('w:del')}") is not None
        if not (joined and accept):
            lines.append(open_line)
            open_line = ""
    return lines


EDITS = (
    Edit("join", Place(6, 1), "\n\n", ""),
    Edit("punctuation", Place(6, 6), ",", "，"),
    Edit("furniture", Place(7, 1), "第３页", ""),
    Edit("join", Place(8, 1), "\n", ""),
    Edit("join", Place(9, 1), "\n", ""),
    Edit("byline", Place(2, 1), "文/林园", ""),
)


def test_accepting_all_gives_the_article_and_rejecting_all_the_source():
    parts = review(EDITS)
    assert accepted(parts, accept=True) == [
        "石桥记",
        "文/林园",
        "落实市、区、街、社四级党织主体责任，守住了防线。“红色力量”涌动。",
    ]
    assert accepted(parts, accept=False) == [
        "石桥记",
        "文/林园",
        "落实市、区、街、社四级党",
        "织主体责任,守住",
        "第３页",
        "了防线。“红色",
        "力量”涌动。",
    ]


def test_every_change_names_its_rule_and_has_a_number_of_its_own():
    parts = review(EDITS)
    assert changes(parts, "w:ins") == [("，", "kanben punctuation")]
    assert {author for _, author in changes(parts, "w:del")} == {
        "kanben join",
        "kanben punctuation",
        "kanben furniture",
    }
    numbers = [value_of(mark, "w:id") for mark in parts["word/document.xml"].iter(qname("w:ins"), qname("w:del"))]
    assert len(numbers) == len(set(numbers)) == 7
    assert find(parts["word/settings.xml"], "w:trackRevisions") is not None


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(6, 1), "织主体责"),
        (Place(4, 4), "、区、街"),
        (Place(9, 3), "”涌动。"),
        (Place(7, 1), "了防线。"),
        (None, "石桥记"),
    ],
)
def test_a_notice_stands_at_its_place(place, words):
    notice = Notice(NoticeCode.LOST_CHARACTER, "A character may be missing", place, suggestion="组")
    parts = review(notices=[notice])
    covered, inside = "", False
    for node in parts["word/document.xml"].iter(qname("w:commentRangeStart"), qname("w:commentRangeEnd"), qname("w:t")):
        inside = node.tag == qname("w:commentRangeStart") or (inside and node.tag != qname("w:commentRangeEnd"))
        covered += (node.text or "") if inside and node.tag == qname("w:t") else ""
    assert covered == words
    comment = "".join(parts["word/comments.xml"].itertext())
    assert "A character may be missing" in comment and "组" in comment and "lost-character" in comment


def test_many_notices_at_one_place_and_inside_changes_hold_together():
    notices = [Notice(NoticeCode.HALF_WIDTH, str(n), Place(6, 6)) for n in range(3)]
    parts = review(EDITS, notices)
    for name in ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"):
        assert sorted(value_of(mark, "w:id") for mark in parts["word/document.xml"].iter(qname(name))) == [
            "0",
            "1",
            "2",
        ]


def test_the_reviewed_file_is_read_back_as_the_article(tmp_path):
    from kanben.outputs.docx import write_docx
    from kanben.outputs.options import OutputOptions

    article = make_article(TEXT, SOURCE, edits=EDITS, notices=(Notice(NoticeCode.HALF_WIDTH, "x", Place(6, 6)),))
    data = write_docx(article, OutputOptions(comments=True)).data
    doc = read_json(run_pandoc(["-f", "docx", "-t", "json"], data))
    # pandoc puts a space where two paragraphs have become one.
    assert (
        plain_text(doc.content[-1]).replace(" ", "")
        == "落实市、区、街、社四级党织主体责任，守住了防线。“红色力量”涌动。"
    )


def test_without_comments_nothing_is_tracked():
    article = make_article(TEXT, SOURCE, edits=EDITS, notices=(Notice(NoticeCode.HALF_WIDTH, "x", Place(6, 6)),))
    parts = make_parts(article)
    assert "word/comments.xml" not in parts
    assert changes(parts, "w:ins") == changes(parts, "w:del") == []


def test_an_article_without_words_can_be_reviewed():
    parts = review(EDITS, [Notice(NoticeCode.HALF_WIDTH, "x")], text="---\nlang: zh-Hans\n---\n")
    assert len(parts["word/comments.xml"]) == 1


def test_places_are_found_by_words_whatever_the_width_of_digits():
    root = make_parts(make_article("第1页与第2章。"))["word/document.xml"]
    positions = find_positions("第１页\n与第２章。", root)
    assert [positions.index_of(Place(2, column)) for column in (1, 3, 5)] == [3, 5, 7]
    assert positions.index_of(Place(9, 1)) is None
