"""Front and back matter, and the body: pieces become metadata and blocks."""

from __future__ import annotations

import re

from .blocks import Block, Piece
from .bylines import DOCUMENT, read_byline
from .characters import HAN_RANGES
from .draft import Draft
from .headings import level_headings
from .lines import SPACES
from .notes import link_notes
from .notices import Edit, Place
from .numbering import read_label
from .signatures import settle_lines
from .traditional import count_traditional
from .verse import stanzas

SPACE_RULE = "space-between-han"
PAUSE = re.compile(rf"(?<=[{HAN_RANGES}]{{2}})[{SPACES}]+(?=[{HAN_RANGES}]{{2}})")
"""Spaces between two words of a title."""
WIDE = re.compile(rf"[{SPACES}]{{2,}}")


def make_blocks(draft: Draft) -> None:
    """Read title and bylines into the metadata, and make blocks of the other pieces."""
    _read_titles(draft, [piece for piece in draft.pieces if piece.kind == "title"])
    _read_bylines(draft, [piece for piece in draft.pieces if piece.kind == "byline"])
    traditional = draft.traditional
    draft.metadata["lang"] = "zh-Hant" if traditional else "zh-Hans"
    for piece in draft.pieces:
        if piece.kind not in ("title", "byline"):
            _add_block(draft, piece, traditional)
    _find_lead(draft.blocks)
    level_headings(draft.blocks)
    link_notes(draft)


def _find_lead(blocks: list[Block]) -> None:
    """Take the first paragraph for the standfirst where it is one short paragraph with a heading right after it."""
    if len(blocks) < 4 or blocks[0].kind != "paragraph" or not 10 <= len(blocks[0].text) <= 220:
        return
    labelled = re.match(
        "[［\\[【（(]?(?:核心提示|编者按|編者按|导语|導語|导读|導讀|摘要|提要|内容提要)", blocks[0].text
    )
    if labelled or (blocks[1].kind == "heading" and len(blocks[0].text) <= 150):
        blocks[0].kind = "lead"


def _read_titles(draft: Draft, titles: list[Piece]) -> None:
    if titles:
        numbers = {line.number for piece in titles for line in piece.lines}
        stray = [e for e in draft.edits if e.rule == SPACE_RULE and e.after == "" and e.place.line not in numbers]
        texts = [piece.text if stray else _with_pauses(draft, piece) for piece in titles]
        texts = [
            _with_chapter_apart(WIDE.sub("\u3000", text), piece) for text, piece in zip(texts, titles, strict=True)
        ]
        texts = _join_document_titles(texts)
        draft.metadata["title"] = texts[0] if len(texts) == 1 else texts


def _join_document_titles(lines: list[str]) -> list[str]:
    """Return a title's lines, those of an official document's as one: 关于…, of which the last names the kind of the document."""
    joined: list[str] = []
    for line in lines:
        open_before = joined and re.search("关于|關於", joined[-1]) and not DOCUMENT.search(joined[-1])
        if open_before and DOCUMENT.search(line) and not re.search("关于|關於", line):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _with_chapter_apart(text: str, piece: Piece) -> str:
    """Return a title with the space that was printed between the number of a chapter and its name: 第三章　塘坝."""
    label = read_label(text)
    if label is None or label.style != "chapter" or label.printed[-1] in SPACES:
        return text
    rest = text[len(label.printed) :]
    printed = re.match(rf"{re.escape(label.printed)}[{SPACES}]+(?=\S)", piece.printed)
    return f"{label.printed}\u3000{rest}" if printed and rest else text


def _with_pauses(draft: Draft, piece: Piece) -> str:
    """Return a title with the spaces that stand for its commas: 街坊小店結業　老闆娘：多謝大家.

    A text whose sentences have no spaces between Han has no stray ones in its title.
    """
    if not piece.origins:
        return piece.text
    parts: list[str] = []
    kept: set[Place] = set()
    done = 0
    for match in PAUSE.finditer(piece.printed):
        at = next((n for n, origin in enumerate(piece.origins) if origin == match.end()), 0)
        if at and piece.origins[at - 1] == match.start() - 1:
            parts += [piece.text[done:at], "\u3000"]
            done = at
            kept.add(piece.place_printed(match.start()))
    draft.edits = [e for e in draft.edits if e.rule != SPACE_RULE or e.place not in kept]
    return "".join((*parts, piece.text[done:]))


def _read_bylines(draft: Draft, bylines: list[Piece]) -> None:
    if not bylines:
        return
    printed = [piece.printed for piece in bylines]
    found = read_byline(printed)
    draft.metadata["byline"] = printed
    if found.authors:
        draft.metadata["author"] = found.authors
    if found.date:
        draft.metadata["date"] = found.date
    if found.source:
        draft.metadata["source"] = found.source
    for piece in bylines:
        draft.edits.append(Edit("byline", piece.place(), piece.printed, "", piece.confidence, reason=piece.reason))


def _add_block(draft: Draft, piece: Piece, traditional: bool) -> None:
    """Append the block of a piece: an item to the list before it, an inscription's caption to the inscription."""
    block = Block(piece.kind, piece.text, piece.first.number, piece.last.number, origin=piece)
    piece.block = block
    last = draft.blocks[-1] if draft.blocks else None
    if piece.kind in ("inscription", "verse"):
        block.lines = stanzas(piece.lines, draft.layout.width)
        if piece.kind == "inscription":
            block.lines, block.signed = settle_lines(block.lines)
        if piece.kind == "inscription" and count_traditional(piece.text) and not traditional:
            block.lang = "zh-Hant"
    elif piece.kind == "table":
        block.lines = piece.text.split("\n")
    elif piece.kind in ("heading", "item"):
        _set_label(block)
    if piece.kind == "item":
        if (
            last is not None
            and last.kind == "list"
            and last.children[-1].label[:1].isalnum() == block.label[:1].isalnum()
        ):
            last.children.append(block)
            last.last_line = block.last_line
        else:
            draft.blocks.append(Block("list", "", block.first_line, block.last_line, children=[block]))
    elif piece.kind == "caption" and last is not None and last.kind == "inscription" and not last.children:
        last.children.append(block)
        last.last_line = block.last_line
    else:
        draft.blocks.append(block)


def _set_label(block: Block) -> None:
    """Split the printed label off an item, and name it in a heading, whose text keeps it."""
    label = read_label(block.text)
    if label and len(label.printed) < len(block.text):
        block.label = label.printed
        if block.kind == "item":
            block.text = block.text[len(label.printed) :]
