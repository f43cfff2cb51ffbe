"""Write files so that each stands under its name only when it is whole."""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kanben.source.errors import KanbenError, OutputError

from .objects import copy_objects, remove
from .storage import StoredPath

REMEDIES = {
    errno.ENOSPC: ("the disk is full", "make room, or choose another folder with -o"),
    errno.EDQUOT: ("the disk quota is used up", "make room, or choose another folder with -o"),
    errno.EACCES: ("permission denied", "choose another folder with -o"),
    errno.EPERM: ("not permitted", "choose another folder with -o"),
    errno.EROFS: ("the file system is read-only", "choose another folder with -o"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "choose another folder with -o"),
    errno.EEXIST: ("a file stands where a folder is needed", "choose another folder with -o"),
    errno.EISDIR: ("a folder stands where the file is to be written", "choose another name with -o"),
    errno.ENAMETOOLONG: ("the name is too long for this system", "shorten the article's file name"),
}


def write_file(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write the bytes, whole or piece by piece, beside the path, flush them to the disk, then rename.

    Raises `OutputError`; leaves no remains.
    """
    if isinstance(path, StoredPath):
        path.write_bytes(data if isinstance(data, bytes) else b"".join(data))
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise output_error(exc, path) from exc
    temporary = stage_file(path, data, path.parent)
    try:
        temporary.replace(path)
    except OSError as exc:
        discard(temporary)
        raise output_error(exc, path) from exc


def stage_file(path: Path, data: bytes | Iterable[bytes], staging: Path) -> Path:
    """Write the bytes that are to stand at `path` into the staging folder, flushed to the disk; return where they are.

    Raises `OutputError` that names `path`.
    """
    if isinstance(staging, StoredPath):
        object_ = staging / f"{uuid.uuid4().hex}.part"
        object_.write_bytes(data if isinstance(data, bytes) else b"".join(data))
        return object_
    temporary = staging / f".kanben-{uuid.uuid4().hex}.part"
    try:
        staging.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as exc:
        discard(temporary)
        raise output_error(exc, path) from exc
    return temporary


def stage_files(files: Mapping[Path, bytes], staging: Path) -> dict[Path, Path]:
    """Stage files as `stage_file` does, all at once, since each waits for the disk; return where each is.

    Raises the error of the first that cannot be written, and leaves none then; `MemoryError` where no thread has room.
    """
    try:
        with ThreadPoolExecutor(max(len(files), 1)) as pool:
            writes = {path: pool.submit(stage_file, path, data, staging) for path, data in files.items()}
    except RuntimeError as exc:
        raise MemoryError(str(exc)) from exc
    if any(write.exception() for write in writes.values()):
        for write in writes.values():
            if not write.exception():
                discard(write.result())
    return {path: write.result() for path, write in writes.items()}


def discard(temporary: Path) -> None:
    """Remove a staged file, if it can be."""
    with contextlib.suppress(OSError, KanbenError):
        temporary.unlink()


def name_files(staged: Mapping[Path, Path]) -> dict[Path, KanbenError]:
    """Give staged files their names, which outlast a loss of power then; return what went wrong, by name.

    `staged` has for each name the file that gets it.
    """
    objects = {
        temporary: path
        for path, temporary in staged.items()
        if isinstance(path, StoredPath) and isinstance(temporary, StoredPath)
    }
    errors: dict[Path, KanbenError] = dict(copy_objects(objects).items())
    with contextlib.suppress(KanbenError):  # they are removed at the end of the run at the latest
        remove(objects)
    folders = set()
    for path, temporary in staged.items():
        if temporary in objects:
            continue
        try:
            _name(temporary, path)
            folders.add(path.parent)
        except KanbenError as exc:
            errors[path] = exc
    _make_names_last({folder for folder in folders if not isinstance(folder, StoredPath)})
    return errors


def _name(temporary: Path, path: Path) -> None:
    """Give a staged file its name."""
    try:
        if isinstance(path, StoredPath) or isinstance(temporary, StoredPath):
            write_file(path, temporary.read_bytes())
            temporary.unlink()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(path)
    except OSError as exc:
        raise output_error(exc, path) from exc


def _make_names_last(folders: set[Path]) -> None:
    """Flush folders to the disk, where the system can: the names in them then outlast a loss of power."""
    for folder in folders if hasattr(os, "O_DIRECTORY") else ():
        with contextlib.suppress(OSError):  # a folder that may not be read, a file system that flushes none
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def output_error(exc: OSError, path: Path) -> OutputError:
    """Return the error that tells a person why a path cannot be written."""
    what, remedy = REMEDIES.get(exc.errno or 0, (exc.strerror or str(exc), "choose another folder with -o"))
    return OutputError(f"cannot be written: {what}", path, remedy)
