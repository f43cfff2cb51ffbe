"""The ledger of an output on shared storage: a copy on this machine, and what brings it back whole after a kill.

    OUT/.kanben/ledger.sqlite        the ledger as the last run that ended left it
    OUT/.kanben/journal/00000007     what was written since, one object for each transaction, as JSON
    OUT/.kanben/lease                who writes to this output now

At its start a run takes the lease, fetches the ledger and repeats the journal. Every transaction is put into the journal
before a file gets its name, so that a run that is killed loses nothing: the next finds announced files by their digests.
At its end, and after a thousand transactions, a run puts the ledger back and removes the journal.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import threading
import time
import uuid
from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from kanben.source.errors import KanbenError, OutputError

from .objects import list_objects, remove
from .plan import LEDGER
from .storage import StoredPath

JOURNAL = "journal"
BEAT = 5.0
"""Seconds between two signs of life in a lease."""
SILENCE = 20.0
"""Seconds without a sign of life after which a lease is void: its run was killed."""
LONGEST_JOURNAL = 1000
"""Transactions after which the ledger is put back in the middle of a run."""


class TakenOver(OutputError):
    """Another run writes to this output now: this one must not go on."""


Statement = tuple[str, Sequence[object]]


class LedgerCopy:
    """Brings a ledger from shared storage and back; `folder` is where SQLite has it."""

    def __init__(self, output: StoredPath) -> None:
        self.name = uuid.uuid4().hex
        self.place = output / LEDGER
        self.journal = self.place.parent / JOURNAL
        self.folder = Path(tempfile.gettempdir()) / f"kanben-{self.name}"
        self.lease = Lease(self.place.parent / "lease", self.name)
        self.number = 0

    def fetch(self) -> None:
        """Take the lease, then bring the ledger here with all that its journal says."""
        self.lease.take()
        self.folder.mkdir(parents=True)
        with suppress(FileNotFoundError):
            (self.folder / LEDGER.name).write_bytes(self.place.read_bytes())
            with closing(sqlite3.connect(self.folder / LEDGER.name, isolation_level=None)) as connection:
                self.number = repeat_journal(connection, self.journal)

    def note(self, statements: Sequence[Statement]) -> None:
        """Put the statements of a transaction into the journal."""
        self.lease.check()
        self.number += 1
        try:
            (self.journal / f"{self.number:08d}").create(_as_json(statements))
        except FileExistsError as exc:
            raise _taken_over(self.place.parent) from exc

    def is_long(self) -> bool:
        """Say whether it is time to put the ledger back."""
        return self.number % LONGEST_JOURNAL == 0

    def put_back(self, connection: sqlite3.Connection) -> None:
        """Put the ledger where it belongs, and remove the journal, of which it holds everything."""
        self.lease.check()
        connection.execute("CREATE TABLE IF NOT EXISTS journal (number INTEGER NOT NULL)")
        connection.execute("DELETE FROM journal")
        connection.execute("INSERT INTO journal VALUES (?)", (self.number,))
        self.place.write_bytes(connection.serialize())
        remove(list_objects(self.journal))

    def leave(self) -> None:
        """Give the lease back and remove the copy."""
        self.lease.give_back()
        shutil.rmtree(self.folder, ignore_errors=True)


def open_to_read(output: StoredPath) -> sqlite3.Connection:
    """Return an output's ledger as it is now, in memory. Raises `FileNotFoundError` where there is none."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize((output / LEDGER).read_bytes())
    repeat_journal(connection, (output / LEDGER).parent / JOURNAL)
    return connection


def repeat_journal(connection: sqlite3.Connection, journal: StoredPath) -> int:
    """Do in a fetched ledger what was written since it was put back; return the number of the last transaction."""
    try:
        number = _number(connection)
        connection.execute("BEGIN")
        connection.set_authorizer(_allow)
        for path in list_objects(journal):
            if path.name.isdigit() and int(path.name) > number:
                number = int(path.name)
                for statement, values in _from_json(path.read_bytes()):
                    connection.execute(statement, values)
        connection.set_authorizer(None)
        connection.execute("COMMIT")
        return number
    except (sqlite3.Error, ValueError) as exc:
        raise OutputError("the ledger is damaged", journal.parent, "remove it: everything is made again") from exc


def _allow(action: int, *_: object) -> int:
    """Let a journal change rows and nothing else: it comes from a storage that others may write to."""
    rows = (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_READ)
    return sqlite3.SQLITE_OK if action in (*rows, sqlite3.SQLITE_SELECT) else sqlite3.SQLITE_DENY


def _number(connection: sqlite3.Connection) -> int:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone():
        return 0
    return int(connection.execute("SELECT max(number) FROM journal").fetchone()[0] or 0)


def _as_json(statements: Sequence[Statement]) -> bytes:
    def encode(value: object) -> object:
        return {"base64": b64encode(value).decode()} if isinstance(value, bytes) else value

    plain = [[statement, [encode(value) for value in values]] for statement, values in statements]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _from_json(data: bytes) -> list[tuple[str, list[Any]]]:
    def decode(value: Any) -> Any:
        return b64decode(value["base64"]) if isinstance(value, dict) else value

    plain = json.loads(data.decode("utf-8", "surrogatepass"))
    return [(statement, [decode(value) for value in values]) for statement, values in plain]


class Lease:
    """The sole right to write to an output: an object that its holder writes again and again, as a sign of life.

    Whoever wants it waits for such a sign. No clocks are compared: only that the object changes counts.
    """

    def __init__(self, place: StoredPath, name: str) -> None:
        self.place, self.name = place, name
        self.lost = False
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def take(self) -> None:
        """Take the lease, where need be after a killed run's has become void.

        Raises `OutputError` where another run is alive.
        """
        while True:
            try:
                self.place.create(self._sign(0))
                break
            except FileExistsError:
                self._await_silence()
        self._thread = threading.Thread(target=self._live, name="kanben-lease", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """Raise `OutputError` where the lease was lost: this process stood still for too long."""
        if self.lost:
            raise _taken_over(self.place.parent)

    def give_back(self) -> None:
        """Let others write."""
        if self._thread is not None:
            self._ending.set()
            self._thread.join()
            self._thread = None
            if not self.lost:
                self.place.unlink()

    def _sign(self, count: int) -> bytes:
        return f"{self.name} {count}".encode()

    def _live(self) -> None:
        """Write signs of life until the lease is given back or lost."""
        count = 0
        while not self._ending.wait(BEAT):
            count += 1
            try:
                if not self.place.read_bytes().startswith(self.name.encode()):
                    self.lost = True
                    return
                self.place.write_bytes(self._sign(count))
            except FileNotFoundError:
                self.lost = True
                return
            except KanbenError:
                continue  # a storage that fails now and then; the next sign tells

    def _await_silence(self) -> None:
        first = self._read()
        until = time.monotonic() + SILENCE
        while first and time.monotonic() < until:
            time.sleep(min(1.0, SILENCE / 10))
            now = self._read()
            if now and now != first:
                raise OutputError("another run of kanben is writing here", self.place.parent, "wait for it to end")
            first = now
        if first:
            self.place.unlink()

    def _read(self) -> bytes:
        try:
            return self.place.read_bytes()
        except FileNotFoundError:
            return b""


def _taken_over(folder: StoredPath) -> TakenOver:
    return TakenOver("another run of kanben has taken over", folder, "wait for it to end, then run again")
