"""An engine of Dask workers: `--engine dask://HOST:PORT` publishes on whatever machines a Dask scheduler has.

The coordinator, which is the process that runs `kanben build`, alone names files and writes the ledger; workers read articles
and stage editions. Scheduler and workers need the coordinator's kanben, and its fonts.
"""

from __future__ import annotations

import logging
import os
import time
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from kanben.source.errors import KanbenError, ToolError

from .dask_worker import EPOCH, Setting, end_run, publish_here
from .engine import Outcome, Task
from .file_systems import CLUSTER
from .files import output_error
from .fitness import measure_fitness

CONNECT = 10.0
"""Seconds within which the scheduler must answer."""
WORKERS = 60.0
"""Seconds for which a run goes on waiting for a scheduler that has no workers."""
LOOK = 2.0
"""Seconds between two looks at how many workers there are."""
AHEAD = 2
"""Tasks under way for each thread of a worker: one at work, one that waits so that none is idle."""

TALKATIVE = (
    "asyncio",  # a timer that nobody awaits any more when the client's loop ends is no news to an editor
    "distributed",
    "distributed.client",
    "distributed.core",
    "distributed.scheduler",
    "distributed.comm",
)
"""Loggers that are silenced: what matters of what they would say becomes an error of ours."""


class DaskWorkers:
    """An engine of the workers of a Dask cluster; `most` bounds how many tasks are under way, 0 by their number.

    `address` is the scheduler's HOST:PORT.
    """

    def __init__(self, address: str, most: int = 0) -> None:
        self.address = address
        self.most = most
        self.run = uuid.uuid4().hex
        self._client: Any = None
        self._setting: Setting | None = None
        self._flying: dict[str, tuple[Any, Task]] = {}
        self._ended: SimpleQueue[Any] = SimpleQueue()
        self._refusal: ToolError | None = None
        self._looked, self._room, self._manned = 0.0, 0, time.monotonic()

    def publish(self, tasks: Iterable[Task]) -> Iterator[list[Outcome]]:
        """Yield outcomes as they come; a task whose worker is lost is given to another by the scheduler."""
        waiting = iter(tasks)
        try:
            with _scheduler_errors(self.address):
                while self._give_work(waiting):
                    yield self._collect()
                    if self._refusal:
                        raise self._refusal
        finally:
            self.close()

    def _give_work(self, waiting: Iterator[Task]) -> bool:
        """Give the cluster tasks as long as it has room; say whether any is under way."""
        while (not self._flying or len(self._flying) < self._room) and (task := next(waiting, None)):
            if self._client is None:
                self._connect()
            _make_folder(task.staging)
            name = f"kanben-{self.run}-{task.job.stem}"
            future = self._client.submit(publish_here, task, self._setting, key=name, pure=False)
            self._flying[name] = future, task
            future.add_done_callback(self._ended.put)
        return bool(self._flying)

    def _connect(self) -> None:
        try:
            from distributed import Client
        except ImportError as exc:
            raise ToolError("Dask is not installed", "engine", CLUSTER) from exc
        for name in TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._setting = Setting(self.run, str(Path.cwd()), os.environ.get(EPOCH), measure_fitness())
        self._client = Client(self.address, timeout=CONNECT, set_as_default=False)
        self._look(time.monotonic())

    def _collect(self) -> list[Outcome]:
        """Wait until a task has ended; return its outcome and those of all that ended meanwhile."""
        ended = [self._wait()]
        with suppress(Empty):
            while True:
                ended.append(self._ended.get_nowait())
        outcomes = list(self._client.gather([future for future in ended if future.status == "finished"]))
        for future in ended:
            _, task = self._flying.pop(future.key)
            if future.status != "finished":
                outcomes += self._failure(future, task)
        return outcomes

    def _failure(self, future: Any, task: Task) -> list[Outcome]:
        """Return the outcome of a task that has none of its own, or remember why the whole run cannot go on."""
        from distributed import KilledWorker

        if future.status != "error":
            raise CancelledError(f"task {future.status}")
        exc = future.exception()
        if isinstance(exc, KilledWorker):
            what = f"its worker was lost {exc.allowed_failures + 1} times"
            error = KanbenError(what, task.job.path, "see the logs of the workers, then run again")
            return [Outcome(task.job, error=error)]
        if not isinstance(exc, ToolError):
            what = f"a worker cannot do the work ({type(exc).__name__}: {exc})"
            exc = ToolError(what, "engine", "install the same kanben for scheduler, workers and here")
        self._refusal = exc
        return []

    def _wait(self) -> Any:
        """Return the next task that ended, looking at the cluster from time to time."""
        while True:
            now = time.monotonic()
            if now - self._looked > LOOK:
                self._look(now)
            with suppress(Empty):
                return self._ended.get(timeout=LOOK)

    def _look(self, now: float) -> None:
        """See how much the cluster can take. Raises `ToolError` where it has had no workers for long."""
        threads = sum(self._client.nthreads().values())
        self._looked, self._room = now, threads * AHEAD
        if self.most:
            self._room = min(self._room, self.most)
        if threads:
            self._manned = now
        elif now - self._manned > WORKERS:
            raise ToolError(f"the scheduler has had no workers for {WORKERS:g} s", self.address, "start some")

    def close(self) -> None:
        """End all work at once, and the processes that were started for this run."""
        if self._client is None:
            return
        client, self._client = self._client, None
        with suppress(OSError, CancelledError):  # a scheduler that is gone has nothing left to end
            client.cancel([future for future, _ in self._flying.values()])
            client.run(end_run, self.run, on_error="ignore")
        self._flying.clear()
        client.close(timeout=CONNECT)


def _make_folder(staging: Path) -> None:
    """Make the folder that tells a worker whether it sees the same storage."""
    try:
        staging.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise output_error(exc, staging) from exc


@contextmanager
def _scheduler_errors(address: str) -> Iterator[None]:
    try:
        yield
    except (OSError, CancelledError) as exc:
        remedy = "see that it runs, then run again: what stands is not made again"
        raise ToolError("the scheduler does not answer", address, remedy) from exc
