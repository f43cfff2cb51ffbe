"""Page breaks: where the pages of a printed edition begin (EPUB Accessibility 1.1, 3.2)."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from kanben.source.characters import is_word

from .book import PageStart
from .content import ContentDocument
from .elements import EPUB_TYPE, Element, append, element, tag

SKIPPED = frozenset({tag("rt"), tag("rp"), tag("aside")})


def mark_page_breaks(documents: Sequence[ContentDocument], starts: Sequence[PageStart]) -> list[tuple[str, str]]:
    """Put a page break before the word with which each page begins; return label and address of each."""
    if not starts:
        return []
    waiting = sorted(starts, key=lambda start: start.words)
    counter = _Counter(waiting)
    for document in documents:
        counter.name = document.name
        counter.visit(document.body)
    return counter.pages


class _Counter:
    """A walk that counts words and sets the breaks that are due."""

    def __init__(self, waiting: list[PageStart]) -> None:
        self.waiting = waiting
        self.words = 0
        self.name = ""
        self.pages: list[tuple[str, str]] = []

    def visit(self, node: Element) -> None:
        """Go through the text of an element in reading order."""
        pieces = self.split(node.text)
        for child in list(node):
            tail, child.tail = child.tail, None
            if not (isinstance(child, etree._Comment) or self.is_skipped(child)):
                self.visit(child)
            pieces += [child, *self.split(tail)]
        node.text = None
        node[:] = []
        for piece in pieces:
            append(node, piece)

    def is_skipped(self, node: Element) -> bool:
        """Say whether an element's words are not those of the running text."""
        return node.tag in SKIPPED or node.get(EPUB_TYPE) == "noteref"

    def split(self, text: str | None) -> list[Element | str]:
        """Return the text with page breaks in it, counting its words."""
        pieces: list[Element | str] = []
        begun = 0
        for index, character in enumerate(text or ""):
            if not is_word(character):
                continue
            while self.waiting and self.waiting[0].words <= self.words:
                pieces += [(text or "")[begun:index], self.page_break(self.waiting.pop(0).label)]
                begun = index
            self.words += 1
        return [*pieces, (text or "")[begun:]]

    def page_break(self, label: str) -> Element:
        """Return the mark of a page, listed with its address."""
        key = (
            f"page-{len(self.pages) + 1}-{label}"
            if label.isascii() and label.isalnum()
            else f"page-{len(self.pages) + 1}"
        )
        self.pages.append((label, f"{self.name}#{key}"))
        return element("span", epub_type="pagebreak", role="doc-pagebreak", id=key, aria_label=label)
