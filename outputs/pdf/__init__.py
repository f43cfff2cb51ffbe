"""PDF by WeasyPrint, with Chinese lines composed by kanben."""

from __future__ import annotations

from dataclasses import replace

from kanben.outputs.html import write_html
from kanben.outputs.options import OutputOptions
from kanben.outputs.themes import load_theme
from kanben.outputs.written import Written
from kanben.source.article import Article

from .edition import ARCHIVE_AND_ACCESS, Pages, print_pages
from .fetcher import picture_address
from .metadata import edition_metadata
from .page import page_html
from .pictures import place_pictures
from .style import release_fonts
from .titles import balance_titles
from .type_area import type_area
from .volume import write_volume

__all__ = ["release_fonts", "write_pdf", "write_volume"]


def write_pdf(article: Article, options: OutputOptions) -> Written:
    """Return the article as a PDF: paged, composed, tagged, with bookmarks, metadata and embedded subset fonts."""
    theme = load_theme(options.theme)
    area = type_area(theme.page, options.paper)
    html = write_html(article, paged=True, picture_address=picture_address)
    body, notices = place_pictures(html, article.pictures, area)
    page = page_html(article, body, tuple(theme.options.get("front-matter", ())))
    pages = Pages(
        html=balance_titles(page, area.title_characters(theme.options, theme.page)),
        metadata=edition_metadata(article, also_ua=options.pdf_variant == ARCHIVE_AND_ACCESS, dated=options.press),
        pictures=article.pictures,
        text=article.text,
        lang=article.lang,
    )
    written = print_pages(pages, theme, area, options)
    return replace(written, notices=(*notices, *written.notices))
