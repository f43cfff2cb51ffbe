"""Index of names: mark where each name stands in the chapters of a volume."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kanben.source.article import Article
from kanben.source.document import pf

CLASS = "index-mark"


def mark_names(article: Article, names: Sequence[str]) -> dict[str, list[str]]:
    """Mark the names in the article's text with spans; return the identifiers of each name's places, in order.

    One place is marked for a name in each block: an index leads to pages, and a block rarely takes two. Of names that
    overlap the longest counts. Changes the document in place.
    """
    if not names:
        return {}
    pattern = re.compile("|".join(re.escape(name) for name in sorted(set(names), key=lambda n: (-len(n), n))))
    places: dict[str, list[str]] = {}

    def visit(element: Any, _doc: Any) -> Any:
        if not isinstance(element, pf.Para | pf.Plain | pf.LineBlock | pf.Header):
            return None
        seen: set[str] = set()

        def split(node: Any, _inner: Any) -> Any:
            if not isinstance(node, pf.Str) or not pattern.search(node.text):
                return None
            return list(_marked(node.text, pattern, seen, places))

        return element.walk(split)

    article.doc.walk(visit)
    return places


def _marked(text: str, pattern: re.Pattern[str], seen: set[str], places: dict[str, list[str]]) -> Any:
    """Yield the text's inlines, the first of each name in this block as a span with an identifier."""
    begin = 0
    for found in pattern.finditer(text):
        name = found[0]
        if name in seen:
            continue
        seen.add(name)
        if found.start() > begin:
            yield pf.Str(text[begin : found.start()])
        identifier = f"name-{len(places.setdefault(name, [])) + 1}-{'-'.join(f'{ord(c):x}' for c in name)}"
        places[name].append(identifier)
        yield pf.Span(pf.Str(name), identifier=identifier, classes=[CLASS])
        begin = found.end()
    if begin < len(text):
        yield pf.Str(text[begin:])
