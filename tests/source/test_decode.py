"""Bytes become the right text, or a one-line error; what was guessed is noticed."""

from __future__ import annotations

import json

import pytest
from measurement import measurement_path

from kanben.source.decode import decode_bytes
from kanben.source.errors import EmptyInput, InputError, UndecodableInput, UsageError
from kanben.source.notices import NoticeCode

HANS = "刊本是印出来的书。本报讯　昨天，我市召开了基层治理现场会，人民群众都说好。\n"
HANT = "刊本是印出來的書。本報訊　昨天，本市召開了基層治理現場會，人民群眾都說好。\n"

ROUND_TRIPS = [
    *(
        (HANS, name)
        for name in ("utf-8", "utf-8-sig", "gb18030", "gbk", "hz", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
    ),
    *((HANT, name) for name in ("utf-8", "big5", "big5hkscs", "cp950", "gb18030", "utf-16", "utf-16-be", "utf-32-be")),
    *((text, name) for text in ("联通", "谢谢", "中文") for name in ("gb18030", "utf-8", "utf-16")),
    *((text, name) for text in ("漢字", "唐詩三百首") for name in ("big5", "gb18030", "utf-8")),
]


@pytest.mark.parametrize(("text", "encoding"), ROUND_TRIPS)
def test_a_text_comes_back_from_every_encoding(text: str, encoding: str) -> None:
    assert decode_bytes(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        ("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。", "shift_jis", "Japanese"),
        ("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。", "euc_jp", "Japanese"),
        ("吾輩は猫である。名前はまだ無い。", "iso2022_jp", "ISO-2022-JP"),
        ("모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.", "euc_kr", "Korean"),
        ("Все люди рождаются свободными и равными в своем достоинстве и правах.", "koi8-r", "not as Chinese"),
        ("Tous les êtres humains naissent libres et égaux en dignité.", "latin-1", ""),
    ],
)
def test_another_languages_encoding_is_refused(text: str, encoding: str, named: str) -> None:
    with pytest.raises(UndecodableInput) as caught:
        decode_bytes(text.encode(encoding))
    assert named in str(caught.value) or "faithfully" in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(200), b"%PDF-1.7\n\xe2\xe3", b"PK\x03\x04" + bytes(9), bytes(500)]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        decode_bytes(data)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", " \n\u3000\n".encode(), "\ufeff".encode("utf-16")])
def test_nothing_to_publish_is_an_error(data: bytes) -> None:
    with pytest.raises(EmptyInput):
        decode_bytes(data)


@pytest.mark.parametrize(
    ("read_with", "really", "text"),
    [("latin-1", "utf-8", HANS), ("cp1252", "gb18030", HANS), ("gb18030", "cp950", HANT), ("latin-1", "big5", HANT)],
)
def test_a_wrong_reading_that_lost_nothing_is_restored(read_with: str, really: str, text: str) -> None:
    data = text.encode(really)
    wrong = data.decode(read_with, "strict") if read_with != "cp1252" else data.decode("latin-1")
    decoded = decode_bytes(wrong.encode())
    assert decoded.text == text
    assert decoded.notices[0].code is NoticeCode.ENCODING_GUESSED


def test_a_wrong_reading_that_lost_characters_is_refused() -> None:
    with pytest.raises(UndecodableInput, match="lost for good"):
        decode_bytes(HANS.encode().decode("gbk", "replace").encode())


def test_a_named_encoding_decides() -> None:
    assert decode_bytes(HANS.encode("gbk"), "gbk").text == HANS
    with pytest.raises(UndecodableInput):
        decode_bytes(HANS.encode("gbk"), "utf-8")
    with pytest.raises(UsageError, match="unknown encoding"):
        decode_bytes(b"x", "klingon")


def test_many_euro_signs_of_windows_are_read() -> None:
    data = b"".join("价格".encode("gbk") + b"\x80" + "一百元，人民群众都说好。\n".encode("gbk") for _ in range(300))
    decoded = decode_bytes(data)
    assert decoded.text.count("€") == 300
    assert decoded.notices


def test_line_ends_become_lf_and_page_breaks_stay() -> None:
    decoded = decode_bytes("甲\r\n乙\r丙\u2028丁\u0085戊\v己\n\f庚\n".encode())
    assert decoded.text == "甲\n乙\n丙\n丁\n戊\n己\n\f庚\n"


def test_characters_that_may_not_survive_are_removed_and_named() -> None:
    decoded = decode_bytes("刊\x00本\ufffe是\u202e印出来的书，人人都可以看。\n第二行\x07\n".encode())
    assert decoded.text == "刊本是印出来的书，人人都可以看。\n第二行\n"
    assert {(str(e.place), e.before) for e in decoded.edits} == {
        ("1:2", "U+0000"),
        ("1:3", "U+FFFE"),
        ("1:4", "U+202E"),
        ("2:4", "U+0007"),
    }
    assert {n.code for n in decoded.notices} == {NoticeCode.BYTES_DROPPED, NoticeCode.UNSAFE_CONTENT}


def test_the_given_encodings_are_read_as_expected() -> None:
    folder = measurement_path("corpora", "encodings")
    wrong = []
    for row in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        outcome, right = "refuse", True
        try:
            decoded = decode_bytes((folder / row["file"]).read_bytes())
        except InputError:
            pass
        else:
            outcome = "warn" if decoded.notices else "ok"
            expected = row["expected"] and (folder / row["expected"]).read_text(encoding="utf-8")
            right = not expected or decoded.text.replace("\f", "") == expected
        if outcome != row["expect"] or not right:
            wrong.append((row["file"], outcome))
    assert not wrong
