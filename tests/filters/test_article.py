"""Editions of an article: everything a reader sees is converted together, and what is protected is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanben.filters import apply_passes
from kanben.filters.command import filter_named, filter_named_in_metadata, pass_names
from kanben.filters.options import FilterOptions
from kanben.source.article import Article
from kanben.source.decisions import Decisions, Occurrence, WordRule
from kanben.source.document import read_json, write_json
from kanben.source.errors import InputError, UsageError
from kanben.source.notices import NoticeCode
from kanben.source.pandoc import run_pandoc

NO_DECISIONS = Decisions()
MARKDOWN = """---
title: [发布, 皇后的头发]
author:
- name: 范小青
  role: author
lang: zh-Hans
---

## 头发展 {#first}

范小青说：“头*发*展开，‘后来’`头发`[后]{.keep}”。^[注：后来干部] ![图里的头发](头发.png "标题后来"){alt="后来"}
[链接](http://a.b/头发 "发现")

::: {.inscription lang=zh-Hant}
| 人民抗日游擊隊
| 為了堅持國內和平

::: caption
东江纵队纪念碑
:::
:::

| 表头 | 后面 |
|---|---|
| 里 | 头发 |

: 表题后来

术语

:   后来的定义
"""


def make_article(markdown: str, decisions: Decisions = NO_DECISIONS) -> Article:
    doc = read_json(run_pandoc(["-f", "markdown-smart", "-t", "json"], markdown.encode()))
    return Article(Path("x.md"), markdown, doc, decisions=decisions)


def as_markdown(article: Article) -> str:
    arguments = ["-f", "json", "-t", "markdown-smart", "-s", "--wrap=none"]
    return run_pandoc(arguments, write_json(article.doc).encode()).decode()


def test_everything_a_reader_sees_is_converted() -> None:
    article = make_article(MARKDOWN)
    edition = apply_passes(article, FilterOptions(script="zh-Hant"))
    text = as_markdown(edition)
    assert edition.titles == ("發布", "皇后的頭髮") or edition.titles == ("發佈", "皇后的頭髮")
    assert edition.lang == "zh-Hant"
    assert edition.authors[0].name == "范小青"
    for part in (
        "## 頭髮展 {#first}",
        "范小青說：「頭*髮*展開，『後來』`头发`[后]{.keep}」",
        "註：後來幹部" if "註：" in text else "注：後來幹部",
        '![圖裡的頭髮](头发.png "標題後來"){alt="後來"}',
        '[鏈接](http://a.b/头发 "發現")',
        "東江縱隊紀念碑",
        "表頭",
        "表題後來",
        "術語",
        "後來的定義",
    ):
        assert part in text
    assert "transcription" not in text
    assert article.titles == ("发布", "皇后的头发")


@pytest.mark.parametrize("script", ["as-written", "zh-Hans"])
def test_an_inscription_has_its_transcription(script: str) -> None:
    text = as_markdown(apply_passes(make_article(MARKDOWN), FilterOptions(script=script)))
    written, reading = text.index("| 人民抗日游擊隊\n"), text.index("| 人民抗日游击队\n")
    assert written < text.index('.transcription lang="zh-Hans"') < reading < text.index("东江纵队纪念碑")
    assert "皇后的头发" in text


def test_an_old_form_in_a_transcription_is_noticed() -> None:
    text = "::: {.inscription lang=zh-Hant}\n| 衞國戰爭中靑年為國\n:::\n\n后来的事。\n"
    edition = apply_passes(make_article(text), FilterOptions())
    (notice,) = [notice for notice in edition.notices if notice.code is NoticeCode.OLD_FORM]
    assert notice.suggestion == "青"
    decided = apply_passes(make_article(text, Decisions((WordRule("靑", "青"),))), FilterOptions())
    assert "| 卫国战争中青年为国" in as_markdown(decided)
    assert not decided.notices


def test_text_in_the_editions_script_is_the_same_document() -> None:
    article = make_article("他说：「后来」，*头*发`后`[后]{.keep}。\n")
    assert as_markdown(apply_passes(article, FilterOptions(script="zh-Hans"))).endswith(as_markdown(article)[-30:])


def test_a_phrase_in_another_script_is_tagged() -> None:
    text = "碑上刻着“為了*堅持*國內和平”几个字，后来修复。他听《どうして》这首歌。\n"
    marked = as_markdown(apply_passes(make_article(text), FilterOptions()))
    assert '“[為了*堅持*國內和平]{lang="zh-Hant"}”' in marked
    assert '《[どうして]{lang="ja"}》' in marked


def test_decisions_and_notices() -> None:
    stale = Occurrence("没有这句", "后", "了没有了", "后")
    decisions = Decisions((WordRule("头发", "头髮"),), (Occurrence("他说", "干", "部来了", "干"), stale))
    article = make_article("他说干部来了，头发长，后来被发明。于先生说。\n", decisions)
    edition = apply_passes(article, FilterOptions(script="zh-Hant"))
    assert "他說干部來了，头髮長，後來被髮明。" in as_markdown(edition)
    codes = [notice.code for notice in edition.notices]
    assert {NoticeCode.STALE_DECISION, NoticeCode.AMBIGUOUS_CONVERSION, NoticeCode.SURNAME} <= set(codes)
    (boundary,) = [n for n in edition.notices if "word boundary" in n.message]
    assert boundary.suggestion == "被發明"
    assert {(e.before, e.after) for e in edition.edits} >= {("头发", "头髮")}


def test_facing_columns() -> None:
    article = make_article("## 头发 {#a}\n\n他说后来。^[注释后来]\n\n* 头发\n* 后来\n")
    text = as_markdown(apply_passes(article, FilterOptions(facing="article")))
    assert text.count("{#a}") == 1
    assert '.facing-below lang="zh-Hant"' in text
    assert text.index("他说后来") < text.index("他說後來")
    back = as_markdown(apply_passes(article, FilterOptions(facing="article", script="zh-Hant")))
    assert back.index("他說後來") < back.index("他说后来")


def test_facing_inscriptions_in_every_edition() -> None:
    for script in ("as-written", "zh-Hant"):
        text = as_markdown(apply_passes(make_article(MARKDOWN), FilterOptions(facing="inscriptions", script=script)))
        assert text.count("facing-pair") == 1
        assert text.index("| 人民抗日游擊隊") < text.index("| 人民抗日游击队")


def test_passes_as_pandoc_filters() -> None:
    source = "---\nkanben-script: zh-Hant\nkanben-passes: convert-article\n---\n\n头*发*展\n"
    data = run_pandoc(["-f", "markdown", "-t", "json"], source.encode())
    for filtered in (filter_named_in_metadata(data), filter_named("convert-article", data)):
        assert run_pandoc(["-f", "json", "-t", "markdown"], filtered).decode() == "頭*髮*展\n"
    with pytest.raises(UsageError, match="no-such"):
        filter_named("no-such", data)
    with pytest.raises(InputError):
        filter_named("convert-article", b"{}")
    assert "add-transcriptions" in pass_names()


def test_a_note_and_the_mark_after_a_tagged_phrase_have_no_language_span_of_their_own():
    text = "---\nlang: zh-Hant\n---\n\n[后来**居上**]{lang=zh-Hans}、東岸說：這個**发现^[后来的干部]与发展**讓縣裡熱鬧了。\n"
    written = as_markdown(apply_passes(make_article(text), FilterOptions()))
    assert '[后来**居上**]{lang="zh-Hans"}、東岸' in written
    assert "后来的干部" in written
