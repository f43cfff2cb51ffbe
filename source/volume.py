"""The Volume: articles bound as one book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .article import Article, Author

CROSS_REFERENCE = "article:"
"""Scheme of the address of a place in another chapter: `article:a2-title`; each writer turns it into its own."""
TITLE = "title"
"""Identifier of an article's title, without its chapter's prefix."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One article of a volume.

    `part` is the title of the part that begins with it, empty elsewhere; `kind` its structural semantic (EPUB
    Structural Semantics Vocabulary: chapter, preface, afterword, appendix).
    """

    article: Article
    part: str = ""
    kind: str = "chapter"


@dataclass(frozen=True, slots=True)
class IndexedName:
    """A name of the index: how it is spelt in the volume, and the identifiers of the places where it stands."""

    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """Articles in order, and what the front matter says.

    `titles` are the title's printed lines (kicker, title, subtitle). `imprint` are the lines of the imprint page besides
    title and people. `more` holds further metadata by the names that pandoc gives them: identifier, publisher, rights,
    description, subject, belongs-to-collection, group-position. `index` lists names with their places, which are spans of
    class `index-mark` in the chapters.
    """

    titles: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    lang: str = "zh-Hans"
    authors: tuple[Author, ...] = ()
    date: str | None = None
    source: str = ""
    imprint: tuple[str, ...] = ()
    index: tuple[IndexedName, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title in one line."""
        return "\u3000".join(self.titles)

    @property
    def levels(self) -> tuple[int, ...]:
        """The level of each chapter in the contents: 2 inside a part, else 1."""
        inside, levels = False, []
        for chapter in self.chapters:
            inside = chapter.kind == "chapter" and (inside or bool(chapter.part))
            levels.append(2 if inside else 1)
        return tuple(levels)

    def prefixed(self) -> Iterator[tuple[str, Chapter]]:
        """Yield the chapters, each with the prefix of its identifiers."""
        for number, chapter in enumerate(self.chapters, 1):
            yield chapter_prefix(number), chapter


def chapter_prefix(number: int) -> str:
    """Return what stands before every identifier of a chapter in the volume; chapters count from 1.

    >>> chapter_prefix(3)
    'a3-'
    """
    return f"a{number}-"
