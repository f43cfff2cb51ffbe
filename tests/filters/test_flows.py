"""The running text that conversion sees: across mark-up and soft breaks, with its lines, and who wins where words overlap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kanben.filters.ambiguity import group_choices
from kanben.filters.article_conversion import choice_notices
from kanben.filters.conversion import convert
from kanben.filters.editions import Edition
from kanben.filters.flows import document_flows
from kanben.filters.word_rules import find_words
from kanben.source.document import read_json
from kanben.source.notices import NoticeCode
from kanben.source.pandoc import run_pandoc
from kanben.source.runs import Run


def flows(markdown: str) -> list[tuple[str, bool]]:
    doc = read_json(run_pandoc(["-f", "markdown-smart", "-t", "json"], markdown.encode()))
    return [(flow.text, flow.line) for flow in document_flows(doc)]


TEXTS = {
    "头\n发展开": [("头发展开", False)],
    "see\n头发": [("see 头发", False)],
    "头发\nsee": [("头发 see", False)],
    "头*发*展\\\n开": [("头发展\n开", False)],
    "头\n*发*展": [("头发展", False)],
    "头\n*see*": [("头 see", False)],
    "| 為了\n| 和平": [("為了", False), ("和平", True)],
    "头发\n\n和平": [("头发", False), ("和平", False)],
    "---\ntitle: 头发\nkanben-script: zh-Hant\nlang: zh-Hans\n---\n\n和平": [("头发", False), ("和平", False)],
}


@pytest.mark.parametrize(("markdown", "wanted"), TEXTS.items())
def test_the_flows_of_a_document(markdown: str, wanted: list[tuple[str, bool]]) -> None:
    assert flows(markdown) == wanted


OVERLAPS = [
    ("甲乙", Run(1, 3, "乙丙"), True),  # of two that are as long the first
    ("乙丙", Run(0, 2, "甲乙"), False),
    ("乙丙丁", Run(0, 2, "甲乙"), True),  # the longer
    ("乙丙", Run(0, 3, "甲乙丙"), True),  # a word inside a dictionary's
    ("乙", Run(0, 2, "甲乙"), False),  # but no single character
    ("甲乙丙", Run(1, 2, "乙"), True),
]


@pytest.mark.parametrize(("word", "run", "found"), OVERLAPS)
def test_a_decided_word_beside_a_dictionary_word(word: str, run: Run, found: bool) -> None:
    assert bool(find_words("甲乙丙丁", [run], {word: "X"})) == found


def test_choices_that_were_never_wrong_are_no_notice() -> None:
    groups = [group for group in group_choices(convert("干，他们说", Edition.of("zh-Hant"))) if group.source == "干"]
    told = [notice.code for notice in choice_notices([replace(group, collapsed=False) for group in groups])]
    assert told == [NoticeCode.AMBIGUOUS_CONVERSION]
    assert not list(choice_notices([replace(group, collapsed=True) for group in groups]))
