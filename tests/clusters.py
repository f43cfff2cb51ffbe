"""A Dask scheduler and workers as processes of their own, for tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENVIRONMENT = {"SOURCE_DATE_EPOCH": "1700000000"}
"""What makes the editions of two runs the same bytes."""


class Cluster:
    """A scheduler's address, and the processes of its workers."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.environment = os.environ | environment
        self.file = folder / "scheduler.json"
        self.log = (folder / "cluster.log").open("wb")
        place = ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self.file), "--no-dashboard"]
        self.scheduler = self._start("dask_scheduler", *place)
        self.workers: list[subprocess.Popen[bytes]] = []

    def add_worker(self) -> None:
        """Start a worker of one thread that a signal ends for good: no nanny starts it again."""
        alone = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
        alone += ["--local-directory", str(self.file.parent)]
        self.workers.append(self._start("dask_worker", "--scheduler-file", str(self.file), *alone))

    @property
    def engine(self) -> str:
        """What `--engine` takes."""
        patience = time.monotonic() + 120
        while not self.file.exists() and time.monotonic() < patience:
            time.sleep(0.05)
        return json.loads(self.file.read_text())["address"].replace("tcp://", "dask://")

    def _start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
        # Where the cluster was started from must not matter.
        return subprocess.Popen(command, stdout=self.log, stderr=self.log, cwd=self.file.parent, env=self.environment)

    def end(self) -> None:
        """End all processes."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
        self.log.close()


@contextmanager
def cluster(folder: Path, workers: int, environment: dict[str, str]) -> Iterator[Cluster]:
    """Start a cluster in which the environment holds; end it when the block ends."""
    started = Cluster(folder, environment)
    try:
        for _ in range(workers):
            started.add_worker()
        yield started
    finally:
        started.end()


def kanben(*arguments: object, **environment: str) -> subprocess.Popen[str]:
    """Start the command line as a process of its own; it prints JSON lines."""
    command = [sys.executable, "-m", "kanben.cli", *map(str, arguments), "--json"]
    given = os.environ | ENVIRONMENT | environment
    return subprocess.Popen(command, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
