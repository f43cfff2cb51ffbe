"""Page furniture: running heads and page numbers, interleaved with the text, removed on evidence only.

Evidence is the shape of the line (第12页, - 12 -), a sequence of numbers, repetition, and the place: beside another
piece of furniture, or inside a sentence. A line that may be text stays.

    我们有时把它拼
    48
    基层通讯 2021.11        →    我们有时把它拼作 loser
    作 loser
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from .blocks import Line
from .characters import FINAL
from .notices import Edit
from .numbering import read_label
from .running_heads import (
    DASHES_AROUND,
    DATED,
    DAY,
    DECORATION,
    LONGEST,
    NAMES,
    WIDE_HEAD,
    Candidate,
    are_facing,
    bare_words,
    counts_rows,
    read_candidate,
    trailing_page,
)
from .section_numbers import find_section_numbers
from .site_lines import REASON, find_site_lines, trim_site_words

MOST_TEXT_LINES = 5_000
"""Lines that may come back and be text none the less; more of them are no article, and joining them takes too long."""
LEAST_PAGE = 600
"""Half-em of text on the smallest page."""
_SENTENCE_END = re.compile(rf"[{FINAL}!?：:][”’」』）)]*$")
_END = re.compile(rf"[{FINAL}!?；;，,：:、][”’」』）)]*$")


def find_furniture(lines: list[Line]) -> dict[int, str]:
    """Return the indexes of the lines that are furniture, each with the reason."""
    read = (read_candidate(i, line) for i, line in enumerate(lines) if not counts_rows(i, lines))
    candidates = _leave_signature([c for c in read if c], lines)
    found: dict[int, str] = {}
    _take_certain(candidates, found)
    _take_sequences(candidates, lines, found)
    _take_facing(candidates, lines, found)
    _take_repeated_heads(candidates, lines, found)
    if lines:
        _take_titles(lines, found)
    _take_neighbours(candidates, lines, found)
    _take_sequences(candidates, lines, found)
    found |= find_site_lines(lines)
    _keep_headings(candidates, lines, found)
    for index in find_section_numbers(lines):
        found.pop(index, None)
        found.pop(index + 1, None)
    if len(found) <= MOST_TEXT_LINES and sum(len(lines[index].text) for index in found) * 2 > sum(
        len(line.text) for line in lines
    ):
        # What is most of the text is no furniture of it, however often its lines come back.
        certain = {c.index for c in candidates if c.certain}
        return {index: reason for index, reason in found.items() if index in certain}
    return found


def remove_furniture(lines: list[Line]) -> tuple[list[Line], list[Edit]]:
    """Return the lines of the text, the ones after a removed line marked as broken, and the edits."""
    found = find_furniture(lines)
    kept: list[Line] = []
    edits: list[Edit] = []
    broken, blanks = False, 0
    for index, line in enumerate(lines):
        if index in found:
            edits.append(Edit("furniture", line.place(), line.raw.strip(), "", 0.95, reason=found[index]))
            # A page ends inside a sentence; what a site says stands between paragraphs.
            broken, blanks = found[index] != REASON, max(blanks, line.blanks, found[index] == REASON)
            continue
        line.broken = line.broken or broken
        line.blanks = max(line.blanks, blanks)
        broken, blanks = False, 0
        edits += trim_site_words(line)
        kept.append(line)
    return kept, edits


def _leave_signature(candidates: list[Candidate], lines: list[Line]) -> list[Candidate]:
    """Leave out a line that stands once above a day: who signs is often who runs along the heads of the pages, too."""
    above = [
        c
        for c in candidates
        if c.number is None and c.index + 1 < len(lines) and DAY.fullmatch(lines[c.index + 1].text)
    ]
    times = Counter(c.head for c in above)
    signed = {c.index for c in above if times[c.head] == 1}
    return [c for c in candidates if c.index not in signed]


def _take_certain(candidates: list[Candidate], found: dict[int, str]) -> None:
    for c in candidates:
        if c.certain and c.index > 0:
            found[c.index] = c.reason


def _take_sequences(candidates: list[Candidate], lines: list[Line], found: dict[int, str]) -> None:
    """Take numbers that count on by one or two from one page to the next."""
    heads = Counter(c.head for c in candidates if c.head)
    numbered = [
        c
        for c in candidates
        if c.number is not None
        and (not c.head or c.index in found or heads[c.head] > 1 or _is_wide_head(lines[c.index], c.index, lines))
    ]
    for before, after in pairwise(numbered):
        if not 1 <= (after.number or 0) - (before.number or 0) <= 2 or _near(before, after, lines):
            continue
        if before.index in found or after.index in found or (_inside(before, lines) and _inside(after, lines)):
            found.setdefault(before.index, "page numbers in sequence")
            found.setdefault(after.index, "page numbers in sequence")


def _take_facing(candidates: list[Candidate], lines: list[Line], found: dict[int, str]) -> None:
    """Take two heads that stand once each, half a page apart, whose numbers at the outer edges follow each other.

    One of them stands apart from the text around it, or cuts a sentence.
    """
    numbered = [c for c in candidates if c.number is not None and c.head]
    for before, after in pairwise(numbered):
        number = before.number or 0
        text = sum(line.extent for line in lines[before.index + 1 : after.index])
        if after.number != number + 1 or text * 2 < LEAST_PAGE:
            continue
        facing = are_facing(lines[before.index].text, lines[after.index].text, number)
        if facing and (_inside(before, lines) or _inside(after, lines)):
            found.setdefault(before.index, "page numbers at the outer edges in sequence")
            found.setdefault(after.index, "page numbers at the outer edges in sequence")


def _is_wide_head(line: Line, index: int, lines: list[Line]) -> bool:
    """Say whether a page number, set far apart from words beside it, cuts a sentence or stands dressed on the first line.

    38          CHINA COUNTRYSIDE
    · 218 ·              青陵县志
    """
    if WIDE_HEAD.search(line.text) is None:
        return False
    if index == 0:
        return line.text[0] in DASHES_AROUND
    return index + 1 < len(lines) and lines[index - 1].extent > 20 and not _SENTENCE_END.search(lines[index - 1].text)


def _inside(c: Candidate, lines: list[Line]) -> bool:
    """Say whether the line stands apart from the text around it: by blank lines, or inside a sentence."""
    line = lines[c.index]
    after = lines[c.index + 1] if c.index + 1 < len(lines) else None
    before = lines[c.index - 1] if c.index else None
    apart = line.blanks > 0 or line.broken or after is None or after.blanks > 0 or after.broken
    cut = before is not None and not _END.search(before.text) and before.extent > 20
    return apart or cut


def _take_repeated_heads(candidates: list[Candidate], lines: list[Line], found: dict[int, str]) -> None:
    """Take heads that stand at several page breaks: beside furniture, inside sentences, or at the same distance."""
    by_head: dict[str, list[Candidate]] = defaultdict(list)
    for c in candidates:
        if c.head and c.index:
            by_head[c.head].append(c)
    pairs = _pairs(by_head, lines)
    for group in by_head.values():
        if len(group) < 2 or any(_near(a, b, lines) for a, b in pairwise(group)):
            continue
        if group[0].head in pairs and not any(c.index in found for c in group):
            continue
        spots = sum(_at_page_break(c, lines, found) for c in group)
        dated = bool(DATED.search(lines[group[0].index].text))
        if spots * 3 >= len(group) * 2 or (spots and dated) or (len(group) >= 3 and (spots or _even(group))):
            for c in group:
                found.setdefault(c.index, "a line repeated at page breaks")


def _keep_headings(candidates: list[Candidate], lines: list[Line], found: dict[int, str]) -> None:
    """Keep the first of the lines that repeat a numbered heading, where no page number stands in it: it is the heading."""
    seen: set[str] = set()
    for c in candidates:
        if c.head and c.head not in seen:
            seen.add(c.head)
            label = read_label(lines[c.index].text)
            if c.number is None and label is not None and label.style == "chapter":
                found.pop(c.index, None)


def _near(a: Candidate, b: Candidate, lines: list[Line]) -> bool:
    """Say whether too little text for a page stands between two lines."""
    return b.index - a.index < 8 and sum(line.extent for line in lines[a.index + 1 : b.index]) < 240


def _pairs(by_head: dict[str, list[Candidate]], lines: list[Line]) -> set[str]:
    """Return the lines that come back two by two: 优点 and 缺点 of each thing are headings, not heads of pages."""
    repeated = sorted((c for group in by_head.values() if len(group) > 1 for c in group), key=lambda c: c.index)
    together = Counter(frozenset((a.head, b.head)) for a, b in pairwise(repeated) if _in_one_page(a, b, lines))
    found: set[str] = set()
    for heads, count in together.items():
        if len(heads) == 2 and count >= 2 and count * 2 >= max(len(by_head[head]) for head in heads):
            found |= heads
    return found


def _in_one_page(a: Candidate, b: Candidate, lines: list[Line]) -> bool:
    """Say whether two lines are apart, with less than a page between them."""
    between = lines[a.index + 1 : b.index]
    return 0 < len(between) < 11 and sum(line.extent for line in between) < LEAST_PAGE


def _even(group: list[Candidate]) -> bool:
    """Say whether the lines stand at about the same distance from each other."""
    gaps = [b.index - a.index for a, b in pairwise(group)]
    return max(gaps) <= 2 * min(gaps) and min(gaps) >= 8


def _take_titles(lines: list[Line], found: dict[int, str]) -> None:
    """Take lines that repeat the article's title with a page number, after a column's name, or inside a sentence."""
    titles = [bare_words(line.text) for line in lines[:4]]
    for index, line in enumerate(lines[5:], 5):
        if index in found or line.extent - line.indent > LONGEST:
            continue
        page = trailing_page(line.text.strip(DECORATION))
        text = page[0] if page else line.text
        column, _, rest = text.rpartition("·")
        rest = bare_words(rest)
        carries = len(rest) >= 4 and any(title.startswith(rest) for title in titles)
        if not carries or (column and len(rest) < 5 and rest not in titles):
            continue
        if page or column or (rest in titles and _at_page_break(Candidate(index, rest, None, False), lines, found)):
            found[index] = "the article's title as a running head"


def _at_page_break(c: Candidate, lines: list[Line], found: dict[int, str]) -> bool:
    if c.index - 1 in found or c.index + 1 in found or c.index in found or lines[c.index].broken:
        return True
    after = lines[c.index + 1] if c.index + 1 < len(lines) else None
    if after is not None and after.broken:
        return True
    return _cuts_sentence(c.index, lines)


def _cuts_sentence(index: int, lines: list[Line]) -> bool:
    """Say whether the line stands inside a sentence: a long line before it that does not end, a long one after it."""
    if not 0 < index < len(lines) - 1:
        return False
    before, after = lines[index - 1], lines[index + 1]
    return not _END.search(before.text) and before.extent > 20 and after.extent > 10 and not lines[index].indent > 4


def _take_neighbours(candidates: list[Candidate], lines: list[Line], found: dict[int, str]) -> None:
    """Take a line beside found furniture that has a head found elsewhere, an issue's date, or only a number."""
    heads = {c.head for c in candidates if c.head and c.index in found}
    numbered = {c.index for c in candidates if c.number is not None and c.index in found}
    for c in candidates:
        if c.index in found or not c.index:
            continue
        beside = c.index - 1 in found or c.index + 1 in found
        if not beside:
            cut = _cuts_sentence(c.index, lines)
            if (cut and (c.head in heads or (NAMES.search(c.head) and _set_apart(c.index, lines)))) or (
                c.index > 5 and c.head and _is_issue(c, lines)
            ):
                found[c.index] = "a running head inside a sentence" if cut else "a name and an issue's number"
            elif cut and not c.head and c.number is not None and _alone(c.index, lines):
                found[c.index] = "a number alone inside a sentence"
            continue
        if c.head in heads or _is_issue(c, lines):
            found[c.index] = "a running head beside a page number"
        elif not c.head and c.number is not None and not (c.index - 1 in numbered or c.index + 1 in numbered):
            found[c.index] = "a page number beside a running head"


def _set_apart(index: int, lines: list[Line]) -> bool:
    """Say whether blank lines, or the end of a page, stand before and after a line."""
    before, after = lines[index], lines[index + 1]
    return bool((before.blanks or before.broken) and (after.blanks or after.broken))


def _alone(index: int, lines: list[Line]) -> bool:
    """Say whether blank lines stand on both sides."""
    return lines[index].blanks > 0 and index + 1 < len(lines) and lines[index + 1].blanks > 0


def _is_issue(c: Candidate, lines: list[Line]) -> bool:
    """Say whether the line is a short name and an issue's date or number: 基层通讯 2021.11, not 2021年3月我们来到这里."""
    text = lines[c.index].text
    return len(text) <= 30 and len(c.head) <= 8 and re.search(rf"(?:^|[\s·|｜])(?:{DATED.pattern})$", text) is not None
