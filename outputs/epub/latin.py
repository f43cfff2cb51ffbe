"""Latin words with an apostrophe: the mark shares its code point with the Chinese quotation mark, which is one em wide."""

from __future__ import annotations

import re

from lxml import etree

from .elements import Element, append, element, tag

WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:’[A-Za-z\u00c0-\u024f]+)+")
LEFT_ALONE = frozenset({tag("code"), tag("pre"), tag("rt"), tag("rp")})


def mark_latin_words(root: Element) -> None:
    """Wrap every Latin word with an apostrophe in a span of class `latin`, which takes its marks from a Latin face."""
    for node in list(root.iter(etree.Element)):
        if node.tag in LEFT_ALONE or not _has_word(node):
            continue
        pieces = _split(node.text)
        for child in list(node):
            tail, child.tail = child.tail, None
            pieces += [child, *_split(tail)]
        node.text = None
        node[:] = []
        for piece in pieces:
            append(node, piece)


def _has_word(node: Element) -> bool:
    return any(text and WORD.search(text) for text in (node.text, *(child.tail for child in node)))


def _split(text: str | None) -> list[Element | str]:
    pieces: list[Element | str] = []
    at = 0
    for found in WORD.finditer(text or ""):
        pieces += [(text or "")[at : found.start()], element("span", found[0], class_="latin")]
        at = found.end()
    return [*pieces, (text or "")[at:]]
