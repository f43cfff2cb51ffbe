"""Inconsistencies between articles: one name in two spellings, one word in two forms of its characters."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kanben.source.article import Article
from kanben.source.document import pf, plain_text
from kanben.source.notices import NoticeCode

from .findings import Finding, Severity

BOOK_TITLE = re.compile(r"《([^《》\n]{2,30})》")
NAMES = frozenset({"nr", "nrt", "ns", "nt", "nz"})
"""Parts of speech of persons, places, organisations and other proper nouns, as jieba tags them."""
LONGEST_NAME = 8
OFTEN = 3
"""How often a name must stand before one that differs in one character and stands once is thought a slip."""
SHORTEST_SIMILAR = 3


@dataclass(slots=True)
class Names:
    """The names of a batch: how often each stands in the articles of one script, and where it stood first."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    articles: dict[str, dict[str, set[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    authors: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    texts: list[tuple[Path, str]] = field(default_factory=list)

    def add(self, article: Article) -> None:
        """Add the names of an article; of the article itself only its text is kept, for the places."""
        _gather(article, len(self.texts), self)
        self.texts.append((article.path, article.text))


def find_inconsistencies(names: Names) -> list[Finding]:
    """Return a finding for each pair of spellings that seem to be one name; both places are named."""
    findings = []
    for script in sorted(names.counts):
        pairs = [*_variant_pairs(names.counts[script]), *_similar_pairs(names, script)]
        for usual, other, why in dict.fromkeys(pairs):
            if names.articles[script][usual] != names.articles[script][other]:
                findings.append(_finding(names, script, (usual, other), why))
    return findings


def _gather(article: Article, number: int, names: Names) -> None:
    """Add the names of one article, its set pieces in another script left out."""
    import rjieba

    script = "Hant" if "Hant" in article.lang or article.lang[-2:] in {"TW", "HK", "MO"} else "Hans"
    text = "\n".join(_own_texts(article.doc))
    found = Counter(word for word, kind in rjieba.tag(text) if kind in NAMES and 2 <= len(word) <= LONGEST_NAME)
    found.update(BOOK_TITLE.findall(text))
    authors = {author.name for author in article.authors if 2 <= len(author.name) <= LONGEST_NAME}
    found.update(authors - found.keys())
    names.authors[script] |= authors
    names.counts[script].update(found)
    for name in found:
        names.articles[script][name].add(number)


def _own_texts(doc: Any) -> Iterator[str]:
    for block in doc.content:
        if not (isinstance(block, pf.Div) and {"inscription", "transcription"} & set(block.classes)):
            yield plain_text(block)


@cache
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s").convert


def _variant_pairs(counts: Counter[str]) -> Iterator[tuple[str, str, str]]:
    """Yield names written in two forms of the same characters (臺灣 台灣): the usual one first."""
    forms: dict[str, list[str]] = defaultdict(list)
    for name in counts:
        forms[_simplifier()(name)].append(name)
    for group in forms.values():
        usual, *others = sorted(group, key=lambda name: (-counts[name], name))
        for other in others:
            yield usual, other, "two forms of the same characters"


def _similar_pairs(names: Names, script: str) -> Iterator[tuple[str, str, str]]:
    """Yield names that differ in one character, the one usual and the other standing once."""
    counts = names.counts[script]
    patterns: dict[str, list[str]] = defaultdict(list)
    for name in counts:
        if len(name) >= SHORTEST_SIMILAR or name in names.authors[script]:
            for index in range(1, len(name)):  # a name's first character is its surname
                patterns[f"{name[:index]}*{name[index + 1 :]}"].append(name)
    for group in patterns.values():
        for usual in group:
            for other in group:
                if counts[usual] >= OFTEN and counts[other] == 1 and usual != other:
                    yield usual, other, "one character differs"


def _finding(names: Names, script: str, pair: tuple[str, str], why: str) -> Finding:
    usual, other = pair
    here, text = names.texts[min(names.articles[script][other])]
    there, text_there = names.texts[min(names.articles[script][usual])]
    message = (
        f"{other} here, {usual} in {there.name}:{_line(text_there, usual)} "
        f"({names.counts[script][usual]} times in all): {why}"
    )
    code, place = NoticeCode.INCONSISTENT_NAME.value, str(_line(text, other))
    return Finding(
        here, "between articles", Severity.NOTICE, code, message, place, "write both the same, or leave them"
    )


def _line(text: str, name: str) -> int:
    at = text.find(name)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1
