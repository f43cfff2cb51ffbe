"""Notes: paragraphs at the end that begin with ①, [1] or *, linked to the marks that call them.

他写道。①  …  ① 见《县志》卷三。        →    他写道。[note: 见《县志》卷三。]
"""

from __future__ import annotations

import re
from collections import Counter

from .bibliography import HEADING
from .blocks import Block
from .characters import FINAL
from .draft import Draft
from .notices import Edit, Notice, NoticeCode
from .numbering import read_label

MARK = re.compile(r"[①-⑳㉑-㉟]|[\[［〔](?:注)?\d{1,3}[\]］〕]")
AT_START = re.compile(rf"(?:{MARK.pattern}|[*＊※†])\s*(?=\S)")
HEADS = frozenset(("注释", "注釋", "注", "註", "註釋", "尾注", "脚注", "腳註", "附注", "注解", "参考文献", "參考文獻"))
ENDED = FINAL + "”’」』）)!?：:"
"""How a paragraph ends that does not go on."""
STAR_CALL = re.compile(r"(?<=[\u4e00-\u9fff，。）”》])[*＊※†](?![*＊※†])")


def link_notes(draft: Draft) -> None:
    """Link every note to the one mark that calls it, page by page where notes stand at the foot of pages.

    A note at the end that is called twice or never stays a paragraph, with a notice; so does what only looks like notes.
    A bibliography some of whose entries are not called, or several times, stays whole where it stands.
    """
    blocks = draft.blocks
    runs = _note_runs(blocks)
    linked: set[int] = set()
    begin = 0
    for run in runs:
        final = run[-1][0] == len(blocks) - 1
        found = _find_calls(blocks[begin : run[0][0]], run)
        if len(found) < len(run) and _is_bibliography(blocks, run):
            continue
        if final or (len(found) == len(run) and (len(runs) > 1 or _ends_page(blocks, run))):
            for index, mark in run:
                if index in found:
                    _link(draft, blocks[index], *found[index])
                else:
                    blocks[index].kind = "note"
                    draft.notices.append(_unlinked(blocks[index], mark))
            linked |= found.keys()
            begin = run[-1][0] + 1
    feet = [run for run in runs if run[-1][0] in linked and run[-1][0] + 1 < len(blocks)]
    linked |= {run[-1][0] + 1 for run in reversed(feet) if _join_over(draft, run[0][0] - 1, run[-1][0] + 1)}
    draft.blocks = [block for index, block in enumerate(blocks) if index not in linked]
    _drop_nothing(draft.blocks)


def _note_runs(blocks: list[Block]) -> list[list[tuple[int, str]]]:
    """Return the runs of blocks that begin with a mark of a note, each block with its mark; all of a run follow each other."""
    runs: list[list[tuple[int, str]]] = []
    for index, block in enumerate(blocks):
        match = AT_START.match(block.text) if block.kind in ("paragraph", "caption", "heading") else None
        if match is None:
            continue
        if runs and runs[-1][-1][0] == index - 1:
            runs[-1].append((index, match.group().strip()))
        else:
            runs.append([(index, match.group().strip())])
    return runs


def _is_bibliography(blocks: list[Block], run: list[tuple[int, str]]) -> bool:
    """Say whether the heading of a bibliography stands above a run of notes."""
    return run[0][0] > 0 and HEADING.fullmatch(blocks[run[0][0] - 1].text.strip()) is not None


def _ends_page(blocks: list[Block], run: list[tuple[int, str]]) -> bool:
    """Say whether a page ends after a run of notes."""
    after = blocks[run[-1][0] + 1].origin
    return after is not None and after.first.broken


def _find_calls(body: list[Block], run: list[tuple[int, str]]) -> dict[int, tuple[Block, int, int]]:
    """Return for the notes of a run the one place in the body that calls each, by the number of the note's block."""
    calls: dict[str, list[tuple[Block, int, int]]] = {}
    for block in body:
        if block.kind in ("paragraph", "lead"):
            for match in (MARK if run[0][1] not in "*＊※†" else STAR_CALL).finditer(block.text):
                if match.start():
                    calls.setdefault(_same(match.group()), []).append((block, match.start(), match.end()))
    counts = Counter(_same(mark) for _, mark in run)
    named = {index: _same(mark) for index, mark in run}
    return {i: calls[mark][0] for i, mark in named.items() if len(calls.get(mark, ())) == 1 and counts[mark] == 1}


def _join_over(draft: Draft, before: int, after: int) -> bool:
    """Join a paragraph to the one before the notes at the foot of its page, where the sentence goes on; say whether it does."""
    one, other = draft.blocks[before], draft.blocks[after]
    cut = one.kind == other.kind == "paragraph" and one.text[-1] not in ENDED and read_label(other.text) is None
    if not cut or one.origin is None or other.origin is None or not other.origin.first.broken:
        return False
    reason = "the sentence goes on after the notes of the page"
    draft.edits.append(Edit("join", other.place, "\n", "", 0.9, reason=reason))
    one.calls += [(start + len(one.text), end + len(one.text), text) for start, end, text in other.calls]
    one.text, one.last_line = one.text + other.text, other.last_line
    return True


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


def _same(mark: str) -> str:
    return re.sub(r"[\[［〔注\]］〕]", "", mark) or mark


def _unlinked(block: Block, mark: str) -> Notice:
    return Notice(
        NoticeCode.DOUBTFUL_STRUCTURE, f"No one mark in the text calls the note {mark}", block.place, block.text[:20]
    )
