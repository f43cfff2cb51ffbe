"""Workers: processes that publish one article after another; one that hangs or dies is replaced, and only its article fails."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Protocol

from kanben.source.errors import KanbenError, LimitError

from .limits import too_long, within_limits
from .options import Options
from .plan import Job
from .publish import Published, publish_article

GRACE = 5.0
"""Seconds after its time in which a worker may still say itself that it took too long."""
LIFETIME = 400
"""Articles after which a worker is replaced by a fresh one: what libraries keep in memory goes with it."""


@dataclass(frozen=True, slots=True)
class Task:
    """An article to publish: where its files are staged, and whether a small picture is wanted."""

    job: Job
    options: Options
    staging: Path
    portrait: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one article: what was published, or the error that stopped it, and why it was made.

    Where it has neither, `state` is `unchanged`, `due` (in a run that only tells) or `removed`; `formats` are those that
    are due, `files` those that stand unchanged.
    """

    job: Job
    published: Published | None = None
    error: KanbenError | None = None
    reason: str = ""
    state: str = "unchanged"
    formats: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    @property
    def status(self) -> str:
        """One word for it: made, failed, unchanged, due or removed."""
        return "failed" if self.error else "made" if self.published else self.state

    @property
    def path(self) -> Path:
        """The article's file."""
        return self.job.path


class Engine(Protocol):
    """Whatever publishes many articles: processes here, or a cluster."""

    def publish(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Yield the outcome of every task as it ends, in any order; no more are taken than can be worked on."""
        ...

    def close(self) -> None:
        """End all work at once."""
        ...


def attempt(task: Task, alone: bool = False) -> Outcome:
    """Publish one article within its limits; whatever stops it becomes an outcome."""
    job, press = task.job, task.options.press
    try:
        with within_limits(press.timeout, press.memory, job.path):
            return Outcome(job, publish_article(job, task.options, task.staging, task.portrait, alone))
    except KanbenError as exc:
        exc.where = exc.where or str(job.path)
        return Outcome(job, error=exc)
    except RecursionError:
        return Outcome(job, error=LimitError("it is nested too deeply", job.path, "split the article"))
    except Exception as exc:  # a fault of kanben's own stops this article; the rest of the batch goes on
        if os.environ.get("KANBEN_TRACEBACK"):
            raise
        fault = f"a fault of kanben itself ({type(exc).__name__}: {exc})"
        return Outcome(job, error=KanbenError(fault, job.path, "run again with KANBEN_TRACEBACK=1 and report it"))


class InProcess:
    """An engine without processes of its own: for one article."""

    def publish(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Yield the outcomes in order."""
        yield from (attempt(task, alone=True) for task in tasks)

    def close(self) -> None:
        """Do nothing: there is nothing to end."""


class LocalWorkers:
    """An engine of processes on this machine, started when there is work for them."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.workers: list[_Worker] = []

    def publish(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Yield outcomes as they come; each worker has one task at a time.

        A worker gets its next task before its outcome is yielded: it is not to wait until that is safe on the disk.
        """
        waiting = iter(tasks)
        try:
            at_work = self._give_work(waiting)
            while at_work:
                outcomes = self._collect()
                at_work = self._give_work(waiting)
                yield from outcomes
        finally:
            self.close()

    def _give_work(self, waiting: Iterator[Task]) -> bool:
        """Give every idle worker a task, starting workers while there are too few; say whether any is at work."""
        for worker in self.workers:
            if worker.task is None and (task := next(waiting, None)):
                worker.give(task)
        while len(self.workers) < self.count and (task := next(waiting, None)):
            self.workers.append(_Worker())
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


class _Worker:
    """A process, the connection to it, its task and until when it may take."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=serve, args=(theirs,), daemon=False)
        self.process.start()
        theirs.close()
        self.task: Task | None = None
        self.deadline = 0.0
        self.done = 0
        self.dead = False

    def give(self, task: Task) -> None:
        self.task = task
        self.deadline = time.monotonic() + task.options.press.timeout + GRACE
        with suppress(OSError):  # a dead worker is noticed when its outcome is taken
            self.connection.send(task)

    def take(self) -> Outcome:
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
        task = self._finish()
        self.kill()
        return Outcome(task.job, error=too_long(task.options.press.timeout, task.job.path))

    def _finish(self) -> Task:
        task, self.task = self.task, None
        self.done += 1
        assert task is not None
        return task

    def is_spent(self) -> bool:
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
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        with suppress(OSError):  # the parent is gone: the next turn ends it
            connection.send(attempt(task))
