"""Staging: the folders in which the files of a run wait for their names, one for each run that is at work."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from .objects import list_objects, remove
from .storage import StoredPath


def clear_staging(own: Path) -> None:
    """Remove what runs that were killed have left beside a run's own folder; it has the ledger, so no other is at work."""
    folder = own.parent
    if isinstance(folder, StoredPath):
        remove(left for left in list_objects(folder) if not left.is_relative_to(own))
        return
    for left in folder.iterdir() if folder.is_dir() else ():
        if left != own:
            shutil.rmtree(left, ignore_errors=True)


def remove_staging(own: Path) -> None:
    """Remove a run's own folder from a disk, and the one around it where it was the last."""
    shutil.rmtree(own, ignore_errors=True)
    with suppress(OSError):
        own.parent.rmdir()
