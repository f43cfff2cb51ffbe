"""Tell a person how a run goes: a bar on a terminal, a line for each article, JSON lines for programs."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from kanben.source.counting import counted
from kanben.source.document import compact_json
from kanben.source.notices import Notice, NoticeCode

from .engine import Outcome
from .publish import Published

WORTH_A_LINE = (NoticeCode.CHANGED_BY_HAND,)
"""Notices that are said at once: they tell why a file was not written."""


def follow(outcomes: Iterable[Outcome], total: int, silent: bool) -> Iterator[Outcome]:
    """Yield the outcomes; where standard error is a terminal and there are several, draw a progress bar under them.

    The bar counts what has to be made: rate, time left and failures are those of the work, not of what was there.
    """
    if silent or total < 2 or not _has_bar():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task, done, failures, begun = bar.add_task("publishing", total=total, rate=""), 0, 0, time.monotonic()
        for outcome in outcomes:
            yield outcome
            failures += outcome.status == "failed"
            if outcome.status in ("made", "failed"):
                done += 1
            else:
                total -= 1
            rate_text = f"{done / (time.monotonic() - begun):.1f}/s"
            words = f"publishing ({failures} failed)" if failures else "publishing"
            bar.update(task, completed=done, total=total, description=words, rate=rate_text)


@contextmanager
def stages(silent: bool) -> Iterator[Callable[[str], None]]:
    """Yield a function that shows a person at a terminal which stage of one long piece of work is under way."""
    if silent or not sys.stderr.isatty():
        yield lambda stage: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield status.update


def outcome_lines(outcome: Outcome, many: bool) -> Iterator[str]:
    """Yield what a person reads of one article: one line of many, for a lone one its files too."""
    if outcome.published is not None:
        if not (many and _has_bar()):
            yield _headline(outcome.published)
        if not many:
            yield from (f"  {file}" for file in outcome.published.files)
    elif outcome.status == "due":
        yield f"{outcome.path}: {', '.join(outcome.formats)}: {outcome.reason}"
    elif outcome.status == "removed":
        yield f"{outcome.path}: {outcome.reason}; its editions were removed"
    elif not many:
        yield f"{outcome.path}: {outcome.reason}"
        yield from (f"  {file}" for file in outcome.files)


def _has_bar() -> bool:
    return sys.stderr.isatty() and sys.stdout.isatty()


def _headline(published: Published) -> str:
    pages = f", {counted(published.pages, 'page')}" if published.pages else ""
    noticed = f", {counted(len(published.notices), 'notice')}" if published.notices else ""
    return f"{published.title or published.path.name}{pages}{noticed} ({published.seconds:.1f} s)"


def kept_lines(outcome: Outcome) -> Iterator[str]:
    """Yield why files of an article were not written."""
    yield from (notice.message for notice in outcome.job.notices if notice.code in WORTH_A_LINE)


class Telling:
    """What was told of a run so far: how many articles came to which end, and since when."""

    def __init__(self, many: bool) -> None:
        self.many = many
        self.begun = time.monotonic()
        self.statuses: Counter[str] = Counter()

    def count(self, outcome: Outcome) -> None:
        """Count an outcome."""
        self.statuses[outcome.status] += 1

    def summary(self) -> str:
        """Return the last line of a run of many articles."""
        kinds = ("made", "due", "unchanged", "removed", "failed")
        parts = [f"{self.statuses[kind]:,} {kind}" for kind in kinds if self.statuses[kind]]
        return f"{', '.join(parts) or 'nothing to do'} ({time.monotonic() - self.begun:.1f} s)"


def outcome_json(outcome: Outcome) -> str:
    """Return one JSON line for an outcome (schema: docs/schema/build.schema.json)."""
    head = {"article": str(outcome.path), "status": outcome.status}
    if outcome.error is not None:
        return compact_json(head | {"error": str(outcome.error), "exit_code": outcome.error.exit_code})
    published = outcome.published
    if published is None:
        notices = [notice_json(notice) for notice in outcome.job.notices]
        files = [str(file) for file in outcome.files]
        formats = list(outcome.formats)
        return compact_json(head | {"reason": outcome.reason, "formats": formats, "files": files, "notices": notices})
    return compact_json(
        head
        | {
            "reason": outcome.reason,
            "title": published.title,
            "files": [str(file) for file in published.files],
            "pages": published.pages,
            "edits": published.edits,
            "notices": [notice_json(notice) for notice in published.notices],
            "seconds": round(published.seconds, 3),
        }
    )


def notice_json(notice: Notice) -> dict[str, object]:
    """Return a notice as plain values."""
    return {
        "code": notice.code.value,
        "message": notice.message,
        "line": notice.place.line if notice.place else None,
        "column": notice.place.column if notice.place else None,
        "context": notice.context,
        "suggestion": notice.suggestion,
    }
