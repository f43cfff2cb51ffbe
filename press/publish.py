"""Publish one article: read it, pass it through the filters, write its editions."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from kanben.source.notices import Notice

from .files import write_file
from .options import Options
from .plan import Job


@dataclass(frozen=True, slots=True)
class Published:
    """What came of one article: its title, files, notices, pages of the PDF, and seconds."""

    path: Path
    title: str
    files: tuple[Path, ...]
    notices: tuple[Notice, ...]
    edits: int
    pages: int | None
    seconds: float


def publish_article(job: Job, options: Options) -> Published:
    """Make every edition of one article; raises a `KanbenError` that names the article when it cannot be made."""
    from kanben.filters import apply_passes
    from kanben.outputs import OUTPUTS
    from kanben.source.decisions import read_decisions
    from kanben.source.read import read_article

    begun = time.perf_counter()
    article = read_article(job.path, options.source)
    article = replace(article, decisions=read_decisions(job.path, options.filters.glossary))
    edition = apply_passes(article, options.filters)
    notices = [*job.notices, *edition.notices]
    written = {name: OUTPUTS[name](edition, options.outputs) for name in options.press.to}
    files = []
    for name, result in written.items():
        path = edition_path(job, options, name)
        write_file(path, result.data)
        files.append(path)
        notices += result.notices
    pages = next((result.pages for result in written.values() if result.pages), None)
    seconds = time.perf_counter() - begun
    return Published(
        job.path, edition.title, tuple(files), tuple(dict.fromkeys(notices)), len(edition.edits), pages, seconds
    )


def edition_path(job: Job, options: Options, suffix: str) -> Path:
    """Return where an edition stands: the script is part of the name only where it is not `as-written`."""
    script = options.filters.script
    name = job.stem.name if script == "as-written" else f"{job.stem.name}.{script}"
    return options.press.output / job.stem.parent / f"{name}.{suffix}"
