"""Publish many articles: a pool of workers, one outcome per article, a failure that stops only itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from kanben.source.errors import KanbenError, LimitError, ToolError

from .options import Options
from .plan import Job, plan_jobs
from .publish import Published, publish_article

Task = tuple[Job, Options]
Loader = Callable[[Path], Options]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one article: either what was published or the error that stopped it."""

    path: Path
    published: Published | None = None
    error: KanbenError | None = None


def publish_inputs(inputs: list[Path], load: Loader) -> tuple[int, Iterator[Outcome]]:
    """Return how many outcomes there will be for files, folders and globs, and the outcomes as they come.

    `load` gives the options that hold in a folder.
    """
    run = load(Path.cwd())
    plan = plan_jobs(inputs, run.press.output)
    failed = [Outcome(Path(error.where or ""), error=error) for error in plan.errors]
    tasks: list[Task] = []
    for job in plan.jobs:
        try:
            tasks.append((job, load(job.path.parent)))
        except KanbenError as exc:
            failed.append(Outcome(job.path, error=exc))
    return len(failed) + len(tasks), chain(failed, _publish_all(tasks, run.press.jobs))


def _publish_all(tasks: list[Task], jobs: int) -> Iterator[Outcome]:
    """Yield the outcome of every task as it ends; one task, or one worker, runs in this process."""
    workers = min(jobs or os.cpu_count() or 1, len(tasks))
    if workers <= 1:
        yield from (_publish_one(task) for task in tasks)
        return
    # Forked after the imports below, workers start warm; WeasyPrint and OpenCC start no threads when imported.
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        futures: dict[Future[Outcome], Task] = {pool.submit(_publish_one, task): task for task in tasks}
        for future in as_completed(futures):
            yield _outcome_of(future, futures[future])


def _outcome_of(future: Future[Outcome], task: Task) -> Outcome:
    try:
        return future.result()
    except Exception as exc:  # the worker died: killed, out of memory
        return Outcome(task[0].path, error=ToolError(f"the worker ended ({exc})", task[0].path, "run it again alone"))


def _publish_one(task: Task) -> Outcome:
    job, options = task
    try:
        return Outcome(job.path, published=publish_article(job, options))
    except KanbenError as exc:
        return Outcome(job.path, error=_naming(exc, job))
    except (MemoryError, RecursionError) as exc:
        what = "too deeply nested" if isinstance(exc, RecursionError) else "more memory than there is"
        return Outcome(job.path, error=LimitError(what, job.path, "split the article"))
    except Exception as exc:  # a fault of kanben's own stops this article; the rest of the batch goes on
        if os.environ.get("KANBEN_TRACEBACK"):
            raise
        fault = f"a fault of kanben itself ({type(exc).__name__}: {exc})"
        return Outcome(job.path, error=KanbenError(fault, job.path, "run again with KANBEN_TRACEBACK=1 and report it"))


def _naming(error: KanbenError, job: Job) -> KanbenError:
    """Return the error with the article's name, where it has no place of its own."""
    error.where = error.where or str(job.path)
    return error
