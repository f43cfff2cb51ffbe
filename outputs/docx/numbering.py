"""Numbering: lists stand two characters in for each level, as Chinese lists do (§17.9)."""

from __future__ import annotations

from typing import Any

from .ooxml import each, find, make, properties, put, qname, value_of

STEP = 480
"""Indent of one level, in twentieths of a point: two characters of 12 pt."""
BULLETS = "●○■"


def indent_lists(root: Any) -> None:
    """Indent each level by two characters, label included, and give bullets that Chinese fonts have."""
    for level in each(root, "w:lvl"):
        depth = int(value_of(level, "w:ilvl"))
        holder = find(level, "w:pPr")
        if holder is None:
            continue
        put(holder, make("w:ind", {"w:left": STEP * (depth + 1), "w:hanging": STEP}))
        if value_of(find(level, "w:numFmt")) == "bullet" and value_of(find(level, "w:lvlText")).strip():
            find(level, "w:lvlText").set(qname("w:val"), BULLETS[depth % len(BULLETS)])
            _set_bullet_face(level)


def _set_bullet_face(level: Any) -> None:
    for old in level.findall(qname("w:rPr")):
        level.remove(old)
    holder = properties(level)
    level.remove(holder)
    put(holder, make("w:rFonts", {"w:hint": "eastAsia"}))
    put(holder, make("w:sz", {"w:val": 12}))
    level.append(holder)
