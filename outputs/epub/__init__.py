"""EPUB 3.3: content documents, navigation, package document, cover, in one container."""

from __future__ import annotations

from collections.abc import Sequence

from kanben.outputs.options import OutputOptions
from kanben.outputs.themes import load_theme
from kanben.outputs.written import Written
from kanben.source.article import Article
from kanben.source.volume import Volume

from .accessibility import assess_book
from .book import Book, PageStart, book_of, book_of_volume, page_starts
from .container import write_container
from .contents import book_navigation, spine_documents
from .embedding import embed_faces
from .front import cover_members
from .metadata import book_identifier, metadata_element
from .navigation import write_ncx
from .package import Package, package_document
from .pictures import PictureStore
from .style import style_sheet
from .vertical import set_vertical

__all__ = ["Book", "PageStart", "package_book", "page_starts", "write_epub", "write_volume"]


def write_epub(article: Article, options: OutputOptions, pages: Sequence[PageStart] = ()) -> Written:
    """Return the article as an EPUB. `pages` say where the pages of a printed edition begin."""
    return package_book(book_of(article, pages), options)


def write_volume(volume: Volume, options: OutputOptions, pages: Sequence[PageStart] = ()) -> Written:
    """Return a volume of articles as one EPUB. `pages` say where the pages of a printed edition begin."""
    return package_book(book_of_volume(volume, pages), options)


def package_book(book: Book, options: OutputOptions) -> Written:
    """Return a book of one article or many as an EPUB, with notices for what its making could not settle."""
    theme = load_theme(options.theme)
    pictures = PictureStore()
    chapters, entries, pages = spine_documents(book, pictures)
    cover = cover_members(book, theme, options.cover)
    spine = [cover.document, *chapters]
    found, notices = assess_book(spine, pictures, book.lang, bool(pages), options.vertical)
    embedded = embed_faces(theme, book.lang, spine, options.embed_fonts)
    navigation = book_navigation(book, spine, entries, pages)
    spine.insert(3 if book.imprint else 2, navigation)
    if options.vertical:
        for document in spine[1:]:
            set_vertical(document.body)
    files = {document.name: document.xhtml(options.vertical) for document in spine}
    identifier = book_identifier(book, ("".join(document.body.itertext()) for document in chapters))
    languages = {language for document in spine for language in document.languages()}
    css = style_sheet(theme, book.lang, languages, embedded.families) + embedded.css
    resources = {
        "toc.ncx": write_ncx(entries, identifier, book.main_title, book.lang),
        "book.css": css.encode(),
        **cover.members,
        **pictures.members,
        **embedded.members,
    }
    package = Package(spine, tuple(resources), cover.picture, book.lang, options.vertical)
    opf = package_document(package, metadata_element(book, identifier, found))
    data = write_container({"package.opf": opf, **files, **resources})
    return Written(data, (*notices, *cover.notices, *embedded.notices), cover=cover.drawn)
