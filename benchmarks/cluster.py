"""Measure a cluster: processor seconds of an article on workers, scheduler and coordinator; requests to a storage.

    python benchmarks/cluster.py [--articles 60] [--workers 2]

Scheduler, workers and an S3 server run on this machine, so that it tells what an article costs, not how fast a cluster
is. `docs/cluster.md` reckons with these figures.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
from batch import make_corpus

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from clusters import Cluster, cluster, kanben
from s3fs import S3FileSystem
from storages import s3_server

from kanben.press.files import stage_file
from kanben.press.fingerprint import digest_bytes
from kanben.press.ledger import Ledger
from kanben.press.options import Options
from kanben.press.records import Entry
from kanben.press.related import Neighbours
from kanben.press.storage import as_path, look_below

REQUEST = re.compile(r'"(?:\x1b\[\d+m)*([A-Z]+) \S')


def cpu_seconds() -> float:
    """Return the processor seconds of the runs that have ended, and of what they started."""
    times = os.times()
    return times.children_user + times.children_system


def spent_by(started: Cluster) -> tuple[float, float, float]:
    """Return the processor seconds of the processes that publish, of the Dask workers, and of the scheduler."""
    workers = [psutil.Process(worker.pid).cpu_times() for worker in started.workers]
    scheduler = psutil.Process(started.scheduler.pid).cpu_times()
    return (
        sum(times.children_user + times.children_system for times in workers),
        sum(times.user + times.system for times in workers),
        scheduler.user + scheduler.system,
    )


def measure(name: str, started: Cluster, count: int, source: object, output: object, **environment: str) -> None:
    """Publish a corpus and print what one of its articles cost."""
    before, here, begun = spent_by(started), cpu_seconds(), time.perf_counter()
    run = kanben("build", source, "-o", output, "--engine", started.engine, **environment)
    said, complaints = run.communicate()
    made = said.count('"status":"made"')
    if run.returncode or made != count:
        print(complaints[-2000:], file=sys.stderr)
        sys.exit(f"{made} of {count} articles were made")
    work, dask, scheduler = (after - then for after, then in zip(spent_by(started), before, strict=True))
    coordinator = cpu_seconds() - here
    print(f"{name}: {count} articles in {time.perf_counter() - begun:.0f} s; processor seconds each:")
    print(f"  publishing {work / count:.3f}, Dask's workers {dask / count:.3f}, scheduler {scheduler / count:.3f}")
    print(f"  coordinator {coordinator / count:.3f}, its start counted", flush=True)


def measure_settling(output: Path, count: int, together: int = 64) -> None:
    """Print what the coordinator does for an article, its start not counted: entry, announcement, names, ledger."""
    data, spent, waited = b"x" * 50_000, 0.0, 0.0
    look_below([output])
    with Ledger(output) as ledger:
        for first in range(0, count, together):
            made = []
            for number in range(first, first + together):
                entry = Entry(
                    f"{number}",
                    f"in/{number}.txt",
                    {"source": "1"},
                    {},
                    title="石桥记",
                    notices=(),
                    picture=data[:3000],
                )
                paths = [output / f"{number}.{ending}" for ending in ("pdf", "epub", "docx")]
                made.append(
                    (entry, {path: (stage_file(path, data, ledger.staging), digest_bytes(data)) for path in paths})
                )
            before, begun = time.process_time(), time.perf_counter()
            ledger.publish(made)
            spent += time.process_time() - before
            waited += time.perf_counter() - begun
    print(f"  settling an article: {spent / count:.4f} processor seconds, {waited / count:.4f} s", flush=True)


def measure_neighbours(source: Path) -> None:
    """Print what it costs the coordinator to learn what the texts of a folder say of each other."""
    look_below([source])
    articles = sorted(path for path in source.rglob("*") if path.suffix in (".txt", ".md"))
    neighbours, options = Neighbours(), Options()
    begun, waited = time.process_time(), time.perf_counter()
    for path in articles:
        neighbours.of(path, options)
    spent, waited = time.process_time() - begun, time.perf_counter() - waited
    each = len(articles)
    print(f"  neighbours of an article: {spent / each:.4f} processor seconds, {waited / each:.4f} s", flush=True)


def count_requests(log: Path) -> Counter[str]:
    """Return how often the S3 server was asked, by method."""
    return Counter(REQUEST.findall(log.read_text(errors="replace")))


def main() -> None:
    """Make the corpus, start everything, measure, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=60)
    arguments.add_argument("--workers", type=int, default=2)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="kanben-cluster-") as name:
        folder = Path(name)
        make_corpus(folder / "in", given.articles)
        with s3_server(folder) as environment, cluster(folder, given.workers, environment) as started:
            while (folder / "cluster.log").read_text(errors="replace").count("Registered to") < given.workers:
                time.sleep(0.5)
            measure("shared folder", started, given.articles, folder / "in", folder / "out")
            measure_settling(folder / "settled", 640)
            measure_neighbours(folder / "in")
            storage = S3FileSystem(endpoint_url=environment["AWS_ENDPOINT_URL"], key="test", secret="test")
            storage.mkdir("books")
            for path in (folder / "in").rglob("*.*"):
                storage.pipe_file(f"books/in/{path.relative_to(folder / 'in').as_posix()}", path.read_bytes())
            before = count_requests(folder / "s3.log")
            measure("S3", started, given.articles, "s3://books/in", "s3://books/out", **environment)
            asked = count_requests(folder / "s3.log") - before
            print("  requests each:", end=" ")
            print(", ".join(f"{method} {count / given.articles:.1f}" for method, count in sorted(asked.items())))
            os.environ.update(environment)
            measure_settling(as_path("s3://books/settled"), 192)
            measure_neighbours(as_path("s3://books/in"))
            size = sum(path.stat().st_size for path in (folder / "out").rglob("*") if path.suffix != ".sqlite")
            print(f"  editions: {size / given.articles / 1000:.0f} kB an article")


if __name__ == "__main__":
    main()
