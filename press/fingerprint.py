"""Fingerprints: what an edition is made from, part by part, so that it is made again when one of them changes and only then."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kanben.source.decisions import decisions_path

from .options import Options
from .storage import StoredPath, content_mark

REASONS = {
    "source": "the article changed",
    "beside": "a picture, decision or glossary changed",
    "related": "a related article changed",
    "options": "other options",
    "theme": "the theme changed",
    "fonts": "other fonts are installed",
    "version": "another version of kanben made it",
}
"""What each part of a fingerprint says when it differs."""
UNSETTLED = 2_000_000_000
"""Nanoseconds within which a file may change twice without its time telling: its digest is then taken again."""
LENGTH = 20
"""Hexadecimal digits kept of a digest."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was seen: size, time of change, digest (empty where there was no file), and when it was seen."""

    size: int
    changed: int
    digest: str
    seen: int


ABSENT = Seen(0, 0, "", 0)
"""Stands for a file that is not there, or may not be looked at."""


def digest_bytes(data: bytes) -> str:
    """Return the digest of bytes."""
    return hashlib.sha256(data).hexdigest()[:LENGTH]


def see_file(path: Path, before: Seen | None = None) -> Seen:
    """Return a file's size, time and digest; the digest is that of `before` where size and time tell that it holds."""
    try:
        status = path.stat()
        if mark := content_mark(path):
            return Seen(status.st_size, status.st_mtime_ns, digest_bytes(mark.encode()), time.time_ns())
        if before and (before.size, before.changed) == (status.st_size, status.st_mtime_ns) and _is_settled(before):
            return before
        return Seen(status.st_size, status.st_mtime_ns, digest_bytes(path.read_bytes()), time.time_ns())
    except OSError:
        return ABSENT


def see_named(path: Path, digest: str) -> Seen:
    """Return a file of our own as it was just named: that it was written a moment ago is no reason to doubt it."""
    if isinstance(path, StoredPath):
        return see_file(path)
    try:
        status = path.stat()
    except OSError:
        return ABSENT
    return Seen(status.st_size, status.st_mtime_ns, digest, time.time_ns() + UNSETTLED)


def digest_content(path: Path) -> str:
    """Return the digest of a file's bytes, empty where there is none."""
    try:
        return digest_bytes(path.read_bytes())
    except OSError:
        return ""


def _is_settled(seen: Seen) -> bool:
    return seen.seen - seen.changed > UNSETTLED


def input_paths(article: Path, pictures: Iterable[str], options: Options) -> tuple[Path, ...]:
    """Return the files besides the article itself that its editions depend on, whether they are there or not."""
    glossary = options.filters.glossary
    beside = {article.parent / name for name in pictures if _is_file_name(name)}
    fixed = [decisions_path(article), *([glossary] if glossary else []), *_cover(options)]
    return tuple(dict.fromkeys([*fixed, *sorted(beside)]))


def _cover(options: Options) -> list[Path]:
    return [options.outputs.cover] if options.outputs.cover else []


def _is_file_name(name: str) -> bool:
    return "\0" not in name and not name.startswith("data:") and "://" not in name


def take_fingerprint(source: Seen, beside: Iterable[Seen], options: Options, related: str = "") -> dict[str, str]:
    """Return the parts of a fingerprint; `related` is the digest of what related articles say."""
    return {
        "source": source.digest,
        "beside": digest_bytes("\n".join(seen.digest for seen in beside).encode()),
        "related": related,
        "options": _options_digest(options),
        "theme": theme_digest(options.outputs.theme),
        "fonts": fonts_digest(),
        "version": version(),
    }


def first_difference(before: Mapping[str, str], now: Mapping[str, str]) -> str | None:
    """Return why an edition is made again, or None where nothing changed."""
    return next((REASONS[part] for part, value in now.items() if before.get(part, "") != value), None)


@cache
def _options_digest(options: Options) -> str:
    # What the press is told decides which editions are made, not how they look.
    return digest_bytes(repr((options.source, options.filters, options.outputs)).encode())


@cache
def theme_digest(name: str) -> str:
    """Return the digest of all files of a theme and of those it extends."""
    from kanben.outputs.themes import load_theme

    digest = hashlib.sha256()
    for folder in load_theme(name).folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:LENGTH]


@cache
def fonts_digest() -> str:
    """Return the digest of the list of installed fonts, with versions; empty where fontconfig is missing."""
    from kanben.outputs.fonts import run_fc_list
    from kanben.source.errors import ToolError

    try:
        return digest_bytes("\n".join(sorted(run_fc_list("--format", "%{file} %{fontversion}\n").split("\n"))).encode())
    except ToolError:
        return ""


def version() -> str:
    """Return the version of kanben, and the date that `SOURCE_DATE_EPOCH` gives its editions."""
    return f"{_installed()} {os.environ.get('SOURCE_DATE_EPOCH', '')}".strip()


@cache
def _installed() -> str:
    from importlib.metadata import version as installed

    return installed("kanben")
