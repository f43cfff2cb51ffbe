"""Tables and their captions: a line with a table's number, right before a table, is the table's own."""

from __future__ import annotations

import re
from typing import Any

from .characters import CHINESE_DIGITS
from .document import pf, plain_text
from .tables import is_table_line

NUMBERED = re.compile(rf"[附续續]?表\s*[\dA-Z{CHINESE_DIGITS}][^，。；：！？]{{0,60}}")
"""The caption of a table: 表1　各乡镇供水情况, 表18-3 …, 附表二 …; what has a mark in it is a sentence."""


MOST_ABOVE = 3
"""Blocks between prose and a table that can be its caption: title, title in English, unit."""


def caption_tables(blocks: list[Any]) -> list[Any]:
    """Return the blocks with every caption of a table, its unit with it, joined to the table that follows it."""
    out: list[Any] = []
    for block in blocks:
        count = _count_caption(out) if isinstance(block, pf.Table) else 0
        if count and not (block.caption and block.caption.content):
            words = [paragraph for above in out[-count:] for paragraph in _paragraphs(above)]
            block.caption = pf.Caption(pf.Plain(*_in_lines(words)))
            del out[-count:]
        out.append(block)
    return out


def _count_caption(blocks: list[Any]) -> int:
    """Return how many of the last blocks are a table's caption, from its title to its unit; 0 where there is no title."""
    for count, block in enumerate(reversed(blocks[-MOST_ABOVE:]), 1):
        text = plain_text(block).strip() if _paragraphs(block) else ""
        if NUMBERED.fullmatch(text):
            return count
        if not is_table_line(text):
            break
    return 0


def _paragraphs(block: Any) -> list[Any]:
    """Return the paragraphs of a block that may be a caption; none where it is something else."""
    if isinstance(block, pf.Para):
        return [block]
    return list(block.content) if isinstance(block, pf.Div) and "caption" in block.classes else []


def _in_lines(paragraphs: list[Any]) -> list[Any]:
    """Return the words of paragraphs one below the other."""
    out: list[Any] = []
    for paragraph in paragraphs:
        out += [pf.LineBreak(), *paragraph.content] if out else [*paragraph.content]
    return out
