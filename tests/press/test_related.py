"""The other articles of a folder say which broken lines go on and who signs; an article depends on what it draws from them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kanben.filters import apply_passes
from kanben.filters.options import FilterOptions
from kanben.press.batch import publish_inputs
from kanben.press.due import Manner
from kanben.press.engine import InProcess, Outcome
from kanben.press.options import Options, load_options
from kanben.press.plan import LEDGER
from kanben.press.related import CACHE, Neighbours, relate_article
from kanben.press.workers import LocalWorkers
from kanben.source.document import plain_text
from kanben.source.notices import NoticeCode
from kanben.source.options import SourceOptions
from kanben.source.read import read_article
from kanben.source.related import NOTHING, Related, answer

ISSUE = Path(__file__).parent / "issue"
"""One issue of a magazine: its articles share names and terms; some are broken where a page ended."""
HOUR_AGO = -3_600


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    folder = tmp_path / "issue"
    shutil.copytree(ISSUE, folder)
    age(folder)
    return folder


def age(folder: Path) -> None:
    """Let the files be an hour old, so that their times tell that they have not changed."""
    for file in folder.iterdir():
        then = file.stat().st_mtime + HOUR_AGO
        os.utime(file, (then, then))


def options(folder: Path, **given: object) -> Options:
    return load_options(folder, {"output": folder.parent / "out", "to": "docx", **given})


def build(folder: Path, *names: str, manner: Manner = Manner(), jobs: int = 0) -> list[Outcome]:  # noqa: B008
    inputs = [folder / name for name in names] or [folder]
    engine = LocalWorkers(jobs) if jobs else InProcess()
    return list(publish_inputs(inputs, lambda beside: options(folder), manner, engine)[1])


def due(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.path.name: outcome.reason for outcome in outcomes if outcome.status in ("made", "due")}


def paragraphs(folder: Path, name: str, related: bool) -> tuple[int, tuple[str, ...], set[NoticeCode]]:
    path = folder / name
    article = read_article(path, SourceOptions(), relate_article(path, options(folder, related=related)))
    return len(article.doc.content), article.byline, {notice.code for notice in article.notices}


@pytest.mark.parametrize(
    ("name", "alone", "together", "found"),
    [
        ("02-修书人.txt", (2, ("于砚秋",)), (2, ("于砚秋",)), {NoticeCode.LOST_CHARACTER}),
        ("05-剧团.txt", (3, ("汤一川",)), (2, ("汤一川",)), set()),
        ("06-高腔.txt", (2, ("于砚秋",)), (2, ("于砚秋",)), set()),
    ],
)
def test_the_issue_mends_its_articles(
    issue: Path,
    name: str,
    alone: tuple[int, tuple[str, ...]],
    together: tuple[int, tuple[str, ...]],
    found: set[NoticeCode],
) -> None:
    blocks, signed, notices = paragraphs(issue, name, related=False)
    assert (blocks, signed) == alone and not notices & found
    assert paragraphs(issue, name, related=True)[:2] == together
    assert found <= paragraphs(issue, name, related=True)[2]


def test_a_line_broken_across_a_page_is_one_where_others_write_it(issue: Path) -> None:
    article = read_article(
        issue / "07-食堂.txt", SourceOptions(), relate_article(issue / "07-食堂.txt", options(issue))
    )
    assert any("文献修复工作站的姑娘们" in plain_text(block) for block in article.doc.content)


def test_who_signs_one_article_keeps_the_surname_in_another(issue: Path) -> None:
    """于砚秋 signs two articles; in a third, which only mentions her, 于 is no preposition."""
    path = issue / "03-粮库.txt"
    article = read_article(path, SourceOptions(), relate_article(path, options(issue)))
    assert "于砚秋" in article.people
    text = "".join(map(plain_text, apply_passes(article, FilterOptions(script="zh-Hant")).doc.content))
    assert "于硯秋" in text and "於硯秋" not in text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "标题\n\n这一段话在这里结束了，后面另起一段。\n\n县古籍文献修复工作站开门了。",
            "他们在县古籍文献修复工作站。",
        ),
        ("标题\n\n县里新设立的古籍文献修复工\n\n一、作站的由来", "古籍文献修复工作站的由来"),
        ("县古籍文献保护和修复工\n作站成立大会召开", "县古籍文献修复工作站成立"),
    ],
)
def test_no_sentence_is_made_of_two_that_end_or_begin(one: str, other: str) -> None:
    assert answer({0: one, 1: other}, 10)[0] == NOTHING


def test_articles_out_of_reach_say_nothing() -> None:
    broken, whole = (
        "标题\n署名\n正文。\n\n她们在县里新设立的古籍文献修复工\n\n作站里修书",
        "县里新设立的古籍文献修复工作站里有人。",
    )
    assert answer({0: broken, 1: "别的文章。", 2: whole}, 2)[0].phrases == {"修复工作站里"}
    assert answer({0: broken, 1: "别的文章。", 2: whole}, 1)[0] == NOTHING


def test_a_batch_and_one_article_alone_are_the_same_bytes(
    issue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    build(issue, jobs=2)
    together = {p.name: p.read_bytes() for p in (tmp_path / "out").glob("*.docx")}
    shutil.rmtree(tmp_path / "out")
    for name in sorted((p.name for p in issue.iterdir()), reverse=True):
        build(issue, name)
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").glob("*.docx")} == together
    assert len(together) == 7


def test_only_what_drew_on_a_changed_article_is_made_again(issue: Path) -> None:
    build(issue)
    assert due(build(issue, manner=Manner(dry_run=True))) == {}
    (issue / "04-自习室.md").write_text("# 共享自习室\n\n共享自习室开在四号仓。\n", encoding="utf-8")
    assert due(build(issue, manner=Manner(dry_run=True))) == {"04-自习室.md": "the article changed"}
    (issue / "01-书院.txt").unlink()
    reasons = due(build(issue, manner=Manner(dry_run=True)))
    assert reasons.pop("04-自习室.md") == "the article changed"
    assert set(reasons.values()) == {"a related article changed"}
    assert set(reasons) == {"02-修书人.txt", "03-粮库.txt", "06-高腔.txt"}  # what 05 and 07 draw on, others say too


def test_a_folder_that_has_not_changed_is_not_read_again(issue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = issue.parent / CACHE
    (issue.parent / LEDGER.name).touch()
    first = Neighbours(kept)
    said = {path: first.of(path, options(issue)) for path in sorted(issue.iterdir())}
    first.save()
    monkeypatch.setattr("kanben.press.related.relate_folder", lambda *_: pytest.fail("it was read again"))
    second = Neighbours(kept)
    assert {path: second.of(path, options(issue)) for path in said} == said
    assert any(related != NOTHING for related in said.values())
    kept.write_text('{"issue": {"state": 1, "said": [', encoding="utf-8")  # a spoilt file is as good as none
    monkeypatch.undo()
    assert Neighbours(kept).of(issue / "02-修书人.txt", options(issue)) == said[issue / "02-修书人.txt"]


def test_a_second_run_reads_no_neighbours(issue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(issue)
    monkeypatch.setattr("kanben.press.related.read_files", lambda *_: pytest.fail("they were read again"))
    assert {outcome.status for outcome in build(issue)} == {"unchanged"}


def test_what_is_said_has_a_digest_of_its_own() -> None:
    assert NOTHING.digest() == ""
    several = [
        Related(names=frozenset({"甲乙"})),
        Related(words=frozenset({"甲乙"})),
        Related(phrases=frozenset({"甲乙"})),
    ]
    assert len({related.digest() for related in several}) == 3


def test_a_hidden_article_has_no_neighbours(issue: Path) -> None:
    hidden = issue / ".draft.txt"
    shutil.copy(next(issue.glob("*.txt")), hidden)
    assert relate_article(hidden, options(issue)) == NOTHING


@pytest.mark.parametrize("damage", ["[]", '{"../../issue": []}', '{"../../issue": {"state": 1}}', "{"])
def test_a_damaged_file_of_what_neighbours_say_is_made_anew(issue: Path, damage: str) -> None:
    build(issue)
    kept = issue.parent / "out" / LEDGER.parent / CACHE
    whole = kept.read_bytes()
    kept.write_text(damage, encoding="utf-8")
    assert due(build(issue)) == {}
    assert kept.read_bytes() == whole
