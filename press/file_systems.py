"""fsspec's file systems: the one of each scheme, and what goes wrong in them as errors of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from kanben.source.errors import KanbenError, OutputError, ToolError, UsageError

CLUSTER = "pip install '.[cluster]' in a clone of kanben"
"""What brings the packages for storages and clusters."""
AT_ONCE = 64
"""Objects that are read, copied or removed at the same time."""
SETTINGS = {"s3": {"config_kwargs": {"max_pool_connections": AT_ONCE}, "max_concurrency": 1}}
"""What a storage is told besides what stands in the environment. More than one part of an object at once costs a HEAD for each GET."""


def file_system_of(path: Path) -> Any:
    """Return the file system of a path whose first part is a scheme."""
    return file_system(path.parts[0].rstrip(":"))


def is_on_s3(path: Path) -> bool:
    """Say whether a path of a storage is one of S3, of which more can be asked at once."""
    return path.parts[0] == "s3:"


@cache
def file_system(scheme: str) -> Any:
    """Return fsspec's file system for a scheme; what it needs to know stands in the environment (AWS_…, FSSPEC_…)."""
    try:
        import fsspec

        if scheme not in fsspec.available_protocols() or scheme in ("http", "https"):
            raise UsageError(f"there is no storage {scheme}://", None, "name a folder, or s3://BUCKET/PREFIX")
        settings = SETTINGS.get(scheme, {})
        return fsspec.filesystem(scheme, use_listings_cache=False, skip_instance_cache=True, **settings)
    except ImportError as exc:
        raise ToolError(f"{scheme}:// needs a package ({exc})", None, CLUSTER) from exc


@contextmanager
def translated(path: Path, error: type[KanbenError] = ToolError) -> Iterator[None]:
    """Turn what a storage raises into one error of ours; that there is nothing to read, or no room, stays what it is."""
    expected = FileExistsError if error is OutputError else FileNotFoundError
    try:
        yield
    except (expected, KanbenError, MemoryError):
        raise
    except Exception as exc:  # the libraries of the storages have no class in common
        what = f"the storage refuses ({type(exc).__name__}: {exc})"
        raise error(what, path, "check its address, credentials and rights") from exc
