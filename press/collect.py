"""Bind articles into one volume and publish it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import tomlkit

from kanben.source.article import Article
from kanben.source.errors import MissingInput, UsageError, reason_of
from kanben.source.notices import Notice
from kanben.source.volume import Chapter, IndexedName, Volume, chapter_prefix

from .book_file import BookFile, PlannedChapter, read_book_file
from .engine import Outcome
from .files import write_file
from .options import Options
from .plan import Job, plan_jobs, safe_name
from .publish import Published, edition_path
from .related import Neighbours

Loader = Callable[[Path], Options]


def publish_volume(path: Path, load: Loader, tell: Callable[[str], None] = lambda stage: None) -> Outcome:
    """Publish the volume that a book file describes in every format asked for; `tell` hears what is being done."""
    from kanben.outputs import bind_editions

    begun = time.perf_counter()
    book = read_book_file(path)
    options = load(path.parent)
    volume = bind_volume(book, options, tell)
    job = Job(path, PurePosixPath(safe_name(path.stem)))
    notices = [notice for chapter in volume.chapters for notice in _named(chapter.article)]
    written = bind_editions(volume, options.outputs, options.press.to, lambda name: tell(f"making the {name.upper()}"))
    files = {edition_path(job, options, name): result.data for name, result in written.items()}
    if options.press.check:
        from .check import verify_editions

        tell("checking the editions")
        verify_editions(volume, files)
    for target, data in files.items():
        write_file(target, data)
    notices += [notice for result in written.values() for notice in result.notices]
    pages = next((result.pages for result in written.values() if result.pages), None)
    edits = sum(len(chapter.article.edits) for chapter in volume.chapters)
    seconds = time.perf_counter() - begun
    published = Published(path, volume.title, tuple(files), tuple(notices), edits, pages, seconds)
    return Outcome(job, published, reason="a volume")


def bind_volume(book: BookFile, options: Options, tell: Callable[[str], None]) -> Volume:
    """Read every article and return the volume in the edition's script, with cross-references and index."""
    from kanben.filters.cross_references import link_articles

    numbers = {Path(os.path.abspath(chapter.job.path)): n for n, chapter in enumerate(book.chapters, 1)}
    chapters = []
    neighbours = Neighbours()
    for number, chapter in enumerate(book.chapters, 1):
        tell(f"reading article {number} of {len(book.chapters)}")
        article = link_articles(_edition(chapter, options, neighbours), numbers)
        chapters.append(Chapter(article, chapter.part, chapter.kind))
    titled = _front_matter(book, options, chapters[0].article.lang)
    parts = _converted([chapter.part for chapter in chapters], options, titled.lang)
    chapters = [replace(chapter, part=part) for chapter, part in zip(chapters, parts, strict=True)]
    return replace(titled, chapters=tuple(chapters), index=_index(book, chapters))


def _edition(chapter: PlannedChapter, options: Options, neighbours: Neighbours) -> Article:
    from kanben.filters import apply_passes
    from kanben.source.decisions import read_decisions
    from kanben.source.read import read_article

    path = chapter.job.path
    article = read_article(path, options.source, neighbours.of(path, options))
    article = replace(article, decisions=read_decisions(path, options.filters.glossary))
    edition = apply_passes(article, options.filters)
    if not edition.titles:
        edition.doc.metadata["title"] = path.stem  # contents and cross-references lead to a title
    return edition


def _front_matter(book: BookFile, options: Options, lang: str) -> Volume:
    """Return the volume without chapters: its words in the edition's script."""
    edition = lang if options.filters.script != "as-written" else book.lang or lang
    titles = _converted(book.titles, options, edition)
    names = _converted([author.name for author in book.authors], options, edition)
    imprint = _converted(book.imprint, options, edition)
    authors = tuple(replace(author, name=name) for author, name in zip(book.authors, names, strict=True))
    return Volume(tuple(titles), (), edition, authors, book.date, book.source, tuple(imprint), more=dict(book.more))


def _converted(texts: Sequence[str], options: Options, lang: str) -> list[str]:
    if options.filters.script == "as-written":
        return list(texts)
    from kanben.filters.conversion import convert
    from kanben.filters.editions import Edition

    edition = Edition.of(lang, options.filters.regional_vocabulary)
    return [convert(text, edition).output for text in texts]


def _index(book: BookFile, chapters: Sequence[Chapter]) -> tuple[IndexedName, ...]:
    """Mark the names of the book's glossary in every chapter; return them in the order of their code points."""
    from kanben.filters.index_of_names import mark_names

    if book.index is None:
        return ()
    names = _names(book.index)
    places: dict[str, list[str]] = {}
    for number, chapter in enumerate(chapters, 1):
        for name, found in mark_names(chapter.article, names).items():
            places.setdefault(name, []).extend(f"{chapter_prefix(number)}{place}" for place in found)
    return tuple(IndexedName(name, tuple(places[name])) for name in sorted(places))


def _names(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise MissingInput(f"the index's glossary cannot be read ({reason_of(exc)})", path, "save it as UTF-8") from exc
    columns = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return list(dict.fromkeys(cell.strip() for row in columns for cell in row[:2] if cell.strip()))


def _named(article: Article) -> list[Notice]:
    """Return the article's notices, each saying which article it is about."""
    return [replace(notice, message=f"{article.path.name}: {notice.message}") for notice in article.notices]


def write_first_book_file(folder: Path) -> Path:
    """Write `BOOK.toml` for a folder: every article in the order of its name, every folder below it a part."""
    target = folder / "BOOK.toml"
    if target.exists():
        raise UsageError("stands there already", target, "edit it, or move it away first")
    plan = plan_jobs([folder])
    for error in plan.errors:
        raise error
    document = tomlkit.document()
    document.add("title", folder.resolve().name)
    document.add("author", tomlkit.array())
    groups: dict[str, list[str]] = {}
    for job in plan.jobs:
        relative = job.path.relative_to(folder)
        groups.setdefault(relative.parent.as_posix(), []).append(relative.as_posix())
    document.add("articles", _lines(groups.pop(".", [])))
    parts = tomlkit.aot()
    for name, articles in groups.items():
        part = tomlkit.table()
        part.add("title", name)
        part.add("articles", _lines(articles))
        parts.append(part)
    if groups:
        document.add("part", parts)
    write_file(target, tomlkit.dumps(document).encode())
    return target


def _lines(names: list[str]) -> tomlkit.items.Array:
    array = tomlkit.array()
    array.extend(names)
    return array.multiline(len(names) > 1)
