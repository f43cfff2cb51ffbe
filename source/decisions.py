"""What people decided about the conversion of an article: words, single occurrences, and the site's glossary.

`<article>.decisions.toml` stands beside the article and a person may write it (docs/decisions.md)::

    [[word]]
    source = "于右任"
    target = "于右任"
    script = "zh-Hant"

    [[occurrence]]
    left = "为了坚持"
    source = "后"
    right = "方建设，"
    target = "後"
    script = "zh-Hant"

A glossary is a table of source, target and a note, separated by tabs. Its words count in every article; those of the
article come before them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from .errors import InputError, reason_of

SUFFIX = ".decisions.toml"
CONTEXT = 4
"""Characters kept on either side of a single occurrence."""


@dataclass(frozen=True, slots=True)
class WordRule:
    """Wherever `source` is converted, it becomes `target`; `script` limits the rule to editions of that tag."""

    source: str
    target: str
    script: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place: `source` between `left` and `right`, the `number`-th such place where several are alike."""

    left: str
    source: str
    right: str
    target: str
    script: str = ""
    number: int = 1


R = TypeVar("R", WordRule, Occurrence)


@dataclass(frozen=True, slots=True)
class Decisions:
    """The rules and occurrences of an article, and its glossary's rules after its own."""

    words: tuple[WordRule, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    glossary: tuple[WordRule, ...] = ()

    def word_targets(self, script: str) -> dict[str, str]:
        """Return source and target of the words that count in an edition; the article's own before the glossary's."""
        rules = [rule for rule in (*self.glossary, *self.words) if applies(rule.script, script)]
        return {rule.source: rule.target for rule in rules}


def applies(rule_script: str, script: str) -> bool:
    """Say whether a rule for one tag counts in an edition of another: `zh-Hant` counts in `zh-Hant-TW` too."""
    return not rule_script or script == rule_script or script.startswith(f"{rule_script}-")


def decisions_path(article: Path) -> Path:
    """Return where the decisions about an article are kept; `x.txt` and its normalised `x.md` share them."""
    return article.with_suffix(SUFFIX)


def read_decisions(article: Path | None, glossary: Path | None = None) -> Decisions:
    """Return what was decided about an article, from the file beside it and from a glossary.

    Raises `InputError` with the file, and the line where there is one, for what cannot be understood.
    """
    path = decisions_path(article) if article else None
    words, occurrences = parse_decisions(_read(path), path) if path and path.is_file() else ((), ())
    return Decisions(words, occurrences, parse_glossary(_read(glossary), glossary) if glossary else ())


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"cannot be read ({reason_of(exc)})", path, "save it as UTF-8 and check its name") from exc


def parse_decisions(text: str, path: Path) -> tuple[tuple[WordRule, ...], tuple[Occurrence, ...]]:
    """Return the word rules and the occurrences of a decisions file's text."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise InputError(f"not valid TOML: {exc}", path, "mend the line it names") from exc
    unknown = sorted(set(table) - {"word", "occurrence"})
    if unknown:
        raise InputError(f"unknown table `{unknown[0]}`", path, "write [[word]] or [[occurrence]]")
    words = [_record(WordRule, entry, "word", path) for entry in _entries(table, "word", path)]
    occurrences = [_record(Occurrence, entry, "occurrence", path) for entry in _entries(table, "occurrence", path)]
    return tuple(words), tuple(occurrences)


def _entries(table: Mapping[str, Any], name: str, path: Path) -> list[Mapping[str, Any]]:
    entries = table.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputError(f"`{name}` is not a list of tables", path, f"write [[{name}]] above each")
    return entries


def _record(kind: type[R], entry: Mapping[str, Any], name: str, path: Path) -> R:
    known = {field.name: field.type for field in fields(kind)}
    for key, value in entry.items():
        if key not in known:
            raise InputError(f"[[{name}]] has no key `{key}`", path, f"known keys: {', '.join(known)}")
        if not isinstance(value, int if known[key] == "int" else str) or isinstance(value, bool):
            raise InputError(f"`{key}` in [[{name}]] cannot be {value!r}", path, "write text in quotes")
    required = {"source", "target", *({"left", "right"} if kind is Occurrence else ())}
    missing = sorted(required - set(entry))
    if missing or not entry["source"]:
        raise InputError(f"[[{name}]] lacks `{missing[0] if missing else 'source'}`", path, "say what becomes what")
    return kind(**entry)


def parse_glossary(text: str, path: Path | None) -> tuple[WordRule, ...]:
    """Return the rules of a glossary's text: source, target and perhaps a note, separated by tabs; `#` is a comment."""
    rules = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 2 or not cells[0] or not cells[1]:
            raise InputError("a line without source and target", path, "separate them by a tab", line=number)
        if number == 1 and cells[:2] == ["source", "target"]:
            continue
        rules.append(WordRule(cells[0], cells[1], note=cells[2] if len(cells) > 2 else ""))
    return tuple(rules)
