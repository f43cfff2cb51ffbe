"""Front and back matter, and the body: pieces become metadata and blocks."""

from __future__ import annotations

from .blocks import Block, Piece
from .bylines import read_byline
from .draft import Draft
from .inscriptions import count_traditional, is_traditional, rejoin_wrapped
from .notices import Edit
from .numbering import read_label


def make_blocks(draft: Draft) -> None:
    """Read title and bylines into the metadata, and make blocks of the other pieces."""
    titles = [piece for piece in draft.pieces if piece.kind == "title"]
    bylines = [piece for piece in draft.pieces if piece.kind == "byline"]
    _read_titles(draft, titles)
    _read_bylines(draft, bylines)
    traditional = is_traditional(draft.lines)
    draft.metadata["lang"] = "zh-Hant" if traditional else "zh-Hans"
    for piece in draft.pieces:
        if piece.kind not in ("title", "byline"):
            _add_block(draft, piece, traditional)


def _read_titles(draft: Draft, titles: list[Piece]) -> None:
    if titles:
        texts = [piece.text for piece in titles]
        draft.metadata["title"] = texts[0] if len(texts) == 1 else texts


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
    block = Block(piece.kind, piece.text, piece.first.number, piece.last.number)
    piece.block = block
    if piece.kind in ("inscription", "verse"):
        block.lines = rejoin_wrapped(piece.lines, draft.layout.width)
        if piece.kind == "inscription" and count_traditional(piece.text) and not traditional:
            block.lang = "zh-Hant"
    if piece.kind == "heading":
        label = read_label(piece.text)
        if label:
            block.label = label.printed
        block.level = 2
    if piece.kind == "item":
        label = read_label(piece.text)
        if label:
            block.label, block.text = label.printed, piece.text[len(label.printed) :]
        if draft.blocks and draft.blocks[-1].kind == "list":
            draft.blocks[-1].children.append(block)
            draft.blocks[-1].last_line = block.last_line
        else:
            draft.blocks.append(Block("list", "", block.first_line, block.last_line, children=[block]))
        return
    if piece.kind == "caption" and draft.blocks and draft.blocks[-1].kind == "inscription":
        draft.blocks[-1].children.append(block)
        return
    draft.blocks.append(block)
