"""Numbering: the printed labels of headings and list items, in every style the Chinese press uses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .characters import CHINESE_DIGITS, HAN_RANGES

_C = f"[{CHINESE_DIGITS}]"
_S = "[ \\u3000\\u00a0]"
_STOPS = "[的里裡内內了是与與和及说說就也都]|中(?![国國华華央心])"
_CHAPTER = (
    "(?:部分|单元|單元|分[编編]"
    f"|[编編篇章册冊幕讲講輯辑款](?![节節]$|[节節]?(?:{_STOPS}))"
    "|[条條](?![的是路街河江线線鱼魚腿道狗龙龍裤褲船])|回(?![的是来來去到家合国國])"
    "|部(?![的是分电電小作书書手队隊长長门門署影])|集(?![的是团團體体中合市装裝])"
    "|卷(?![的是胶膠纸紙])|[课課](?![的是堂时時程])|[节節](?![的是课課目日里裡中了]))"
)
"""Units of chapters; what may not follow them at once tells 第三条街 and 第一部电影 from labels."""
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = "|".join(f"{word.capitalize()}|{word.upper()}" for word in _ENGLISH)
_ROMAN = {"I": 1, "V": 5, "X": 10}
STYLES = (
    ("bullet", re.compile(rf"[•·・●○◆◇■□▪▫‧◦★☆▶►➢✓√※❖➤⚫⁃∙]{_S}*(?=\S)|[-–*+]{_S}+(?=\S)")),
    (
        "chapter",
        re.compile(
            rf"第{_S}?(?:{_C}{{1,9}}|\d{{1,4}}){_S}?{_CHAPTER}(?:{_S}+|[、：:.．]|(?=[{HAN_RANGES}“《「（(])|$)"
        ),
    ),
    (
        "step",
        re.compile(
            rf"(?:步骤|步驟|场景|場景|阶段|階段|案例|问题|問題|附录|附錄|附件|附表|附图|附圖|专题|专栏|方法|原则|误区)\s*(?:{_C}{{1,3}}|[#＃]?\d{{1,3}}|[A-Z])\s*[：:、.．]?"
            rf"|(?:附录|附錄|附件|附表)(?:[：:]{_S}*|{_S}+|$)"
            rf"|第\s*(?:{_C}{{1,3}}|\d{{1,3}})\s*[步个個点點类類种種阶階][段]?\s*[：:、，,]"
            rf"|(?:[Pp](?:art|ART)|C(?:hapter|HAPTER)|S(?:ection|ECTION)|A(?:ppendix|PPENDIX)|Step)\b\s*\.?\s*(?:\d{{1,3}}|[IVX]{{1,5}}|[A-Z]|{_WORDS})\b\s*[：:.、]?\s*"
        ),
    ),
    (
        "one-of",
        re.compile(
            rf"其{_C}{{1,3}}(?:[、：:，,.]|{_S}+|$)|之{_C}{{1,2}}(?:[、：:]|$)|[上中下][篇部编編集卷](?:[、：:]|{_S}+|$)"
            rf"|卷之?(?:{_C}{{1,5}}|[上中下])(?:[、：:·]|{_S}+|$)"
        ),
    ),
    ("han-paren", re.compile(rf"[（(]{_S}?{_C}{{1,4}}{_S}?[）)]{_S}*[、.．]?{_S}*")),
    (
        "han",
        re.compile(
            rf"{_C}{{1,4}}{_S}*[、.．](?!{_C}{{1,2}}[个個人年月天日次名条條位岁歲点點]){_S}*|{_C}{{1,3}}{_S}+(?=[{HAN_RANGES}“《])|{_C}{{1,3}}[：:]{_S}*"
        ),
    ),
    (
        "decimal",
        re.compile(
            rf"\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}}{_S}*[、.．]?{_S}*(?=[{HAN_RANGES}A-Za-z“《])(?![年月日万亿％倍元米])"
            rf"|\d{{1,2}}(?:[.．]\d{{1,2}}){{2,3}}$"
        ),
    ),
    ("paren", re.compile(rf"[（(]{_S}?\d{{1,3}}{_S}?[）)]{_S}*|\d{{1,3}}{_S}?[）)]{_S}*")),
    ("arabic", re.compile(rf"\d{{1,3}}{_S}*(?:[、.．](?!\d){_S}*|[,，:：]{_S}*(?=[{HAN_RANGES}])|{_S}+(?=[“《]))")),
    ("arabic-space", re.compile(rf"\d{{1,2}}{_S}+(?=[{HAN_RANGES}])(?![个個]|[年月日](?:{_S}*\d|$))")),
    ("circled", re.compile(rf"[①-⑳㉑-㉟❶-❿⓵-⓾㊀-㊉㈠-㈩⑴-⒛]{_S}*[、.]?{_S}*")),
    ("letter", re.compile(rf"[A-Z]{_S}*(?:[、.．:：]{_S}*|{_S}+)(?=[{HAN_RANGES}“‘《「『（\dA-Z])")),
    ("letter-paren", re.compile(rf"[（(]?[A-Za-z][）)]{_S}*|[a-z][.、]{_S}+")),
    (
        "roman",
        re.compile(
            rf"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰ-ⅻ]+{_S}*[、.．]?{_S}*|[IVX]{{1,5}}{_S}*[、.．]{_S}*|[IVX]{{2,5}}{_S}+(?=[{HAN_RANGES}])"
        ),
    ),
)
"""Styles of labels, tried in this order at the beginning of a line."""
BEGINNING = re.compile(rf"[^{HAN_RANGES}“‘《「『【〔]|[{CHINESE_DIGITS}第步场場阶階案问問附专方原误其之上中下卷㊀-㊉]")
"""What a label can begin with: most lines begin with another ideograph, and need not be tried for every style."""
_VALUES = {c: v for v, c in enumerate("零一二三四五六七八九十")} | dict(
    zip("〇两壹贰叁肆伍陆柒捌玖拾", (0, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True)
)
_ENCLOSED = {
    chr(ord(first) + offset): offset + 1
    for first, count in zip("①⑴❶㊀㈠⒈Ⅰⅰ⓵", (20, 20, 10, 10, 10, 20, 12, 12, 10), strict=True)
    for offset in range(count)
}
"""Numbers that are one character: in circles, in brackets, with a stop, Roman."""
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000, "廿": 20, "卅": 30}


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: its style, its number (0 where it has none) and its characters with the space after them."""

    style: str
    value: int
    printed: str


def read_label(text: str) -> Label | None:
    """Return the label that a line begins with.

    >>> read_label("（三）加强监督")
    Label(style='han-paren', value=3, printed='（三）')
    >>> read_label("一九四九年十月") is None
    True
    """
    if not BEGINNING.match(text):
        return None
    for style, pattern in STYLES:
        match = pattern.match(text)
        if match and match.end():
            printed = match.group()
            return Label(style, label_value(printed, style), printed)
    return None


def is_labelled(text: str) -> bool:
    """Say whether a line begins with a label; a box right before a word stands for a lost character.

    >>> is_labelled("□ 身份证"), is_labelled("□事郎主簿周必正書")
    (True, False)
    """
    return read_label(text) is not None and not (text[0] == "□" and text[1:2].strip() != "")


def label_value(printed: str, style: str) -> int:
    """Return the number a label stands for, 0 where it has none."""
    if style == "bullet":
        return 0
    if style == "letter":
        return ord(printed[0]) - 64
    digits = re.findall(r"\d+", printed)
    if digits:
        return int(digits[-1][:6])
    for character in printed:
        if character in _ENCLOSED:
            return _ENCLOSED[character]
    han = "".join(c for c in printed if c in CHINESE_DIGITS)
    if han:
        return chinese_number(han)
    order = next(("上中下".index(c) + 1 for c in printed if c in "上中下"), 0)
    return order or _latin_value(printed, style)


def _latin_value(printed: str, style: str) -> int:
    """Return the number of a label in Latin letters: Part II → 2, Chapter Two → 2, 附錄A → 1, IV. → 4."""
    words = re.findall("[A-Za-z]+", printed)
    last = words[-1] if words else ""
    if last.lower() in _ENGLISH:
        return _ENGLISH.index(last.lower()) + 1
    if style in ("roman", "step") and set(last) and set(last) <= set(_ROMAN) and (style == "roman" or len(words) > 1):
        values = [_ROMAN[c] for c in last]
        return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return ord(last.upper()) - 64 if len(last) == 1 and style in ("letter-paren", "step") else 0


def chinese_number(text: str) -> int:
    """Return the value of a number in Chinese digits: 两百零三 → 203, 二一 → 21."""
    if not any(c in _UNITS for c in text):
        return int("".join(str(_VALUES.get(c, 0)) for c in text)[:6] or 0)
    total = part = 0
    for character in text:
        if character in ("廿", "卅"):
            total += _UNITS[character]
        elif character in _UNITS:
            total += (part or 1) * _UNITS[character]
            part = 0
        else:
            part = _VALUES.get(character, 0)
    return total + part
