"""The canonical form of a document: what writing it as Markdown and reading it back gives.

A document that comes from text and one that comes from its normalised Markdown are then the same, and so are their editions.
"""

from __future__ import annotations

import re
from typing import Any

from .document import pf

SPACES = re.compile("[ \\t\\n\\f\\v]+")
PAGE = 72
"""Columns of the page for which pandoc writes tables."""


def settle_document(doc: Any) -> None:
    """Bring lists, figures and tables of a document into canonical form, in place."""
    doc.walk(_settle)
    doc.content = [_as_paragraph(block) for block in doc.content]


def _settle(element: Any, _doc: Any) -> Any:
    signature = isinstance(element, pf.Span) and "signature" in element.classes
    if signature or isinstance(element, pf.Para | pf.Plain | pf.Header | pf.LineItem):
        element.content = settle_spaces(list(element.content))
    elif isinstance(element, pf.Div | pf.BlockQuote):
        element.content = [_as_paragraph(block) for block in element.content]
    if isinstance(element, pf.OrderedList):
        element.style = "Decimal" if element.style == "DefaultStyle" else element.style
        element.delimiter = "Period" if element.delimiter == "DefaultDelim" else element.delimiter
    if isinstance(element, pf.OrderedList | pf.BulletList):
        _settle_list(element)
    elif isinstance(element, pf.Figure):
        _settle_figure(element)
    elif isinstance(element, pf.Table):
        _settle_table(element)
    elif isinstance(element, pf.TableCell):
        element.alignment = "AlignDefault"
    return None


def _as_paragraph(block: Any) -> Any:
    return pf.Para(*block.content) if isinstance(block, pf.Plain) else block


def settle_spaces(inlines: list[Any]) -> list[Any]:
    """Return inlines in which white space is one Space between words, and none at the ends."""
    out: list[Any] = []
    for inline in inlines:
        pieces = [inline]
        if isinstance(inline, pf.Str) and SPACES.search(inline.text):
            words = SPACES.split(inline.text)
            pieces = [
                p
                for n, word in enumerate(words)
                for p in ([pf.Space()] if n else []) + ([pf.Str(word)] if word else [])
            ]
        for piece in pieces:
            if not (isinstance(piece, pf.Space) and (not out or isinstance(out[-1], pf.Space | pf.LineBreak))):
                out.append(piece)
    while out and isinstance(out[-1], pf.Space):
        out.pop()
    return out


def _settle_list(items: Any) -> None:
    """Make a list tight where every item is one paragraph, with or without lists below it; else loose."""
    loose = any(sum(isinstance(block, pf.Para | pf.Plain) for block in item.content) > 1 for item in items.content)
    kind = pf.Para if loose else pf.Plain
    for item in items.content:
        item.content = [kind(*b.content) if isinstance(b, pf.Para | pf.Plain) else b for b in item.content]


def _settle_table(table: Any) -> None:
    """Give columns an alignment and widths in whole columns of pandoc's page of 72, as its table mark-up has them."""
    table.colspec = [
        (
            "AlignLeft" if align == "AlignDefault" else align,
            width if isinstance(width, str) else round(width * PAGE) / PAGE,
        )
        for align, width in table.colspec
    ]
    if table.caption:
        table.caption.content = [pf.Plain(*b.content) if isinstance(b, pf.Para) else b for b in table.caption.content]


def _settle_figure(figure: Any) -> None:
    """Set the caption plain, and let it describe a picture that has no description of its own."""
    if not figure.caption:
        return
    figure.caption.content = [pf.Plain(*b.content) if isinstance(b, pf.Para) else b for b in figure.caption.content]
    words = [inline for block in figure.caption.content if isinstance(block, pf.Plain) for inline in block.content]
    for block in figure.content:
        for inline in block.content if isinstance(block, pf.Plain | pf.Para) else ():
            if isinstance(inline, pf.Image) and not inline.content and words:
                inline.content = [copy_inline(word) for word in words]


def copy_inline(inline: Any) -> Any:
    """Return an inline of its own: panflute's elements know one parent only."""
    return (
        pf.Str(inline.text)
        if isinstance(inline, pf.Str)
        else pf.Space()
        if isinstance(inline, pf.Space)
        else pf.Str(pf.stringify(inline))
    )
