"""What is due: which editions of an article are made, and why; what stands already and is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kanben.source.errors import InputError, KanbenError, LimitError, UndecodableInput
from kanben.source.notices import Notice, NoticeCode

from .fingerprint import Seen, first_difference, input_paths, see_file, take_fingerprint
from .ledger import Ledger
from .options import Options
from .plan import Job
from .publish import edition_path, edition_stem
from .records import Record

LASTING = (InputError.exit_code, UndecodableInput.exit_code, LimitError.exit_code)
"""Exit codes of errors that come again as long as the article and the options are the same."""


@dataclass(frozen=True, slots=True)
class Due:
    """An article, the options for the editions that are due, and why; `failure` is an error known from an earlier run.

    `made_from` is the fingerprint as far as it is known before the article is read, `source` the article's file.
    """

    job: Job
    options: Options
    stem: str
    source: Seen
    made_from: Mapping[str, str]
    reason: str | None
    failure: KanbenError | None = None
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How a run treats what is there: make all again (`force`), try again what failed, remove what is gone, only tell."""

    force: bool = False
    retry_failed: bool = False
    prune: bool = False
    dry_run: bool = False


def find_due(job: Job, options: Options, ledger: Ledger, manner: Manner) -> Due:
    """Return what is due for an article."""
    stem = edition_stem(job, options)
    record = ledger.record(stem)
    source = see_file(job.path, record.inputs.get("") if record else None)
    made_from = take_fingerprint(source, _beside(job, options, record).values(), options, job.related.digest())
    files = tuple(edition_path(job, options, name) for name in options.press.to)
    due = Due(job, options, stem, source, made_from, None, files=files)
    if record and record.error and not manner.force:
        return _after_failure(due, record, manner)
    reasons, kept = _reasons(due, ledger, manner)
    if not reasons and not kept:
        return due
    notices = tuple(_kept_notice(path) for path in kept)
    press = replace(options.press, to=tuple(reasons))
    job = replace(job, notices=(*job.notices, *notices))
    return replace(due, job=job, options=replace(options, press=press), reason=next(iter(reasons.values()), None))


def _after_failure(due: Due, record: Record, manner: Manner) -> Due:
    lasting = record.exit_code in LASTING and not manner.retry_failed
    if lasting and first_difference(record.made_from, due.made_from) is None:
        error = KanbenError(f"{record.error} (nothing changed since; --retry-failed tries it again)")
        error.exit_code = record.exit_code or error.exit_code
        return replace(due, failure=error)
    return replace(due, reason="it failed before")


def _reasons(due: Due, ledger: Ledger, manner: Manner) -> tuple[dict[str, str], list[Path]]:
    """Return for each format that is due why, and the files that stand in the way."""
    reasons: dict[str, str] = {}
    kept: list[Path] = []
    for name, path in zip(due.options.press.to, due.files, strict=True):
        record = ledger.edition(ledger.name_of(path))
        standing = see_file(path, record.file if record else None)
        if manner.force:
            reasons[name] = "--force"
        elif standing.digest and (record is None or standing.digest != record.file.digest):
            kept.append(path)
        elif record is None:
            reasons[name] = "it is new"
        elif not standing.digest:
            reasons[name] = "its file is gone"
        elif (why := first_difference(record.made_from, due.made_from)) is not None:
            reasons[name] = why
    return reasons, kept


def _kept_notice(path: Path) -> Notice:
    message = f"{path} is not as kanben left it and stays as it is; --force writes over it"
    return Notice(NoticeCode.CHANGED_BY_HAND, message)


def _beside(job: Job, options: Options, record: Record | None) -> dict[str, Seen]:
    """Return the files that the article's editions depend on besides itself, as far as an earlier run has found them."""
    known = record.inputs if record else {}
    pictures = [name for name in known if name]
    return see_beside(job, options, pictures, known)


def see_beside(job: Job, options: Options, pictures: list[str], known: Mapping[str, Seen]) -> dict[str, Seen]:
    """Return decisions, glossary, cover and pictures of an article as they are now, by path relative to it."""
    found = {}
    for path in input_paths(job.path, pictures, options):
        name = relative_name(path, job.path.parent)
        found[name] = see_file(path, known.get(name))
    return dict(sorted(found.items()))


def relative_name(path: Path, folder: Path) -> str:
    """Return a path relative to a folder where it lies below it, else as it is."""
    if path.parent == folder:
        return path.name
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
