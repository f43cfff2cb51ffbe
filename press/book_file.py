"""`BOOK.toml`: what a volume is made of."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kanben.source.article import Author
from kanben.source.errors import InputError, MissingInput, UsageError, reason_of

from .plan import Job, plan_jobs

MORE = ("identifier", "publisher", "rights", "description", "subject")
"""Keys that go into the metadata of the volume as they are."""
KEYS = frozenset(
    {"title", "author", "lang", "date", "source", "imprint", "preface", "afterword", "articles", "part", "index"}
    | {"series", "number", *MORE}
)


@dataclass(frozen=True, slots=True)
class PlannedChapter:
    """An article of the volume with the part that begins with it and its structural semantic."""

    job: Job
    part: str = ""
    kind: str = "chapter"


@dataclass(frozen=True, slots=True)
class BookFile:
    """A volume as its file describes it; `index` is a glossary whose first column has the names."""

    path: Path
    titles: tuple[str, ...]
    chapters: tuple[PlannedChapter, ...]
    authors: tuple[Author, ...]
    lang: str | None
    date: str | None
    source: str
    imprint: tuple[str, ...]
    index: Path | None
    more: Mapping[str, Any]


def read_book_file(path: Path) -> BookFile:
    """Return what a book file says. Raises `KanbenError` naming the file and the key that does not fit."""
    table = _read_table(path)
    unknown = sorted(set(table) - KEYS)
    if unknown:
        raise UsageError(f"unknown key `{unknown[0]}`", path, f"known keys: {', '.join(sorted(KEYS))}")
    titles = _strings(table, "title", path)
    if not titles:
        raise UsageError("the volume has no title", path, 'add title = "…"')
    chapters = tuple(_chapters(table, path))
    if not chapters:
        raise MissingInput("the volume has no articles", path, 'add articles = ["…"]')
    more = {key: table[key] for key in MORE if key in table}
    if "series" in table:
        more |= {"belongs-to-collection": table["series"], "group-position": table.get("number", "")}
    return BookFile(
        path=path,
        titles=titles,
        chapters=chapters,
        authors=tuple(_authors(table.get("author", []), path)),
        lang=_text(table, "lang", path),
        date=_text(table, "date", path),
        source=_text(table, "source", path) or "",
        imprint=_strings(table, "imprint", path),
        index=path.parent / str(table["index"]) if table.get("index") else None,
        more=more,
    )


def _read_table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as exc:
        raise MissingInput("no such file", path, "write one with `kanben collect --init DIR`") from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(f"cannot be read ({reason_of(exc)})", path, "save it as UTF-8") from exc
    except tomllib.TOMLDecodeError as exc:
        raise UsageError(f"not valid TOML: {exc}", path, "mend the line it names") from exc


def _chapters(table: Mapping[str, Any], path: Path) -> Iterator[PlannedChapter]:
    """Yield the chapters in order: preface, articles, the articles of the parts, afterword."""
    yield from _of_kind(_strings(table, "preface", path), path, "preface")
    yield from _of_kind(_strings(table, "articles", path), path)
    parts = table.get("part", [])
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise UsageError("`part` cannot be read", path, "write [[part]] with title and articles")
    for part in parts:
        title = _text(part, "title", path) or ""
        for chapter in _of_kind(_strings(part, "articles", path), path):
            yield PlannedChapter(chapter.job, title)
            title = ""  # the part begins with its first article
    yield from _of_kind(_strings(table, "afterword", path), path, "afterword")


def _of_kind(names: tuple[str, ...], path: Path, kind: str = "chapter") -> Iterator[PlannedChapter]:
    for name in names:
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise UsageError(f"`{name}` is not below the book file", path, "move the article beside it")
        plan = plan_jobs([path.parent / name])
        for error in plan.errors:
            raise type(error)(f"{error.what}: {name}", path, error.remedy)
        yield from (PlannedChapter(job, kind=kind) for job in plan.jobs)


def _strings(table: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    value = table.get(key, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UsageError(f"`{key}` cannot be {value!r}", path, "give text, or a list of texts")
    return tuple(value)


def _text(table: Mapping[str, Any], key: str, path: Path) -> str | None:
    value = table.get(key)
    if isinstance(value, dict | list | bool):
        raise UsageError(f"`{key}` cannot be {value!r}", path, "give text")
    return None if value is None else str(value)


def _authors(value: Any, path: Path) -> Iterator[Author]:
    for person in value if isinstance(value, list) else [value]:
        if isinstance(person, str):
            yield Author(person, "editor")
        elif isinstance(person, dict) and isinstance(person.get("name"), str):
            yield Author(person["name"], str(person.get("role", "editor")))
        else:
            raise UsageError(f"`author` cannot be {person!r}", path, 'give a name or {name = "…", role = "editor"}')
