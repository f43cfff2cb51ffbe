"""Vertical lines: corner quotation marks, and short numbers set upright (CLREQ, Vertical writing mode)."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from .elements import Element, append, element, tag

UPRIGHT = re.compile(r"(?<![!-~])(?:[0-9]{1,2}|[A-Z]|[!?]{2})(?![!-~])")
"""A number of one or two digits, a single capital or a pair of marks that touches no other half-width character."""
MARKS = {"“": "「", "”": "」", "‘": "『", "’": "』"}
LETTER = re.compile(r"[A-Za-z0-9]")
LEFT_ALONE = frozenset({tag("code"), tag("pre"), tag("rt"), tag("rp")})


def set_vertical(root: Element) -> None:
    """Turn curly quotation marks into corner brackets and set short numbers upright, everywhere below `root`."""
    _map_texts(root, turn_quotation_marks)
    for node in list(root.iter(etree.Element)):
        if node.tag not in LEFT_ALONE:
            _combine_text(node)


def turn_quotation_marks(text: str) -> str:
    """Return the text with corner brackets for curly marks; an apostrophe stays.

    >>> turn_quotation_marks("他说：“这是‘刊本’。”"), turn_quotation_marks("Xi’an")
    ('他说：「这是『刊本』。」', 'Xi’an')
    """
    out = list(text)
    for index, mark in enumerate(text):
        if mark in MARKS and not (mark == "’" and _between_letters(text, index)):
            out[index] = MARKS[mark]
    return "".join(out)


def _between_letters(text: str, index: int) -> bool:
    return bool(LETTER.match(text[index - 1 : index]) and LETTER.match(text[index + 1 : index + 2]))


def _map_texts(node: Element, change: Callable[[str], str]) -> None:
    for part in node.iter(etree.Element):
        if part.tag not in LEFT_ALONE and part.text:
            part.text = change(part.text)
        if part is not node and part.tail:
            part.tail = change(part.tail)


def _combine_text(node: Element) -> None:
    """Wrap short numbers among the direct text of an element (CSS Writing Modes 4, text-combine-upright)."""
    pieces: list[Element | str] = list(_split(node.text))
    for child in list(node):
        tail, child.tail = child.tail, None
        pieces += [child, *_split(tail)]
    node.text = None
    node[:] = []
    for piece in pieces:
        append(node, piece)


def _split(text: str | None) -> list[Element | str]:
    pieces: list[Element | str] = []
    at = 0
    for found in UPRIGHT.finditer(text or ""):
        pieces += [(text or "")[at : found.start()], element("span", found[0], class_="upright")]
        at = found.end()
    return [*pieces, (text or "")[at:]]
