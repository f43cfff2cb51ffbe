"""Assembly: what recovery found becomes a pandoc document in the mark-up of the Article."""

from __future__ import annotations

from typing import Any

from .blocks import Block, Recovered
from .document import API_VERSION, inlines, pf


def assemble_document(recovered: Recovered) -> Any:
    """Return the panflute `Doc`: metadata, and blocks with kanben's classes on Divs and Spans."""
    blocks = [element for block in recovered.blocks for element in assemble_block(block)]
    return pf.Doc(*blocks, metadata=recovered.metadata, api_version=API_VERSION)


def assemble_block(block: Block) -> list[Any]:
    """Return the pandoc blocks of one block."""
    return _WRITERS.get(block.kind, _paragraph)(block)


def _paragraph(block: Block) -> list[Any]:
    return [pf.Para(*_with_notes(block))]


def _heading(block: Block) -> list[Any]:
    if not block.label:
        return [pf.Header(*_with_notes(block), level=block.level or 2)]
    label = block.label.rstrip(" \u3000")
    rest = block.text[len(block.label) :]
    content = [pf.Span(*inlines(label), classes=["label"])]
    if len(label) < len(block.label) and rest:
        content.append(pf.Space())
    return [pf.Header(*content, *inlines(rest), level=block.level or 2)]


def _caption(block: Block) -> list[Any]:
    return [pf.Div(pf.Para(*_with_notes(block)), classes=["caption"])]


def _lead(block: Block) -> list[Any]:
    return [pf.Div(pf.Para(*_with_notes(block)), classes=["lead"])]


def _verse(block: Block) -> list[Any]:
    lines = pf.LineBlock(*(pf.LineItem(*inlines(line)) for line in block.lines))
    captions = [element for child in block.children for element in assemble_block(child)]
    attributes = {"lang": block.lang} if block.lang else {}
    return [pf.Div(lines, *captions, classes=[block.kind], attributes=attributes)]


def _list(block: Block) -> list[Any]:
    items = [pf.ListItem(*_item(child)) for child in block.children]
    first = block.children[0].label.strip()
    if all(child.label for child in block.children) and first.rstrip(".") == "1" and first.endswith("."):
        return [pf.OrderedList(*items, start=1, style="Decimal", delimiter="Period")]
    return [pf.BulletList(*items)]


def _item(block: Block) -> list[Any]:
    return [pf.Para(*_with_notes(block))]


def _quote(block: Block) -> list[Any]:
    return [pf.BlockQuote(*(element for child in block.children for element in assemble_block(child)))]


def _with_notes(block: Block) -> list[Any]:
    return inlines(block.text)


_WRITERS = {
    "heading": _heading,
    "caption": _caption,
    "lead": _lead,
    "inscription": _verse,
    "verse": _verse,
    "list": _list,
    "quote": _quote,
}
