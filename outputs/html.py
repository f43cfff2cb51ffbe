"""HTML of an article: the body that the PDF and the EPUB share."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from kanben.source.article import Article
from kanben.source.characters import NOT_XML
from kanben.source.document import pf, write_json
from kanben.source.pandoc import run_pandoc

from .adaptation import PictureAddress, adapt_document

PANDOC = ["-f", "json", "-t", "html5", "--wrap=none", "--syntax-highlighting=none"]
LARGEST_CALL = 1_000_000
"""Characters of source text after which pandoc is called: it holds what it reads in memory."""
BOUNDARY = "<!-- kanben: the next article -->"
"""What stands between two articles; a document's own raw HTML and comments never reach pandoc's writer."""
SUBTITLE_MARKS = "—–-─⸺"
"""A printed title line that begins with a dash is the subtitle (GB/T 15834 gives subtitles a dash)."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """An article to be written as HTML: what is put before its identifiers, and where its pictures are found.

    `picture_address` gives the address of a picture by its name in `article.pictures`; without it pictures stand in the
    text as `data:` URIs.
    """

    article: Article
    prefix: str = ""
    picture_address: PictureAddress | None = None


def write_html(
    article: Article,
    *,
    paged: bool = False,
    picture_address: PictureAddress | None = None,
    prefix: str = "",
) -> str:
    """Return the body of one article, as `write_fragments` does."""
    return write_fragments([Fragment(article, prefix, picture_address)], paged=paged)[0]


def write_fragments(fragments: Sequence[Fragment], *, paged: bool = False) -> list[str]:
    """Return the body of every article as well-formed XHTML: a title block, then the text.

    For pages (`paged`) notes are spans of class `note` at their place, to float to the foot, and annotation is spans of
    class `ruby`; otherwise a `div` of class `footnotes` follows and annotation is `ruby`. pandoc is called once for as
    many articles as it can hold: its start costs more than a short article.
    """
    texts: list[str] = []
    waiting: list[tuple[Article, Any]] = []
    size = 0
    for fragment in fragments:
        article = fragment.article
        address = fragment.picture_address or _data_address(article)
        waiting.append((article, adapt_document(article, paged, address, fragment.prefix)))
        size += len(article.text)
        if size > LARGEST_CALL:
            texts += _bodies(waiting)
            waiting, size = [], 0
    texts += _bodies(waiting) if waiting else []
    blocks = (title_block(fragment.article, fragment.prefix) for fragment in fragments)
    return [f"{block}\n{text}" for block, text in zip(blocks, texts, strict=True)]


def _bodies(documents: Sequence[tuple[Article, Any]]) -> list[str]:
    """Return what pandoc writes for documents, which it reads as one with a boundary between each two."""
    first, whole = documents[0]
    for _, document in documents[1:]:
        whole.content.extend([pf.RawBlock(BOUNDARY, "html"), *document.content])
    where = first.path if len(documents) == 1 else None
    return _without_controls(_convert(write_json(whole), where)).split(f"{BOUNDARY}\n")


@lru_cache(maxsize=1)  # an article without notes, annotation and pictures is the same for PDF and EPUB
def _convert(document: str, where: Path | None) -> str:
    return run_pandoc(PANDOC, document.encode(), where).decode()


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
