"""Front matter of a book: half-title, title page, imprint, contents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType

from kanben.outputs.dates import printed_date
from kanben.outputs.html import split_title
from kanben.outputs.terms import term
from kanben.source.article import Article, Author


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: what it says, whose it is, the identifier it leads to, its level from 1."""

    text: str
    identifier: str
    level: int = 1
    by: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """What the front matter says: title as printed lines, people, lines of the imprint, contents, illustrations."""

    titles: tuple[str, ...]
    lang: str
    authors: tuple[Author, ...] = ()
    imprint: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    illustrations: tuple[Entry, ...] = ()

    @property
    def title(self) -> str:
        """The title in one line."""
        return "\u3000".join(self.titles)


def book_of(article: Article, entries: tuple[Entry, ...]) -> Book:
    """Return an article as a book of its own."""
    titles = article.titles or (article.path.stem,)
    return Book(titles, article.lang, article.authors, _imprint(article), entries)


def front_matter(book: Book, parts: tuple[str, ...]) -> str:
    """Return the named parts as HTML, each a `section` whose class is its name."""
    lang = escape(book.lang)
    sections = []
    for part in parts:
        inside = PARTS[part](book)
        if inside:
            sections.append(f'<section class="{part}" lang="{lang}">\n{inside}\n</section>')
    return "\n".join(sections)


def _half_title(book: Book) -> str:
    _, title, _ = split_title(book.titles)
    return "\n".join(f'<p><span class="line">{escape(line)}</span></p>' for line in title)


def _title_page(book: Book) -> str:
    kicker, title, subtitle = split_title(book.titles)
    lines = "<br/>".join(f'<span class="line">{escape(line)}</span>' for line in title)
    around = [("subtitle", subtitle), ("people", people(book))]
    return "\n".join(
        [
            *(_line("kicker", line) for line in kicker),
            f'<p class="title">{lines}</p>',
            *(_line(name, line) for name, lines in around for line in lines),
        ]
    )


def people(book: Book) -> tuple[str, ...]:
    """Return a line for each role with its people: 林园　著 becomes 作者　林园."""
    by_role: dict[str, list[str]] = {}
    for author in book.authors:
        by_role.setdefault(author.role, []).append(author.name)
    return tuple(f"{_role(role, book.lang)}{'、'.join(names)}" for role, names in by_role.items())


def _role(role: str, lang: str) -> str:
    try:
        return f"{term(role, lang)}\u3000"
    except KeyError:
        return ""


def _imprint(article: Article) -> tuple[str, ...]:
    lang = article.lang
    source = article.metadata.get("source")
    lines = [f"{term('source', lang)}\u3000{source}" if source else "", printed_date(article.date or "", lang)]
    return tuple(line for line in lines if line)


def _imprint_page(book: Book) -> str:
    lines = [("name", book.title), *(("", line) for line in (*people(book), *book.imprint))]
    return "\n".join(_line(name, line) for name, line in lines)


def _contents(book: Book) -> str:
    return _list_of(book.entries, term("contents", book.lang)) if book.entries else ""


def _illustrations(book: Book) -> str:
    return _list_of(book.illustrations, term("illustrations", book.lang)) if book.illustrations else ""


def _list_of(entries: tuple[Entry, ...], title: str) -> str:
    lines = [
        f'<p class="level-{entry.level + 1}"><a href="#{escape(entry.identifier)}">{escape(entry.text)}'
        + (f'<span class="by">{escape(entry.by)}</span>' if entry.by else "")
        + "</a></p>"
        for entry in entries
    ]
    return "\n".join([_line("contents-title", title), *lines])


def _line(name: str, text: str) -> str:
    return f'<p class="{name}">{escape(text)}</p>' if name else f"<p>{escape(text)}</p>"


PARTS: Mapping[str, Callable[[Book], str]] = MappingProxyType(
    {
        "half-title": _half_title,
        "title-page": _title_page,
        "imprint": _imprint_page,
        "contents": _contents,
        "illustrations": _illustrations,
    }
)
"""How each part of the front matter is written, by the name themes call it."""
