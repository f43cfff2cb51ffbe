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

PAUSE_OR_STOP = "，。、；：！？"
"""Pause or stop marks (点号)."""
OPENING = "“‘（《〈「『【〔［｛〖"
"""Opening brackets and quotation marks."""
CLOSING = "”’）》〉」』】〕］｝〗"
"""Closing brackets and quotation marks."""
PAIRED = re.compile(f"[{OPENING}{CLOSING}]")
FINAL = "。！？…"
"""Marks that end a sentence."""
DASHES = "—…⋯―"
"""Marks of two em that may not be split."""
NO_START = PAUSE_OR_STOP + CLOSING + "·％%‰℃～"
"""Marks that may not begin a line (CLREQ, Prohibition rules for line start)."""
NO_END = OPENING + "￥＄$"
"""Marks that may not end a line (CLREQ, Prohibition rules for line end)."""

INTERPUNCTS = "·・‧"
"""Interpuncts between the parts of a name (间隔号)."""
HAN = re.compile(f"[{HAN_RANGES}]")
KANA = re.compile(f"[{KANA_RANGES}]")
HANGUL = re.compile(f"[{HANGUL_RANGES}]")

CHINESE_DIGITS = "〇零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟廿卅"


NOT_XML = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
"""What XML 1.0 cannot hold, as a table for `str.translate` (XML 1.0, 2.2)."""


def is_han(character: str) -> bool:
    """Say whether one character is Han."""
    return HAN.match(character) is not None


def is_word(character: str) -> bool:
    """Say whether a character counts as a word that may not be lost: Han, letter or digit of any script.

    >>> [is_word(c) for c in "刊1Aé，"]
    [True, True, True, True, False]
    """
    return character.isalnum() or is_han(character)


WIDE = re.compile(
    "[\u1100-\u115f\u2018\u2019\u201c\u201d\u2014\u2026\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf"
    "\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\u2460-\u24ff\u25a0-\u25ff\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)
"""Characters one em wide in Chinese type (UAX #11 W and F, and those of A that Chinese fonts draw full-width)."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
"""Control and zero-width characters that stand for nothing printed (the joiner U+200D stays: it makes one emoji of several)."""

RADICALS = dict(
    zip(
        map(
            ord,
            "⺁⺄⺅⺆⺈⺉⺊⺋⺎⺒⺓⺔⺕⺖⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺶⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        ),
        "厂乙亻冂刀刂卜㔾兀巳幺彑彐忄扌攵旡日月歺母民氵氺灬爫爫丬犭王罒示礻糹纟罓罒㓁羊耂肀月臼艹艹艹虎衤覀西见角讠贝𧾷车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
"""CJK radicals that text extraction leaves behind, and the ideographs they stand for (EquivalentUnifiedIdeograph.txt)."""


def text_width(text: str) -> int:
    """Return how many half-em a text takes on a line of Chinese type.

    >>> text_width("刊本A4。")
    8
    """
    return len(text) + len(WIDE.findall(text))
