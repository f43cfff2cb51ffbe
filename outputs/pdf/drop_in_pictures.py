"""Drop-in pictures: one that leaves the foot of a column white lets the paragraphs after it go first.

A theme asks for it by `drop-in-pictures = true`. The figures keep their order, stay before the next heading, and never pass
a paragraph that speaks of the picture above it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kanben.source.characters import text_width

from .type_area import TypeArea

ROUNDS = 4
"""How often the pages are laid out again: what moves a picture moves all that follows."""
FIGURES = re.compile(r"(?:<figure\b[^>]*>(?:(?!<figure\b).)*?</figure>\n)+", re.DOTALL)
FIGURE = re.compile(r"<figure\b")
PARAGRAPH = re.compile(r"<p>(.*)</p>\n")
TAG = re.compile(r"<[^>]+>")
POINTS_BACK = re.compile("[上左右前][面边邊]?的?[这這那几幾两兩]?[张張幅]?(?:图|圖|照片|画|畫)|[图圖][为為中]")
"""What a paragraph says of the picture that stands before it."""


def move_figures(html: str, holes: Mapping[int, float], area: TypeArea) -> str:
    """Return the HTML in which each figure that left a hole stands after as many paragraphs as fill it.

    The figures right after one go with it, so that their numbers, and what `holes` says of them, stay.
    """
    parts: list[str] = []
    done = number = 0
    for run in FIGURES.finditer(html):
        if run.start() < done:
            continue
        starts = [start.start() for start in FIGURE.finditer(run[0])]
        first = next((n for n in range(len(starts)) if number + n in holes), None)
        number += len(starts)
        if first is None:
            continue
        begin, end = run.start() + starts[first], run.end()
        passed = _fill(html, end, holes[number - len(starts) + first], area)
        if passed > end:
            parts += [html[done:begin], html[end:passed], html[begin:end]]
            done = passed
    return "".join([*parts, html[done:]])


def _fill(html: str, start: int, lines: float, area: TypeArea) -> int:
    """Return the end of the paragraphs from a place on that fill some lines."""
    while lines > 0:
        paragraph = PARAGRAPH.match(html, start)
        text = TAG.sub("", paragraph[1]) if paragraph else ""
        if not paragraph or not text or POINTS_BACK.search(text):
            break
        lines -= -(-(text_width(text) / 2 + 2) // area.characters)
        start = paragraph.end()
    return start
