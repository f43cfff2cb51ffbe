"""How many words of the text stand on each page: an EPUB made beside the PDF lists the pages by them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure.boxes import FootnoteAreaBox, MarginBox, ParentBox, TextBox

from kanben.source.characters import is_word


def count_page_words(document: Any) -> tuple[int, ...]:
    """Return for each page of a rendered document its Han characters, letters and digits inside `article` elements.

    Notes, running heads and what style sheets generate (numbers of notes, markers of lists) are not counted.
    """
    return tuple(
        sum(is_word(character) for text in _texts(page._page_box, False) for character in text)
        for page in document.pages
    )


def _texts(box: Any, inside: bool) -> Iterator[str]:
    """Yield the texts of boxes in and below an article."""
    tag = box.element_tag or ""
    if isinstance(box, MarginBox | FootnoteAreaBox) or "::" in tag:
        return
    inside = inside or tag == "article"
    if isinstance(box, TextBox):
        if inside:
            yield box.text
    elif isinstance(box, ParentBox):
        for child in box.children:
            yield from _texts(child, inside)
