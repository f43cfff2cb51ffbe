"""Spans of scripts: what is marked «…» is a span in another script than the text around it."""

from __future__ import annotations

import json

import pytest
from measurement import measurement_path

from kanben.source.scripts import find_spans, main_script

QUOTED = [
    ("Hant", "碑上刻着“«為了堅持國內和平»”几个字，至今清晰可见。"),
    ("Hant", "他在《«後漢書»》里读到这件事，后来写进了文章。"),
    ("Hant", "正门两侧的对联写着：\n«門對千竿竹短無，家藏萬卷書長有»\n这是当年的旧物。"),
    ("Hans", "他寫道：「«这件事以后再说»」，隨後離開了會場。"),
    ("Hans", "會議結束後，記者問他：“«还会继续吗？»”他沒有回答。"),
    ("ja", "招牌上写着“«ありがとうございます»”，游客纷纷拍照。"),
    ("ja", "展覽的日文名稱是「«東京の渋谷駅»」，觀眾很多。"),
    ("other", "他说“«안녕하세요»”是问候的话。"),
]
WHOLE = [
    ("Hans", "本报讯 记者从会议上了解到，后来的情况并非如此。"),
    ("Hans", "群众在峰顶的床上谈秘密。徐乾学说，乾隆年间有瞭望台。"),
    ("Hant", "群眾在峰頂的床上談秘密。內容很好，静下來看。"),
    ("Hant", "他唔知係乜嘢，佢哋喺度做晒嘢。"),
    ("Hant", "優の良品很好吃，買了很多零食。"),
    ("ja", "東京都渋谷区に行きました。学生の会議です。"),
    ("shared", "人民"),
    ("other", "Hello, world 2022"),
    ("other", " \n"),
]


@pytest.mark.parametrize(("label", "marked"), QUOTED)
def test_a_phrase_in_another_script(label: str, marked: str) -> None:
    start, end = marked.index("«"), marked.index("»") - 1
    text = marked.replace("«", "").replace("»", "")
    assert [_trimmed(text, s.start, s.end) for s in find_spans(text) if s.label == label] == [(start, end)]


@pytest.mark.parametrize(("label", "text"), WHOLE)
def test_a_text_in_one_script(label: str, text: str) -> None:
    assert [(s.start, s.end, s.label) for s in find_spans(text)] == [(0, len(text), label)]


def test_a_clause_of_both_scripts() -> None:
    text = "他说了，這个东西係從东邊来的，后来又走了很远。"
    assert [s.label for s in find_spans(text)] == ["Hans", "mixed", "Hans"]


def test_spans_cover_the_text() -> None:
    text = "后来“為國”，\n\n東京の Hello“後”\0\ud800。" * 20
    spans = find_spans(text)
    assert spans[0].start == 0
    assert spans[-1].end == len(text)
    assert all(a.end == b.start and a.label != b.label for a, b in zip(spans, spans[1:], strict=False))


def test_nothing_has_no_spans() -> None:
    assert find_spans("") == []
    assert main_script("") == "other"


def test_the_inscription_of_the_real_article() -> None:
    text = measurement_path("articles", "shenzhen.txt").read_text(encoding="utf-8")
    (span,) = [s for s in find_spans(text) if s.label != "Hans"]
    lines = text[span.start : span.end].split()
    assert span.label == "Hant"
    assert lines[0] == "一九四六年六月三十日人民抗日游擊隊東江縱隊及各江武裝部隊"
    assert lines[-1] == "東安縣人民政府立于一九八五年九月"


def test_mixed_documents() -> None:
    folder = measurement_path("corpora", "mixed")
    wanted = found = 0
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        truth = json.loads(path.with_suffix("").with_suffix(".spans.json").read_text(encoding="utf-8"))
        ours = {(*_trimmed(text, s.start, s.end), s.label) for s in find_spans(text)}
        for span in merge_spans(text, truth["spans"]):
            if span[2] != truth["base"]:
                wanted += 1
                found += span in ours
    assert found >= 0.95 * wanted


def merge_spans(text: str, spans: list[list[object]]) -> list[tuple[int, int, str]]:
    """Return the spans with neighbours of one label, also across white space, as one."""
    merged: list[tuple[int, int, str]] = []
    for start, end, label in spans:
        if merged and merged[-1][2] == label and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], end, label)
        else:
            merged.append((start, end, label))
    return merged


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
