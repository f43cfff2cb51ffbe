"""A cluster makes the same editions as this machine, whatever becomes of its workers."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import pytest
from clusters import ENVIRONMENT, cluster, kanben
from dask.utils import parse_timedelta
from distributed import KilledWorker
from s3fs import S3FileSystem
from storages import s3_server

from kanben.press import dask_engine, dask_worker, workers
from kanben.press.batch import publish_inputs
from kanben.press.dask_engine import DaskWorkers
from kanben.press.dask_worker import Setting, end_run, publish_here
from kanben.press.due import LASTING
from kanben.press.engine import InProcess, Outcome, Task, read_address
from kanben.press.fitness import measure_fitness
from kanben.press.options import Options, PressOptions
from kanben.press.plan import Job
from kanben.source.errors import ToolError, UsageError

TEXT = "第{0}座石桥记\n\n文/林远\n\n县城以东有一座石桥，建于清代，至今仍可通行。这是第{0}篇。\n\n桥面用青石铺成。\n"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
RUN = "a run"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    source.mkdir()
    for number in range(7):
        (source / f"{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    return source


def publish_here_too(folder: Path, output: Path) -> None:
    """Publish the articles in this process."""
    options = Options(press=PressOptions(to=("pdf", "docx"), output=output))
    _, outcomes = publish_inputs([folder], lambda beside: options, engine=InProcess())
    assert {outcome.status for outcome in outcomes} == {"made"}


def publish_on_storage(folder: Path, engine: str, environment: dict[str, str]) -> dict[str, bytes]:
    """Publish some of the articles from one prefix to another; return the editions."""
    storage = S3FileSystem(
        endpoint_url=environment["AWS_ENDPOINT_URL"], key="test", secret="test", skip_instance_cache=True
    )
    storage.mkdir("books")
    for path in sorted(folder.iterdir())[:4]:
        storage.pipe_file(f"books/in/{path.name}", path.read_bytes())
    arguments = ("build", "s3://books/in", "-o", "s3://books/out", "--to", "docx", "--engine", engine)
    run = kanben(*arguments, **environment)
    said, complaints = run.communicate(timeout=300)
    assert (run.returncode, complaints, said.count('"made"')) == (0, "", 4)
    found = storage.find("books/out")
    assert Counter(Path(name).suffix for name in found) == {".docx": 4, ".html": 1, ".json": 2, ".sqlite": 1}
    return {Path(name).name: storage.cat_file(name) for name in found if name.endswith(".docx")}


def editions(output: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in output.iterdir() if p.suffix in (".docx", ".epub", ".pdf")}


def rows(output: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(output / ".kanben" / "ledger.sqlite")
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_a_worker_killed_in_the_middle_leaves_no_trace_in_the_editions(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    formats = ("--to", "pdf,docx")
    with s3_server(tmp_path) as environment, cluster(tmp_path, 3, environment) as started:
        publish_here_too(folder, tmp_path / "here")
        there = kanben("build", folder, "-o", tmp_path / "there", *formats, "--engine", started.engine)
        assert there.stdout and there.stderr
        lines = [there.stdout.readline(), there.stdout.readline()]
        started.workers[0].send_signal(signal.SIGKILL)
        said, complaints = there.stdout.read(), there.stderr.read()  # communicate() would miss lines read ahead
        there.communicate(timeout=300)  # closes both
        assert started.workers[0].wait() == -signal.SIGKILL
        on_storage = publish_on_storage(folder, started.engine, environment)
    assert (there.returncode, complaints) == (0, "")
    outcomes = [json.loads(line) for line in (*lines, *said.splitlines())]
    assert Counter(Path(outcome["article"]).name for outcome in outcomes) == {f"{n}.txt": 1 for n in range(7)}
    assert {outcome["status"] for outcome in outcomes} == {"made"}
    assert editions(tmp_path / "there") == editions(tmp_path / "here")
    assert len(editions(tmp_path / "there")) == 14
    assert on_storage.items() <= editions(tmp_path / "here").items() and len(on_storage) == 4
    named = [name for (name,) in rows(tmp_path / "there", "SELECT path FROM editions WHERE pending IS NULL")]
    assert sorted(map(str, named)) == sorted(editions(tmp_path / "there"))
    assert rows(tmp_path / "there", "SELECT count(*), count(error) FROM articles") == [(7, 0)]
    again = kanben("build", folder, "-o", tmp_path / "there", *formats)
    assert again.communicate(timeout=300)[0].count('"unchanged"') == 7
    # What the killed worker's own process staged after it was orphaned is gone by then.
    assert {p.name for p in (tmp_path / "there" / ".kanben").iterdir()} <= {"ledger.sqlite", "related.json"}


@pytest.fixture
def setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Setting]:
    monkeypatch.setattr(dask_worker, "_address", lambda: "tcp://there:1")
    yield Setting(RUN, str(tmp_path), "1700000000", measure_fitness())
    end_run(RUN)


def task(folder: Path, number: int = 0, **press: object) -> Task:
    options = Options(press=PressOptions(to=("docx",), output=folder / "out", **press))  # type: ignore[arg-type]
    (folder / "staging").mkdir(exist_ok=True)
    return Task(Job(folder / f"{number}.txt", PurePosixPath(str(number))), options, folder / "staging")


def in_a_thread(task: Task, setting: Setting) -> Outcome:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(publish_here, task, setting).result()


def test_limits_hold_in_the_threads_of_a_dask_worker(
    folder: Path, setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "GRACE", 0.5)
    assert in_a_thread(task(folder), setting).status == "made"
    alarmed = in_a_thread(task(folder, 1, timeout=0.001), setting)
    assert "more than 0.001 s" in str(alarmed.error)
    (process,) = dask_worker._BENCH.all[RUN]
    os.kill(process.process.pid or 0, signal.SIGSTOP)
    begun = time.monotonic()
    assert "more than 1 s" in str(in_a_thread(task(folder, 2, timeout=1.0), setting).error)
    assert time.monotonic() - begun < 10 and process.dead
    assert in_a_thread(task(folder, 2), setting).status == "made"
    (idle,) = dask_worker._BENCH.all[RUN]
    os.kill(idle.process.pid or 0, signal.SIGKILL)
    idle.process.join(10)
    assert in_a_thread(task(folder, 3), setting).status == "made"


def test_processes_that_other_runs_left_are_ended(
    folder: Path, setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert in_a_thread(task(folder), setting).status == "made"
    (left,) = dask_worker._BENCH.all[RUN]
    monkeypatch.setattr(dask_worker, "IDLE", 0.0)
    other = Setting("another run", setting.folder, setting.epoch, setting.fitness)
    try:
        assert in_a_thread(task(folder), other).status == "made"
        assert left.dead and not dask_worker._BENCH.all["another run"][0].dead
    finally:
        end_run("another run")


def test_another_version_is_named(folder: Path, setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    other = folder / "kanben-9.9.0.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: kanben\nVersion: 9.9.0\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    with pytest.raises(ToolError, match="tcp://there:1: its kanben is '9.9.0.*install the same"):
        publish_here(task(folder), setting)


def test_a_worker_without_fonts_is_named(folder: Path, setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = folder / "fonts.conf"
    empty.write_text("<?xml version='1.0'?><fontconfig></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(empty))
    with pytest.raises(ToolError, match="tcp://there:1: its fonts are not those"):
        publish_here(task(folder), setting)


def test_storage_that_a_worker_does_not_see_is_named(folder: Path, setting: Setting) -> None:
    with pytest.raises(ToolError, match="tcp://there:1: .*none/9.txt: this worker does not see it"):
        publish_here(Task(Job(folder / "none" / "9.txt", PurePosixPath("9")), Options(), folder), setting)


def test_the_documented_script_gives_workers_times_that_dask_understands() -> None:
    text = (Path(__file__).parents[2] / "docs" / "cluster.md").read_text(encoding="utf-8")
    times = re.findall(r'"--lifetime(?:-stagger)?", "([^"]+)"', text)
    leave, spread = map(parse_timedelta, times)
    (hours,) = re.findall(r'walltime="(\d\d):00:00"', text)
    assert 0 < spread < leave < leave + spread < int(hours) * 3600


def test_no_scheduler_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_engine, "CONNECT", 0.3)
    with pytest.raises(ToolError, match=r"127\.0\.0\.1:1: the scheduler does not answer; .*") as caught:
        next(DaskWorkers("127.0.0.1:1").publish([task(folder)]))
    assert "\n" not in str(caught.value) and caught.value.exit_code == 6


def test_without_dask_the_extra_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ToolError, match=r"pip install '\.\[cluster\]'"):
        next(DaskWorkers("127.0.0.1:1").publish([task(folder)]))


class Lost:
    """A task that Dask gave up."""

    status = "error"

    def exception(self) -> KilledWorker:
        return KilledWorker("a task", "tcp://there:1", 3)  # type: ignore[arg-type]


def test_an_article_whose_workers_are_lost_again_and_again_fails_alone(folder: Path) -> None:
    engine = DaskWorkers("127.0.0.1:1")
    (outcome,) = engine._failure(Lost(), task(folder))
    assert outcome.status == "failed" and "its worker was lost 4 times" in str(outcome.error)
    assert outcome.error and outcome.error.exit_code not in LASTING


@pytest.mark.parametrize("address", ["dask://", "dask://host", "ray://host:1", "dask://:8786"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(UsageError, match="dask://HOST:PORT"):
        read_address(address)
