"""Figures: pictures described by their alternative text, and nothing of where they came from."""

from __future__ import annotations

from typing import Any

from .ooxml import each, qname


def describe_pictures(root: Any) -> None:
    """Number the pictures and take pandoc's copy of their `data:` address out of their properties."""
    for number, drawing in enumerate(each(root, "wp:inline"), start=1):
        for side in ("distT", "distB", "distL", "distR"):
            drawing.set(side, "0")  # where it is not said, some programs keep an eighth of an inch
        outer = drawing.find(qname("wp:docPr"))
        for inner in each(drawing, "pic:cNvPr"):
            inner.set("id", str(number))
            inner.set("name", f"Picture {number}")
            inner.attrib.pop("descr", None)
        outer.set("id", str(number))
        outer.set("name", f"Picture {number}")
        if not outer.get("title"):
            outer.attrib.pop("title", None)
