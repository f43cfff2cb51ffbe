"""Workers: processes that publish one article after another; one that hangs or dies is replaced, and only its article fails."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Protocol

from kanben.source.errors import KanbenError, LimitError

from .engine import Outcome, Task, attempt
from .garbage import collect_seldom
from .limits import too_long

GRACE = 5.0
"""Seconds after its time in which a worker may still say itself that it took too long."""
START = 60.0
"""Seconds more for a worker's first article: the process begins in them."""
LIFETIME = 400
"""Articles after which a worker is replaced by a fresh one: what libraries keep in memory goes with it."""


class LocalWorkers:
    """An engine of processes on this machine, started when there is work for them."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.workers: list[Worker] = []

    def publish(self, tasks: Iterable[Task]) -> Iterator[list[Outcome]]:
        """Yield outcomes as they come; each worker has one task at a time.

        A worker gets its next task before its outcome is yielded: it is not to wait until that is safe on the disk.
        """
        waiting = iter(tasks)
        try:
            at_work = self._give_work(waiting)
            while at_work:
                outcomes = self._collect()
                at_work = self._give_work(waiting)
                yield outcomes
        finally:
            self.close()

    def _give_work(self, waiting: Iterator[Task]) -> bool:
        """Give every idle worker a task, starting workers while there are too few; say whether any is at work."""
        for worker in self.workers:
            if worker.task is None and (task := next(waiting, None)):
                worker.give(task)
        while len(self.workers) < self.count and (task := next(waiting, None)):
            self.workers.append(Worker())
            self.workers[-1].give(task)
        return any(worker.task for worker in self.workers)

    def _collect(self) -> list[Outcome]:
        """Wait until a worker has an outcome, died or is overdue, and return what came of their tasks."""
        busy = {worker.connection: worker for worker in self.workers if worker.task}
        patience = min(worker.deadline for worker in busy.values()) - time.monotonic()
        ready = wait(list(busy), max(patience, 0))
        outcomes = []
        for connection, worker in busy.items():
            if connection in ready:
                outcomes.append(worker.take())
            elif worker.deadline <= time.monotonic():
                outcomes.append(worker.end_overdue())
        self.workers = [worker for worker in self.workers if not worker.is_spent()]
        return outcomes

    def close(self) -> None:
        """End every worker: idle ones leave by themselves, the others are killed with what they started."""
        for worker in self.workers:
            worker.dismiss()
        for worker in self.workers:
            worker.kill()
        self.workers = []


class Process(Protocol):
    """What a worker asks of its process, however it was started."""

    @property
    def pid(self) -> int | None:
        """The number of the process, which is that of its group too."""

    @property
    def exitcode(self) -> int | None:
        """How it ended, negative for a signal; None while it runs."""

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end, so many seconds at most."""

    def kill(self) -> None:
        """End it at once."""


def spawn(connection: Connection) -> SpawnProcess:
    """Start a process that serves the connection."""
    process = get_context("spawn").Process(target=serve, args=(connection,), daemon=False)
    process.start()
    return process


class Worker:
    """A process, the connection to it, its task and until when it may take."""

    def __init__(self, start: Callable[[Connection], Process] = spawn) -> None:
        self.connection, theirs = get_context("spawn").Pipe()
        self.process = start(theirs)
        theirs.close()
        self.task: Task | None = None
        self.deadline = 0.0
        self.done = 0
        self.dead = False

    def give(self, task: Task) -> None:
        """Hand it a task; it has none."""
        self.task = task
        start = 0.0 if self.done else START
        self.deadline = time.monotonic() + start + task.options.press.timeout + GRACE
        with suppress(OSError):  # a dead worker is noticed when its outcome is taken
            self.connection.send(task)

    def take(self) -> Outcome:
        """Return the outcome that has come, or that the worker died."""
        task = self._finish()
        try:
            outcome: Outcome = self.connection.recv()
        except (EOFError, OSError):
            self.process.join(GRACE)
            code = self.process.exitcode
            self.kill()
            return Outcome(task.job, error=_death(code, task))
        return outcome

    def end_overdue(self) -> Outcome:
        """End a worker whose task takes too long; return that as the outcome."""
        task = self._finish()
        self.kill()
        return Outcome(task.job, error=too_long(task.options.press.timeout, task.job.path))

    def _finish(self) -> Task:
        task, self.task = self.task, None
        self.done += 1
        assert task is not None
        return task

    def is_spent(self) -> bool:
        """Say whether it is dead, or has done so many articles that a fresh one shall take its place."""
        if not self.dead and self.task is None and self.done >= LIFETIME:
            self.dismiss()
            self.kill()
        return self.dead

    def dismiss(self) -> None:
        """Let an idle worker leave, which removes its temporary files."""
        if not self.dead and self.task is None:
            self.connection.close()
            self.process.join(GRACE)

    def kill(self) -> None:
        """End the process and all it started: they are a group of their own."""
        if not self.dead:
            self.dead = True
            self.connection.close()
            if self.process.pid and hasattr(os, "killpg"):
                with suppress(OSError):
                    os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()
            self.process.join()


def _death(code: int | None, task: Task) -> KanbenError:
    """Return the error of an article whose worker died: by a signal, mostly for want of memory."""
    name = signal.Signals(-code).name if code and code < 0 else f"exit code {code}"
    what = f"the worker ended ({name}), most likely for want of memory"
    return LimitError(what, task.job.path, "run it again alone, split it, or raise `memory`")


def serve(connection: Connection) -> None:
    """Publish the articles that come through the connection until it closes."""
    with suppress(OSError, AttributeError):
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    fresh = True
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        with suppress(OSError):  # the parent is gone: the next turn ends it
            connection.send(attempt(task))
        if fresh:  # its first article has loaded what all need
            collect_seldom()
            fresh = False
