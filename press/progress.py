"""Tell a person how a run goes: a bar on a terminal, a line for each article, JSON lines for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from kanben.source.document import compact_json
from kanben.source.notices import Notice

from .batch import Outcome
from .publish import Published


def follow(outcomes: Iterable[Outcome], total: int, silent: bool) -> Iterator[Outcome]:
    """Yield the outcomes; where standard error is a terminal and there are several, draw a progress bar under them."""
    if silent or total < 2 or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task, failures = bar.add_task("publishing", total=total), 0
        for outcome in outcomes:
            failures += outcome.error is not None
            yield outcome
            bar.update(task, advance=1, description=f"publishing ({failures} failed)" if failures else "publishing")


def outcome_lines(published: Published) -> Iterator[str]:
    """Yield what a person reads of one article: its title, then its files."""
    pages = f", {published.pages} pages" if published.pages and published.pages > 1 else ""
    pages = ", 1 page" if published.pages == 1 else pages
    doubts = len(published.notices)
    noticed = f", {doubts} notice{'s' if doubts != 1 else ''}" if doubts else ""
    yield f"{published.title or published.path.name}{pages}{noticed} ({published.seconds:.1f} s)"
    for file in published.files:
        yield f"  {file}"


def outcome_json(outcome: Outcome) -> str:
    """Return one JSON line for an outcome (schema: docs/schema/build.schema.json)."""
    if outcome.error is not None:
        return compact_json(
            {"article": str(outcome.path), "error": str(outcome.error), "exit_code": outcome.error.exit_code}
        )
    published = outcome.published
    assert published is not None
    return compact_json(
        {
            "article": str(published.path),
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
