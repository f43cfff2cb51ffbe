"""What a Dask worker does of a run: each of its threads publishes articles in a process of its own.

A process of its own has a main thread, where the alarm works, a bound of memory that is not the Dask worker's, and can be
ended with all it started; and it stands in the coordinator's folder, so that relative paths mean the same everywhere.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait

from kanben.source.errors import KanbenError, ToolError

from .engine import Outcome, Task
from .fitness import assert_fit, measure_fitness
from .storage import StoredPath
from .workers import Worker, serve

EPOCH = "SOURCE_DATE_EPOCH"
START = 120.0
"""Seconds within which a process must say what it has, with Python and the libraries read from a slow disk."""
IDLE = 60.0
"""Seconds after which a process of another run, which has nothing to do, is ended."""
SERVE = "from kanben.press.dask_worker import serve_alone; serve_alone()"


@dataclass(frozen=True, slots=True)
class Setting:
    """What all of a run's workers have alike: its name, the folder it was started in, its date, programs and fonts."""

    run: str
    folder: str
    epoch: str | None
    fitness: Mapping[str, str]


@dataclass(slots=True)
class _Bench:
    """The processes of this Dask worker: all by run, and since when those wait that have nothing to do."""

    all: dict[str, list[Worker]] = field(default_factory=dict)
    idle: list[tuple[str, Worker, float]] = field(default_factory=list)


_BENCH = _Bench()  # its lists are only appended to and popped from, which threads may do


def publish_here(task: Task, setting: Setting) -> Outcome:
    """Publish one article in a process of its own, within its limits.

    Raises `ToolError` where this machine is not fit for the run: other programs or fonts, folders that it does not see.
    """
    for path in (task.job.path, task.staging):
        if not isinstance(path, StoredPath) and not path.exists():
            what = "this worker does not see it"
            raise ToolError(what, f"{_address()}: {path}", "put articles and output where every worker has them")
    worker = _take_worker(setting)
    worker.give(task)
    ready = wait([worker.connection], max(worker.deadline - time.monotonic(), 0))
    outcome = worker.take() if ready else worker.end_overdue()
    if worker.is_spent():
        _forget(setting.run, worker)
    else:
        _BENCH.idle.append((setting.run, worker, time.monotonic()))
    return outcome


def end_run(run: str) -> None:
    """End every process that works for a run, at work or not."""
    _BENCH.idle[:] = [entry for entry in _BENCH.idle if entry[0] != run]
    for worker in _BENCH.all.pop(run, []):
        worker.kill()


def _take_worker(setting: Setting) -> Worker:
    """Return an idle process of the run, or start one; end those that other runs have left."""
    mine: Worker | None = None
    for _ in range(len(_BENCH.idle)):
        try:
            run, worker, since = _BENCH.idle.pop(0)
        except IndexError:  # another thread was quicker
            break
        is_old = run != setting.run and time.monotonic() - since > IDLE
        if is_old or worker.process.exitcode is not None:
            worker.kill()
            _forget(run, worker)
        elif run == setting.run and mine is None:
            mine = worker
        else:
            _BENCH.idle.append((run, worker, since))
    return mine or _start_worker(setting)


def _forget(run: str, worker: Worker) -> None:
    with suppress(KeyError, ValueError):  # the run was ended meanwhile
        _BENCH.all[run].remove(worker)


def _start_worker(setting: Setting) -> Worker:
    """Start a process and see that it is fit for the run."""
    where = _address()
    try:
        worker = Worker(lambda connection: _Alone(connection, setting))
    except OSError as exc:
        what = f"a process cannot be started in {setting.folder} ({exc.strerror})"
        raise ToolError(what, where, "let every worker have the folder from which kanben is started") from exc
    try:
        answer = worker.connection.recv() if worker.connection.poll(START) else None
        if not isinstance(answer, Mapping):
            raise ToolError("kanben cannot be started there", where, "run `kanben doctor` there") from answer
        assert_fit(answer, setting.fitness, where)
    except (EOFError, OSError, KanbenError) as exc:
        worker.kill()
        if isinstance(exc, KanbenError):
            raise
        raise ToolError("kanben cannot be started there", where, "run `kanben doctor` there") from exc
    _BENCH.all.setdefault(setting.run, []).append(worker)
    return worker


def _address() -> str:
    from distributed import get_worker

    return str(get_worker().address)


class _Alone:
    """A process that serves a connection and knows nothing of the one that started it.

    Dask's nannies make their workers daemons, which multiprocessing lets start no processes.
    """

    def __init__(self, connection: Connection, setting: Setting) -> None:
        environment = {key: value for key, value in os.environ.items() if key != EPOCH}
        if setting.epoch is not None:
            environment[EPOCH] = setting.epoch
        handle = connection.fileno()
        command = [sys.executable, "-c", SERVE, str(handle)]
        self._process = subprocess.Popen(
            command, cwd=setting.folder, env=environment, pass_fds=[handle], start_new_session=True
        )
        self.pid = self._process.pid

    @property
    def exitcode(self) -> int | None:
        return self._process.poll()

    def join(self, timeout: float | None = None) -> None:
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return  # who waits asks for the exit code then

    def kill(self) -> None:
        self._process.kill()


def serve_alone() -> None:
    """Say what this machine has, then publish what comes through the connection whose number is the argument."""
    connection = Connection(int(sys.argv[1]))
    try:
        connection.send(measure_fitness())
    except KanbenError as exc:
        connection.send(exc)
        return
    serve(connection)
