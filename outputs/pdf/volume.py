"""A volume as pages: front matter, contents, parts, chapters, index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape, unescape

from kanben.outputs.adaptation import PictureAddress
from kanben.outputs.dates import printed_date
from kanben.outputs.html import Fragment, write_fragments
from kanben.outputs.options import OutputOptions
from kanben.outputs.terms import term
from kanben.outputs.themes import load_theme
from kanben.outputs.written import Written
from kanben.source.article import Article, Picture
from kanben.source.notices import Notice
from kanben.source.volume import TITLE, Chapter, Volume

from .edition import ARCHIVE_AND_ACCESS, Pages, page_of_anchors, print_pages
from .fetcher import picture_address
from .front_matter import Book, Entry, front_matter
from .metadata import volume_metadata
from .page import TAG, head_opening, running_head, whole_page
from .pictures import place_pictures
from .titles import balance_titles
from .type_area import TypeArea, type_area

FRONT = ("half-title", "title-page", "imprint", "contents")
"""Parts of the front matter of a volume; the illustrations follow where there are some."""
CAPTIONED = re.compile(
    r'<figure\b(?: id="([^"]*)")?[^>]*>(?:(?!</figure>).)*?<figcaption[^>]*>(.*?)</figcaption>', re.DOTALL
)


def write_volume(volume: Volume, options: OutputOptions) -> Written:
    """Return a volume as one PDF: half-title, title page, imprint, contents with page numbers, chapters, index."""
    theme = load_theme(options.theme)
    area = type_area(theme.page, options.paper)
    bodies, pictures, notices = _chapters(volume, area)
    front = front_matter(_front(volume, bodies), (*FRONT, "illustrations"))

    def page(index: str) -> str:
        text = "\n".join([*_text(volume, bodies), index])
        kind = "text volume parted" if volume.chapters[0].part else "text volume"
        return whole_page(escape(volume.title), volume.lang, front, text, kind, running_head(volume.titles))

    pages = Pages(
        html=balance_titles(page(_index(volume)), area.title_characters(theme.options, theme.page)),
        metadata=volume_metadata(volume, also_ua=options.pdf_variant == ARCHIVE_AND_ACCESS, dated=options.press),
        pictures=pictures,
        text="\n".join(chapter.article.text for chapter in volume.chapters),
        lang=volume.lang,
    )
    if any(len(entry.places) > 1 for entry in volume.index):
        # Which places share a page is known only when the text is set: the index says each page once.
        once = _once_a_page(volume, page_of_anchors(pages, theme, area, options))
        pages = replace(
            pages, html=balance_titles(page(_index(once)), area.title_characters(theme.options, theme.page))
        )
    written = print_pages(pages, theme, area, options)
    return replace(written, notices=(*notices, *written.notices))


def _chapters(volume: Volume, area: TypeArea) -> tuple[list[str], dict[str, Picture], list[Notice]]:
    """Return the body of every chapter, all pictures under names of their own, and what placing them noticed."""
    bodies: list[str] = []
    pictures: dict[str, Picture] = {}
    notices: list[Notice] = []
    fragments = [Fragment(chapter.article, prefix, _address(prefix)) for prefix, chapter in volume.prefixed()]
    written = write_fragments(fragments, paged=True)
    for (prefix, chapter), body in zip(volume.prefixed(), written, strict=True):
        own = {f"{prefix}{name}": picture for name, picture in chapter.article.pictures.items()}
        placed, noticed = place_pictures(_identified_figures(body, prefix), own, area)
        bodies.append(placed)
        pictures |= own
        notices += noticed
    return bodies, pictures, notices


def _address(prefix: str) -> PictureAddress:
    return lambda name: picture_address(f"{prefix}{name}")


def _identified_figures(body: str, prefix: str) -> str:
    """Give every figure an identifier, so that the list of illustrations leads to it."""
    numbers = iter(range(1, body.count("<figure") + 1))
    return re.sub(r"<figure(?![^>]* id=)", lambda _: f'<figure id="{prefix}figure-{next(numbers)}"', body)


def _front(volume: Volume, bodies: list[str]) -> Book:
    date = (printed_date(volume.date, volume.lang),) if volume.date else ()
    publisher = str(volume.more.get("publisher") or "")
    imprint = (*volume.imprint, *((publisher,) if publisher else ()), *date)
    illustrations = tuple(entry for body in bodies for entry in _illustrations(body))
    return Book(volume.titles, volume.lang, volume.authors, imprint, tuple(_entries(volume)), illustrations)


def _entries(volume: Volume) -> Iterator[Entry]:
    """Yield the lines of the contents: parts, and below them articles with their authors."""
    for (prefix, chapter), level in zip(volume.prefixed(), volume.levels, strict=True):
        if chapter.part:
            yield Entry(chapter.part, f"{prefix}part", 1)
        by = "\u3000".join(author.name for author in chapter.article.authors if author.name)
        yield Entry(_title(chapter.article), f"{prefix}{TITLE}", level, by)
    if volume.index:
        yield Entry(term("index", volume.lang), "index", 1)


def _illustrations(body: str) -> Iterator[Entry]:
    for identifier, caption in CAPTIONED.findall(body):
        words = unescape(TAG.sub("", caption)).strip()
        if identifier and words:
            yield Entry(words, unescape(identifier))


def _text(volume: Volume, bodies: list[str]) -> Iterator[str]:
    for (prefix, chapter), body in zip(volume.prefixed(), bodies, strict=True):
        if chapter.part:
            part = escape(chapter.part)
            heads = f'data-head="{part}" data-book="{running_head(volume.titles)}"'
            title = f'<h1 class="part-title" id="{prefix}part" {heads}>{part}</h1>'
            yield f'<section class="part" data-title="{part}">{title}</section>'
        yield _article(prefix, chapter, body, volume)


def _article(prefix: str, chapter: Chapter, body: str, volume: Volume) -> str:
    title, own = escape(_title(chapter.article)), escape(chapter.article.lang)
    head = running_head(chapter.article.titles or (chapter.article.path.stem,))
    heads = f'data-head="{head}" data-book="{running_head(volume.titles)}"'
    language = "" if own == escape(volume.lang) else f' lang="{own}"'
    if f'id="{prefix}{TITLE}"' not in body:
        # An article without a title still needs the place that contents and cross-references lead to.
        body = f'<h1 class="title" id="{prefix}{TITLE}" {heads}>{title}</h1>\n{body}'
    opening = f'<article class="{escape(chapter.kind)}" data-title="{title}" data-head="{head}"{language}>'
    return f"{opening}\n{head_opening(body, heads)}\n</article>"


def _title(article: Article) -> str:
    return article.title or article.path.stem


def _once_a_page(volume: Volume, page_of: Mapping[str, int]) -> Volume:
    """Return the volume with the first place of each name on a page."""
    index = []
    for entry in volume.index:
        first = {page_of.get(place, -1): place for place in reversed(entry.places)}
        index.append(replace(entry, places=tuple(place for place in entry.places if place in first.values())))
    return replace(volume, index=tuple(index))


def _index(volume: Volume) -> str:
    """Return the index of names: each with the pages where it stands."""
    if not volume.index:
        return ""
    lines = []
    for entry in volume.index:
        pages = "".join(f'<a href="#{escape(place)}"></a>' for place in entry.places)
        lines.append(f'<p><span class="name">{escape(entry.name)}</span>{pages}</p>')
    heading = escape(term("index", volume.lang))
    heads = f'data-head="{heading}" data-book="{running_head(volume.titles)}"'
    title = f'<h1 class="title" id="index" {heads}>{heading}</h1>'
    return f'<section class="index">{title}\n' + "\n".join(lines) + "\n</section>"
