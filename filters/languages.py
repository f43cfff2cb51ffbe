"""Language tags: a phrase in another script or language than the edition's gets a Span with its `lang`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from kanben.source.article import Article
from kanben.source.characters import is_word
from kanben.source.document import pf, plain_text
from kanben.source.scripts import find_spans

from .article_conversion import edition_of
from .flows import Flow, document_flows, inline_length, join_flows
from .options import FilterOptions

Tagged = tuple[int, int, str]
"""A range of a text and the language tag of what stands there."""
TAGS = {"Hans": "zh-Hans", "Hant": "zh-Hant", "ja": "ja"}
MARKS_AND_SPACE = " \t\n\u3000"


def tag_languages(article: Article, options: FilterOptions) -> Article:
    """Return the article with a Span around every phrase in another script than the edition's.

    ::

        碑上刻着“為了堅持國內和平”几个字    ->    碑上刻着“[為了堅持國內和平]{lang=zh-Hant}”几个字

    What has a `lang` already, in itself or in what it stands in, stays as it is; so do metadata.
    """
    edition = edition_of(article, options)
    flows = [flow for flow in document_flows(article.doc) if isinstance(flow.element, pf.Block | pf.LineItem)]
    text, starts = join_flows(flows)
    ranges = [
        (span.start, span.end, TAGS[span.label])
        for span in find_spans(text)
        if span.label in TAGS and span.label != edition.script
    ]
    for flow, start in zip(flows, starts, strict=True):
        inside = list(_inside(flow, start, ranges))
        if inside and not _has_language(flow.element):
            flow.element.content, _ = _mark(list(flow.element.content), 0, inside)
    return article


def _inside(flow: Flow, start: int, ranges: Sequence[Tagged]) -> Iterator[Tagged]:
    """Yield the ranges of a flow, without the white space at their ends."""
    for first, last, tag in ranges:
        first, last = max(first - start, 0), min(last - start, len(flow.text))
        while first < last and flow.text[first] in MARKS_AND_SPACE:
            first += 1
        while first < last and flow.text[last - 1] in MARKS_AND_SPACE:
            last -= 1
        if first < last:
            yield first, last, tag


def _has_own_language(inline: Any) -> bool:
    return bool(getattr(inline, "attributes", {}).get("lang"))


def _has_language(element: Any) -> bool:
    while element is not None and not isinstance(element, pf.Doc):
        if getattr(element, "attributes", {}).get("lang"):
            return True
        element = element.parent
    return False


def _mark(inlines: Sequence[Any], position: int, ranges: Sequence[Tagged]) -> tuple[list[Any], int]:
    """Return inlines with Spans around the ranges, and where in the flow they end."""
    parts: list[tuple[Any, str]] = []
    for inline in inlines:
        end = position + inline_length(inline)
        tag = next((tag for first, last, tag in ranges if first <= position < end <= last), "")
        if isinstance(inline, pf.Note):
            parts.append((inline, ""))  # its paragraphs are flows of their own
        elif tag and not _has_own_language(inline):
            parts.append((inline, tag))
        elif not any(first < end and position < last for first, last, _ in ranges):
            parts.append((inline, ""))
        elif isinstance(inline, pf.Str):
            parts += _split(inline.text, position, ranges)
        elif getattr(inline, "content", None) and not isinstance(inline, pf.Note) and not _has_own_language(inline):
            inline.content, _ = _mark(list(inline.content), position, ranges)
            parts.append((inline, ""))
        else:
            parts.append((inline, ""))
        position = end
    return _wrap(parts), position


def _split(text: str, position: int, ranges: Sequence[Tagged]) -> Iterator[tuple[Any, str]]:
    """Yield the pieces of a string and the tag of each."""
    end = position + len(text)
    edges = sorted(
        {position, end, *(edge for first, last, _ in ranges for edge in (first, last) if position < edge < end)}
    )
    for first, last in zip(edges, edges[1:], strict=False):
        tag = next((tag for start, stop, tag in ranges if start <= first and last <= stop), "")
        yield pf.Str(text[first - position : last - position]), tag


def _wrap(parts: Sequence[tuple[Any, str]]) -> list[Any]:
    """Return inlines, neighbours of one tag in one Span; a mark alone, after words that have their language, needs none."""
    wrapped: list[Any] = []
    for tag, group in groupby(parts, key=lambda part: part[1]):
        inside = [inline for inline, _ in group]
        has_words = tag and any(is_word(character) for inline in inside for character in plain_text(inline))
        wrapped += [pf.Span(*inside, attributes={"lang": tag})] if has_words else inside
    return wrapped
