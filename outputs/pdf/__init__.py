"""PDF by WeasyPrint, with Chinese lines composed by kanben."""

from __future__ import annotations

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from kanben.outputs.fonts import font_notices, glyph_notices, resolve_faces
from kanben.outputs.html import write_html
from kanben.outputs.options import OutputOptions
from kanben.outputs.themes import Theme, load_theme
from kanben.outputs.written import Written
from kanben.source.article import Article

from .fetcher import OwnFetcher, picture_address
from .log import characters_without_glyph, collected_log
from .metadata import edition_metadata
from .page import fixed_css, page_html
from .pictures import place_pictures
from .titles import balance_titles
from .type_area import type_area

ARCHIVE_AND_ACCESS = "pdf/a-2u+ua-1"


def write_pdf(article: Article, options: OutputOptions) -> Written:
    """Return the article as a PDF: paged, tagged, with bookmarks, metadata and embedded subset fonts."""
    theme = load_theme(options.theme)
    area = type_area(theme.page, options.paper)
    html = write_html(article, notes_at_foot=True, picture_address=picture_address)
    body, picture_notices = place_pictures(html, article.pictures, area)
    fetcher = OwnFetcher(article.pictures, theme.folders)
    own = CSS(string=fixed_css(theme, area, article.lang, body))
    fonts = FontConfiguration()
    sheets = [own, *_theme_sheets(theme, fetcher, fonts)]
    with collected_log() as log:
        page = HTML(string=_page(article, theme, body), url_fetcher=fetcher)
        document = page.render(font_config=fonts, stylesheets=sheets)
        both = options.pdf_variant == ARCHIVE_AND_ACCESS
        document.metadata = edition_metadata(article, also_ua=both)
        data = document.write_pdf(pdf_variant="pdf/a-2u" if both else options.pdf_variant, pdf_tags=True)
    notices = [
        *font_notices(resolve_faces(theme.fonts, article.lang), theme.options.get("roles", ("Song", "Kai", "Hei"))),
        *picture_notices,
        *glyph_notices(characters_without_glyph(log), article.text),
    ]
    return Written(data, tuple(notices), len(document.pages))


def _page(article: Article, theme: Theme, body: str) -> str:
    html = page_html(article, body, tuple(theme.options.get("front-matter", ())))
    return balance_titles(html, int(theme.options.get("title-characters", 17)))


def _theme_sheets(theme: Theme, fetcher: OwnFetcher, fonts: FontConfiguration) -> list[CSS]:
    return [
        CSS(string=sheet.text, base_url=f"{sheet.folder.as_uri()}/", url_fetcher=fetcher, font_config=fonts)
        for sheet in theme.pdf_css
    ]
