"""Assembly: what recovery found becomes a pandoc document in the mark-up of the Article."""

from __future__ import annotations

import re
from typing import Any

from .blocks import Block, Recovered
from .document import API_VERSION, inlines, pf
from .signatures import line_block
from .table_captions import caption_tables


def assemble_document(recovered: Recovered) -> Any:
    """Return the panflute `Doc`: metadata, and blocks with kanben's classes on Divs and Spans."""
    blocks = join_divs([element for block in recovered.blocks for element in assemble_block(block)])
    return pf.Doc(*caption_tables(blocks), metadata=recovered.metadata, api_version=API_VERSION)


def join_divs(blocks: list[Any]) -> list[Any]:
    """Return the blocks with neighbouring Divs of a signature, or of enclosures, as one."""
    joined: list[Any] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if (
            isinstance(block, pf.Div)
            and isinstance(before, pf.Div)
            and block.classes == before.classes
            and block.classes in JOINED
        ):
            before.content.extend(list(block.content))
        else:
            joined.append(block)
    return joined


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


def _break(block: Block) -> list[Any]:
    return [pf.HorizontalRule()]


def _caption(block: Block) -> list[Any]:
    return [pf.Div(pf.Para(*_with_notes(block)), classes=["caption"])]


def _lead(block: Block) -> list[Any]:
    return [pf.Div(pf.Para(*_with_notes(block)), classes=["lead"])]


def _part(block: Block) -> list[Any]:
    return [pf.Div(pf.Para(*_with_notes(block)), classes=[block.kind])]


def _enclosure(block: Block) -> list[Any]:
    return [pf.Div(pf.Para(*label_enclosure(_with_notes(block))), classes=["enclosure"])]


def label_enclosure(content: list[Any]) -> list[Any]:
    """Return the inlines of an enclosure's line with 附件： and its number as labels: they hang, and numbers align."""
    first = content[0] if content else None
    if not isinstance(first, pf.Str) or not (found := LABELS.match(first.text)) or not found[0]:
        return content
    labels = [pf.Span(pf.Str(label), classes=["label"]) for label in found.groups() if label]
    rest = content[1:]
    if found.end() < len(first.text):
        rest = [pf.Str(first.text[found.end() :]), *rest]
    elif rest and isinstance(rest[0], pf.Space):  # the label's own width stands for it
        labels[-1].content.append(rest.pop(0))
    return [*labels, *rest]


def _verse(block: Block) -> list[Any]:
    lines = line_block([inlines(line) if line else [] for line in block.lines], block.signed)
    captions = [element for child in block.children for element in assemble_block(child)]
    attributes = {"lang": block.lang} if block.lang else {}
    return [pf.Div(lines, *captions, classes=[block.kind], attributes=attributes)]


JOINED = (["signature"], ["enclosure"])
"""Classes of Divs that hold several lines."""
LABELS = re.compile(r"(附件[：:])?(\d{1,2}[.．、])?")

DELIMITERS = (
    ("Period", re.compile(r"(0|[1-9]\d{0,2})\.$")),
    ("OneParen", re.compile(r"(0|[1-9]\d{0,2})\)$")),
    ("TwoParens", re.compile(r"\((0|[1-9]\d{0,2})\)$")),
)
"""Printed labels that pandoc's ordered lists can stand for."""


def _list(block: Block) -> list[Any]:
    """Return an ordered list where pandoc numbers it as printed; otherwise a bullet list whose items keep their labels."""
    items = block.children
    for delimiter, pattern in DELIMITERS:
        numbers = [int(m.group(1)) for m in (pattern.match(item.label.strip()) for item in items) if m]
        if numbers == list(range(numbers[0] if numbers else 0, (numbers[0] if numbers else 0) + len(items))):
            return [
                pf.OrderedList(
                    *(pf.ListItem(*_item(i, False)) for i in items),
                    start=numbers[0],
                    style="Decimal",
                    delimiter=delimiter,
                )
            ]
    return [pf.BulletList(*(pf.ListItem(*_item(item, True)) for item in items))]


def _item(block: Block, labelled: bool) -> list[Any]:
    content = _with_notes(block)
    label = block.label.strip()
    if labelled and any(c.isalnum() for c in label):
        content = [pf.Span(*inlines(label), classes=["label"]), *content]
    return [pf.Para(*content), *(element for child in block.children for element in assemble_block(child))]


def _table(block: Block) -> list[Any]:
    rows = [line.split("\t") for line in block.lines]
    width = max(map(len, rows))
    made = [pf.TableRow(*(_cell(text) for text in [*row, *[""] * (width - len(row))])) for row in rows]
    head = pf.TableHead(made[0])
    return [pf.Table(pf.TableBody(*made[1:]), head=head, colspec=[("AlignDefault", "ColWidthDefault")] * width)]


def _cell(text: str) -> Any:
    return pf.TableCell(pf.Plain(*inlines(text))) if text else pf.TableCell()


def _quote(block: Block) -> list[Any]:
    return [pf.BlockQuote(*(element for child in block.children for element in assemble_block(child)))]


def _with_notes(block: Block) -> list[Any]:
    """Return the inlines of a text, notes standing where their marks stood."""
    if not block.calls:
        return inlines(block.text)
    content: list[Any] = []
    done = 0
    for start, end, text in sorted(block.calls):
        content += [*inlines(block.text[done:start]), pf.Note(pf.Para(*inlines(text)))]
        done = end
    return [*content, *inlines(block.text[done:])]


_WRITERS = {
    "heading": _heading,
    "caption": _caption,
    "lead": _lead,
    "signature": _part,
    "addressee": _part,
    "closing": _part,
    "enclosure": _enclosure,
    "inscription": _verse,
    "verse": _verse,
    "list": _list,
    "quote": _quote,
    "table": _table,
    "break": _break,
}
