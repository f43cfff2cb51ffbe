"""Inscriptions in another script than the article: a rule, since nothing else in a Simplified text looks so.

    為了堅持國內和平
    從此登船北撤山東        →    Div .inscription, line for line

A run of lines without marks in which Traditional characters stand; lines of shared characters belong to it where they are
tight to it or sign it.
"""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import Line
from .numbering import is_labelled
from .traditional import WORDS_ONLY, count_simplified, count_traditional
from .verse_evidence import SIGNATURE

MOST_LINES = 300
LONG_RUN = 40
"""Lines after which a run that is no inscription is not tried again from its second line."""


def find_inscriptions(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the runs of lines (from, to) of a Simplified article that are inscriptions in Traditional characters."""
    runs: list[tuple[int, int]] = []
    index = barren = 0
    while index < len(lines):
        end = index
        if index >= barren:
            end, barren = _inscription_end(lines, index)
        if end > index:
            runs.append((index, end))
        index = max(end, index + 1)
    return runs


def _inscription_end(lines: Sequence[Line], start: int) -> tuple[int, int]:
    """Return the end of an inscription that begins at `start`, or `start`, and up to where none can begin."""
    if not _begins(lines, start):
        return start, 0
    end = start + 1
    while end < len(lines) and end - start < MOST_LINES and _goes_on(lines, start, end):
        end += 1
    text = "".join(line.text for line in lines[start:end])
    count = count_traditional(text)
    found = count >= 3 and len(text) >= 8 and (end - start >= 2 or count >= 5)
    return (end, 0) if found else (start, end if end - start > LONG_RUN else 0)


def _begins(lines: Sequence[Line], start: int) -> bool:
    """Say whether an inscription can begin with a line."""
    text = lines[start].text
    if len(text) < 4 or not WORDS_ONLY.fullmatch(text):
        return False
    return count_traditional(text) > count_simplified(text) or (len(text) >= 6 and _starts_tight(lines, start))


def _starts_tight(lines: Sequence[Line], start: int) -> bool:
    """Say whether a line of shared characters stands right before a Traditional one of about its length."""
    if start + 1 >= len(lines):
        return False
    after = lines[start + 1]
    mixed = count_simplified(lines[start].text)
    alike = abs(len(after.text) - len(lines[start].text)) <= (1 if mixed else 2) and mixed <= 3
    return (
        not after.blanks
        and alike
        and count_traditional(after.text) >= 2
        and WORDS_ONLY.fullmatch(after.text) is not None
    )


def _goes_on(lines: Sequence[Line], start: int, end: int) -> bool:
    line = lines[end]
    if not WORDS_ONLY.fullmatch(line.text) or line.blanks > (3 if line.broken else 1) or is_labelled(line.text):
        return False
    signed = len(line.text) <= 30 and SIGNATURE.search(line.text) is not None and len(line.text) >= 4
    tight = line.blanks == 0 or line.broken
    if count_simplified(line.text) > count_traditional(line.text):
        return False
    if count_traditional(line.text):
        return tight or signed or count_traditional(line.text) >= 2
    return tight and (signed or end - start >= 2 or len(line.text) >= 6)
