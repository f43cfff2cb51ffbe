"""A transaction of the ledger, and what its errors mean to a person."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from kanben.source.errors import OutputError


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
    """Return what an error of SQLite means for the ledger at that path."""
    if "locked" in str(error):
        return OutputError("another run of kanben is writing to this folder", path, "wait for it to end")
    if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
        return OutputError("the ledger is damaged", path, "remove the file: everything is made again")
    return OutputError(f"the ledger cannot be written ({error})", path, "check permissions and room on the disk")
