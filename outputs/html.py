"""HTML of an article: the body that the PDF and the EPUB share."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from kanben.source.article import Article
from kanben.source.characters import NOT_XML
from kanben.source.document import write_json
from kanben.source.pandoc import run_pandoc

from .adaptation import PictureAddress, adapt_document

PANDOC = ["-f", "json", "-t", "html5", "--wrap=none", "--syntax-highlighting=none"]
SUBTITLE_MARKS = "—–-─⸺"
"""A printed title line that begins with a dash is the subtitle (GB/T 15834 gives subtitles a dash)."""


def write_html(
    article: Article,
    *,
    paged: bool = False,
    picture_address: PictureAddress | None = None,
    prefix: str = "",
) -> str:
    """Return the article's body as well-formed XHTML: a title block, then the text.

    Pictures stand in it as `data:` URIs unless `picture_address` gives another address for a name of
    `article.pictures`. For pages (`paged`) notes are spans of class `note` at their place, to float to the foot, and
    annotation is spans of class `ruby`; otherwise a section of class `footnotes` follows and annotation is `ruby`. `prefix` is put before every identifier, so that
    articles can stand together in a volume.
    """
    doc = adapt_document(article, paged, picture_address or _data_address(article))
    text = _convert(write_json(doc), prefix, article.path)
    return f"{title_block(article, prefix)}\n{_without_controls(text)}"


@lru_cache(maxsize=1)  # an article without notes, annotation and pictures is the same for PDF and EPUB
def _convert(document: str, prefix: str, path: Path) -> str:
    arguments = [*PANDOC, f"--id-prefix={prefix}"] if prefix else PANDOC
    return run_pandoc(arguments, document.encode(), path).decode()


def _data_address(article: Article) -> PictureAddress:
    def address(name: str) -> str:
        picture = article.pictures[name]
        return f"data:{picture.media_type};base64,{b64encode(picture.data).decode()}"

    return address


def _without_controls(text: str) -> str:
    """Leave out what XML 1.0 cannot hold: control characters and non-characters."""
    return text.translate(NOT_XML)


def title_block(article: Article, prefix: str = "") -> str:
    """Return kicker, title, subtitle and byline as an HTML header element; empty where the article has none."""
    parts: list[str] = []
    kicker, title, subtitle = split_title(article.titles)
    parts += [_paragraph("kicker", line) for line in kicker]
    if title:
        lines = "<br />".join(f'<span class="line">{_escape(line)}</span>' for line in title)
        parts.append(f'<h1 class="title" id="{prefix}title">{lines}</h1>')
    parts += [_paragraph("subtitle", line) for line in subtitle]
    parts += [_paragraph("byline", line) for line in byline_lines(article)]
    return "\n".join(['<header class="title-block">', *parts, "</header>"]) if parts else ""


def split_title(lines: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the lines of a printed title as kicker, title and subtitle.

    A line that begins with a dash, and what follows it, is the subtitle. Of three or more other lines the first is
    the kicker and the last the subtitle; two lines are one title in two lines.

    >>> split_title(("党建引领下", "深圳走出新路", "——南山区的探索"))
    ((), ('党建引领下', '深圳走出新路'), ('——南山区的探索',))
    """
    marked = next((i for i, line in enumerate(lines) if i and line.lstrip().startswith(tuple(SUBTITLE_MARKS))), None)
    if marked is not None:
        return (), lines[:marked], lines[marked:]
    if len(lines) > 2:
        return lines[:1], lines[1:-1], lines[-1:]
    return (), lines, ()


def byline_lines(article: Article) -> tuple[str, ...]:
    """Return the byline as printed, or one made from names, source and date where none was printed."""
    if article.byline:
        return article.byline
    names = "\u3000".join(author.name for author in article.authors if author.name)
    rest = [str(value) for value in (article.metadata.get("source"), article.date) if value]
    return tuple(line for line in (names, "\u3000".join(rest)) if line)


def _paragraph(name: str, line: str) -> str:
    return f'<p class="{name}">{_escape(line)}</p>'


def _escape(text: Any) -> str:
    return escape(_without_controls(str(text)), quote=True)
