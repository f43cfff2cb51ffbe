"""From the page as HTML to the bytes of a PDF: layout, composition, variant, press, booklet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from weasyprint import HTML
from weasyprint.pdf import VARIANTS

from kanben.outputs.fonts import font_notices, glyph_notices, resolve_faces
from kanben.outputs.options import OutputOptions
from kanben.outputs.themes import StyleSheet, Theme
from kanben.outputs.written import Written
from kanben.source.article import Picture
from kanben.source.errors import UsageError

from .call_stack import with_room
from .drop_in_pictures import ROUNDS, move_figures
from .engine import CompositionSettings, composed_lines
from .engine.holes import find_holes
from .fetcher import OwnFetcher
from .imposition import impose_booklet
from .log import characters_without_glyph, collected_log
from .metadata import EditionMetadata
from .page import fixed_css
from .page_words import read_printed_pages
from .printing import (
    PAGE_CSS,
    VARIANT,
    ink_colours,
    leave_out_links,
    prepare_for_press,
    profile_notices,
    system_profile,
)
from .style import parse_cascade
from .type_area import POINTS, TypeArea

ARCHIVE_AND_ACCESS = "pdf/a-2u+ua-1"
"""Our name for PDF/A-2u and PDF/UA-1 together, which WeasyPrint has no name for."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What is to be printed: the whole page as HTML, its metadata, its pictures, the text that notices refer to."""

    html: str
    metadata: EditionMetadata
    pictures: Mapping[str, Picture]
    text: str
    lang: str


@with_room
def print_pages(pages: Pages, theme: Theme, area: TypeArea, options: OutputOptions) -> Written:
    """Return the PDF of the pages, with a notice for each missing font and character."""
    variant = _variant(options)
    faces = resolve_faces(theme.fonts, pages.lang)
    profile = (options.output_profile or system_profile()) if options.press else None
    with collected_log() as log, composed_lines(_settings(theme, options)):
        document = _lay_out_pictures(pages, theme, area, options)
        document.metadata = pages.metadata
        if options.press:
            leave_out_links(document)
        data = document.write_pdf(
            pdf_variant=variant,
            pdf_tags=True,
            finisher=(lambda _, pdf: prepare_for_press(pdf, profile)) if options.press else None,
        )
    notices = [
        *font_notices(faces, theme.options.get("roles", ("Song", "Kai", "Hei"))),
        *glyph_notices(characters_without_glyph(log), pages.text),
        *(profile_notices(profile) if options.press else ()),
    ]
    printed = read_printed_pages(document)
    return Written(impose_booklet(data) if options.booklet else data, tuple(notices), len(document.pages), printed)


@with_room
def page_of_anchors(pages: Pages, theme: Theme, area: TypeArea, options: OutputOptions) -> dict[str, int]:
    """Return the page, counted from 0, on which each identifier stands."""
    with collected_log(), composed_lines(_settings(theme, options)):
        document = _lay_out(pages, theme, area, options)
    return {name: number for number, page in enumerate(document.pages) for name in page.anchors}


def _settings(theme: Theme, options: OutputOptions) -> CompositionSettings:
    return CompositionSettings(hanging_punctuation=_hanging(theme, options), **_composition(theme))


def _lay_out_pictures(pages: Pages, theme: Theme, area: TypeArea, options: OutputOptions) -> Any:
    """Lay the pages out; where the theme drops pictures in, again with those moved that left the foot of a column white."""
    document = _lay_out(pages, theme, area, options)
    for _ in range(ROUNDS if pages.pictures and theme.options.get("drop-in-pictures", False) else 0):
        html = move_figures(pages.html, find_holes(document.pages, area.line_height / POINTS["px"]), area)
        if html == pages.html:
            break
        pages = replace(pages, html=html)
        document = _lay_out(pages, theme, area, options)
    return document


def _lay_out(pages: Pages, theme: Theme, area: TypeArea, options: OutputOptions) -> Any:
    cascade = parse_cascade(_style_sheets(pages, theme, area, options), theme.folders)
    fetcher = OwnFetcher(pages.pictures, theme.folders, four_colours=options.press)
    html = HTML(string=pages.html, url_fetcher=fetcher)
    # The numbers of lists (`start`, `type`) are attributes, which WeasyPrint calls presentational hints.
    return html.render(font_config=cascade.fonts, stylesheets=cascade.sheets, presentational_hints=True)


def _variant(options: OutputOptions) -> str:
    """Return the variant by WeasyPrint's name. Raises `UsageError` for one that does not exist."""
    if options.press:
        return VARIANT
    if options.pdf_variant == ARCHIVE_AND_ACCESS:
        return "pdf/a-2u"
    if options.pdf_variant not in VARIANTS:
        known = ", ".join([ARCHIVE_AND_ACCESS, *(name for name in sorted(VARIANTS) if name.startswith("pdf/"))])
        raise UsageError(f"no PDF variant `{options.pdf_variant}`", "pdf-variant", f"name one of {known}")
    return options.pdf_variant


def _hanging(theme: Theme, options: OutputOptions) -> bool:
    return options.hanging_punctuation or bool(theme.options.get("hanging-punctuation", False))


def _composition(theme: Theme) -> dict[str, Any]:
    gap = theme.options.get("latin-gap")
    return {} if gap is None else {"latin_gap": float(gap)}


def _style_sheets(pages: Pages, theme: Theme, area: TypeArea, options: OutputOptions) -> tuple[StyleSheet, ...]:
    """Return the cascade: type area and families, the theme with all it extends, then what the press asks for."""
    own = theme.folders[-1]
    return (
        StyleSheet(fixed_css(theme, area, pages.lang, pages.html), own),
        *(ink_colours(sheet) if options.press else sheet for sheet in theme.pdf_css),
        *([StyleSheet(PAGE_CSS, own)] if options.press and not options.booklet else []),
    )
