"""Signatures (落款): the last lines of an inscription, which say who set it up and when.

從此登船北撤山東
                            →    | 從此登船北撤山東
東安縣人民政府立于一九八五年        | [東安縣人民政府立于一九八五年]{.signature}
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .characters import HAN_RANGES
from .document import pf, plain_text

SIGNATURE = "signature"
LONGEST = 30
"""Characters of the longest signature."""
MOST_LINES = 3
_DIGITS = "[〇零○元一二三四五六七八九十百廿卅0-9]"
_YEAR = rf"(?:{_DIGITS}{{1,4}}年|(?:[岁歲][在次])?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?)"
_REIGN = f"(?:公元|西元|中[华華]民[国國]|民[国國]|大?[清明][{HAN_RANGES}]{{2}}|康熙|雍正|乾隆|嘉[庆慶]|道光|咸[丰豐]|同治|光[绪緒]|宣[统統]|[万萬][历曆])?"
_DATE = (
    rf"{_REIGN}{_YEAR}\s*(?:[{_DIGITS[1:-1]}正冬腊臘仲孟季春夏秋冬]{{1,3}}月?)?\s*(?:{_DIGITS}{{1,3}}日)?"
    "(?:吉日|吉旦|[谷穀]旦|吉立)?"
)
_MADE = "[立撰书書题題识識刻镌鐫勒志誌]"
SIGNED = re.compile(
    rf"^\s*{_DATE}\s*$|{_MADE}\s*[于於]?\s*{_DATE}\s*$|[\s\u3000]{_DATE}\s*$"
    rf"|[{HAN_RANGES}]{_MADE}\s*$|(?:敬|[谨謹]|恭|{_YEAR}.{{0,8}})[建修]\s*$|(?:吉日|吉旦|[谷穀]旦|吉立)\s*$"
)
"""A date alone, who made it and when, 某某敬立, 某某撰 — at the end of a line."""


def is_signed(line: str) -> bool:
    """Say whether a line says who made an inscription, or when.

    >>> is_signed("東安縣人民政府立于一九八五年九月"), is_signed("從此登船北撤山東")
    (True, False)
    """
    return len(line) <= LONGEST and SIGNED.search(line) is not None


def settle_lines(lines: Sequence[str]) -> tuple[list[str], int]:
    """Return the printed lines of an inscription, an empty one between stanzas only, and how many at the end sign it.

    No line is empty before a signature; where every line stands alone, the empty ones are the page's, not the stone's.
    """
    groups: list[list[str]] = [[]]
    for line in lines:
        if line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    if len(groups) > 2 and all(len(group) == 1 for group in groups):
        groups = [[group[0] for group in groups]]
    signed = _count_signed(groups)
    if signed and len(groups) > 1 and signed == len(groups[-1]):
        groups[-2:] = [groups[-2] + groups[-1]]
    return [line for n, group in enumerate(groups) for line in ([""] if n else []) + group], signed


def _count_signed(groups: Sequence[Sequence[str]]) -> int:
    """Return how many lines at the end are the signature: what is set apart, or lines that sign; never all lines."""
    last = groups[-1] if groups else []
    if len(groups) > 1 and all(len(line) <= LONGEST for line in last):
        alone = len(last) == 1 and not (len(groups) > 2 and all(len(g) == 1 for g in groups))
        if alone or (len(last) <= MOST_LINES and is_signed(last[-1]) and len(last) <= max(map(len, groups[:-1]))):
            return len(last)
    count = 0
    while count < min(MOST_LINES, len(last) - (len(groups) == 1)) and is_signed(last[-1 - count]):
        count += 1
    return count


def line_block(lines: Sequence[Sequence[Any]], signed: int = 0) -> Any:
    """Return a LineBlock of lines of inlines; the last `signed` stand in a Span of class signature."""
    first = len(lines) - signed
    return pf.LineBlock(
        *(
            pf.LineItem(pf.Span(*line, classes=[SIGNATURE])) if n >= first else pf.LineItem(*line)
            for n, line in enumerate(lines)
        )
    )


def inscription_block(lines: Sequence[Sequence[Any]]) -> Any:
    """Return the LineBlock of an inscription whose lines come without empty ones: its signature is read from the words."""
    written = [line for line in lines if line]
    texts = [plain_text(pf.Para(*line)) for line in written]
    marked = any(isinstance(inline, pf.Span) and SIGNATURE in inline.classes for line in written for inline in line)
    return line_block(lines, 0 if marked or len(written) < len(lines) else settle_lines(texts)[1])
