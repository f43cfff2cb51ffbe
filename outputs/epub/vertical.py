"""Vertical lines: corner quotation marks, and short numbers set upright (CLREQ, Vertical writing mode)."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from .elements import LEFT_ALONE, Element, wrap_matches

UPRIGHT = re.compile(r"(?<![!-~])(?:[0-9]{1,2}|[A-Z]|[!?]{2})(?![!-~])")
"""A number of one or two digits, a single capital or a pair of marks that touches no other half-width character."""
MARKS = {"“": "「", "”": "」", "‘": "『", "’": "』"}
LETTER = re.compile(r"[A-Za-z0-9]")


def set_vertical(root: Element) -> None:
    """Turn curly quotation marks into corner brackets and set short numbers upright, everywhere below `root`."""
    _map_texts(root, turn_quotation_marks)
    wrap_matches(root, UPRIGHT, "upright")  # CSS Writing Modes 4, text-combine-upright


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
