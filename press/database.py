"""The ledger's database: a file of SQLite with one writer, opened or made."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kanben.source.errors import OutputError

from .files import output_error
from .records import INDEX, SCHEMA, VERSION
from .transaction import ledger_error


def open_database(file: Path, told: Path, lasting: bool) -> tuple[sqlite3.Connection, bool]:
    """Return a connection that alone writes to the database, and whether the tables were there before.

    `told` is the ledger as messages name it. `lasting` says that what is committed must be on the disk. Raises
    `OutputError` where the file cannot be opened, another run has it, or another version of kanben made it.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=1.0, isolation_level=None)
        # One writer: no shared memory, which network file systems lack.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute(f"PRAGMA journal_mode = {'WAL' if lasting else 'MEMORY'}")
        connection.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'OFF'}")
        connection.execute("BEGIN IMMEDIATE")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, VERSION):
            what = "the ledger is of another version of kanben"
            raise OutputError(what, told, "remove the file: everything is made again")
        if not found:
            for statement in SCHEMA.split(";"):
                connection.execute(statement)
        connection.execute(INDEX)
        connection.execute("COMMIT")
    except OSError as exc:
        raise output_error(exc, told.parent.parent) from exc
    except sqlite3.Error as exc:
        raise ledger_error(exc, told) from exc
    return connection, bool(found)
