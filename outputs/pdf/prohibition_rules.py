"""Where a line may end (CLREQ, Prohibition rules for line start and line end; Prohibition rules for unbreakable marks)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kanben.source.characters import CHINESE_DIGITS

from .character_classes import NEVER_FIRST, NEVER_LAST, CharacterClass
from .paragraph import LINE_FEED, Paragraph

_WESTERN, _HAN, _OPENING, _CLOSING, _DASH, _SPACE, _INTERPUNCT, _BREAK, _BOX = CharacterClass

COUNTED = 2.0
"""Cost of parting a number from the Han unit after it (2023｜年, 5｜公里)."""
CONNECTED = 1.0
"""Cost of beginning a line with a dash or an ellipsis."""

APOSTROPHE = "\u2019"
ADDRESSED = 5.0
"""Cost of breaking inside an address, after a slash or before a dot."""
ADDRESS = re.compile(r"(?:https?://|www\.|[\w.+-]+@)[!-~]{8,}", re.ASCII)
ADDRESS_BREAK = re.compile(r"(?<!//)(?<=[/?&=#_@])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=\.[A-Za-z0-9])")

UNITS = frozenset(
    [
        "mm",
        "cm",
        "dm",
        "m",
        "km",
        "μm",
        "nm",
        "mg",
        "g",
        "kg",
        "t",
        "ml",
        "mL",
        "l",
        "L",
        "Pa",
        "kPa",
        "MPa",
        "hPa",
        "W",
        "kW",
        "MW",
        "GW",
        "V",
        "kV",
        "A",
        "mA",
        "Hz",
        "kHz",
        "MHz",
        "GHz",
        "J",
        "kJ",
        "N",
        "K",
        "s",
        "ms",
        "h",
        "d",
        "B",
        "KB",
        "MB",
        "GB",
        "TB",
        "PB",
        "bit",
        "dB",
        "ha",
        "mol",
        "lx",
        "lm",
        "cd",
        "dpi",
        "px",
        "em",
        "pt",
        "fps",
        "kWh",
        "mAh",
        "rpm",
        "ppm",
        "°C",
        "°F",
        "℃",
        "℉",
        "%",
        "‰",
        "m²",
        "m³",
        "km²",
        "km/h",
        "m/s",
    ]
)
"""Symbols of units that stay with the number before them even across a space."""
COUNTERS = frozenset("年月日号时点分秒元角万亿岁人名个位次倍米里吨克斤亩层楼级章节页行条项件台套座间家户度届")
"""Han units; the list is not complete, for they only cost, and never forbid."""

Opportunity = tuple[int, float]
"""A character that may begin a line, and what it costs."""


def find_break_opportunities(paragraph: Paragraph, classes: Sequence[CharacterClass]) -> list[Opportunity]:
    """Return the characters that may begin a line, in order, with the cost of each; forced breaks are not among them.

    >>> # 他说｜：“去｜吧。”  — never before ：or after “; curly quotes of a Chinese font do not glue their outer sides
    """
    text, breaks, bound = paragraph.text, paragraph.breaks, paragraph.bound
    addresses = find_address_breaks(text)
    found: list[Opportunity] = []
    for index in range(1, len(text)):
        if index in addresses and index not in bound:
            found.append((index, ADDRESSED))
            continue
        before, after = classes[index - 1], classes[index]
        if before == _HAN == after:
            if (
                text[index] in NEVER_FIRST
                or text[index - 1] in NEVER_LAST
                or index in bound
                or index in paragraph.joined
            ):
                continue
        elif index in bound or index in paragraph.joined or not _may_part(text, index, before, after, breaks[index]):
            continue
        found.append((index, _count_cost(text, index, before, after)))
    return found


def find_address_breaks(text: str) -> set[int]:
    """Return the characters of web and mail addresses that may begin a line.

    >>> sorted(find_address_breaks("见https://example.org/page_2。"))
    [16, 21, 26]
    """
    return {
        address.start() + place.start()
        for address in ADDRESS.finditer(text)
        for place in ADDRESS_BREAK.finditer(address.group())
    }


def _may_part(text: str, index: int, before: CharacterClass, after: CharacterClass, allowed: bool | None) -> bool:
    first, second = text[index - 1], text[index]
    if before == _WESTERN == after:
        return bool(allowed)
    if _BREAK in (before, after):
        return first == "\u200b" and second not in NEVER_FIRST or LINE_FEED in (first, second)
    if after == _SPACE or first == "\u00a0":
        return False
    if before == _SPACE:
        return second not in NEVER_FIRST and not _measures(text, index)
    if second in NEVER_FIRST or first in NEVER_LAST or first == APOSTROPHE and _is_inside_word(text, index - 1):
        return False
    if before == _DASH == after:
        return first != second
    if before == _WESTERN:
        return _ends_word(first) or bool(allowed)
    if after == _WESTERN:
        return _begins_word(second) or bool(allowed)
    return True


def _is_inside_word(text: str, index: int) -> bool:
    """Say whether a mark stands between two letters of a Latin word (it’s)."""
    around = text[index - 1 : index] + text[index + 1 : index + 2]
    return len(around) == 2 and around.isascii() and around.isalpha()


def _ends_word(character: str) -> bool:
    return character.isalnum() or character in ")]},.!?:;%‰°"


def _begins_word(character: str) -> bool:
    return character.isalnum() or character in "([{$€£#@&+-"


def _measures(text: str, index: int) -> bool:
    """Say whether the word that begins at an index is the unit of the number before the space."""
    place = index - 1
    while place >= 0 and text[place] == " ":
        place -= 1
    if place < 0 or not text[place].isdigit():
        return False
    end = index
    while (
        end < len(text)
        and end < index + 6
        and not text[end].isspace()
        and text[end].isprintable()
        and ord(text[end]) < 0x2200
    ):
        end += 1
    return text[index:end].rstrip(".,;:)") in UNITS


def _count_cost(text: str, index: int, before: CharacterClass, after: CharacterClass) -> float:
    first, second = text[index - 1], text[index]
    if second in COUNTERS and (
        first.isdigit() and before == _WESTERN or first in CHINESE_DIGITS and second in "年月日"
    ):
        return COUNTED
    return CONNECTED if after == _DASH and before != _DASH else 0.0
