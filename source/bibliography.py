"""Bibliographies: entries with ascending labels, which go on in the lines without one.

[1] 甲某. 山地梯田的水源[J]. 农
史，1990（1）：3-9.                →    [1] 甲某. 山地梯田的水源[J]. 农史，1990（1）：3-9.
[2] 乙某. 水碓考[M]. 1985.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import Line
from .layout import Layout, end_class
from .lines import SPACES
from .numbering import read_label

HEADING = re.compile(
    rf"[【\[（(]?(?:(?:主要)?(?:参考|參考|引用)(?:文献|文獻|书目|書目|资料|資料)|References?|REFERENCES?|Bibliography)[】\])）]?[{SPACES}]*[：:]?"
)
"""What stands above a bibliography."""
BRACKETED = re.compile(r"[\[［〔](\d{1,3})[\]］〕]")
PLAIN = re.compile(rf"(\d{{1,3}})(?:[.．、](?!\d)|[{SPACES}])")
"""Labels that count entries below such a heading only: elsewhere they count items and headings."""
OTHER = ("chapter", "step", "han", "han-paren", "one-of")
"""Labels of headings, which end a bibliography."""
MOST_LINES = 8
"""Lines of the longest entry."""
FULL = 0.8
"""Share of the widest line that a line has which was broken because it was full."""


def find_entries(lines: Sequence[Line], layout: Layout) -> dict[int, bool]:
    """Return the indexes of lines in bibliographies: whether the line goes on from the one before, or begins an entry.

    Lines that may be either, such as a signature below the last entry, are not among them.
    """
    found: dict[int, bool] = {}
    index = 0
    while index < len(lines):
        below = index > 0 and HEADING.fullmatch(lines[index - 1].text) is not None
        starts = _read_run(lines, index, PLAIN if below and PLAIN.match(lines[index].text) else BRACKETED)
        if len(starts) < (1 if below else 2):
            index += 1
            continue
        end = _end_of_entry(lines, starts[-1])
        found.update(dict.fromkeys(starts[not below :], False))
        found.update(dict.fromkeys(_continued(lines, starts, end, layout), True))
        index = end
    return found


def _read_run(lines: Sequence[Line], index: int, label: re.Pattern[str]) -> list[int]:
    """Return the indexes of lines whose labels count up by one from the line's on, with an entry's lines between them."""
    starts: list[int] = []
    number, at = 0, index
    while at < len(lines) and at - (starts[-1] if starts else at) <= MOST_LINES:
        match = label.match(lines[at].text)
        if match and (not starts or int(match.group(1)) == number + 1):
            number = int(match.group(1))
            starts.append(at)
        elif not starts or (match and label is BRACKETED) or _ends_entry(lines[at]):
            break
        at += 1
    return starts


def _ends_entry(line: Line) -> bool:
    """Say whether a line without an entry's label begins something else: after a blank line, or with a heading's label."""
    label = read_label(line.text)
    return (line.blanks > 0 and not line.broken) or (label is not None and label.style in OTHER)


def _end_of_entry(lines: Sequence[Line], start: int) -> int:
    end = start + 1
    while end < len(lines) and end - start <= MOST_LINES and not _ends_entry(lines[end]):
        if BRACKETED.match(lines[end].text):
            break
        end += 1
    return end


def _continued(lines: Sequence[Line], starts: Sequence[int], end: int, layout: Layout) -> list[int]:
    """Return the lines without a label that follow a line of an entry which does not end the entry.

    It ends with a full stop where most entries do; else it goes on where it is full, or stops in a phrase.
    """
    widest = max(lines[index].extent for index in range(starts[0], end))
    lasts = [end_class(lines[following - 1].text) for following in [*starts[1:], end]]
    stopped = lasts.count("final") * 2 > len(lasts)
    found: list[int] = []
    for index in sorted(set(range(starts[0], end)) - set(starts)):
        before = lines[index - 1]
        ending = end_class(before.text)
        full = layout.width > 0 and before.extent >= FULL * widest
        unfinished = ending in ("pause", "open") or (ending != "final" and (stopped or full))
        if unfinished and (index - 1 in starts or index - 1 in found[-1:]):
            found.append(index)
    return found
