"""Ideographic description sequences: characters described by their parts (⿰亻头), which no conversion may enter."""

from __future__ import annotations

import re

OPERATORS = dict.fromkeys("⿰⿱⿴⿵⿶⿷⿸⿹⿺⿻\u2ffc\u2ffd\u31ef", 2) | {"⿲": 3, "⿳": 3, "\u2ffe": 1, "\u2fff": 1}
"""Ideographic description characters and the number of parts that follow each (Unicode 15.1, section 18.2)."""
OPERATOR = re.compile(f"[{''.join(OPERATORS)}]")
MASK = "\ufffc"
"""Stands for one character that conversion passes over."""


def mask_descriptions(text: str) -> str:
    """Return the text with every character of a whole description masked; an unfinished one is ordinary text.

    >>> mask_descriptions("氵头⿰亻头发").replace(MASK, "·")
    '氵头···发'
    """
    found = OPERATOR.search(text)
    if found is None:
        return text
    parts, done = [], 0
    while found:
        start = found.start()
        end = _end(text, start)
        parts.append(text[done:start])
        parts.append(MASK * (end - start) if end > start else text[start])
        done = max(end, start + 1)
        found = OPERATOR.search(text, done)
    parts.append(text[done:])
    return "".join(parts)


def _end(text: str, start: int) -> int:
    """Return where the description that begins at `start` ends, or `start` where a part is missing."""
    wanted, position = 1, start
    while wanted:
        if position >= len(text):
            return start
        wanted += OPERATORS.get(text[position], 0) - 1
        position += 1
    return position
