"""Running heads: what one line says that may be one, or a page number, whatever decorates it.

第12页 · - 12 - · 中国乡村　2021·08        37 · 38        CHINA COUNTRYSIDE
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .blocks import Line
from .characters import CHINESE_DIGITS
from .lines import SPACES

LONGEST = 60
"""Half-em of the longest line that can be furniture."""
DECORATION = "-—–‐‑−·•・~～|｜=*<>《》【】〔〕[]()（）●◆■.。 \t\u00a0\u3000"
"""What page numbers and heads are decorated with."""
PAGE = re.compile(
    r"(?:第\s*)?(\d{1,4})\s*[页頁版](?:\s*[,，/、]?\s*共\s*\d{1,4}\s*[页頁版])?|第\s*(\d{1,4})\s*[页頁版]?(?:\s*[/共]\s*\d{1,4}\s*[页頁]?)?"
    r"|(\d{1,4})\s*/\s*\d{1,4}|[Pp](?:age|AGE)?\.?\s?(\d{1,4})(?:\s*(?:/|of)\s*\d{1,4})?"
    rf"|第[{CHINESE_DIGITS}]{{1,5}}[页頁]"
)
"""Shapes that only a page number has: 第12页 · 第 15 页 共 40 页 · P12 · 12 / 40."""
NUMBER = re.compile(r"\d{1,4}")
DATED = re.compile(
    r"(?:19|20)\d\d\s*(?:年\s*(?:第?\s*\d{1,3}\s*期|\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?(?:\s*星期[一二三四五六日天])?)|[./·-]\d{1,2}(?:[./·-]\d{1,2})?(?!\d))"
    rf"|第\s*[\d{CHINESE_DIGITS}]{{1,5}}\s*[期卷]|总第?\s*\d{{1,5}}\s*期|Vol\.?\s*\d+|No\.\s*\d+"
)
"""The date or number of an issue, as running heads carry it."""
NAMES = re.compile(
    "(?:[日晚早晨周週月旬季年时時]?[报報刊]|公报|公報|通讯|通訊|汇编|彙編|杂志|雜誌|文摘|画报|畫報|观察|縱橫|纵横)$"
)
"""How newspapers, magazines and collections are called."""
CELL_GAP = re.compile(rf"\u3000|\t|[{SPACES}]{{2,}}")
DAY = re.compile(rf"[（(]?(?:\d{{4}}|[{CHINESE_DIGITS}]{{4}})\s?年.{{1,5}}月.{{1,4}}日[）)]?")
"""A line that is a day and nothing else."""
DASHES_AROUND = frozenset("-—–‐‑−·•・~～|｜=*<>【】〔〕[]")
_NO_DECORATION = dict.fromkeys(map(ord, DECORATION))
_TEXT = re.compile(r"[，。；！？!?;：:、]|^[—–-]+\s*[^\d\s—–-]|\d\s*日$|^[（(].*[）)]$|[（(][^）)]*$")
"""What a head never has: pause or stop marks, a dash of attribution, a day, brackets around it or left open."""
_FAR = "(?:[ \t]{4,}|\u3000{2,})"
WIDE_HEAD = re.compile(rf"^\W{{0,3}}\d{{1,4}}(?: ?\W)?{_FAR}\S|\S{_FAR}(?:\W ?)?\d{{1,4}}\W{{0,3}}$")
"""A number and words at the two ends of a line."""


@dataclass(slots=True)
class Candidate:
    """A line that may be furniture: what it repeats, the page number in it, and whether its shape alone convinces."""

    index: int
    head: str
    number: int | None
    certain: bool
    reason: str = ""


def read_candidate(index: int, line: Line) -> Candidate | None:
    """Return what a line may be as furniture; None where its length or marks say that it is text."""
    text = line.text
    if not text or line.extent - line.indent > LONGEST:
        return None
    core = text.strip(DECORATION)
    shape = PAGE.fullmatch(core)
    if shape:
        return Candidate(index, "", _first_number(shape), True, "the shape of a page number")
    if NUMBER.fullmatch(core):
        dressed = text[0] in DASHES_AROUND and text[-1] in DASHES_AROUND
        return Candidate(index, "", int(core), dressed, "a page number between dashes")
    if _TEXT.search(text):
        return None
    return _head_candidate(index, core)


def _head_candidate(index: int, core: str) -> Candidate | None:
    """Read `head`, `head date`, `head number`, `head date number` or `number head`, whatever decorates it."""
    number, rest = None, core
    *front, last = re.split(r"[\s\u3000]+", core)
    joined = trailing_page(core)
    if joined:
        number, rest = joined[1], joined[0]
    elif front and NUMBER.fullmatch(front[0].strip(DECORATION)):
        number, rest = int(front[0].strip(DECORATION)), core[len(front[0]) :]
    dated = DATED.search(rest)
    tail = core[len(joined[0]) :].strip() if joined else ""
    shaped = PAGE.fullmatch(tail.strip(DECORATION)) or re.search(r"[-—–·]\s*\d+\s*$", tail)
    head = DATED.sub("", rest).translate(_NO_DECORATION)
    head = re.sub(r"\d+", "", head)
    certain = bool((dated and number is not None) or shaped) and len(head) <= 12
    if len(head) > 25 or (not head and not dated):
        return None
    return Candidate(index, head, number, certain, "a head with a page number")


def trailing_page(core: str) -> tuple[str, int | None] | None:
    """Return the words and the page number that ends a line of both; None without one."""
    match = re.search(r"[\s\u3000|｜—·-]+(\S+(?:\s*[/共]\s*\d+\s*[页頁]?)?|第\s*\d+\s*页\s*共\s*\d+\s*页)$", core)
    if not match or (core[match.start()] in "—-" and core[: match.start()][-1:].isdigit()):
        return None  # 1934—1941 are years
    tail = match.group(1).strip(DECORATION)
    shape = PAGE.fullmatch(tail)
    if shape:
        return core[: match.start()], _first_number(shape)
    if NUMBER.fullmatch(tail):
        return core[: match.start()], int(tail)
    return None


def counts_rows(index: int, lines: list[Line]) -> bool:
    """Say whether a number alone counts on from the row above it: an empty row of a form."""
    line = lines[index]
    if not index or line.blanks or line.broken or not line.text.isdecimal() or len(line.text) > 3:
        return False
    first, *cells = CELL_GAP.split(lines[index - 1].text)
    return bool(cells) and first.isdecimal() and len(first) <= 3 and int(first) + 1 == int(line.text)


def bare_words(text: str) -> str:
    """Return the letters and digits of a text, with no space or mark between them."""
    return "".join(c for c in text if c.isalnum())


def are_facing(one: str, other: str, number: int) -> bool:
    """Say whether two lines are the heads of pages `number` and `number` + 1: far from the words stand the numbers.

    Odd numbers stand at the right and even ones at the left, as at the outer edges of pages that face each other.
    """
    odd, even = (one, other) if number % 2 else (other, one)
    left, right = WIDE_HEAD.search(even), WIDE_HEAD.search(odd)
    return bool(left and right and left.start() == 0 and right.end() == len(odd) and not odd[:1].isdecimal())


def _first_number(match: re.Match[str]) -> int | None:
    found = next((g for g in match.groups() if g), None)
    return int(found) if found else None
