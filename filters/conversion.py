"""Convert a text to an edition's script: only what is in another script, with every replacement and its candidates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kanben.source.alignment import align_text, convert_text
from kanben.source.characters import CHINESE_DIGITS
from kanben.source.decisions import Decisions, Occurrence
from kanben.source.runs import Run
from kanben.source.scripts import ScriptSpan, find_spans

from .editions import Edition, Region, Script, traditional_region
from .occurrences import locate_occurrences
from .quotation_marks import quotation_edits
from .replacements import (
    CONVERSION,
    KEEP,
    QUOTATION,
    REGIONAL,
    Replacement,
    apply_replacements,
    drop_overlaps,
    pieces_between,
)
from .word_rules import find_words

NUMERALS = frozenset(CHINESE_DIGITS + "几数余多0123456789０１２３４５６７８９")
"""What stands beside 千 and 万 in a number: there they are no other word's part."""
NO_DECISIONS = Decisions()
_ADDRESS = re.compile(
    r"(?:https?://|www\.|mailto:|doi:)[^\s，。；、！？）》」』”’]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII
)
"""Addresses as they stand in running text."""


@dataclass(frozen=True)
class Conversion:
    """A text, its spans, the replacements in order, the decisions that found no place in it, and the protected ranges."""

    text: str
    edition: Edition
    spans: tuple[ScriptSpan, ...]
    replacements: tuple[Replacement, ...]
    stale: tuple[Occurrence, ...] = ()
    kept: tuple[tuple[int, int], ...] = ()

    @property
    def output(self) -> str:
        """The converted text."""
        return apply_replacements(self.text, self.replacements)


def convert(
    text: str,
    edition: Edition,
    decisions: Decisions = NO_DECISIONS,
    protected: Sequence[tuple[int, int]] = (),
    written: Script | None = None,
) -> Conversion:
    """Return the conversion of a text for an edition.

    Each span goes by the chain that its own script needs; text already in the edition's script, Japanese, Korean,
    addresses and the `protected` ranges stay. `written` is the script that a text is known to be in where its
    characters do not tell. Decisions come before the dictionaries, single places before words.

    >>> convert("他说：“皇后头发展开。”", Edition.of("zh-Hant")).output
    '他說：「皇后頭髮展開。」'
    """
    spans = find_spans(text)
    places, stale = locate_occurrences(text, decisions, edition.tag)
    fixed = drop_overlaps([*_kept(text, protected), *places])
    region = traditional_region(text)
    chains = [_chain(span, edition, written or edition.other_script, region) for span in spans]
    words = decisions.word_targets(edition.tag)
    found = list(fixed)
    for span, chain in zip(spans, chains, strict=True):
        for start, end in pieces_between(fixed, span.start, span.end) if chain else ():
            found += _convert_piece(text[start:end], start, chain or "", words)
    found += _quotations(text, edition, spans, chains, fixed)
    changes = sorted((r for r in found if r.rule != KEEP), key=lambda r: r.start)
    kept = tuple((r.start, r.end) for r in fixed if r.rule == KEEP)
    return Conversion(text, edition, tuple(spans), tuple(changes), tuple(stale), kept)


def _kept(text: str, protected: Sequence[tuple[int, int]]) -> Iterator[Replacement]:
    for start, end in (*protected, *(match.span() for match in _ADDRESS.finditer(text))):
        yield Replacement(start, end, text[start:end], text[start:end], (), KEEP)


def _chain(span: ScriptSpan, edition: Edition, shared: Script, region: Region) -> str | None:
    """Return the configuration for a span; None where it stays as it is."""
    if span.label in ("Hans", "Hant"):
        return edition.chain("Hans" if span.label == "Hans" else "Hant", region)
    if span.label == "shared":
        return edition.chain(shared, region)
    return edition.chain(edition.other_script, region) if span.label == "mixed" else None


def _convert_piece(piece: str, offset: int, chain: str, words: Mapping[str, str]) -> Iterator[Replacement]:
    """Yield the replacements of a piece of text under one chain, decided words cut out first."""
    runs = align_text(piece, chain)
    decided = find_words(piece, runs, words)
    if not decided:
        yield from _from_runs(piece, offset, runs, chain)
        return
    for start, end in pieces_between(decided, 0, len(piece)):
        yield from _from_runs(piece[start:end], offset + start, align_text(piece[start:end], chain), chain)
    for word in decided:
        yield Replacement(word.start + offset, word.end + offset, word.source, word.output, (), word.rule)


def _stands_in_number(text: str, place: int) -> bool:
    """Say whether the character at a place has a numeral beside it: 一千二百, 几千人, 3千."""
    return any(beside in NUMERALS for beside in (text[place - 1 : place], text[place + 1 : place + 2]) if beside)


def _from_runs(piece: str, offset: int, runs: Sequence[Run], chain: str) -> Iterator[Replacement]:
    regional = chain.endswith("p")
    for start, end, output, candidates in runs:
        source = piece[start:end]
        if source in ("千", "万") and _stands_in_number(piece, start):
            candidates = ()
        if output != source or candidates:
            rule = REGIONAL if regional and _convert_word(source, chain[:-1]) != output else CONVERSION
            yield Replacement(start + offset, end + offset, source, output, candidates, rule)


@lru_cache(maxsize=4096)
def _convert_word(word: str, chain: str) -> str:
    return convert_text(word, chain)


def _quotations(
    text: str,
    edition: Edition,
    spans: Sequence[ScriptSpan],
    chains: Sequence[str | None],
    fixed: Sequence[Replacement],
) -> Iterator[Replacement]:
    """Yield the marks that change: those in converted text, and those within a quotation that converted text opens."""
    if not any(chains):
        return
    converted, foreign = bytearray(len(text)), bytearray(len(text))
    for span, chain in zip(spans, chains, strict=True):
        if chain:
            converted[span.start : span.end] = b"\1" * (span.end - span.start)
        elif span.label in ("ja", "other"):
            foreign[span.start : span.end] = b"\1" * (span.end - span.start)
    for kept in fixed:
        foreign[kept.start : kept.end] = b"\1" * (kept.end - kept.start)
    for place, mark, outermost in quotation_edits(text, edition.script):
        if (converted[place] or converted[outermost]) and not foreign[place]:
            yield Replacement(place, place + 1, text[place], mark, (), QUOTATION)
