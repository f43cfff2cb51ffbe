"""Runs of lines that may be verse or an inscription: what each line shows, and what was counted as a run grew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Line
from .characters import HAN_RANGES
from .layout import Layout, end_class
from .numbering import is_labelled
from .traditional import count_simplified, count_traditional

CLAUSE = re.compile(f"[{HAN_RANGES}□○△]+")
UNMARKED = re.compile(rf"[{HAN_RANGES}　\s·□○△■\[\]〔〕]+")
"""A line of words only; in brackets stands what an editor supplied."""
MARKED = re.compile(rf'[{HAN_RANGES}，。、；：！？…—“”‘’「」『』《》（）·～\s,;:!?."□]+')
LONGEST_UNMARKED = 40
"""Characters of the longest line of an inscription."""
LONGEST_MARKED = 24
"""Characters of the longest line of a poem: three clauses of seven and their marks."""
OLD_WORDS = frozenset("之其於于以為而者也矣焉哉曰乎毋爰乃蓋惟伏維勒銘茲")
"""Words of the old written language."""
SPOKEN = re.compile("[“”「」『』]")


@dataclass(frozen=True, slots=True)
class VerseLine:
    """A line that can be verse: its characters and those of its clauses, how it ends, and what was counted in it."""

    size: int
    clauses: tuple[int, ...]
    bare: bool
    end: str
    traditional: int
    simplified: int
    old: int
    pairs: frozenset[str]


def read_verse_line(line: Line, layout: Layout) -> VerseLine | None:
    """Return what the line shows, or None where it cannot be verse: too long, labelled, with figures, or before a list."""
    text = line.text
    if len(text) > LONGEST_UNMARKED:
        return None
    bare = UNMARKED.fullmatch(text) is not None
    if not bare:
        full = layout.width > 0 and line.extent > layout.width - 4
        if len(text) > LONGEST_MARKED or full or not MARKED.fullmatch(text):
            return None
    end = end_class(text)
    if end == "colon" or is_labelled(text):
        return None
    clauses = tuple(map(len, CLAUSE.findall(text)))
    old = sum(map(OLD_WORDS.__contains__, text))
    pairs = frozenset(map("".join, zip(text, text[1:], strict=False)))
    return VerseLine(sum(clauses), clauses, bare, end, count_traditional(text), count_simplified(text), old, pairs)


class Run:
    """Lines from `start` to `end`, counted as the run grows, so that every longer run costs one line more."""

    def __init__(self, lines: Sequence[Line], shown: Sequence[VerseLine | None], start: int) -> None:
        self.lines, self.shown = lines, shown
        self.start = self.end = start
        self.sizes: list[int] = []
        self.ends: list[str] = []
        self.clauses: set[int] = set()
        self.pairs: set[str] = set()
        self.echoes = self.gaps = self.lone = self.pages = self.inner = self.bare = 0
        self.traditional = self.simplified = self.old = self.clause_count = 0
        self.widest = self.left = self.right = 0
        self.spoken = self.lost = self.torn = False

    def grow(self) -> None:
        """Take the next line in."""
        line, shown = self.lines[self.end], self.shown[self.end]
        assert shown is not None
        if self.end > self.start:
            gap = line.blanks > 0 and not line.broken
            before = self.lines[self.end - 1]
            self.lone += gap and self.end - 1 > self.start and before.blanks > 0 and not before.broken
            self.gaps += gap
            self.torn = self.torn or (gap and self.ends[-1] == "pause")
            self.pages += line.broken
            self.left, self.right = min(self.left, line.indent), max(self.right, line.indent)
        else:
            self.left = self.right = line.indent
        self.sizes.append(shown.size)
        self.ends.append(shown.end)
        self.clauses.update(shown.clauses)
        self.clause_count += len(shown.clauses)
        self.inner += len(shown.clauses) > 1
        self.bare += shown.bare
        self.echoes += not shown.pairs.isdisjoint(self.pairs)
        self.pairs |= shown.pairs
        self.traditional += shown.traditional
        self.simplified += shown.simplified
        self.old += shown.old
        self.widest = max(self.widest, line.extent)
        self.spoken = self.spoken or SPOKEN.search(line.text) is not None
        self.lost = self.lost or "□" in line.text or "[" in line.text
        self.end += 1

    def __len__(self) -> int:
        return self.end - self.start
