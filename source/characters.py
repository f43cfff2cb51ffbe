"""Classes of characters, defined once (names as in CLREQ, "Requirements for Chinese Text Layout")."""

from __future__ import annotations

import re

HAN_RANGES = (
    "\u2e80-\u2fdf"  # radicals
    "\u3005-\u3007\u3021-\u3029\u3038-\u303b"  # iteration mark, zero, Hangzhou numerals
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # unified ideographs, Extension A, compatibility
    "\U00020000-\U0003ffff"  # Extensions B and beyond
)
"""Han characters, as the inside of a regular expression's character class."""

KANA_RANGES = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL_RANGES = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
BOPOMOFO_RANGES = "\u3100-\u312f\u31a0-\u31bf"

PAUSE_OR_STOP = "，。、；：！？"
"""Pause or stop marks (点号)."""
OPENING = "“‘（《〈「『【〔［｛〖"
"""Opening brackets and quotation marks."""
CLOSING = "”’）》〉」』】〕］｝〗"
"""Closing brackets and quotation marks."""
FINAL = "。！？…"
"""Marks that end a sentence."""
DASHES = "—…⋯―"
"""Marks of two em that may not be split."""
NO_START = PAUSE_OR_STOP + CLOSING + "·％%‰℃～"
"""Marks that may not begin a line (CLREQ, Prohibition rules for line start)."""
NO_END = OPENING + "￥＄$"
"""Marks that may not end a line (CLREQ, Prohibition rules for line end)."""

HAN = re.compile(f"[{HAN_RANGES}]")
KANA = re.compile(f"[{KANA_RANGES}]")
HANGUL = re.compile(f"[{HANGUL_RANGES}]")

CHINESE_DIGITS = "〇零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟廿卅"


def is_han(character: str) -> bool:
    """Say whether one character is Han."""
    return HAN.match(character) is not None


def is_word(character: str) -> bool:
    """Say whether a character counts as a word that may not be lost: Han, letter or digit of any script.

    >>> [is_word(c) for c in "刊1Aé，"]
    [True, True, True, True, False]
    """
    return character.isalnum() or is_han(character)
