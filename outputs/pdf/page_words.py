"""Which words of the text stand on each page: an EPUB made beside the PDF lists the pages by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure.boxes import FootnoteAreaBox, MarginBox, ParentBox, TextBox

from kanben.outputs.written import PrintedPage
from kanben.source.characters import is_word


def read_printed_pages(document: Any) -> tuple[PrintedPage, ...]:
    """Return number and words of each page of a rendered document: those inside its `article` elements.

    Notes, running heads and what style sheets generate (numbers of notes, markers of lists) are not counted. Pages are
    numbered as `counter(page)` is: from 1, or anew where the style of a page says so (CSS Paged Media, 7.1).
    """
    articles: dict[Any, int] = {}
    pages: list[PrintedPage] = []
    number = 0
    for page in document.pages:
        number = dict(page._page_box.style["counter_reset"]).get("page", number + 1)
        counts: Counter[int] = Counter()
        for article, text in _texts(page._page_box, None):
            counts[articles.setdefault(article, len(articles))] += sum(map(is_word, text))
        pages.append(PrintedPage(str(number), tuple(sorted((+counts).items()))))
    return tuple(pages)


def _texts(box: Any, article: Any) -> Iterator[tuple[Any, str]]:
    """Yield the texts of boxes in and below an article, each with the article's element."""
    tag = box.element_tag or ""
    if isinstance(box, MarginBox | FootnoteAreaBox) or "::" in tag:
        return
    article = box.element if tag == "article" else article
    if isinstance(box, TextBox):
        if article is not None:
            yield article, box.text
    elif isinstance(box, ParentBox):
        for child in box.children:
            yield from _texts(child, article)
