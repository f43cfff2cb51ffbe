"""Tables and their captions: a line with a table's number, right before a table, is the table's own."""

from __future__ import annotations

import re
from typing import Any

from .characters import CHINESE_DIGITS
from .document import pf, plain_text

NUMBERED = re.compile(rf"[附续續]?表\s*[\dA-Z{CHINESE_DIGITS}][^，。；：！？]{{0,60}}")
"""The caption of a table: 表1　各乡镇供水情况, 表18-3 …, 附表二 …; what has a mark in it is a sentence."""


def caption_tables(blocks: list[Any]) -> list[Any]:
    """Return the blocks with every caption of a table joined to the table that follows it."""
    out: list[Any] = []
    for block in blocks:
        words = _caption_words(out[-1]) if out and isinstance(block, pf.Table) else []
        if words and not (block.caption and block.caption.content):
            block.caption = pf.Caption(*(pf.Plain(*paragraph.content) for paragraph in words))
            out[-1] = block
        else:
            out.append(block)
    return out


def _caption_words(block: Any) -> list[Any]:
    """Return the paragraphs of a block that is a table's caption; none where it is something else."""
    bare = isinstance(block, pf.Para) or (isinstance(block, pf.Div) and "caption" in block.classes)
    if not bare or NUMBERED.fullmatch(plain_text(block).strip()) is None:
        return []
    return [block] if isinstance(block, pf.Para) else list(block.content)
