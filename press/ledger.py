"""The ledger: what was made, from what, and what came of it, in `OUT/.kanben/ledger.sqlite`.

A file gets its name in two steps, so that a run that is killed between them leaves no doubt: first the ledger says which
bytes are about to stand there, then the file is renamed, then the ledger says that they do. The next run finds which
of the two holds by the file's digest.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kanben.source.errors import KanbenError, OutputError

from .files import make_names_last, output_error
from .fingerprint import UNSETTLED, Seen, see_file
from .ledger_tables import INDEX, SCHEMA, VERSION, Transaction, ledger_error
from .plan import LEDGER

FOLDER, FILE = LEDGER.parts
STAGING = "staging"


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


class Ledger:
    """The ledger of one output folder; made on disk when the first thing is written into it.

    Only one run at a time writes to a folder. Raises `OutputError` where it cannot be opened or another run has it.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self.folder = output / FOLDER
        self.changed = False
        self._connection: sqlite3.Connection | None = None
        self._was_there = output.exists()
        self._named: dict[str, Seen] = {}
        if (self.folder / FILE).is_file():
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
        return self.folder / STAGING / str(os.getpid())

    def name_of(self, path: Path) -> str:
        """Return the name under which the ledger knows a file: its path from the output folder."""
        return os.path.relpath(path, self.output).replace(os.sep, "/")

    def _open(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.folder / FILE, timeout=1.0, isolation_level=None)
            # One writer: no shared memory, which network file systems lack.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if found not in (0, VERSION):
                what = "the ledger is of another version of kanben"
                raise OutputError(what, self.folder / FILE, "remove the file: everything is made again")
            if not found:
                for statement in SCHEMA.split(";"):
                    connection.execute(statement)
            connection.execute(INDEX)
            connection.execute("COMMIT")
        except OSError as exc:
            raise output_error(exc, self.output) from exc
        except sqlite3.Error as exc:
            raise ledger_error(exc, self.folder / FILE) from exc
        self._connection = connection
        self._clear_staging()
        self._finish_interrupted()

    def _clear_staging(self) -> None:
        """Remove what runs that were killed have left; this run has the ledger, so no other is at work."""
        folder = self.folder / STAGING
        for left in folder.iterdir() if folder.is_dir() else ():
            if left != self.staging:
                shutil.rmtree(left, ignore_errors=True)

    def _finish_interrupted(self) -> None:
        """Settle the editions whose run was killed between announcing and naming them."""
        for path, pending in self._query("SELECT path, pending FROM editions WHERE pending IS NOT NULL").fetchall():
            seen = see_file(self.output / path)
            if seen.digest == pending:
                self._settle(path, seen)
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
        return Record(source, json.loads(made_from), error, code, {path: Seen(*rest) for path, *rest in seen})

    def edition(self, name: str) -> EditionRecord | None:
        """Return what is known of an edition."""
        if self._connection is None:
            return None
        columns = "stem, made_from, size, changed, digest, seen"
        row = self._query(f"SELECT {columns} FROM editions WHERE path = ?", name).fetchone()
        if row is None:
            return None
        stem, made_from, *seen = row
        return EditionRecord(stem, json.loads(made_from), self._named.get(name) or Seen(*seen))

    def editions_of(self, stem: str) -> list[str]:
        """Return the names of an article's editions."""
        return [path for (path,) in self._query("SELECT path FROM editions WHERE stem = ? ORDER BY path", stem)]

    def sources(self) -> Iterator[tuple[str, str]]:
        """Yield every article's stem and source."""
        if self._connection is not None:
            yield from self._query("SELECT stem, source FROM articles")

    def publish(self, entry: Entry, staged: Mapping[Path, tuple[Path, str]]) -> None:
        """Give an article's staged files their names; `staged` has for each name the file that gets it and its digest."""
        if self._connection is None:
            self._open()
        names = {path: self.name_of(path) for path in staged}
        made_from = json.dumps(dict(entry.made_from))
        with self._transaction():
            self._settle_named()
            self._write_entry(entry)
            for path, (_, digest) in staged.items():
                self._execute(
                    "INSERT INTO editions VALUES (?, ?, ?, '', 0, 0, 0, ?) ON CONFLICT (path) DO UPDATE SET"
                    " stem = excluded.stem, made_from = excluded.made_from, pending = excluded.pending",
                    *(names[path], entry.stem, made_from, digest),
                )
        for path, (temporary, _) in staged.items():
            _name(temporary, path)
        make_names_last({path.parent for path in staged})
        for path, name in names.items():
            self._named[name] = _seen(path, staged[path][1])

    def record_failure(self, entry: Entry) -> None:
        """Write that an article failed; what was made of it before stays."""
        if self._connection is None:
            self._open()
        with self._transaction():
            self._write_entry(entry)

    def _write_entry(self, entry: Entry) -> None:
        error = entry.error
        row: list[object] = [entry.stem, entry.source, entry.title, entry.pages, entry.edits]
        row += [json.dumps(entry.notices, ensure_ascii=False), entry.seconds, json.dumps(dict(entry.made_from))]
        row += [str(error) if error else None, error.exit_code if error else None, entry.picture]
        self._execute(f"INSERT OR REPLACE INTO articles VALUES ({', '.join('?' * len(row))})", *row)
        self._execute("DELETE FROM inputs WHERE stem = ?", entry.stem)
        for path, seen in entry.inputs.items():
            values = (entry.stem, path, seen.size, seen.changed, seen.digest, seen.seen)
            self._execute("INSERT INTO inputs VALUES (?, ?, ?, ?, ?, ?)", *values)
        self.changed = True

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
        with self._transaction():
            self._settle_named()
        stems = {path: record.stem for path in paths if (record := self.edition(path))}
        with self._transaction():
            self._connection_or_fail().executemany("DELETE FROM editions WHERE path = ?", [(path,) for path in paths])
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
        shutil.rmtree(self.staging, ignore_errors=True)
        with suppress(OSError):
            self.staging.parent.rmdir()
        if self._connection is not None:
            if self._named:
                with self._transaction():
                    self._settle_named()
            self._connection.close()
            self._connection = None
        elif not self._was_there:
            for folder in (self.folder, self.output):
                with suppress(OSError):
                    folder.rmdir()

    def _transaction(self) -> Transaction:
        return Transaction(self._connection_or_fail(), self.folder / FILE)

    def _execute(self, statement: str, *values: object) -> None:
        self._connection_or_fail().execute(statement, values)

    def _query(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._connection_or_fail().execute(statement, values)

    def _connection_or_fail(self) -> sqlite3.Connection:
        assert self._connection is not None, "the ledger is closed"
        return self._connection


def _seen(path: Path, digest: str) -> Seen:
    """Return a file of our own as it was just named: that it was written a moment ago is no reason to doubt it."""
    status = path.stat()
    return Seen(status.st_size, status.st_mtime_ns, digest, time.time_ns() + UNSETTLED)


def _name(temporary: Path, path: Path) -> None:
    """Give a staged file its name."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(path)
    except OSError as exc:
        raise output_error(exc, path) from exc
