"""Latin words with an apostrophe: the mark shares its code point with the Chinese quotation mark, which is one em wide."""

from __future__ import annotations

import re

from .elements import Element, wrap_matches

WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:’[A-Za-z\u00c0-\u024f]+)+")


def mark_latin_words(root: Element) -> None:
    """Wrap every Latin word with an apostrophe in a span of class `latin`, which takes its marks from a Latin face."""
    wrap_matches(root, WORD, "latin")
