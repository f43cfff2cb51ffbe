"""Mark-up that people typed into plain text is read as what they meant by it, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanben.source.document import pf, plain_text
from kanben.source.options import SourceOptions
from kanben.source.read import read_article
from kanben.source.structure import recover_article
from kanben.source.typed_markup import heading_level, is_ornament, resolve_references

PROSE = "河埠头在镇子的南端，条石铺成的台阶一直伸到水里，清早总有人在那里淘米洗菜，也有人在那里等船。"
MORE = "过了小满，航船改到下午开，挑担的人索性坐在台阶上吃饭，等船的工夫能讲完一整段旧事。"


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("&ldquo;船来了。&rdquo;&nbsp;", "“船来了。” "),
        ("&#26725;&#x6865;&mdash;&mdash;&hellip;", "桥桥——…"),
        ("A&amp;B &lt;河&gt;", "A&B <河>"),
        ("&emsp;&emsp;河埠", "\u3000\u3000河埠"),
        ("甲&乙; R&D; &nosuchname; &#0; &#xD800; &#8238; &#1114112;", None),
        ("&amp;nbsp;", "&nbsp;"),
    ],
)
def test_character_references_are_resolved_once(text: str, resolved: str | None) -> None:
    found, edits = resolve_references(f"一\n二{text}三")
    assert found == f"一\n二{text if resolved is None else resolved}三"
    assert bool(edits) == (resolved is not None)
    for edit in edits:
        assert edit.place.line == 2 and edit.before in text
        assert found.split("\n")[1][edit.place.column - 1 :].startswith(edit.after)


def test_a_page_copied_as_source_is_read_as_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    indent = "&nbsp;" * 4
    path.write_text(f"河埠头\n\n{indent}{PROSE}\n\n{indent}&ldquo;{MORE}&rdquo;\n", encoding="utf-8")
    article = read_article(path, SourceOptions())
    assert [plain_text(block) for block in article.doc.content] == [PROSE, f"“{MORE}”"]
    assert {edit.rule for edit in article.edits} >= {"character-reference"}


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("# 河埠头", 1),
        ("###　船 ##", 3),
        ("#航船 #早市", 0),
        ("####### 七", 0),
        (f"# {PROSE}", 0),
        ("#", 0),
        ("# 完。", 0),
    ],
)
def test_a_heading_is_marked_by_number_signs_and_a_space(line: str, level: int) -> None:
    assert heading_level(line) == level


def test_marked_headings_keep_the_levels_they_say(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        f"# 河埠头\n{PROSE}\n## 早市\n{MORE}\n### 豆腐 ###\n{PROSE}\n## 航船\n{MORE}\n#航船 #早市\n", encoding="utf-8"
    )
    article = read_article(path, SourceOptions())
    assert article.title == "河埠头"
    headings = [block for block in article.doc.content if isinstance(block, pf.Header)]
    assert [(block.level, plain_text(block)) for block in headings] == [(2, "早市"), (3, "豆腐"), (2, "航船")]
    assert "#航船 #早市" in plain_text(article.doc)


def test_several_chapters_are_no_titles() -> None:
    found = recover_article(f"# 早市\n{PROSE}\n## 豆腐\n{MORE}\n# 航船\n{MORE}\n")
    assert [(block.text, block.level) for block in found.blocks if block.kind == "heading"] == [
        ("早市", 2),
        ("豆腐", 3),
        ("航船", 2),
    ]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("＊", True),
        ("* * *", True),
        ("＊＊＊", True),
        ("——————", True),
        ("————★————", True),
        ("_____", True),
        ("◆", True),
    ]
    + [("——", False), ("……", False), ("。。。", False), ("□□□", False), ("（", False), ("1", False), ("·", False)],
)
def test_ornaments_are_told_from_marks_that_say_something(line: str, parts: bool) -> None:
    assert is_ornament(line) == parts
    kinds = [
        block.kind
        for block in recover_article(f"河埠头\n\n文/林远\n\n{PROSE}\n\n{PROSE}\n\n{MORE}\n\n{line}\n\n{MORE}\n").blocks
    ]
    assert ("break" in kinds) == parts


def test_an_ornament_at_the_head_parts_no_sections() -> None:
    found = recover_article(f"————★————\n河埠头\n————————\n{PROSE}\n\n{MORE}\n\n———\n")
    assert found.metadata["title"] == "河埠头"
    assert {block.kind for block in found.blocks} == {"paragraph"}
    assert sum(edit.rule == "section-break" for edit in found.edits) == 3


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\n# 河埠头\n{MORE}\n",
        f"（一）早市（春）\n（众人笑）\n文/林远\n（二）晚市（秋）\n{PROSE}\n",
        f"柳水发〔2021〕9号\n关于修船\n的通知\n# 河埠头\n{PROSE}\n",
    ],
)
def test_words_stay_in_their_order_whatever_is_marked(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    assert all(edit.reason for edit in read_article(path, SourceOptions()).edits)
