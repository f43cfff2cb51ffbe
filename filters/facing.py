"""Facing editions: inscriptions or the whole article in both scripts side by side, paragraph by paragraph.

A pair is a Div `facing-pair` of two Divs `facing`, each with its `lang`; the edition's own script comes first::

    ::::: facing-pair                         头发展开    頭髮展開
    :::: {.facing lang=zh-Hans}
    头发展开
    ::::
    :::: {.facing lang=zh-Hant}
    頭髮展開
    ::::
    :::::

Headings, figures and tables keep their place and the whole width; their other reading follows in a Div `facing-below`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kanben.source.article import Article
from kanben.source.document import pf

from .article_conversion import edition_of, other_edition
from .columns import BELOW, COLUMN, other_columns, pair_columns
from .editions import Edition
from .inscriptions import INSCRIPTION
from .options import FilterOptions
from .transcription import convert_elements, copy_blocks

ALONE = (pf.CodeBlock, pf.RawBlock, pf.HorizontalRule, pf.Null)
WHOLE_WIDTH = (pf.Header, pf.Figure, pf.Table)


def set_facing(article: Article, options: FilterOptions) -> Article:
    """Return the article with a second column for every block, if the options ask for it; it is converted later."""
    if options.facing == "article":
        edition, other = edition_of(article, options), other_edition(article, options)
        blocks = list(article.doc.content)
        article.doc.content = [part for block in blocks for part in _face(block, edition, other)]
    return article


def convert_facing(article: Article, options: FilterOptions) -> Article:
    """Return the article with the columns of the other script converted from the text as it was written."""
    if options.facing == "article":
        columns = list(other_columns(article.doc, edition_of(article, options).script))
        convert_elements(columns, other_edition(article, options), article.decisions, article.lang)
    return article


def _face(block: Any, edition: Edition, other: Edition) -> Iterator[Any]:
    """Yield a block with its second reading."""
    if isinstance(block, ALONE) or INSCRIPTION in getattr(block, "classes", ()) or _is_picture(block):
        yield block
        return
    copies = [_without_identifiers(copy) for copy in copy_blocks([block])]
    if isinstance(block, WHOLE_WIDTH):
        below = [part for copy in copies for part in _reading(copy)]
        yield block
        if below:
            yield pf.Div(*below, classes=[COLUMN, BELOW], attributes={"lang": other.tag})
    else:
        yield pair_columns([block], edition.tag, copies, other.tag)


def _is_picture(block: Any) -> bool:
    return isinstance(block, pf.Para | pf.Plain) and all(isinstance(inline, pf.Image) for inline in block.content)


def _reading(block: Any) -> list[Any]:
    """Return what is read of a heading or figure in the other script: its words, not a second heading or picture."""
    if isinstance(block, pf.Header):
        return [pf.Para(*block.content)]
    if isinstance(block, pf.Figure):
        return list(block.caption.content) if block.caption else []
    return [block]


def _without_identifiers(block: Any) -> Any:
    """Return a block without identifiers: an identifier is given once in a document."""

    def strip(element: Any, _doc: Any) -> None:
        if getattr(element, "identifier", ""):
            element.identifier = ""

    return block.walk(strip) or block
