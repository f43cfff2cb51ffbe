"""The ledger's tables, and transactions on them whose errors are ours."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from kanben.source.errors import OutputError

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


class Transaction:
    """A transaction whose errors are ours."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    def __enter__(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.connection.execute("COMMIT" if kind is None else "ROLLBACK")
        except sqlite3.Error as exc:
            raise ledger_error(exc, self.path) from exc
        if isinstance(value, sqlite3.Error):
            raise ledger_error(value, self.path) from value


def ledger_error(error: sqlite3.Error, path: Path) -> OutputError:
    """Return the error that tells a person what is wrong with the ledger."""
    if "locked" in str(error):
        return OutputError("another run of kanben is writing to this folder", path, "wait for it to end")
    if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
        return OutputError("the ledger is damaged", path, "remove the file: everything is made again")
    return OutputError(f"the ledger cannot be written ({error})", path, "check permissions and room on the disk")
