"""Engines: whatever publishes many articles. One task is one article; an engine decides where and when it is done.

    InProcess      this process, one article after another
    LocalWorkers   processes on this machine                  workers.py
    DaskWorkers    the workers of a Dask cluster              dask_engine.py

An engine takes no more tasks than can be worked on, gives every task exactly one outcome, and does what was lost again.
Naming the files and writing the ledger is not its affair.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kanben.source.errors import KanbenError, LimitError, UsageError

from .limits import within_limits
from .options import Options
from .plan import Job
from .publish import Published, publish_article
from .storage import one_look

LOCAL, SCHEME = "local", "dask://"


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
    """Whatever publishes many articles."""

    def publish(self, tasks: Iterable[Task]) -> Iterator[list[Outcome]]:
        """Yield the outcomes of tasks as they end, in any order, those together that ended at once.

        Raises `ToolError` where no work can be done at all.
        """
        ...

    def close(self) -> None:
        """End all work at once."""
        ...


def read_address(engine: str) -> str | None:
    """Return the HOST:PORT of a scheduler, None for this machine. Raises `UsageError` for what is no engine.

    >>> read_address("dask://10.0.0.1:8786")
    '10.0.0.1:8786'
    """
    if engine == LOCAL:
        return None
    address = engine.removeprefix(SCHEME).rstrip("/")
    host, _, port = address.rpartition(":")
    if not (engine.startswith(SCHEME) and host and port.isdigit()):
        raise UsageError(f"{engine!r} is no engine", "engine", f"write {LOCAL}, or {SCHEME}HOST:PORT")
    return address


def attempt(task: Task, alone: bool = False) -> Outcome:
    """Publish one article within its limits; whatever stops it becomes an outcome."""
    job, press = task.job, task.options.press
    try:
        with within_limits(press.timeout, press.memory, job.path), one_look():
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

    def publish(self, tasks: Iterable[Task]) -> Iterator[list[Outcome]]:
        """Yield the outcomes in order."""
        for task in tasks:
            yield [attempt(task, alone=True)]

    def close(self) -> None:
        """Do nothing: there is nothing to end."""
