"""The review page shows every line, piece, edit and notice; the same as JSON and for a terminal."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from kanben.outputs.review import explain_review, review_json, write_review
from kanben.source.article import Article
from kanben.source.choices import ONE_TO_MANY, ChoiceGroup, ChoicePlace
from kanben.source.document import API_VERSION, inlines, pf
from kanben.source.notices import Edit, Notice, NoticeCode, Place
from kanben.source.options import SourceOptions
from kanben.source.read import read_article

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "schema" / "review.schema.json"
TEXT = "石桥记\n\n文/林远\n\n县城以东有一座\n石桥通讯　12\n石桥，建于清代。\n\n桥头石碑\n\n为了和平<b>从此\n北撤山东\n"


@pytest.fixture
def article() -> Article:
    doc = pf.Doc(
        pf.Para(*inlines("县城以东有一座石桥，建于清代。")),
        pf.Div(pf.Para(*inlines("桥头石碑")), classes=["caption"]),
        pf.Div(
            pf.LineBlock(pf.LineItem(*inlines("为了和平<b>从此")), pf.LineItem(*inlines("北撤山东"))),
            classes=["inscription"],
        ),
        metadata={"title": "石桥记", "byline": ["文/林远"], "lang": "zh-Hans"},
        api_version=API_VERSION,
    )
    edits = (Edit("furniture", Place(6, 1), "石桥通讯　12", "", 0.9, reason="a running head"),)
    notices = (
        Notice(NoticeCode.LOST_CHARACTER, "A character may be lost here.", Place(5, 7), "一座石桥", "座＿石"),
        Notice(NoticeCode.MISSING_IMAGE, "A picture is left out.", None, "a.png"),
    )
    return Article(Path("石桥.txt"), TEXT, doc, edits, notices)


CHOICES = (ChoiceGroup(ONE_TO_MANY, "后", "後", ("後", "后"), (ChoicePlace(0, 1, "以", "来", Place(5, 2)),)),)


class Links(HTMLParser):
    """Collects identifiers, links inside the page, and anything that would be fetched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.identifiers: list[str] = []
        self.targets: list[str] = []
        self.fetched: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.identifiers += [given["id"] or ""] if "id" in given else []
        address = given.get("href") or ""
        self.targets += [address[1:]] if address.startswith("#") else []
        self.fetched += [address] if address and not address.startswith("#") else []
        self.fetched += [given["src"] or ""] if "src" in given else []


def test_the_page_is_one_file_whose_links_all_lead_somewhere(article: Article) -> None:
    page = write_review(article, CHOICES).data.decode()
    links = Links(page)
    assert not links.fetched and "url(" not in page and "@import" not in page
    assert set(links.targets) <= set(links.identifiers)
    assert len(links.identifiers) == len(set(links.identifiers))
    assert "<b>从此" not in page and "&lt;b&gt;从此" in page


def test_every_line_edit_notice_and_choice_is_on_the_page(article: Article) -> None:
    page = write_review(article, CHOICES).data.decode()
    for number, line in enumerate(TEXT.split("\n"), 1):
        assert not line.strip() or f'id="L{number}"' in page
    assert "<del>石桥通讯" in page and ">furniture</small>" in page
    assert 'id="notice-1"' in page and "lost-character" in page and "missing-image" in page
    assert "one-to-many" in page and "後 后" in page


def test_kinds_are_told_in_words_and_not_by_colour_alone(article: Article) -> None:
    page = write_review(article).data.decode()
    for label in (
        "标题 title",
        "署名 byline",
        "正文 paragraph",
        "图说 caption",
        "碑铭 inscription",
        "removed: page furniture",
    ):
        assert label in page
    assert "prefers-color-scheme: dark" in page and "@media print" in page


def test_pieces_know_their_lines_and_joins(article: Article) -> None:
    pieces = {piece["kind"]: piece for piece in review_json(article)["pieces"]}
    assert (pieces["title"]["first_line"], pieces["byline"]["first_line"]) == (1, 3)
    joined = pieces["paragraph"]
    assert (joined["first_line"], joined["last_line"], joined["joins"]) == (5, 7, [7])
    assert (pieces["inscription"]["first_line"], pieces["inscription"]["last_line"]) == (11, 12)


def test_the_json_keeps_its_schema(article: Article) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json.dumps(review_json(article, CHOICES))), schema)


def test_the_terminal_shows_the_same(article: Article) -> None:
    shown = explain_review(article, CHOICES)
    assert re.search(r"5–7\s+正文 paragraph: 县城以东有一座‸石桥", shown)
    assert "6:1 furniture" in shown and "lost-character" in shown and "one-to-many" in shown
    assert "\x1b" not in shown


PARAGRAPH = "县城以东有一座石桥，建于清代，至今仍可通行。桥长十二丈，宽一丈二尺，两岸的人赶集都要走它，六十年来没有断过一天。\n\n"


def test_a_long_article_is_reviewed_in_time(tmp_path: Path) -> None:
    path = tmp_path / "长.txt"
    path.write_text("石桥记\n\n" + PARAGRAPH * 3000, encoding="utf-8")
    page = write_review(read_article(path, SourceOptions())).data
    assert page.count(b'class="row paragraph"') >= 2900


def test_a_very_long_article_has_a_page_that_opens(tmp_path: Path) -> None:
    """What nothing was done to is folded away; what was done is there."""
    sentence = "县城以东有一座石桥，建于清代，至今仍可通行，第{}年又修了一次。"
    lines = [sentence.format(number) for number in range(4_500)]
    lines[3_000] = "县城以东有 一座石桥，建于清代。"
    (tmp_path / "a.txt").write_text("石桥记\n\n" + "\n\n".join(lines), encoding="utf-8")
    page = write_review(read_article(tmp_path / "a.txt", SourceOptions())).data.decode()
    assert len(page) < 200_000
    assert 'id="L6003"' in page and "paragraphs without edit or notice" in page
