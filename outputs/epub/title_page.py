"""Title page, imprint, part pages and index: what a book has beside its articles."""

from __future__ import annotations

from kanben.outputs.html import split_title
from kanben.outputs.terms import TERMS, term
from kanben.source.article import Author

from .book import Book
from .content import ContentDocument
from .elements import Element, append, element


def title_page(book: Book, name: str) -> ContentDocument:
    """Return the title page: kicker, title, subtitle, the names with what each did, source and date."""
    kicker, lines, subtitle = split_title(book.titles)
    parts = [element("p", line, class_="kicker") for line in kicker]
    parts.append(_heading(lines or (book.main_title,)))
    parts += [element("p", line, class_="subtitle") for line in subtitle]
    names = [element("p", line) for line in name_lines(book.authors, book.lang)]
    if names:
        parts.append(element("div", *names, class_="names"))
    origin = [text for text in (book.source, str(book.more.get("publisher") or ""), book.date or "") if text]
    if origin:
        parts.append(element("div", *(element("p", text) for text in dict.fromkeys(origin)), class_="origin"))
    section = element("section", *parts, epub_type="titlepage", class_="title-page", aria_labelledby="book-title")
    return ContentDocument(name, book.main_title, book.lang, element("body", section, epub_type="frontmatter"))


def _heading(lines: tuple[str, ...]) -> Element:
    heading = element("h1", id="book-title")
    for number, line in enumerate(lines):
        if number:
            heading.append(element("br"))
        heading.append(element("span", line, class_="line"))
    return heading


def name_lines(people: tuple[Author, ...], lang: str) -> list[str]:
    """Return a line for each role: the names, and what they did unless all are authors.

    >>> name_lines((Author("林园"), Author("王磊", "photographer")), "zh-Hans")
    ['林园', '王磊　摄影']
    """
    by_role: dict[str, list[str]] = {}
    for person in people:
        if person.name:
            by_role.setdefault(person.role, []).append(person.name)
    lines = []
    for role, names in by_role.items():
        named = "\u3000".join(dict.fromkeys(names))
        if role == "author":
            lines.append(named)
        else:
            lines.append(f"{named}\u3000{term(role, lang) if role in TERMS else role}")
    return lines


def part_page(text: str, name: str, lang: str) -> ContentDocument:
    """Return the page with which a part of a volume begins."""
    section = element("section", element("h1", text), epub_type="part", role="doc-part", class_="part", aria_label=text)
    return ContentDocument(name, text, lang, element("body", section, epub_type="bodymatter"))


def imprint_page(book: Book, name: str) -> ContentDocument:
    """Return the imprint page of a volume: title, people, and the lines that its book file gives."""
    lines = [book.main_title, *name_lines(book.authors, book.lang), *book.imprint]
    title = term("colophon", book.lang)
    parts = [element("p", line) for line in lines]
    section = element("section", *parts, epub_type="copyright-page", class_="imprint", aria_label=title)
    return ContentDocument(name, title, book.lang, element("body", section, epub_type="frontmatter"))


def index_page(book: Book, name: str) -> ContentDocument:
    """Return the index of names: each with links to its places, called by the number of the chapter."""
    title = term("index", book.lang)
    items = []
    for entry in book.index:
        item = element("li", entry.name)
        for place in entry.places:
            number = place.partition("-")[0].removeprefix("a")
            link = element("a", number, epub_type="index-locator", href=f"#{place}")
            append(item, "\u2002")
            item.append(link)
        items.append(item)
    heading = element("h1", title, id="index-title")
    listed = element("ul", *items, class_="index")
    section = element(
        "section",
        heading,
        listed,
        epub_type="index",
        role="doc-index",
        class_="index-page",
        aria_labelledby="index-title",
    )
    return ContentDocument(name, title, book.lang, element("body", section, epub_type="backmatter"))
