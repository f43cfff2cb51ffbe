"""What a package is made of: one article, or the articles of a volume."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kanben.outputs.html import split_title
from kanben.outputs.terms import term
from kanben.outputs.written import PrintedPage
from kanben.source.article import Article, Author
from kanben.source.volume import Chapter, IndexedName, Volume


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page of the printed edition begins: its label, the chapter, and how many words stand before it there.

    A word is a Han character, letter or digit of the chapter's text, notes not counted.
    """

    label: str
    chapter: int
    words: int


@dataclass(frozen=True, slots=True)
class Book:
    """A book: titles as printed lines, people, language, chapters, and what else its package document says.

    `more` holds further metadata by the names that pandoc gives them: identifier, publisher, rights, description,
    subject, belongs-to-collection, group-position. `imprint` and `index` are those of a volume. `pages` are the pages of a
    printed edition of the same text.
    """

    titles: tuple[str, ...]
    authors: tuple[Author, ...]
    lang: str
    chapters: tuple[Chapter, ...]
    date: str | None = None
    source: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    imprint: tuple[str, ...] = ()
    index: tuple[IndexedName, ...] = ()
    collected: bool = False
    pages: tuple[PageStart, ...] = ()

    @property
    def main_title(self) -> str:
        """The title without kicker and subtitle, in one line."""
        return "\u3000".join(split_title(self.titles)[1]) or term("untitled", self.lang)

    @property
    def subtitle(self) -> str:
        """The subtitle in one line, empty where there is none."""
        return "\u3000".join(split_title(self.titles)[2])

    @property
    def kicker(self) -> str:
        """The kicker in one line, empty where there is none."""
        return "\u3000".join(split_title(self.titles)[0])


def page_starts(printed: Sequence[PrintedPage]) -> tuple[PageStart, ...]:
    """Return where printed pages begin; pages without words of the text are front matter."""
    starts: list[PageStart] = []
    before: Counter[int] = Counter()
    for page in printed:
        if page.words:
            chapter, _ = page.words[0]
            starts.append(PageStart(page.label, chapter, before[chapter]))
        before.update(dict(page.words))
    return tuple(starts)


MORE = ("identifier", "publisher", "rights", "description", "subject", "belongs-to-collection", "group-position")
"""Metadata of an article that go into the package document as they are."""


def book_of(article: Article, pages: Sequence[PageStart] = ()) -> Book:
    """Return the book that holds one article."""
    metadata = article.metadata
    return Book(
        titles=article.titles or (article.path.stem,),
        authors=article.authors,
        lang=article.lang,
        chapters=(Chapter(article),),
        date=article.date,
        source=str(metadata.get("source") or ""),
        more={key: metadata[key] for key in MORE if metadata.get(key)},
        pages=tuple(pages),
    )


def book_of_volume(volume: Volume, pages: Sequence[PageStart] = ()) -> Book:
    """Return the book that holds the articles of a volume."""
    return Book(
        titles=volume.titles or (term("untitled", volume.lang),),
        authors=volume.authors,
        lang=volume.lang,
        chapters=volume.chapters,
        date=volume.date,
        source=volume.source,
        more={key: volume.more[key] for key in MORE if volume.more.get(key)},
        imprint=volume.imprint,
        index=volume.index,
        collected=True,
        pages=tuple(pages),
    )
