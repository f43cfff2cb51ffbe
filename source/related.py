"""Related articles: what the other articles of a folder write tells about this one's broken lines and names.

Only what answers a question of the article itself is drawn from them, so that an article depends on few facts and is made
again only when one of these changes.

    他们把一座县级的文献修复工    (here, and a page ends)
    作站办到了镇上                        →    修复工|作站 is written in another article: one sentence
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add

from .bylines import byline_cue, read_people
from .characters import HAN_RANGES, INVISIBLE, RADICALS
from .lines import LINE_END
from .names import KEPT_SURNAMES
from .numbering import read_label

FRONT_LINES, BACK_LINES = 10, 5
"""Lines at the beginning and at the end among which bylines stand."""
TITLE_LINES = 3
"""Lines at the beginning that may be those of a title: two of them are no broken sentence."""
LONG_LINE = 14
"""Characters from which on a line may have been broken by the page or the column."""
SENTENCE = 30
"""Characters from which on it is no title or heading: two characters on either side that stand together elsewhere tell then."""
FURNITURE = 4
"""How many lines further on a broken line may go on: page numbers and running heads stand between."""
LEAST = 2
"""So many times a word stands elsewhere before a character is thought lost from it."""
NAME_LENGTHS = (2, 3, 4)
AMBIGUOUS = frozenset().union(*KEPT_SURNAMES.values())
"""Surnames that conversion takes for other words."""
LENGTHS = (2, 3, 4, 6)
"""How many characters names, words and phrases have."""
_HAN_END = re.compile(f"[{HAN_RANGES}A-Za-z0-9]$")
_HAN_START = re.compile(f"[{HAN_RANGES}]")
_SPACE = re.compile(r"[\s\u3000\u00a0]+")
_WIDE = {code: chr(code - 0xFEE0) for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
_FOLDED = {**RADICALS, **_WIDE}


@dataclass(frozen=True, slots=True)
class Related:
    """What related articles say of one article.

    `phrases` are three characters before and three after a line's end that they write in one, `words` two and two after
    a long line that they write in one `LEAST` times or more; `lost` maps two and two
    characters around a line's end to those with what stands between them there; `names` are people who sign there and whom this
    article names without signing: at its beginning, or with a surname that conversion takes for another word.
    """

    phrases: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    lost: tuple[tuple[str, str], ...] = ()
    names: frozenset[str] = frozenset()

    def digest(self) -> str:
        """Return the digest of all of it, empty where there is nothing."""
        if self == NOTHING:
            return ""
        told = "\n".join(
            (
                *sorted(self.phrases),
                "",
                *sorted(self.words),
                "",
                *map("".join, sorted(self.lost)),
                "",
                *sorted(self.names),
            )
        )
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:20]


NOTHING = Related()


@dataclass(slots=True)
class Asked:
    """What one article asks: the words across its broken lines, whole (`phrases`, `words`) and with a gap (`gaps`)."""

    phrases: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    gaps: set[str] = field(default_factory=set)


def split_words(text: str) -> list[str]:
    """Return the lines of a text that hold words, folded and without spaces, so that texts can be compared."""
    folded = INVISIBLE.sub("", text.replace("\f", "\n")).translate(_FOLDED)
    lines = (_SPACE.sub("", line) for line in LINE_END.split(folded))
    return [line for line in lines if line]


def ask(lines: Sequence[str]) -> Asked:
    """Return what an article would know about the ends of its lines; `lines` as `split_words` gives them."""
    asked = Asked()
    for index, before in enumerate(lines):
        shortest = SENTENCE if index < TITLE_LINES else LONG_LINE
        if len(before) < shortest or not _HAN_END.search(before):
            continue
        for after in lines[index + 1 : index + 2 + FURNITURE]:
            if len(after) < 3 or not _HAN_START.match(after) or read_label(after):
                continue
            asked.phrases.add(before[-3:] + after[:3])
            asked.gaps.add(before[-2:] + after[:2])
            if len(before) >= SENTENCE:
                asked.words.add(before[-2:] + after[:2])
    return asked


def signed_names(text: str) -> set[str]:
    """Return the people whom the bylines of a text name."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    ends = [*lines[:FRONT_LINES], *lines[max(FRONT_LINES, len(lines) - BACK_LINES) :]]
    found: set[str] = set()
    for line in ends:
        if byline_cue(line, line) in ("credit", "credit-inside", "words"):
            found |= {name for _, name in read_people(line) if len(name) in NAME_LENGTHS}
    return {name for name in found if all(_HAN_START.match(character) for character in name)}


def answer(texts: Mapping[int, str], reach: int) -> dict[int, Related]:
    """Return what related articles say of each: those whose numbers are at most `reach` away from its own.

    Takes time in proportion to the sum of the texts, and memory in proportion to the questions asked.
    """
    lines = {number: split_words(text) for number, text in texts.items()}
    asked = {number: ask(found) for number, found in lines.items()}
    hearing = _Hearing(asked, {number: signed_names(text) for number, text in texts.items()}, reach)
    for number, own in lines.items():
        for line in own:
            hearing.read(line, number)
    return {number: hearing.answer(number, "\n".join(own[:FRONT_LINES])) for number, own in lines.items()}


class _Hearing:
    """The questions of many articles, and what the lines of the others answer."""

    def __init__(self, asked: Mapping[int, Asked], names: Mapping[int, set[str]], reach: int) -> None:
        self.asked, self.names, self.reach = asked, names, reach
        self.phrases = _by_question((number, own.phrases) for number, own in asked.items())
        self.gaps = _by_question((number, own.gaps) for number, own in asked.items())
        self.signers = _by_question(names.items())
        self.beginnings = _by_beginning((*self.phrases, *self.gaps, *self.signers))
        self.written: dict[int, set[str]] = defaultdict(set)
        self.between: dict[int, dict[str, Counter[str]]] = defaultdict(dict)
        self.known: dict[int, set[str]] = defaultdict(set)

    def read(self, line: str, number: int) -> None:
        """Let a line of one article answer the others, and look for the names of the others in it."""
        beginnings = self.beginnings
        for at in [at for at, pair in enumerate(map(add, line, line[1:])) if pair in beginnings]:
            asking = beginnings[line[at : at + 2]]
            for part in asking & {line[at : at + length] for length in LENGTHS}:
                self._hear(part, number)
                if part in self.gaps:
                    self._fill(part, "", number)
            gap = line[at : at + 2] + line[at + 3 : at + 5]
            if gap in asking and gap in self.gaps and len(line) >= at + 5:
                self._fill(gap, line[at + 2], number)

    def _hear(self, part: str, number: int) -> None:
        for asker in self._others(self.phrases.get(part, ()), number):
            self.written[asker].add(part)
        if any(True for _ in self._others(self.signers.get(part, ()), number)):
            self.known[number].add(part)

    def _fill(self, gap: str, middle: str, number: int) -> None:
        for asker in self._others(self.gaps[gap], number):
            self.between[asker].setdefault(gap, Counter())[middle] += 1

    def answer(self, number: int, front: str) -> Related:
        """Return what was heard for one article; `front` are its first lines."""
        between = self.between.get(number, {})
        words = {gap for gap in self.asked[number].words if gap in between and between[gap][""] >= LEAST}
        phrases = self.written.get(number, set())
        others = self.known.get(number, set()) - self.names[number]
        names = {name for name in others if name[0] in AMBIGUOUS or name in front}
        return Related(frozenset(phrases), frozenset(words), tuple(_lost(between)), frozenset(names))

    def _others(self, numbers: Sequence[int], own: int) -> Iterator[int]:
        return (number for number in numbers if number != own and abs(number - own) <= self.reach)


def _by_question(asked: Iterable[tuple[int, set[str]]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, questions in asked:
        for question in questions:
            found[question].append(number)
    return dict(found)


def _by_beginning(questions: Iterable[str]) -> dict[str, set[str]]:
    """Return the questions by their first two characters: most places of a text begin none."""
    found: dict[str, set[str]] = defaultdict(set)
    for question in questions:
        found[question[:2]].add(question)
    return dict(found)


def _lost(between: Mapping[str, Counter[str]]) -> Iterator[tuple[str, str]]:
    """Yield the gaps that are never closed elsewhere, each with what fills it most often."""
    for gap, middles in sorted(between.items()):
        middle, count = min(middles.items(), key=lambda item: (-item[1], item[0]))
        if not middles[""] and count >= LEAST and _HAN_START.match(middle):
            yield gap, f"{gap[:2]}{middle}{gap[2:]}"
