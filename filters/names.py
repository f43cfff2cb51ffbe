"""Names: surnames that conversion takes for another word (于 for 於, 范 for 範)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kanben.source.alignment import convert_text
from kanben.source.decisions import WordRule
from kanben.source.names import KEPT_SURNAMES

from .editions import Edition
from .replacements import CONVERSION, Replacement

_TITLE = re.compile(
    "[\u4e00-\u9fff]{0,2}?(?:先生|女士|小姐|老师|老師|教授|博士|同志|主任|书记|書記|[局市省县区镇村乡部处科厂校院所会社行班组队团連连站]长"
    "|董事长|总经理|经理|总裁|医生|大夫|护士|律师|记者|编辑|法官|警官|将军|司令|总统|主席|委员|师傅|奶奶|爷爷|阿姨|大爷|大妈|老汉|某|氏)"
)


def surname_rules(names: Iterable[str], edition: Edition) -> tuple[WordRule, ...]:
    """Return rules that keep the surnames of known people (the article's authors) wherever their names stand.

    >>> surname_rules(["范小青"], Edition.of("zh-Hant"))[0].target
    '范小青'
    """
    chain = edition.chain(edition.other_script, edition.region)
    return tuple(
        WordRule(name, name[0] + convert_text(name[1:], chain), note="surname")
        for name in names
        if chain and 2 <= len(name) <= 4 and name[0] in KEPT_SURNAMES[edition.script]
    )


def find_surnames(
    text: str, replacements: Sequence[Replacement], edition: Edition, word_starts: frozenset[int]
) -> Iterator[Replacement]:
    """Yield the converted characters that may be surnames: before 先生 or a title, after 老, 小 or 姓.

    The output of each is what the dictionaries chose, its other candidate the surname. Where the character ends a
    word (由于先生…), it is none; `word_starts` are the places where words begin.
    """
    surnames = KEPT_SURNAMES[edition.script]
    for replacement in replacements:
        start, end = replacement.start, replacement.end
        if replacement.rule != CONVERSION or end - start != 1 or replacement.source not in surnames:
            continue
        if replacement.output == replacement.source:
            continue
        before = text[start - 1 : start]
        titled = start in word_starts and _TITLE.match(text, end)
        if titled or before == "姓" or (before and before in "老小阿" and start in word_starts):
            kept = (replacement.output, replacement.source)
            yield Replacement(start, end, replacement.source, replacement.output, kept, replacement.rule)
