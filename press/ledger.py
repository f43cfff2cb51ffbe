"""The ledger: what was made, from what, and what came of it, in `OUT/.kanben/ledger.sqlite`.

A file gets its name in two steps, so that a run that is killed between them leaves no doubt: first the ledger says which
bytes are about to stand there, then the file is renamed, then the ledger says that they do. The next run finds which
of the two holds by the file's digest. Where the output stands on shared storage, see `ledger_copy.py`.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kanben.source.errors import KanbenError

from .database import open_database
from .files import name_files
from .fingerprint import Seen, digest_content, see_file, see_named
from .ledger_copy import LedgerCopy, Statement
from .objects import list_objects, remove
from .plan import LEDGER
from .records import EditionRecord, Entry, Record, Staged, article_row
from .staging import clear_staging, remove_staging
from .storage import StoredPath, as_path
from .transaction import Transaction

FOLDER, FILE = LEDGER.parts
STAGING = "staging"


_read_parts = lru_cache(maxsize=8)(json.loads)
"""Reads a fingerprint; the editions of an article, asked for one after another, are mostly made from the same."""


class Ledger:
    """The ledger of one output folder; made on disk when the first thing is written into it.

    Only one run at a time writes to a folder. Raises `OutputError` where it cannot be opened or another run has it.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self._top = f"{output}{os.sep}"
        self._copy = LedgerCopy(output) if isinstance(output, StoredPath) else None
        self.folder = self._copy.folder if self._copy else output / FOLDER
        self._said: list[Statement] = []
        self.changed = False
        self._connection: sqlite3.Connection | None = None
        self._was_there = output.exists()
        self._named: dict[str, Seen] = {}
        if (output / LEDGER).is_file():
            self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def staging(self) -> Path:
        """The folder in which this run's files wait for their names; on the same file system as these."""
        return self.output / FOLDER / STAGING / (self._copy.name if self._copy else str(os.getpid()))

    def name_of(self, path: Path) -> str:
        """Return the name under which the ledger knows a file: its path from the output, or all of it on another storage."""
        if isinstance(path, StoredPath) or self._copy:
            below = path.is_relative_to(self.output)
            return path.relative_to(self.output).as_posix() if below else str(path.absolute())
        text = str(path)
        name = text.removeprefix(self._top)
        if len(name) == len(text) or ".." in name:
            name = os.path.relpath(path, self.output)
        return name.replace(os.sep, "/")

    def path_of(self, name: str) -> Path:
        """Return the file that has a name in the ledger."""
        path = as_path(name)
        return path if isinstance(path, StoredPath) or path.is_absolute() else self.output / path

    def _open(self) -> None:
        try:
            if self._copy:
                self._copy.fetch()
            self._connect()
            clear_staging(self.staging)
            self._finish_interrupted()
        except BaseException:
            if self._copy:
                self._connection = None
                self._copy.leave()
            raise

    def _connect(self) -> None:
        # A copy is thrown away with the run: what must last is put into the storage's journal.
        lasting = self._copy is None
        self._connection, was_there = open_database(self.folder / FILE, self.output / LEDGER, lasting)
        if self._copy and not was_there:
            self._copy.put_back(self._connection)

    def _finish_interrupted(self) -> None:
        """Settle the editions whose run was killed between announcing and naming them."""
        for path, pending in self._query("SELECT path, pending FROM editions WHERE pending IS NOT NULL").fetchall():
            file = self.path_of(path)
            if digest_content(file) == pending:
                self._settle(path, see_file(file))
            else:
                self._execute("UPDATE editions SET pending = NULL, made_from = '{}' WHERE path = ?", path)
                self._execute("DELETE FROM editions WHERE path = ? AND digest = ''", path)

    @property
    def knows_articles(self) -> bool:
        """Whether any article was published into this folder, or failed."""
        return self._connection is not None and bool(self._query("SELECT 1 FROM articles LIMIT 1").fetchone())

    def record(self, stem: str) -> Record | None:
        """Return what is known of an article."""
        if self._connection is None:
            return None
        columns = "source, made_from, error, exit_code"
        row = self._query(f"SELECT {columns} FROM articles WHERE stem = ?", stem).fetchone()
        if row is None:
            return None
        seen = self._query("SELECT path, size, changed, digest, seen FROM inputs WHERE stem = ?", stem)
        source, made_from, error, code = row
        return Record(source, _read_parts(made_from), error, code, {path: Seen(*rest) for path, *rest in seen})

    def edition(self, name: str) -> EditionRecord | None:
        """Return what is known of an edition."""
        if self._connection is None:
            return None
        columns = "stem, made_from, size, changed, digest, seen"
        row = self._query(f"SELECT {columns} FROM editions WHERE path = ?", name).fetchone()
        if row is None:
            return None
        stem, made_from, *seen = row
        return EditionRecord(stem, _read_parts(made_from), self._named.get(name) or Seen(*seen))

    def editions_of(self, stem: str) -> list[str]:
        """Return the names of an article's editions."""
        return [path for (path,) in self._query("SELECT path FROM editions WHERE stem = ? ORDER BY path", stem)]

    def sources(self) -> Iterator[tuple[str, str]]:
        """Yield every article's stem and source."""
        if self._connection is not None:
            yield from self._query("SELECT stem, source FROM articles")

    def publish(self, made: Sequence[tuple[Entry, Staged]]) -> dict[Path, KanbenError]:
        """Write what came of articles, and give their staged files their names, in one transaction and at once.

        Of an article that failed, what was made before stays. Returns the files that could not be named, and why.
        """
        if self._connection is None:
            self._open()
        with self._transaction():
            self._settle_named()
            for entry, staged in made:
                self._write_entry(entry)
                self._announce(entry, staged)
        files = {path: where for _, staged in made for path, where in staged.items()}
        errors = name_files({path: temporary for path, (temporary, _) in files.items()})
        for path, (_, digest) in files.items():
            if path not in errors:
                self._named[self.name_of(path)] = see_named(path, digest)
        return errors

    def _announce(self, entry: Entry, staged: Staged) -> None:
        """Write which bytes are about to stand under which names."""
        for path, (_, digest) in staged.items():
            self._execute(
                "INSERT INTO editions VALUES (?, ?, ?, '', 0, 0, 0, ?) ON CONFLICT (path) DO UPDATE SET"
                " stem = excluded.stem, made_from = excluded.made_from, pending = excluded.pending",
                *(self.name_of(path), entry.stem, json.dumps(dict(entry.made_from)), digest),
            )

    def _write_entry(self, entry: Entry) -> None:
        row = article_row(entry)
        self._execute(f"INSERT OR REPLACE INTO articles VALUES ({', '.join('?' * len(row))})", *row)
        self._execute("DELETE FROM inputs WHERE stem = ?", entry.stem)
        for path, seen in entry.inputs.items():
            values = (entry.stem, path, seen.size, seen.changed, seen.digest, seen.seen)
            self._execute("INSERT INTO inputs VALUES (?, ?, ?, ?, ?, ?)", *values)
        self.changed = True

    def _settle_all(self) -> None:
        if self._named:
            with self._transaction():
                self._settle_named()

    def _settle_named(self) -> None:
        """Write that files have got their names, together with the next announcement or at the end of the run.

        A run that is killed before that finds them by their digests.
        """
        for name, seen in self._named.items():
            self._settle(name, seen)
        self._named.clear()

    def _settle(self, path: str, seen: Seen) -> None:
        self._execute(
            "UPDATE editions SET digest = ?, size = ?, changed = ?, seen = ?, pending = NULL WHERE path = ?",
            *(seen.digest, seen.size, seen.changed, seen.seen, path),
        )

    def forget(self, paths: Sequence[str]) -> None:
        """Take editions out, and the articles of which none is left; their files are gone already."""
        self._settle_all()
        stems = {path: record.stem for path in paths if (record := self.edition(path))}
        with self._transaction():
            for path in paths:
                self._execute("DELETE FROM editions WHERE path = ?", path)
            for stem in dict.fromkeys(stems.values()):
                if not self.editions_of(stem):
                    self._forget_article(stem)
        self.changed = self.changed or bool(paths)

    def forget_article(self, stem: str) -> None:
        """Take an article out that has no editions: one that failed, and is gone from the sources."""
        with self._transaction():
            self._forget_article(stem)
        self.changed = True

    def _forget_article(self, stem: str) -> None:
        for table in ("articles", "inputs"):
            self._execute(f"DELETE FROM {table} WHERE stem = ?", stem)

    def articles(self) -> Iterator[dict[str, Any]]:
        """Yield every article with its editions, failures first, for the report."""
        columns = ("stem", "source", "title", "pages", "edits", "notices", "seconds", "error", "exit_code", "picture")
        # Two queries in the order of the key: one that sorts would gather all rows first.
        for kind in ("NOT NULL", "NULL") if self._connection else ():
            query = f"SELECT {', '.join(columns)} FROM articles WHERE error IS {kind} ORDER BY stem"
            for row in self._query(query):
                entry = dict(zip(columns, row, strict=True))
                yield entry | {"notices": json.loads(entry["notices"]), "editions": self.editions_of(entry["stem"])}

    def close(self) -> None:
        """Close the ledger; what was written stays, and of a run that wrote nothing no folder."""
        if self._copy:
            self._close_copy()
            return
        remove_staging(self.staging)
        if self._connection is not None:
            self._settle_all()
            self._connection.close()
            self._connection = None
        elif not self._was_there:
            for folder in (self.folder, self.output):
                with suppress(OSError):
                    folder.rmdir()

    def _close_copy(self) -> None:
        """Put the ledger back where something was written, and let others write."""
        staging = self.staging
        assert isinstance(staging, StoredPath) and self._copy
        if self._connection is None:
            return
        try:
            remove(list_objects(staging))  # its own: another run may have taken over
            self._settle_all()
            if self.changed or self._said:
                self._copy.put_back(self._connection)
        finally:
            self._connection.close()
            self._connection = None
            self._copy.leave()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        connection = self._connection_or_fail()
        known = len(self._said)
        try:
            with Transaction(connection, self.output / LEDGER):
                yield
        except BaseException:
            del self._said[known:]
            raise
        if self._copy:
            self._copy.note(self._said)
            self._said.clear()
            if self._copy.is_long():
                self._copy.put_back(connection)

    def _execute(self, statement: str, *values: object) -> None:
        self._connection_or_fail().execute(statement, values)
        if self._copy:
            self._said.append((statement, values))

    def _query(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._connection_or_fail().execute(statement, values)

    def _connection_or_fail(self) -> sqlite3.Connection:
        assert self._connection is not None, "the ledger is closed"
        return self._connection
