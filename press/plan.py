"""The plan of a run: which articles, and under which names their editions will stand."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kanben.source.errors import KanbenError, MissingInput
from kanben.source.notices import Notice, NoticeCode
from kanben.source.related import NOTHING, Related

from .storage import StoredPath, find_matches

LEDGER = PurePosixPath(".kanben/ledger.sqlite")
"""Where an output folder's ledger stands."""
REPORT = ("index.html", "report.json")
"""The files of the report."""
SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".epub", ".odt")
"""What an article's file may end in."""
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
"""Names that Windows keeps for devices."""
REFUSED = set('<>:"/\\|?*')
LONGEST = 180
"""Longest stem in UTF-8 bytes: most file systems end at 255 with suffix and script."""


@dataclass(frozen=True, slots=True)
class Job:
    """One article to publish: its file, and the path of its editions below the output folder, without suffix.

    `related` is what the other articles of its folder say of it.
    """

    path: Path
    stem: PurePosixPath
    notices: tuple[Notice, ...] = ()
    related: Related = NOTHING


@dataclass(frozen=True, slots=True)
class Plan:
    """The jobs of a run, and the arguments that name nothing."""

    jobs: tuple[Job, ...]
    errors: tuple[KanbenError, ...] = ()


def plan_jobs(inputs: Iterable[Path], below: Path | None = None, corrected: bool = True) -> Plan:
    """Return the jobs for files, folders and globs, each article once, in a stable order.

    Folders are searched to the bottom; hidden ones, the output folder `below` and editions of earlier runs are left out. With `corrected`, the
    normalised Markdown beside a source stands for it. An argument that names nothing is an error beside the jobs.
    """
    taken: set[str] = set()
    jobs: dict[Path, Job] = {}
    errors: list[KanbenError] = []
    for given in inputs:
        try:
            for path, folder in _find_articles(given, below, corrected):
                if path not in jobs:
                    jobs[path] = _name_job(path, folder, taken)
        except KanbenError as exc:
            errors.append(exc)
    return Plan(tuple(jobs.values()), tuple(errors))


def _find_articles(given: Path, below: Path | None, corrected: bool) -> Iterator[tuple[Path, PurePosixPath]]:
    """Yield every article that one argument names, with its folder relative to that argument."""
    choose = _corrected if corrected else _as_named
    if given.is_dir():
        paths = list(given.rglob("*"))
        made = _made_parts(given, below) | _other_editions(given, paths, below)
        found = sorted(p for p in paths if _is_article(p, given, made))
        if not found:
            remedy = f"name a folder with {' '.join(SUFFIXES)} files"
            raise MissingInput("no article in this folder", given, remedy)
        for path in dict.fromkeys(choose(path) for path in found):
            yield path, PurePosixPath(*path.parent.relative_to(given).parts)
    elif given.exists():
        yield choose(given), PurePosixPath()
    else:
        matches = find_matches(given)
        if not matches:
            raise MissingInput("no such file or folder", given, "check the name")
        for match in matches:
            yield from _find_articles(match, below, corrected)


def _is_article(path: Path, root: Path, made: frozenset[tuple[str, ...]]) -> bool:
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return False
    parts = path.relative_to(root).parts
    if made and any(parts[:length] in made for length in range(1, len(parts) + 1)):
        return False
    return not any(part.startswith(".") for part in parts)


def _made_parts(root: Path, below: Path | None) -> frozenset[tuple[str, ...]]:
    """Return what lies below a folder and was made by kanben: its output folder, or where that holds the folder, files."""
    if below is None:
        return frozenset()
    top, output = root.resolve(), below.resolve()
    if output != top and output.is_relative_to(top):
        return frozenset({output.relative_to(top).parts})
    if not top.is_relative_to(output):
        return frozenset()
    files = (output / name for name in made_files(below))
    return frozenset(file.relative_to(top).parts for file in files if file.is_relative_to(top))


def _other_editions(root: Path, paths: Iterable[Path], below: Path | None) -> frozenset[tuple[str, ...]]:
    """Return what earlier runs made in the other output folders that stand below a folder."""
    own = below.resolve() if below else None
    outputs = [path.parent.parent for path in paths if path.parts[-2:] == LEDGER.parts]
    outputs = [output for output in outputs if output.resolve() != own]
    return frozenset((output / name).relative_to(root).parts for output in outputs for name in made_files(output))


def made_files(output: Path) -> tuple[str, ...]:
    """Return the names, from the output folder, of the files that earlier runs made there."""
    if not (output / LEDGER).is_file():
        return ()
    connection = _open_to_read(output)
    try:
        return (*REPORT, *(path for (path,) in connection.execute("SELECT path FROM editions")))
    except sqlite3.Error:  # what is wrong with it is said when it is opened to be written
        return REPORT
    finally:
        connection.close()


def _open_to_read(output: Path) -> sqlite3.Connection:
    if isinstance(output, StoredPath):
        from .ledger_copy import open_to_read

        return open_to_read(output)
    return sqlite3.connect(f"{(output / LEDGER).resolve().as_uri()}?mode=ro", uri=True)


def _as_named(path: Path) -> Path:
    return path


def _corrected(path: Path) -> Path:
    """Return the normalised Markdown beside a source, which is then the article, or the path itself."""
    from kanben.source.markdown import is_normalized

    beside = path.with_suffix(".md")
    return beside if beside != path and beside.is_file() and is_normalized(beside) else path


def _name_job(path: Path, folder: PurePosixPath, taken: set[str]) -> Job:
    """Return the job under a name that no other has; the reader is told where it is not the file's own."""
    name = safe_name(path.stem)
    where = PurePosixPath(*(safe_name(part) for part in folder.parts))
    stem, number = where / name, 1
    while _folded(stem) in taken:
        number += 1
        stem = where / f"{name}-{number}"
    taken.add(_folded(stem))
    if stem.name == path.stem:
        return Job(path, stem)
    message = f"the editions are named {stem.name}: the name of {path.name!r} is taken, or refused by some systems"
    return Job(path, stem, (Notice(NoticeCode.FILE_NAME, message),))


def _folded(stem: PurePosixPath) -> str:
    # Some systems fold case and normal forms, so two names that differ only there are one.
    return unicodedata.normalize("NFC", str(stem)).casefold()


def safe_name(name: str) -> str:
    """Return a file name that every system accepts and a person can read.

    >>> safe_name("石桥记: 上/下"), safe_name("CON"), safe_name("..")
    ('石桥记_ 上_下', 'CON_', '_')
    """
    kept = "".join("_" if c in REFUSED or _is_invisible(c) else c for c in unicodedata.normalize("NFC", name))
    kept = kept.strip(" .") or "_"
    while len(kept.encode()) > LONGEST:
        kept = kept[:-1]
    return f"{kept}_" if kept.split(".")[0].lower() in RESERVED else kept


def _is_invisible(character: str) -> bool:
    # Control, format (bidi overrides), surrogate, private and unassigned characters.
    return unicodedata.category(character)[0] == "C" or character in "\u2028\u2029"
