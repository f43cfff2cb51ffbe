"""Splitting: cut runs and paragraphs in two at a character, so that a mark can stand there."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from .ooxml import find, make, qname
from .positions import Position


def split_run(position: Position) -> Any:
    """Cut the run at a position and return what follows the cut: the second part, or the run or its neighbour itself.

    A run is cut in two only where it has something on both sides; at the end of a paragraph an empty one is added.
    """
    run = position.text.getparent()
    if position.offset <= 0 and _is_first(position.text, run):
        return run
    text = position.text.text or ""
    neighbour = run.getnext()
    if position.offset >= len(text) and position.text.getnext() is None and neighbour is not None:
        return neighbour
    tail = make("w:r")
    holder = find(run, "w:rPr")
    if holder is not None:
        tail.append(deepcopy(holder))
    if text[position.offset :]:
        tail.append(make("w:t", {"xml:space": "preserve"}, text=text[position.offset :]))
    tail.extend(list(position.text.itersiblings()))
    position.text.text = text[: position.offset]
    run.addnext(tail)
    return tail


def _is_first(text: Any, run: Any) -> bool:
    before = text.getprevious()
    return before is None or before.tag == qname("w:rPr")


def split_paragraph(position: Position) -> Any:
    """Cut the paragraph at a position and return the first half, or None where a half would be empty or it cannot be cut."""
    tail = split_run(position)
    paragraph = tail.getparent()
    if paragraph.tag != qname("w:p"):
        return None
    before = [node for node in tail.itersiblings(preceding=True) if node.tag != qname("w:pPr")]
    if not before:
        return None
    second = make("w:p")
    holder = find(paragraph, "w:pPr")
    if holder is not None:
        second.append(deepcopy(holder))
        for section in second[0].findall(qname("w:sectPr")):
            second[0].remove(section)
    second.extend([tail, *tail.itersiblings()])
    paragraph.addnext(second)
    return paragraph


def paragraph_begun_by(position: Position) -> Any:
    """Return the paragraph whose first character stands at a position, or None where it is not the first of one."""
    run = position.text.getparent()
    paragraph = run.getparent()
    if position.offset or paragraph.tag != qname("w:p") or not _is_first(position.text, run):
        return None
    before = run.getprevious()
    return paragraph if before is None or before.tag == qname("w:pPr") else None


def is_inside(text: Any, *names: str) -> bool:
    """Say whether a text stands inside one of these elements."""
    return next(text.iterancestors(*(qname(name) for name in names)), None) is not None
