"""No word is lost: what edits name may go or move, everything else stands, in order, and the check is quick."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from kanben.source.document import inlines, pf
from kanben.source.errors import WordLossError
from kanben.source.notices import Edit, Place
from kanben.source.words import assert_words_kept, fold_words, list_label

WHERE = Path("石桥.txt")
SOURCE = "石桥记\n县城以东有一\n— 12 —\n座石桥。\n文/林远\n"
FURNITURE = Edit("furniture", Place(3, 1), "— 12 —", "")
BYLINE = Edit("byline", Place(5, 1), "文/林远", "")


def check(source: str, *texts: str, edits: tuple[Edit, ...] = (), **metadata: Any) -> None:
    assert_words_kept(source, metadata, [pf.Para(*inlines(text)) for text in texts], edits, WHERE)


def test_what_edits_name_may_go_and_move() -> None:
    check(SOURCE, "县城以东有一座石桥。", edits=(FURNITURE, BYLINE), title="石桥记", byline=["文/林远"])


def test_a_moved_caption_is_named_with_both_places() -> None:
    source = "县城以东有一\n桥头石碑\n座石桥。\n"
    move = Edit("caption", Place(2, 1), "桥头石碑", "桥头石碑", to=Place(3, 4))
    check(source, "县城以东有一座石桥。", "桥头石碑", edits=(move,))
    with pytest.raises(WordLossError):
        check(source, "县城以东有一座石桥。", "桥头石碑")


@pytest.mark.parametrize(
    "texts",
    [("县城以东有座石桥。",), ("县城以东有一一座石桥。",), ("座石桥。", "县城以东有一"), ("县城以东有一座石桥。12",)],
)
def test_a_lost_doubled_or_displaced_word_is_an_error(texts: tuple[str, ...]) -> None:
    with pytest.raises(WordLossError):
        check("县城以东有一\n座石桥。", *texts)


def test_the_error_names_the_line() -> None:
    with pytest.raises(WordLossError) as caught:
        check("第一行甲\n第二行乙\n第三行丙\n", "第一行甲", "第二行", "第三行丙")
    assert "石桥.txt:2" in str(caught.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [("２０１９", "2019"), ("⺠⽣", "民生"), ("e\u0301", "é"), ("刊\u200b本", "刊本"), ("㎡", "m2"), ("ＡＢｃ", "ABc")],
)
def test_foldings_are_one_spelling(one: str, other: str) -> None:
    assert fold_words(one) == fold_words(other)


def test_labels_of_lists_are_words() -> None:
    items = pf.OrderedList(pf.ListItem(pf.Plain(pf.Str("甲"))), pf.ListItem(pf.Plain(pf.Str("乙"))), start=3)
    assert_words_kept("3. 甲\n4. 乙", {}, [items], (), WHERE)
    assert [list_label(n, s) for n, s in ((3, "Decimal"), (2, "UpperAlpha"), (4, "LowerRoman"))] == ["3", "B", "iv"]


def test_two_megabytes_take_little_time() -> None:
    text = "县城以东有一座石桥，建于清代。" * 45_000
    begun = time.process_time()
    check(text, text)
    with pytest.raises(WordLossError):
        check(text, text[:-40] + text[-39:])
    assert time.process_time() - begun < 6
