"""Many objects of a storage, or many files, at once."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from kanben.source.errors import KanbenError, OutputError, ToolError

from .file_systems import AT_ONCE, file_system, file_system_of, is_on_s3, translated
from .storage import Found, StoredPath, ask, forget, learn, list_below, list_directly


def copy_objects(pairs: Mapping[StoredPath, StoredPath]) -> dict[StoredPath, KanbenError]:
    """Copy objects within their storage, each at once and whole; return what went wrong, by target."""

    def copy(source: StoredPath, target: StoredPath) -> KanbenError | None:
        try:
            with translated(target, OutputError):
                learn(target, _copy(source, target))
        except KanbenError as exc:
            return exc
        return None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        errors = pool.map(copy, pairs.keys(), pairs.values())
        return {target: error for target, error in zip(pairs.values(), errors, strict=True) if error}


def _copy(source: StoredPath, target: StoredPath) -> Found | None:
    """Copy an object; return it as it is then. One request on S3, whose answer has all but the size, which nobody asks."""
    storage = file_system_of(source)
    if not is_on_s3(source):
        storage.cp_file(str(source), str(target))
        return ask(target)
    place = {"Bucket": target.parts[1], "Key": "/".join(target.parts[2:])}
    origin = {"Bucket": source.parts[1], "Key": "/".join(source.parts[2:])}
    copied = storage.call_s3("copy_object", CopySource=origin, **place)["CopyObjectResult"]
    return Found(0, int(copied["LastModified"].timestamp() * 1e9), copied["ETag"])


def remove(paths: Iterable[StoredPath]) -> None:
    """Remove objects; those that are not there do not matter."""
    named = list(paths)
    # Removed many at a time, a name with brackets would be taken for a pattern.
    plain = {path for path in named if is_on_s3(path) and not glob.has_magic(str(path))}
    if plain:
        with translated(named[0], OutputError), suppress(FileNotFoundError):
            file_system("s3").rm([str(path) for path in plain])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(StoredPath.unlink, (path for path in named if path not in plain)))
    forget(plain)


def list_objects(folder: StoredPath) -> list[StoredPath]:
    """Return all objects that stand below a prefix now, in order."""
    return sorted(StoredPath(name) for name in list_below(folder))


def list_files(folder: Path) -> dict[Path, Found]:
    """Return the files that stand directly in a folder, each as it was found; nothing where there is no such folder."""
    if isinstance(folder, StoredPath):
        return list_directly(folder)
    files: dict[Path, Found] = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.is_file():
                    status = entry.stat()
                    files[Path(entry.path)] = Found(status.st_size, status.st_mtime_ns, "")
    return files


def read_files(paths: Sequence[Path]) -> Iterator[bytes | None]:
    """Yield the bytes of files in order, None for one that is gone or may not be read; of objects many are asked at once.

    Raises `ToolError` where a storage fails, or lets none of them be read.
    """
    refused: list[ToolError] = []

    def read(path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except ToolError as exc:
            if not isinstance(exc.__cause__, PermissionError):
                raise
            refused.append(exc)
        except OSError:
            pass
        return None

    if not any(isinstance(path, StoredPath) for path in paths):
        yield from map(read, paths)
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(read, paths)
    if len(refused) == len(paths):
        raise refused[0]
