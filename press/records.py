"""Records: what the ledger keeps, as tables of SQLite and as values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kanben.source.errors import KanbenError

from .fingerprint import Seen

VERSION = 1
SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE articles (
    stem TEXT PRIMARY KEY, source TEXT NOT NULL, title TEXT NOT NULL, pages INTEGER, edits INTEGER NOT NULL,
    notices TEXT NOT NULL, seconds REAL NOT NULL, made_from TEXT NOT NULL, error TEXT, exit_code INTEGER, picture BLOB
);
CREATE TABLE inputs (
    stem TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, changed INTEGER NOT NULL, digest TEXT NOT NULL,
    seen INTEGER NOT NULL, PRIMARY KEY (stem, path)
) WITHOUT ROWID;
CREATE TABLE editions (
    path TEXT PRIMARY KEY, stem TEXT NOT NULL, made_from TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL,
    changed INTEGER NOT NULL, seen INTEGER NOT NULL, pending TEXT
) WITHOUT ROWID;
"""
INDEX = "CREATE INDEX IF NOT EXISTS editions_by_stem ON editions (stem)"


@dataclass(frozen=True, slots=True)
class Record:
    """What the ledger says of an article: what its editions were made from, and the error that stopped it."""

    source: str
    made_from: Mapping[str, str]
    error: str | None
    exit_code: int | None
    inputs: Mapping[str, Seen]


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """What the ledger says of an edition: its article's stem, what it was made from, and its file as it was left."""

    stem: str
    made_from: Mapping[str, str]
    file: Seen


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written of an article that was published or failed; `picture` is a small picture of it."""

    stem: str
    source: str
    made_from: Mapping[str, str]
    inputs: Mapping[str, Seen]
    title: str = ""
    pages: int | None = None
    edits: int = 0
    notices: tuple[Mapping[str, Any], ...] = ()
    seconds: float = 0.0
    picture: bytes | None = None
    error: KanbenError | None = None


Staged = Mapping[Path, tuple[Path, str]]
"""For each name of a file the staged one that gets it, and its digest."""


def article_row(entry: Entry) -> list[object]:
    """Return what the table `articles` keeps of an entry, in the order of its columns."""
    error = entry.error
    row: list[object] = [entry.stem, entry.source, entry.title, entry.pages, entry.edits]
    row += [json.dumps(entry.notices, ensure_ascii=False), entry.seconds, json.dumps(dict(entry.made_from))]
    row += [str(error) if error else None, error.exit_code if error else None, entry.picture]
    return row
