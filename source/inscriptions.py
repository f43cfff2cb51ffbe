"""Inscriptions and verse: lines that are kept as lines.

An inscription is a run of lines without marks in which Traditional characters stand, in an article that is otherwise
Simplified, or in old language; a poem is a run of short lines of one measure, or that end in the middle of a sentence.

    為了堅持國內和平
    從此登船北撤山東        →    Div .inscription, line for line
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .blocks import Line, Piece
from .characters import HAN_RANGES
from .layout import Layout, end_class
from .numbering import read_label
from .traditional import simplified_only, traditional_only

UNMARKED = re.compile(f"[{HAN_RANGES}　\\s·□○△■]+")
HAN_RUN = re.compile(f"[{HAN_RANGES}]+")
VERSE_LINE = re.compile(f'[{HAN_RANGES}，。、；：！？…—“”‘’「」『』《》·\\s,;:!?."]+')
SIGNATURE = re.compile("年|[立撰书書题題识識刻建]$|[月日](?:吉旦|穀旦|谷旦|吉立)?$")
OLD_WORDS = frozenset("之其於于以為而者也矣焉哉曰乎毋爰乃蓋惟伏維勒銘茲")
"""Words of the old written language, in Traditional articles the sign of an inscription."""
LONGEST_VERSE = 24
"""Characters of the longest line of a poem: three clauses of seven and their marks."""
FREE_LENGTH = 12
"""Characters of the longest line of free verse without marks."""
MOST_LINES = 300
LONG_RUN = 40
"""Lines after which a run that is no inscription is not tried again from its second line."""


def count_traditional(text: str) -> int:
    """Return how many characters of a text are written only in Traditional Chinese."""
    return sum(map(traditional_only().__contains__, text))


def count_simplified(text: str) -> int:
    """Return how many characters of a text are written only in Simplified Chinese."""
    return sum(map(simplified_only().__contains__, text))


def is_traditional(lines: Sequence[Line]) -> bool:
    """Say whether the article as a whole is in Traditional characters, judged on its marked lines."""
    marked = [line.text for line in lines if not UNMARKED.fullmatch(line.text)]
    text = "".join(marked or [line.text for line in lines])[:20_000]
    return count_traditional(text) > count_simplified(text)


def find_verse(lines: Sequence[Line], layout: Layout, traditional: bool) -> list[tuple[int, int, str]]:
    """Return the runs of lines (from, to, kind) that are inscriptions or verse; `traditional` is the article's script."""
    runs: list[tuple[int, int, str]] = []
    index = 0
    barren = barren_poem = 0
    while index < len(lines):
        end, kind = index, "inscription"
        if index >= barren:
            end, barren = _inscription_end(lines, index, layout, traditional)
        if end <= index and index >= barren_poem:
            (end, barren_poem), kind = _poem_end(lines, index, layout), "verse"
        if end > index:
            runs.append((index, end, kind))
        index = max(end, index + 1)
    return runs


def _inscription_end(lines: Sequence[Line], start: int, layout: Layout, traditional: bool) -> tuple[int, int]:
    """Return the end of an inscription that begins at `start`, or `start`, and up to where none can begin."""
    if not _inscribed(lines, start, traditional):
        return start, 0
    end = start + 1
    while end < len(lines) and end - start < MOST_LINES and _goes_on(lines, start, end, traditional):
        end += 1
    run = lines[start:end]
    text = "".join(line.text for line in run)
    if traditional:
        old = sum(c in OLD_WORDS for c in text)
        full = sum(line.extent >= layout.width - 3 for line in run) if layout.width else 0
        found = len(run) >= 3 and len(text) >= 24 and old * 24 >= len(text) and full * 2 < len(run)
    else:
        count = count_traditional(text)
        found = count >= 3 and len(text) >= 8 and (len(run) >= 2 or count >= 5)
    return (end, 0) if found else (start, end if len(run) > LONG_RUN else 0)


def _inscribed(lines: Sequence[Line], start: int, traditional: bool) -> bool:
    """Say whether an inscription can begin with a line."""
    text = lines[start].text
    if len(text) < 4 or not UNMARKED.fullmatch(text):
        return False
    if traditional:
        after = lines[start + 1] if start + 1 < len(lines) else None
        return len(text) >= 6 and after is not None and not after.blanks and UNMARKED.fullmatch(after.text) is not None
    return count_traditional(text) > count_simplified(text) or (len(text) >= 6 and _starts_tight(lines, start))


def _starts_tight(lines: Sequence[Line], start: int) -> bool:
    """Say whether a line of shared characters stands right before a Traditional one of about its length."""
    if start + 1 >= len(lines):
        return False
    after = lines[start + 1]
    mixed = count_simplified(lines[start].text)
    alike = abs(len(after.text) - len(lines[start].text)) <= (1 if mixed else 2) and mixed <= 3
    return (
        not after.blanks and alike and count_traditional(after.text) >= 2 and UNMARKED.fullmatch(after.text) is not None
    )


def _goes_on(lines: Sequence[Line], start: int, end: int, traditional: bool) -> bool:
    line = lines[end]
    if not UNMARKED.fullmatch(line.text) or line.blanks > (3 if line.broken else 1) or read_label(line.text):
        return False
    signed = len(line.text) <= 30 and SIGNATURE.search(line.text) is not None and len(line.text) >= 4
    tight = line.blanks == 0 or line.broken
    if traditional:
        return tight or signed
    if count_simplified(line.text) > count_traditional(line.text):
        return False
    if count_traditional(line.text):
        return tight or signed or count_traditional(line.text) >= 2
    return tight and (signed or end - start >= 2 or len(line.text) >= 6)


def _poem_end(lines: Sequence[Line], start: int, layout: Layout) -> tuple[int, int]:
    """Return the end of a poem that begins at `start`, or `start`, and up to where none can begin.

    A poem is its first stanza, and all like it.
    """
    if not start or not _can_be_verse(lines[start], layout):
        return start, 0
    end = start + 1
    while end < len(lines) and end - start < MOST_LINES and _follows(lines, start, end, layout):
        end += 1
    before = lines[start - 1]
    stanza = start + 1
    while stanza < end and (not lines[stanza].blanks or lines[stanza].broken):
        stanza += 1
    if stanza - start >= 2 and _is_poem(lines[start:stanza], layout, before):
        single = stanza + 1 == end or (stanza < end and lines[stanza + 1].blanks > 0)
        same = stanza < end and _is_poem(lines[start:end], layout, before) and not single
        return (end if same else stanza), 0
    for last in (end, end - 1):
        if last - start >= 2 and _is_poem(lines[start:last], layout, before):
            return last, 0
    return start, end if end - start > LONG_RUN else 0


def _follows(lines: Sequence[Line], start: int, end: int, layout: Layout) -> bool:
    """Say whether a line can belong to the poem that begins at `start`."""
    line = lines[end]
    near = line.blanks <= (3 if line.broken else 1)
    return near and abs(line.indent - lines[start].indent) <= 4 and _can_be_verse(line, layout)


def _can_be_verse(line: Line, layout: Layout) -> bool:
    text = line.text
    if len(text) > LONGEST_VERSE or len(text) < 2 or not VERSE_LINE.fullmatch(text) or end_class(text) == "colon":
        return False
    return not (layout.width and line.extent > layout.width - 4) and read_label(text) is None


def _is_poem(run: Sequence[Line], layout: Layout, before: Line) -> bool:
    """Say whether a run of short lines is a poem: one measure throughout, or sentences that run on over the lines."""
    sizes = [sum(map(len, HAN_RUN.findall(line.text))) for line in run]
    measures = {_measure(line.text) for line in run}
    marked = sum(end_class(line.text) in ("pause", "final") for line in run)
    if len(measures) == 1 and 0 not in measures and marked >= len(run) - 1 and sum(map(_clauses, run)) >= 4:
        return True
    tight = sum(not line.blanks for line in run[1:])
    running = sum(end_class(line.text) == "pause" for line in run[:-1])
    short = sum(sizes) <= 11 * len(run)
    if len(run) >= 3 and short and running * 3 >= len(run) - 1 and (tight or layout.blank < 0.5):
        return True
    introduced = end_class(before.text) == "colon"
    if len(run) == 2 and len(set(sizes)) == 1 and sizes[0] >= 5 and tight and introduced and not marked:
        return True
    if len(run) >= 5 and _in_bare_stanzas(run):
        return True
    if layout.blank < 0.8 or before.extent < 30 or layout.width or not short:
        return False
    return (tight == len(run) - 1 and (len(run) >= 3 or introduced)) or (len(run) >= 5 and tight >= 2)


def _in_bare_stanzas(run: Sequence[Line]) -> bool:
    """Say whether the lines are short, without any mark, and stand in stanzas of two and more."""
    breaks = [n for n, line in enumerate(run) if n and line.blanks]
    stanzas = [b - a for a, b in pairwise((0, *breaks, len(run)))]
    bare = all(len(line.text) <= FREE_LENGTH and HAN_RUN.fullmatch(line.text) for line in run)
    return bare and len(stanzas) >= 2 and min(stanzas) >= 2


def _measure(text: str) -> int:
    """Return the number of characters in every clause of a line, 0 where they differ."""
    sizes = {len(clause) for clause in HAN_RUN.findall(text)}
    size = sizes.pop() if len(sizes) == 1 else 0
    return size if 3 <= size <= 9 else 0


def _clauses(line: Line) -> int:
    return len(HAN_RUN.findall(line.text))


def verse_piece(lines: Sequence[Line], kind: str) -> Piece:
    """Return the piece of an inscription or poem: its text is its lines, one below the other."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    return Piece(
        list(lines),
        text,
        starts,
        text,
        kind,
        0.95,
        "lines of an inscription" if kind == "inscription" else "lines of one measure",
    )


def stanzas(lines: Sequence[Line], width: int) -> list[str]:
    """Return the lines as they were composed, an empty one between stanzas; a line that the page cut in two is one again."""
    sizes = [len(line.text) for line in lines]
    heads, tails = lines[::2], sizes[1::2]
    cut = len(lines) >= 4 and len(lines) % 2 == 0 and width > 0 and min(line.extent for line in heads) >= width - 4
    if cut and max(sizes[::2]) - min(sizes[::2]) <= 1 and max(tails) < min(sizes[::2]):
        return [a.text + b.text for a, b in zip(heads, lines[1::2], strict=True)]
    found: list[str] = []
    for index, line in enumerate(lines):
        if index and line.blanks and not line.broken:
            found.append("")
        found.append(line.text)
    return found
