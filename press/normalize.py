"""Write recovered articles as Markdown, to read and correct."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from kanben.source.errors import KanbenError, UsageError

from .files import output_error, write_file
from .options import Options
from .plan import Job, plan_jobs
from .related import Neighbours

Loader = Callable[[Path], Options]
DIGEST = re.compile(r"^kanben-digest: '?([0-9a-f]{16})'?\n", re.MULTILINE)
"""The line of the metadata by which a file that was corrected is told from one that was only written."""


def normalize_articles(
    inputs: list[Path], output: Path | None, load: Loader, force: bool = False
) -> Iterator[tuple[Path, Path | KanbenError]]:
    """Yield each article with the file written for it, or the error that stopped it.

    One article goes to the file `output`, to `output/<stem>.md` where that is a folder, or beside itself; the articles
    of a folder keep their relative paths below `output`. A file that was corrected by hand is written over only
    with `force`.
    """
    many = len(inputs) > 1 or inputs[0].is_dir()
    plan = plan_jobs(inputs, output if many else None, corrected=False)
    yield from ((Path(error.where or ""), error) for error in plan.errors)
    neighbours = Neighbours()
    for job in plan.jobs:
        try:
            options = load(job.path.parent)
            target = _target(job, output, many)
            _normalize_one(replace(job, related=neighbours.of(job.path, options)), target, options, force)
            yield job.path, target
        except KanbenError as exc:
            exc.where = exc.where or str(job.path)
            yield job.path, exc


def _target(job: Job, output: Path | None, many: bool) -> Path:
    if output is None:
        return job.path.with_suffix(".md")
    if many or output.is_dir():
        return output / f"{job.stem}.md"
    return output


def _normalize_one(job: Job, target: Path, options: Options, force: bool) -> None:
    from kanben.source.markdown import write_markdown
    from kanben.source.read import read_article

    if not force and not _may_be_written(target):
        what = "stands there already and holds work of yours"
        raise UsageError(what, target, "name another file with -o, or say --force")
    article = read_article(job.path, options.source, job.related)
    write_file(target, _with_digest(write_markdown(article)).encode())
    for name, picture in article.pictures.items():  # names are relative and never climb, see source/pictures.py
        if not (target.parent / name).exists():
            write_file(target.parent / name, picture.data)


def _with_digest(markdown: str) -> str:
    """Return the Markdown with the digest of itself as the last line of its metadata."""
    line = f"kanben-digest: '{_digest(markdown)}'\n"
    head, fence, body = markdown[4:].partition("\n---\n")
    return f"---\n{head}\n{line}---\n{body}" if fence else markdown


def _may_be_written(target: Path) -> bool:
    """Say whether nothing is lost by writing there: no file, an empty one, or one as `normalize` left it."""
    if not target.exists():
        return True
    try:
        text = target.read_bytes().decode("utf-8", "replace")
    except OSError as exc:
        raise output_error(exc, target) from exc
    found = DIGEST.search(text)
    return not text.strip() or (found is not None and found[1] == _digest(DIGEST.sub("", text, count=1)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
