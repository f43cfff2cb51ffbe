"""The order of a book: its files as they are read, and what its contents list."""

from __future__ import annotations

from collections.abc import Sequence

from kanben.outputs.terms import term
from kanben.source.volume import chapter_prefix

from .book import Book
from .content import ContentDocument, Heading, chapter_bodies, chapter_documents
from .links import settle_links
from .navigation import Landmark, Navigation, navigation_document
from .package import NAVIGATION
from .page_breaks import mark_page_breaks
from .pictures import PictureStore
from .title_page import imprint_page, index_page, part_page, title_page

TITLE_PAGE = "title.xhtml"


def spine_documents(
    book: Book, pictures: PictureStore
) -> tuple[list[ContentDocument], list[Heading], list[tuple[str, str]]]:
    """Return the title page and the files of all chapters, the entries of the contents, and the printed pages."""
    documents = [title_page(book, TITLE_PAGE)]
    if book.imprint:
        documents.append(imprint_page(book, "imprint.xhtml"))
    entries: list[Heading] = []
    pages: list[tuple[str, str]] = []
    digits = len(str(len(book.chapters)))
    prefixes = [chapter_prefix(number) if book.collected else "" for number in range(1, len(book.chapters) + 1)]
    articles = [(prefix, chapter.article) for prefix, chapter in zip(prefixes, book.chapters, strict=True)]
    bodies = chapter_bodies(articles, pictures)
    for number, (chapter, body) in enumerate(zip(book.chapters, bodies, strict=True), 1):
        name = "text" if len(book.chapters) == 1 else f"text-{number:0{digits}d}"
        if chapter.part:
            page = part_page(chapter.part, f"part-{number:0{digits}d}.xhtml", book.lang)
            documents.append(page)
            entries.append(Heading(chapter.part, page.name, 0))
        files = chapter_documents(chapter.article, body, name, chapter.kind)
        pages += mark_page_breaks(files, [start for start in book.pages if start.chapter == number - 1])
        below = [heading for file in files for heading in file.headings]
        entry = Heading(files[0].title, files[0].name, 1, below)
        (entries[-1].below if entries and entries[-1].level == 0 else entries).append(entry)
        documents += files
    if book.index:
        documents.append(index_page(book, "index.xhtml"))
        entries.append(Heading(term("index", book.lang), "index.xhtml", 1))
    settle_links(documents)
    return documents, entries, pages


def book_navigation(
    book: Book, spine: Sequence[ContentDocument], entries: list[Heading], pages: list[tuple[str, str]]
) -> ContentDocument:
    """Return the navigation document, which is also the contents page of the book."""
    first = next(document for document in spine if document.name.startswith("text"))
    landmarks = [
        Landmark("cover", term("cover", book.lang), spine[0].name),
        Landmark("titlepage", term("title-page", book.lang), TITLE_PAGE),
        Landmark("toc", term("contents", book.lang), f"{NAVIGATION}#toc"),
        Landmark("bodymatter", term("text", book.lang), first.name),
        *([Landmark("index", term("index", book.lang), "index.xhtml")] if book.index else []),
    ]
    navigation = Navigation(entries, landmarks, pages, _authors(book, entries))
    return navigation_document(navigation, NAVIGATION, book.lang)


def _authors(book: Book, entries: Sequence[Heading]) -> dict[str, str]:
    """Return the names to print behind each title in the contents of a volume."""
    if not book.collected:
        return {}
    chapters = [entry for top in entries for entry in (top.below if top.level == 0 else [top])]
    names = ["、".join(dict.fromkeys(a.name for a in c.article.authors if a.role == "author")) for c in book.chapters]
    return {entry.address: name for entry, name in zip(chapters, names, strict=False) if name}
