"""Word boundaries (channel J): where the dictionaries' longest match cut across the words that a segmenter sees.

被发明 is converted as 被发 + 明 by longest match, and as 被 + 发明 by words; where the two differ, the words are right
more often than not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from kanben.source.alignment import convert_text

from .conversion import Conversion
from .replacements import CONVERSION, REGIONAL, Replacement, apply_replacements


class Cluster(NamedTuple):
    """Whole words and whole replacements that cover the same range of a text."""

    start: int
    end: int
    ours: str
    by_words: str


def cut_words(text: str) -> list[str]:
    """Return the words of a text, by the dictionary alone (no guessing of new words)."""
    import rjieba

    words: list[str] = rjieba.cut(text, False)
    return words


def find_boundary_suspects(conversion: Conversion) -> Iterator[Replacement]:
    """Yield the ranges of Simplified text whose conversion differs when it is made word by word.

    The output is what stands in the edition, the second candidate what the words give.
    """
    chain = conversion.edition.chain("Hans", "")
    if chain is None:
        return
    text = conversion.text
    for span in conversion.spans:
        if span.label not in ("Hans", "shared", "mixed"):
            continue
        inside = [r for r in conversion.replacements if span.start <= r.start < span.end]
        words = cut_words(text[span.start : span.end])
        for cluster in _clusters(text, span.start, words, inside, chain):
            if cluster.ours != cluster.by_words:
                source = text[cluster.start : cluster.end]
                candidates = (cluster.ours, cluster.by_words)
                yield Replacement(cluster.start, cluster.end, source, cluster.ours, candidates, CONVERSION)


def _clusters(
    text: str, offset: int, words: Sequence[str], replacements: Sequence[Replacement], chain: str
) -> Iterator[Cluster]:
    """Yield the smallest ranges in which neither a word nor a replacement is cut, where a dictionary had its say."""
    converted = convert_text("\n".join(word.replace("\n", " ") for word in words), chain).split("\n")
    start = place = offset
    first = last = 0
    pending: list[str] = []
    for word, by_word in zip(words, converted, strict=True):
        place += len(word)
        pending.append(word if "\n" in word else by_word)
        while last < len(replacements) and replacements[last].end <= place:
            last += 1
        if last < len(replacements) and replacements[last].start < place:
            continue  # a replacement goes on into the next word
        inside = replacements[first:last]
        if inside and all(r.rule in (CONVERSION, REGIONAL) for r in inside):
            yield Cluster(start, place, _output(text, start, place, inside), "".join(pending))
        first, start, pending = last, place, []


def _output(text: str, start: int, end: int, replacements: Sequence[Replacement]) -> str:
    moved = [replace(r, start=r.start - start, end=r.end - start) for r in replacements]
    return apply_replacements(text[start:end], moved)


def word_starts(text: str) -> frozenset[int]:
    """Return the places where the words of a text begin."""
    return frozenset(accumulate((len(word) for word in cut_words(text)), initial=0))
