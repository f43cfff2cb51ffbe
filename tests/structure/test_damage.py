"""The cases made from the documents are what they say: every block's words stand in its lines, once, in order."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from damage import LEVELS, make_case
from documents import Document, read_documents

RADICALS = str.maketrans("⻅⻉⻋⻓⻔⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻰", "见贝车长门页风飞食马鱼鸟麦黄齐龙")
DOCUMENTS = read_documents()


def fold(text: str) -> str:
    """Return the text as it is compared: without white space, width and code-point variants."""
    return re.sub(r"[\s\u200b-\u200d\ufeff]+", "", unicodedata.normalize("NFKC", text).translate(RADICALS))


def test_there_are_documents_of_many_kinds() -> None:
    assert len(DOCUMENTS) >= 20
    assert len({document.kind for document in DOCUMENTS}) >= 12
    assert sum(document.language == "zh-Hant" for document in DOCUMENTS) >= 4


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_no_word_is_lost_by_the_damage(document: Document) -> None:
    for level in LEVELS:
        raw, truth = make_case(document, level, 1)
        lines = raw.split("\n")
        for block in truth["blocks"]:
            printed = fold("".join(lines[number - 1] for number in block["raw_lines"]))
            assert printed == fold(block.get("marker_raw", "") + block["text"]), (truth["id"], block["i"])
        owned = {number for block in truth["blocks"] for number in block["raw_lines"]} | {
            item["line"] for item in truth["noise"]
        }
        assert all(not line.strip() for number, line in enumerate(lines, 1) if number not in owned)


def test_the_same_case_comes_out_twice() -> None:
    assert make_case(DOCUMENTS[0], "heavy", 2) == make_case(DOCUMENTS[0], "heavy", 2)
