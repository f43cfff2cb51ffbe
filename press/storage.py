"""Shared storage: objects behind a URL (`s3://bucket/prefix`, or any other that fsspec knows), used as the files of a folder.

A `StoredPath` is a path whose files are such objects. All that is known of a storage is here, in `objects.py` (what is done
with many at once) and in `file_systems.py`; the rest of kanben sees paths.

* An object is whole or not there: what is written appears at once. Folders need not be made.
* The coordinator looks at each prefix once, at the start of a run (`look_below`): that asks a thousand objects at a time,
  and during the run it alone writes. A worker has looked at nothing and asks for each object it wants.
* Objects are told apart by their ETag, so that no article is read to learn whether it changed.
"""

from __future__ import annotations

import glob
import io
import os
import posixpath
import re
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PosixPath
from typing import IO, Any, NamedTuple, Self

from kanben.source.errors import OutputError

from .file_systems import file_system_of, translated

URL = re.compile(r"([a-z][a-z0-9+.-]+):/+(?=[^/])")  # two letters or more: C:/ is a drive of Windows


class Found(NamedTuple):
    """An object as it was found: bytes, time of change in nanoseconds, ETag (empty where the storage has none)."""

    size: int
    changed: int
    mark: str


WRITTEN = Found(-1, 0, "")
"""Stands for an object that was written and not looked at since."""
_KNOWN: dict[str, dict[str, Found | None]] = {}
"""What was found, by prefix; under the empty one what was asked singly. Empty in processes that never looked."""
_DIRECTLY: dict[str, list[str]] = {}
"""The objects that stood directly in each folder below these prefixes when they were looked at."""


def as_path(given: str | Path) -> Path:
    """Return the path that a name or URL means.

    >>> as_path("s3://books/in").parts, as_path("in/a.txt").parts
    (('s3:', 'books', 'in'), ('in', 'a.txt'))
    """
    return StoredPath(given) if isinstance(given, str) and URL.match(given) else Path(given)


class StoredPath(PosixPath):
    """A path below a URL. What reads and writes is fsspec's; the functions of `os` refuse it."""

    __slots__ = ()

    def __str__(self) -> str:
        return URL.sub(r"\1://", super().__str__(), count=1)

    def __repr__(self) -> str:
        return f"StoredPath({str(self)!r})"

    def __fspath__(self) -> str:
        raise TypeError(f"{self} is no file of this system")

    def found(self) -> Found:
        """Return the object's size, time and ETag. Raises `FileNotFoundError` where there is none."""
        name = str(self)
        known = next((found for prefix, found in _KNOWN.items() if name.startswith(prefix)), None)
        if known is None:
            found = ask(self)
        elif name not in known and known is _KNOWN.get(""):
            known[name] = found = ask(self)
        else:
            found = known.get(name)
            if found is WRITTEN:
                known[name] = found = ask(self)
        if found is None:
            raise FileNotFoundError(name)
        return found

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        """Return size and time as of a file."""
        found = self.found()
        seconds = found.changed // 1_000_000_000
        values = (stat.S_IFREG | 0o644, 0, 0, 1, 0, 0, found.size, seconds, seconds, seconds)
        return os.stat_result(values, {"st_mtime_ns": found.changed})

    def is_file(self) -> bool:
        """Say whether there is such an object."""
        try:
            self.found()
        except FileNotFoundError:
            return False
        return True

    def is_dir(self) -> bool:
        """Say whether there are objects below this prefix."""
        if (known := _KNOWN.get(f"{self}/")) is not None:
            return bool(known)
        if len(self.parts) < 2:
            return False
        with translated(self):
            return bool(file_system_of(self).isdir(str(self)))

    def exists(self) -> bool:
        """Say whether there is such an object, or objects below it."""
        return self.is_file() or self.is_dir()

    def read_bytes(self) -> bytes:
        """Return the object's bytes. Raises `FileNotFoundError`, or `ToolError` where the storage fails."""
        with translated(self):
            return bytes(file_system_of(self).cat_file(str(self)))

    def open(self, mode: str = "r", *_: Any, encoding: str | None = None, **more: Any) -> IO[Any]:  # type: ignore[override]
        """Open the object for reading, the only way it can be: `write_bytes` puts it whole."""
        if set(mode) & set("wax+"):
            raise io.UnsupportedOperation(f"{self} is written as a whole")
        data = io.BytesIO(self.read_bytes())
        return data if "b" in mode else io.TextIOWrapper(data, encoding=encoding or "utf-8")

    def read_text(self, encoding: str | None = None, errors: str | None = None, newline: str | None = None) -> str:
        """Return the object's text."""
        text = self.read_bytes().decode(encoding or "utf-8", errors or "strict")
        return text if newline == "" else text.replace("\r\n", "\n")

    def write_bytes(self, data: Any) -> int:
        """Put the object, in the place of one that stands there."""
        with translated(self, OutputError):
            file_system_of(self).pipe_file(str(self), bytes(data))
        learn(self)
        return len(data)

    def create(self, data: bytes) -> None:
        """Put the object. Raises `FileExistsError` where one stands there, and changes nothing then."""
        with translated(self, OutputError):
            file_system_of(self).pipe_file(str(self), data, mode="create")
        learn(self)

    def unlink(self, missing_ok: bool = False) -> None:
        """Remove the object."""
        with translated(self, OutputError), suppress(FileNotFoundError):
            file_system_of(self).rm_file(str(self))
        forget([self])

    def mkdir(self, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        """Do nothing: a prefix is there as soon as something stands below it."""

    def rmdir(self) -> None:
        """Do nothing: a prefix is gone with the last object below it."""

    def rglob(self, pattern: str) -> Iterator[Self]:  # type: ignore[override]
        """Yield all objects below; the pattern can only be `*`."""
        yield from sorted(type(self)(name) for name in list_below(self))

    def resolve(self, strict: bool = False) -> Self:
        """Return the path without `..`: storages have no links."""
        return type(self)(posixpath.normpath(super().__str__()))

    def absolute(self) -> Self:
        """Return the path: a URL is never relative."""
        return self


def look_below(paths: Iterable[Path]) -> None:
    """Look at all that stands below the given paths; what is asked of it later is answered from memory.

    What was seen before is forgotten. Paths on this machine are left alone.
    """
    _KNOWN.clear()
    _DIRECTLY.clear()
    stored = [path for path in paths if isinstance(path, StoredPath) and not glob.has_magic(str(path))]
    seen: dict[str, dict[str, Found | None]] = {}
    for path in stored:
        found = list_below(path)
        if str(path) not in found:  # else it is an object itself
            seen[f"{path}/"] = found
    if stored:  # the deepest prefix first, the empty one last
        _KNOWN.update({prefix: seen[prefix] for prefix in sorted(seen, key=len, reverse=True)}, **{"": {}})
    directly: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(name for found in seen.values() for name in found):
        directly[name.rpartition("/")[0]].append(name)
    _DIRECTLY.update(directly)


@contextmanager
def one_look() -> Iterator[None]:
    """Ask a storage for each thing only once within the block, where nothing is remembered for longer."""
    if _KNOWN:
        yield
        return
    _KNOWN[""] = {}
    try:
        yield
    finally:
        _KNOWN.clear()


def find_matches(pattern: Path) -> list[Path]:
    """Return the files and folders that a path with wildcards means, in order."""
    if not glob.has_magic(str(pattern)):
        return []
    if not isinstance(pattern, StoredPath):
        return [Path(match) for match in sorted(glob.glob(str(pattern), recursive=True))]
    with translated(pattern):
        storage = file_system_of(pattern)
        return [StoredPath(storage.unstrip_protocol(name)) for name in sorted(storage.glob(str(pattern)))]


def content_mark(path: Path) -> str:
    """Return what tells an object's content without reading it: its ETag; empty for files, and where there is none."""
    return path.found().mark if isinstance(path, StoredPath) else ""


def list_directly(folder: StoredPath) -> dict[Path, Found]:
    """Return the objects that stand directly in a folder: as they were looked at, or else asked, a thousand at a time."""
    if any(prefix and f"{folder}/".startswith(prefix) for prefix in _KNOWN):
        paths = [StoredPath(name) for name in _DIRECTLY.get(str(folder), ())]
        return {path: path.found() for path in paths if path.is_file()}
    try:
        with translated(folder):
            storage = file_system_of(folder)
            listed = storage.ls(str(folder), detail=True)
    except FileNotFoundError:
        return {}
    found = {as_path(storage.unstrip_protocol(info["name"])): _found(info) for info in listed}
    return {path: seen for path, seen in found.items() if seen is not None}


def list_below(folder: StoredPath) -> dict[str, Found | None]:
    """Return all objects that stand below a prefix, by name; from memory where it was looked at."""
    if (known := _KNOWN.get(f"{folder}/")) is not None:
        return known
    try:
        with translated(folder):
            storage = file_system_of(folder)
            found = storage.find(str(folder), detail=True)
    except FileNotFoundError:  # some storages say that of an empty prefix, all of a bucket that is not there
        return {}
    return {str(StoredPath(storage.unstrip_protocol(name))): _found(info) for name, info in found.items()}


def forget(paths: Iterable[Path]) -> None:
    """Forget objects that were just removed."""
    names = [str(path) for path in paths]
    for known in _KNOWN.values():
        for name in names:
            known.pop(name, None)


def learn(path: StoredPath, found: Found | None = WRITTEN) -> None:
    """Remember an object that was just written, where others beside it are remembered."""
    for prefix, known in _KNOWN.items():
        if not prefix:
            known.pop(str(path), None)
        elif str(path).startswith(prefix):
            known[str(path)] = found
            return


def ask(path: StoredPath) -> Found | None:
    """Return an object as the storage tells of it now, None where there is none."""
    if len(path.parts) < 3:  # the name of a bucket at most
        return None
    try:
        with translated(path):
            return _found(file_system_of(path).info(str(path)))
    except FileNotFoundError:
        return None


def _found(info: Mapping[str, Any]) -> Found | None:
    if info["type"] != "file":
        return None
    when = next((info[name] for name in ("LastModified", "mtime", "last_modified", "created") if info.get(name)), 0)
    seconds = when.timestamp() if hasattr(when, "timestamp") else float(when)
    return Found(int(info["size"] or 0), int(seconds * 1e9), str(info.get("ETag") or info.get("etag") or ""))
