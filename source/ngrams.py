"""N-grams: the words that the article itself, and related articles, use; they tell whether two halves belong together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from .characters import HAN_RANGES
from .related import NOTHING, Related

RUN = re.compile(f"[{HAN_RANGES}]+")
WORD = re.compile("[A-Za-z]+(?:-[A-Za-z]+)*")
CUT_WORD = re.compile("(?<![A-Za-z])[A-Za-z]+[-‐]$")
LONGEST_END = 50
"""Characters at the end of a line in which a word stands that goes on in the next."""
LONGEST = 400_000
"""Characters of evidence that are counted; what is beyond them adds little."""


class Usage:
    """Counts of two, three and four Han characters in a row, and the Latin words, of the texts given."""

    def __init__(self, texts: Iterable[str], related: Related = NOTHING) -> None:
        self.related = related
        self.counts: dict[int, Counter[str]] = {2: Counter(), 3: Counter(), 4: Counter()}
        self.words: set[str] = set()
        self.phrases: set[str] = set()
        self._apart: set[str] = set()
        self._between: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        left = LONGEST
        cut = False
        for text in texts:
            if left <= 0:
                break
            self._read(text[:left], cut)
            cut = CUT_WORD.search(text[-LONGEST_END:]) is not None
            left -= len(text)

    def _read(self, text: str, cut: bool) -> None:
        """Count a text; the halves of a word that a line end `cut` are no words."""
        for size in (2, 3, 4):
            self.counts[size].update(
                [run[i : i + size] for run in RUN.findall(text) for i in range(len(run) - size + 1)]
            )
        bare = re.sub(r"\s", "", text)
        self.phrases.update([bare[i : i + 6] for i in range(len(bare) - 5)])
        whole = CUT_WORD.sub("", text) if text.endswith(("-", "‐")) else text
        self.words.update(m.group().lower() for m in WORD.finditer(whole) if not cut or m.start())

    def has_word(self, word: str) -> bool:
        """Say whether a Latin word occurs."""
        return word.lower() in self.words

    def count(self, gram: str) -> int:
        """Return how often two to four Han characters occur in a row."""
        return self.counts[len(gram)][gram] if len(gram) in self.counts else 0

    def straddles(self, before: str, after: str) -> str:
        """Say how well the end of one line and the beginning of the next fit, by what is written elsewhere.

        phrase: three characters of each, long and short: words, gap: words with one more character between, no, edge.
        """
        tail, head = before[-3:], after[:3]
        if len(tail) + len(head) == 6 and (tail + head in self.phrases or tail + head in self.related.phrases):
            return "phrase"
        if tail[-2:] + head[:2] in self.related.words:
            return "phrase"
        if not tail or not head or not RUN.fullmatch(tail[-1]) or not RUN.fullmatch(head[0]):
            return "edge"
        for left, right in ((2, 2), (3, 1), (1, 3), (2, 1), (1, 2)):
            if len(tail) >= left and len(head) >= right and self.count(tail[-left:] + head[:right]):
                return "long"
        if self.count(tail[-1] + head[0]):
            return "short"
        return "gap" if self.between(tail[-1], head[0]) else "no"

    def between(self, left: str, right: str) -> list[tuple[str, int]]:
        """Return the characters that stand between two others elsewhere, the most frequent first, with their counts."""
        if not self._apart:
            self._apart = {gram[::2] for gram in self.counts[3]}
        if left + right not in self._apart:
            return []
        if not self._between:  # few articles come here: a set is made in a tenth of the time
            for gram, count in self.counts[3].items():
                self._between[gram[::2]].append((count, gram[1]))
        found = sorted(self._between[left + right], reverse=True)
        return [(character, count) for count, character in found[:3]]
