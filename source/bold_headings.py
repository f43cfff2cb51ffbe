"""Headings that are only bold: paragraphs of a few words, and the numbers that stand in a line of their own above them."""

from __future__ import annotations

import re
from typing import Any

from .characters import FINAL
from .document import pf, plain_text

HEADING_LENGTH = 40
"""A paragraph all in bold with at most so many characters, and no final mark, is a heading."""
LONE_NUMBER = re.compile(r"(?:0?\d{1,2}|[一二三四五六七八九十]{1,3}|[IVX]{1,4}|(?:PART|Part|NO|No)\.?\s*\d{1,2})[.、]?")
"""A number that stands in a line of its own above the words of a heading, as WeChat's editors set it."""


def join_numbers(blocks: list[Any]) -> list[Any]:
    """Return the blocks with every lone number joined to the heading, marked up or in bold, that follows it."""
    joined: list[Any] = []
    for block in blocks:
        before = joined[-1] if joined else None
        numbered = isinstance(before, pf.Para | pf.Plain) and LONE_NUMBER.fullmatch(plain_text(before).strip())
        if numbered and isinstance(block, pf.Header):
            number = pf.Span(pf.Str(plain_text(before).strip()), classes=["label"])
            joined[-1] = pf.Header(number, pf.Space(), *block.content, level=block.level)
        elif numbered and isinstance(block, pf.Para) and is_bold_heading(block):
            words = [pf.Str(plain_text(before).strip()), pf.Space(), *without_bold(block)]
            joined[-1] = pf.Para(pf.Strong(*words))
        else:
            joined.append(block)
    return joined


def is_bold_heading(block: Any) -> bool:
    """Say whether a paragraph is a few words, all in bold, without a final mark."""
    text = plain_text(block).strip()
    if not text or len(text) > HEADING_LENGTH or text[-1] in FINAL + "，、；：:,;" or "\n" in text:
        return False
    return all(isinstance(i, pf.Strong | pf.Space) for i in block.content)


def without_bold(block: Any) -> list[Any]:
    """Return the inlines of a paragraph without the bold around them."""
    return [
        inner
        for inline in block.content
        for inner in (list(inline.content) if isinstance(inline, pf.Strong) else [inline])
    ]
