"""Fonts by role: what is installed, what stands in, which characters nothing has."""

from __future__ import annotations

import pytest

from kanben.outputs import fonts
from kanben.outputs.fonts import Faces, families_with, font_notices, glyph_notices, region_of, resolve_faces
from kanben.source.notices import NoticeCode, Place

CHOICES = {
    "Song": {"SC": ("Song SC", "Other Song"), "TC": ("Song TC",), "HK": ("Song HK", "Song TC")},
    "Kai": {"SC": ("Kai",), "TC": ("Kai",), "HK": ("Kai",)},
    "Fangsong": {"SC": ("Fang",), "TC": (), "HK": ()},
}


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.setattr(fonts, "installed_families", lambda: frozenset({"song sc", "song tc", "other song", "kai"}))


@pytest.mark.parametrize(
    ("lang", "region"),
    [
        ("zh-Hans", "SC"),
        ("zh-CN", "SC"),
        ("zh-Hant", "TC"),
        ("zh-TW", "TC"),
        ("zh-Hant-HK", "HK"),
        ("zh-MO", "HK"),
        ("en", "SC"),
    ],
)
def test_a_language_asks_for_a_region(lang, region):
    assert region_of(lang) == region


def test_installed_families_come_in_the_order_of_preference(installed):
    assert resolve_faces(CHOICES, "zh-Hans").families["Song"] == ("Song SC", "Other Song")
    assert resolve_faces(CHOICES, "zh-Hant-HK").families["Song"] == ("Song TC",)


def test_an_empty_role_is_filled_and_noticed(installed):
    faces = resolve_faces(CHOICES, "zh-Hans")
    assert faces.families["Fangsong"] == ("Song SC", "Other Song")
    (notice,) = font_notices(faces, ["Song", "Fangsong"])
    assert notice.code is NoticeCode.MISSING_FONT and "Song SC stands in" in notice.message


def test_css_quotes_names_and_ends_with_a_generic_family():
    faces = Faces("SC", {"Song": ('So"ng',), "Hei": ("Hei",)}, {})
    assert faces.css("Hei") == '"Hei", "So\\"ng", sans-serif'


def test_a_character_without_a_font_is_noticed_with_code_point_and_place():
    (notice,) = glyph_notices("𪚥", "第一行\n第二行𪚥字\n")
    assert notice.code is NoticeCode.MISSING_GLYPH and notice.place == Place(2, 4)
    assert "𪚥" in notice.message and "U+2A6A5" in notice.message


def test_installed_families_know_a_common_character():
    assert families_with("的")
    assert not families_with("\U0010fffd")
