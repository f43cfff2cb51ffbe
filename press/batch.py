"""Publish many articles: what is due is made by the workers, and the ledger and the report say what came of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from kanben.source.errors import KanbenError

from .due import Due, Manner, find_due, see_beside
from .engine import Engine, InProcess, Outcome, Task, read_address
from .fingerprint import take_fingerprint
from .ledger import Ledger
from .ledger_copy import TakenOver
from .options import Options, PressOptions
from .plan import LEDGER, Job, plan_jobs
from .progress import notice_json
from .pruning import prune_gone
from .publish import edition_stem
from .records import Entry, Staged
from .related import CACHE, Neighbours
from .storage import look_below
from .workers import LocalWorkers

Loader = Callable[[Path], Options]
MANNER = Manner()


def publish_inputs(
    inputs: list[Path], load: Loader, manner: Manner = MANNER, engine: Engine | None = None
) -> tuple[int, Iterator[Outcome]]:
    """Return how many outcomes there will be for files, folders and globs, and the outcomes as they come.

    `load` gives the options that hold in a folder. What needs no making and what cannot be read comes first. Raises
    `UsageError` for an engine that is none, before anything is said of an article.
    """
    run = load(Path.cwd())
    read_address(run.press.engine)
    look_below([*inputs, run.press.output])
    plan = plan_jobs(inputs, run.press.output)
    failed = [Outcome(Job(Path(error.where or ""), PurePosixPath()), error=error) for error in plan.errors]
    known: dict[Path, Options] = {}
    jobs: list[tuple[Job, Options]] = []
    for job in plan.jobs:
        folder = job.path.parent
        try:
            jobs.append((job, known.get(folder) or known.setdefault(folder, load(folder))))
        except KanbenError as exc:
            failed.append(Outcome(job, error=exc))
    return len(failed) + len(jobs), _publish(failed, jobs, run, manner, engine)


def _publish(
    failed: list[Outcome], jobs: list[tuple[Job, Options]], run: Options, manner: Manner, engine: Engine | None
) -> Iterator[Outcome]:
    yield from failed
    neighbours = Neighbours(run.press.output / LEDGER.parent / CACHE)
    jobs = [(replace(job, related=neighbours.of(job.path, options)), options) for job, options in jobs]
    many = len(jobs) > 1
    with Ledger(run.press.output) as ledger:
        waiting: list[tuple[Job, Options]] = []
        for job, options in jobs:
            due = find_due(job, options, ledger, manner)
            if manner.dry_run or due.failure or due.reason is None:
                yield _known_outcome(due)
            else:
                waiting.append((job, options))  # what is due is looked up again when its turn comes, not kept
        if manner.dry_run:
            return
        engine = engine or _choose_engine(run.press, len(waiting), many)
        at_work: dict[Path, Due] = {}
        try:
            for outcomes in engine.publish(_tasks(waiting, ledger, manner, at_work, many)):
                yield from _settle(outcomes, at_work, ledger, many)
                neighbours.save()
        finally:
            engine.close()
        neighbours.save()
        if manner.prune:
            yield from prune_gone(ledger, {edition_stem(job, options) for job, options in jobs})
        _report(ledger)


def _tasks(
    waiting: list[tuple[Job, Options]], ledger: Ledger, manner: Manner, at_work: dict[Path, Due], many: bool
) -> Iterator[Task]:
    """Yield a task for every article, and keep in `at_work` what is due of it."""
    for job, options in waiting:
        due = find_due(job, options, ledger, manner)
        at_work[job.path] = due
        yield Task(due.job, due.options, ledger.staging, many)


def _known_outcome(due: Due) -> Outcome:
    """Return the outcome of an article that is not made in this run."""
    if due.failure or due.reason is None:
        return Outcome(due.job, error=due.failure, reason="nothing changed", files=due.files)
    return Outcome(due.job, reason=due.reason, state="due", formats=due.options.press.to)


def _choose_engine(press: PressOptions, count: int, many: bool) -> Engine:
    """Return the engine for a number of articles that are due, `many` or one being known.

    A lone one is made in this process, which starts sooner; so is the only one due of many where its PDF, on which a
    library may stumble, has a process of its own.
    """
    if address := read_address(press.engine):
        from .dask_engine import DaskWorkers

        return DaskWorkers(address, press.jobs)
    here = not many or not count or count == 1 and _can_fork()
    return InProcess() if here else LocalWorkers(min(press.jobs or os.cpu_count() or 1, count))


def _can_fork() -> bool:
    from .ahead import can_fork  # with the outputs, which a run without work has no use for

    return can_fork()


def _settle(outcomes: Sequence[Outcome], at_work: dict[Path, Due], ledger: Ledger, many: bool) -> Iterator[Outcome]:
    """Write what came of articles into the ledger and give their files their names; yield what came of them at last."""
    dues = {outcome.path: at_work.pop(outcome.path) for outcome in outcomes}
    outcomes = [replace(outcome, reason=dues[outcome.path].reason or "") for outcome in outcomes]
    made: list[tuple[Entry, Staged]] = []
    refused: dict[Path, KanbenError] = {}
    try:
        for outcome in outcomes:
            staged = outcome.published.staged if outcome.published else {}
            if outcome.published or many or ledger.knows_articles:
                made.append((_entry(outcome, dues[outcome.path], ledger), staged))
        refused = ledger.publish(made) if made else {}
    except TakenOver:
        raise
    except KanbenError as exc:
        refused = {path: exc for outcome in outcomes for path in _files(outcome)}
    for outcome in outcomes:
        error = next((refused[path] for path in _files(outcome) if path in refused), None)
        yield replace(outcome, published=None, error=error) if error else outcome


def _files(outcome: Outcome) -> tuple[Path, ...]:
    return tuple(outcome.published.staged) if outcome.published else ()


def _entry(outcome: Outcome, due: Due, ledger: Ledger) -> Entry:
    published = outcome.published
    record = ledger.record(due.stem)
    known = record.inputs if record else {}
    pictures = list(published.pictures) if published else [name for name in known if name]
    beside = see_beside(due.job, due.options, pictures, known)
    made_from = take_fingerprint(due.source, beside.values(), due.options, due.job.related.digest())
    entry = Entry(due.stem, ledger.name_of(due.job.path), made_from, {"": due.source, **beside}, error=outcome.error)
    if published is None:
        return entry
    return replace(
        entry,
        title=published.title,
        pages=published.pages,
        edits=published.edits,
        notices=tuple(notice_json(notice) for notice in published.notices),
        seconds=published.seconds,
        picture=published.picture,
    )


def _report(ledger: Ledger) -> None:
    """Write the report where something changed and there is more than one article to tell of."""
    from .report import write_report

    if ledger.changed:
        write_report(ledger)
