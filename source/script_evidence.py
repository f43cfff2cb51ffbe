"""What one character says about the script it is written in.

A character speaks for Traditional where OpenCC's dictionaries simplify it and never keep it (東), for Simplified where
they do the reverse (东); forms that Taiwan or Hong Kong write too (群 峰 床) speak for neither. The character sets of
the three regions (GB 2312, Big5, JIS X 0208) tell the forms that only Japanese has (対 図 発).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from .characters import HANGUL_RANGES, KANA_RANGES
from .dictionaries import read_entries

SIMPLIFIED, SIMPLIFIED_OR_JAPANESE, VARIANT = "s", "z", "v"
TRADITIONAL, TRADITIONAL_OR_JAPANESE = "t", "y"
KANA, JAPANESE, HANGUL = "k", "j", "h"
EVIDENCE = (
    SIMPLIFIED + SIMPLIFIED_OR_JAPANESE + VARIANT + TRADITIONAL + TRADITIONAL_OR_JAPANESE + KANA + JAPANESE + HANGUL
)
FOREIGN = "x"
"""A line of another writing system or language."""
NEWLINE, WHITE, OPENING, CLOSING, FINAL, BRACKET, BRACKET_END, PAUSE, NONE = "N_OCFBEP."

PRINTED_VARIANTS = frozenset("内静净争册决况减凉吕奥虚黄禄瓮冲别温兑税脱悦黑户没将晒")
"""Forms that printers of Traditional text used too, so that they say little: 静 beside 靜, 内 beside 內; and 晒, a word of Cantonese."""

_MARKS = {
    NEWLINE: "\n\r\v\f\x85\u2028\u2029",
    OPENING: "“‘「『﹁﹃〝",
    CLOSING: "”’」』﹂﹄〞",
    FINAL: "。！？!?…",
    BRACKET: "（(《〈【[〔［",
    BRACKET_END: "）)》〉】]〕］",
    PAUSE: "，、；：,;:—·",
    WHITE: " \t\xa0\u3000",
}


class Signature(dict[int, str]):
    """A table for `str.translate` that turns a text into the classes of its characters; the rest become `NONE`."""

    def __missing__(self, key: int) -> str:
        return NONE


@cache
def signature_table() -> Signature:
    """Return the class of every character that speaks for a script or may end a span."""
    table = Signature()
    for name, characters in _evidence().items():
        table |= dict.fromkeys(map(ord, characters), name)
    for ranges, name in ((KANA_RANGES, KANA), (HANGUL_RANGES, HANGUL)):
        for first, last in re.findall("(.)-(.)", ranges):
            table |= dict.fromkeys(range(ord(first), ord(last) + 1), name)
    # The middle dot and the long mark stand in Chinese names and tables too.
    table[ord("・")] = PAUSE
    for name, marks in _MARKS.items():
        table |= dict.fromkeys(map(ord, marks), name)
    return table


def _evidence() -> Mapping[str, set[str]]:
    simplified, traditional = one_way("STCharacters"), one_way("TSCharacters") | one_way("TSCharactersExt")
    for name in ("TWVariants", "HKVariants"):
        simplified -= {form for value in read_entries(name).values() for form in value.split(" ")}
    doubtful = simplified & traditional
    simplified, traditional = simplified - doubtful, traditional - doubtful
    variants = simplified & PRINTED_VARIANTS
    japanese = _japanese_level_1()
    return {
        VARIANT: variants,
        SIMPLIFIED: simplified - variants - japanese,
        SIMPLIFIED_OR_JAPANESE: (simplified - variants) & japanese,
        TRADITIONAL: traditional - japanese,
        TRADITIONAL_OR_JAPANESE: traditional & japanese,
        JAPANESE: {c for c in japanese - simplified - traditional if not _encodable(c, "gb2312", "big5hkscs")},
    }


def one_way(dictionary: str) -> set[str]:
    """Return the characters that a dictionary always replaces: those that are not among their own values."""
    return {source for source, value in read_entries(dictionary).items() if source not in value.split(" ")}


def _japanese_level_1() -> set[str]:
    """Return the kanji of everyday Japanese: rows 16 to 47 of JIS X 0208."""
    cells = ((row, cell) for row in range(0xB0, 0xD0) for cell in range(0xA1, 0xFF))
    return {bytes(pair).decode("euc_jp", "ignore") for pair in cells} - {""}


def _encodable(character: str, *encodings: str) -> bool:
    for encoding in encodings:
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    return False


@cache
def kept_words() -> re.Pattern[str]:
    """Return a pattern of the words that one script has from the other as they are (恒生), so that they say nothing."""
    words = []
    for characters, phrases in (("STCharacters", "STPhrases"), ("TSCharacters", "TSPhrases")):
        speaking = one_way(characters)
        for source, value in read_entries(phrases).items():
            if source[0] != value[0] or speaking.isdisjoint(source):
                continue  # which is most of 50,000 phrases, and quickly said
            if any(c in speaking and c in value for c in source):
                words.append(source)
    return re.compile("|".join(map(re.escape, words)) or "(?!)")
