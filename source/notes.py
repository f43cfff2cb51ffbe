"""Notes: paragraphs at the end that begin with ①, [1] or *, linked to the marks that call them.

他写道。①  …  ① 见《县志》卷三。        →    他写道。[note: 见《县志》卷三。]
"""

from __future__ import annotations

import re
from collections import Counter

from .blocks import Block
from .draft import Draft
from .notices import Edit, Notice, NoticeCode

MARK = re.compile(r"[①-⑳㉑-㉟]|[\[［〔](?:注)?\d{1,3}[\]］〕]")
AT_START = re.compile(rf"(?:{MARK.pattern}|[*＊※†])\s*(?=\S)")
HEADS = frozenset(("注释", "注釋", "注", "註", "註釋", "尾注", "脚注", "腳註", "附注", "注解", "参考文献", "參考文獻"))
STAR_CALL = re.compile(r"(?<=[\u4e00-\u9fff，。）”》])[*＊※†](?![*＊※†])")


def link_notes(draft: Draft) -> None:
    """Link every note to the one mark that calls it; a note called twice or never stays a paragraph, with a notice."""
    blocks = draft.blocks
    notes = _final_notes(blocks)
    if not notes:
        return
    body = blocks[: min(index for index, _ in notes)]
    calls: dict[str, list[tuple[Block, int, int]]] = {}
    for block in body:
        if block.kind in ("paragraph", "lead"):
            for match in (MARK if notes[0][1] not in "*＊※†" else STAR_CALL).finditer(block.text):
                if match.start():
                    calls.setdefault(_same(match.group()), []).append((block, match.start(), match.end()))
    counts = Counter(_same(mark) for _, mark in notes)
    linked = {index for index, mark in notes if len(calls.get(_same(mark), ())) == 1 and counts[_same(mark)] == 1}
    for index, mark in notes:
        note = blocks[index]
        if index not in linked:
            note.kind = "note"
            draft.notices.append(_unlinked(note, mark))
            continue
        block, start, end = calls[_same(mark)][0]
        _link(draft, note, block, start, end)
    draft.blocks = [block for index, block in enumerate(blocks) if index not in linked]
    _drop_nothing(draft.blocks)


def _link(draft: Draft, note: Block, block: Block, start: int, end: int) -> None:
    """Move a note to its call; pandoc's own numbers stand for both marks."""
    head = AT_START.match(note.text)
    length = head.end() if head else 0
    text, called = note.text[length:], block.place_of(start)
    block.calls.append((start, end, text))
    draft.edits += [
        Edit("note-mark", called, block.text[start:end], "", 0.95, reason="the mark of a note"),
        Edit("note-mark", note.place, note.text[:length].strip(), "", 0.95, reason="the number of a note"),
        Edit("note", note.place_of(length), text, text, 0.95, called, "the only mark of this number"),
    ]


def _drop_nothing(blocks: list[Block]) -> None:
    """Keep the heading 注释 as a paragraph where all its notes went to their marks: its words are the article's."""
    if blocks and blocks[-1].kind == "heading" and re.sub(r"\s", "", blocks[-1].text) in HEADS:
        blocks[-1].kind, blocks[-1].label = "paragraph", ""


def _final_notes(blocks: list[Block]) -> list[tuple[int, str]]:
    """Return the blocks at the end that are notes, each with its mark."""
    found: list[tuple[int, str]] = []
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        match = AT_START.match(block.text) if block.kind in ("paragraph", "caption", "heading") else None
        if match is None:
            break
        found.append((index, match.group().strip()))
    return found[::-1]


def _same(mark: str) -> str:
    return re.sub(r"[\[［〔注\]］〕]", "", mark) or mark


def _unlinked(block: Block, mark: str) -> Notice:
    return Notice(
        NoticeCode.DOUBTFUL_STRUCTURE, f"No one mark in the text calls the note {mark}", block.place, block.text[:20]
    )
