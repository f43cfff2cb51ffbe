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
"""Cost of breaking inside an address: after a slash, before a dot or a hyphen, which there is no sign of division."""
SPLIT = 1000.0
"""Cost of breaking an address inside a word, where nothing else fills its line."""
LEAST = 3
"""Fewest letters of an address's word on both sides of such a break."""
COMPOUND = 300.0
"""Cost of breaking an identifier between its words (Segmentation｜Fault), where it is long for the measure."""
ADDRESS = re.compile(r"(?:https?://|www\.|[\w.+-]+@)[!-~]{8,}", re.ASCII)
ADDRESS_BREAK = re.compile(r"(?<=[/?&=#_@])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[.-][A-Za-z0-9])")
COMPOUND_BREAK = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])|(?<=[A-Za-z]{2})(?=\.[a-z]{2,4}\b)")
"""Where the words of an identifier meet, and before a file name's ending."""

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
    addresses = price_address_breaks(text)
    found: list[Opportunity] = []
    for index in range(1, len(text)):
        if index in addresses and index not in bound:
            if cost := addresses[index]:
                found.append((index, cost))
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


def price_address_breaks(text: str) -> dict[int, float]:
    """Return for each character inside a web or mail address what it costs to begin a line with it; 0 where it may not.

    >>> [index for index, cost in price_address_breaks("见https://example.org/page_2。").items() if cost == ADDRESSED]
    [9, 16, 21, 26]
    """
    costs: dict[int, float] = {}
    for begin, end in find_addresses(text):
        address = text[begin:end]
        places = {place.start() for place in ADDRESS_BREAK.finditer(address)}
        for index in range(1, len(address)):
            around = address[max(index - LEAST, 0) : index + LEAST]
            split = SPLIT if len(around) == 2 * LEAST and around.isalnum() else 0.0
            costs[begin + index] = ADDRESSED if index in places else split
    return costs


def find_addresses(text: str) -> list[tuple[int, int]]:
    """Return where web and mail addresses begin and end."""
    return [address.span() for address in ADDRESS.finditer(text)]


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
