"""A worker that hangs, dies or takes too much stops only its article."""

from __future__ import annotations

import os
import signal
import sys
import time
from itertools import chain
from pathlib import Path, PurePosixPath

import pytest

from kanben.press import limits, workers
from kanben.press.engine import Task, attempt
from kanben.press.limits import within_limits
from kanben.press.options import Options, PressOptions
from kanben.press.plan import Job
from kanben.press.workers import LocalWorkers
from kanben.source.errors import LimitError

TEXT = "石桥记\n\n县城以东有一座石桥，建于清代，至今仍可通行。\n"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def tasks(folder: Path, count: int, **press: object) -> list[Task]:
    options = Options(press=PressOptions(to=("docx",), output=folder / "out", **press))  # type: ignore[arg-type]
    found = []
    for number in range(count):
        path = folder / f"{number}.txt"
        path.write_text(TEXT, encoding="utf-8")
        found.append(Task(Job(path, PurePosixPath(path.stem)), options, folder / "staging"))
    return found


def test_every_task_has_one_outcome(tmp_path: Path) -> None:
    engine = LocalWorkers(2)
    outcomes = list(chain.from_iterable(engine.publish(tasks(tmp_path, 5))))
    assert sorted(outcome.path.name for outcome in outcomes) == [f"{n}.txt" for n in range(5)]
    assert all(outcome.published for outcome in outcomes)
    assert engine.workers == []


def test_a_worker_that_hangs_is_ended_and_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "GRACE", 0.5)
    engine = LocalWorkers(1)
    running = chain.from_iterable(engine.publish(tasks(tmp_path, 3, timeout=6.0)))
    outcomes = [next(running)]
    pid = engine.workers[0].process.pid
    os.kill(pid, signal.SIGSTOP)
    begun = time.monotonic()
    outcomes += running
    assert [outcome.status for outcome in outcomes] == ["made", "failed", "made"]
    assert "more than 6 s" in str(outcomes[1].error)
    assert time.monotonic() - begun < 30
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    engine = LocalWorkers(1)
    running = chain.from_iterable(engine.publish(tasks(tmp_path, 3)))
    outcomes = [next(running)]
    os.kill(engine.workers[0].process.pid, signal.SIGKILL)
    outcomes += running
    assert [outcome.status for outcome in outcomes] == ["made", "failed", "made"]
    assert isinstance(outcomes[1].error, LimitError) and "SIGKILL" in str(outcomes[1].error)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_article_that_takes_too_long_says_so_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An alarm that strikes while something is finalized is lost; the next one is not."""
    monkeypatch.setattr(limits, "AGAIN", 0.05)
    outcome = attempt(tasks(tmp_path, 1, timeout=0.001)[0])
    assert isinstance(outcome.error, LimitError) and "raise `timeout`" in str(outcome.error)


def test_memory_has_a_bound(tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="memory"), within_limits(60, 600, tmp_path):
        bytearray(900_000_000)
    assert len(bytearray(900_000_000)) == 900_000_000


def test_leaving_early_ends_the_workers(tmp_path: Path) -> None:
    engine = LocalWorkers(2)
    running = engine.publish(tasks(tmp_path, 6))
    next(running)
    pids = [worker.process.pid for worker in engine.workers]
    running.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_worker_goes_on_while_its_outcome_is_looked_after(tmp_path: Path) -> None:
    engine = LocalWorkers(1)
    running = engine.publish(tasks(tmp_path, 2))
    next(running)
    assert engine.workers[0].task is not None
    assert engine.workers[0].task.job.path.name == "1.txt"
    assert [outcome.path.name for outcomes in running for outcome in outcomes] == ["1.txt"]
