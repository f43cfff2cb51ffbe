"""Pruning: remove the editions of articles that are gone from the sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from kanben.source.errors import OutputError

from .engine import Outcome
from .fingerprint import see_file
from .ledger import Ledger
from .plan import Job


def prune_gone(ledger: Ledger, stems: set[str]) -> Iterator[Outcome]:
    """Remove what belongs to no article any more; yield an outcome for each article that is gone.

    `stems` are those of this run's articles. An article outside this run is gone when its file is. A file that was
    changed by hand is left and noticed.
    """
    gone = {
        stem: ledger.path_of(source)
        for stem, source in ledger.sources()
        if stem not in stems and not ledger.path_of(source).exists()
    }
    for stem, source in sorted(gone.items()):
        paths = ledger.editions_of(stem)
        kept = [path for path in paths if not _remove(ledger, path)]
        ledger.forget([path for path in paths if path not in kept])
        if not kept:
            ledger.forget_article(stem)
        job = Job(source, PurePosixPath(stem))
        what = "its article is gone, but it was changed by hand or cannot be removed; remove it by hand"
        error = OutputError(what, ledger.path_of(kept[0])) if kept else None
        yield Outcome(job, error=error, reason="its article is gone", state="removed")


def _remove(ledger: Ledger, name: str) -> bool:
    """Remove an edition and the folders that it leaves empty; say whether it is gone, or was changed by hand or may not be removed."""
    path, record = ledger.path_of(name), ledger.edition(name)
    seen = see_file(path, record.file if record else None)
    if record and seen.digest and seen.digest != record.file.digest:
        return False
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    _remove_empty_folders(path.parent, ledger.output)
    return True


def _remove_empty_folders(folder: Path, top: Path) -> None:
    while folder != top and folder.is_relative_to(top):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
