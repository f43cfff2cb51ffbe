"""Put the edges of script spans right at quotation marks and brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .script_evidence import EVIDENCE, NEWLINE, WHITE

if TYPE_CHECKING:
    from .scripts import ScriptSpan

PARTNERS = dict(zip("“‘「『《〈（【[(〔［﹁﹃", "”’」』》〉）】])〕］﹂﹄", strict=True))
_MARK = re.compile(f"[{re.escape(''.join(PARTNERS) + ''.join(PARTNERS.values()))}]|\n\\s*\n")
_SPEAKS = re.compile(f"[{EVIDENCE}]")


def balance_edges(text: str, signature: str, spans: Sequence[ScriptSpan], main: str) -> list[ScriptSpan]:
    """Return the spans so that marks around a span stay outside it and marks within it stay inside.

    A passage between two quotations that says nothing itself goes with the text around them: in
    `他说“後來”和“國家”` the 和 is as Simplified as 他说. A quotation that is a whole paragraph leaves its marks to
    the article's `main` script.
    """
    if len(spans) < 2:
        return list(spans)
    partners = find_partners(text)
    parts = [part for number in range(len(spans)) for part in _quotations(number, spans, signature, partners, main)]
    for number in range(len(parts) - 1):
        left, right = parts[number], parts[number + 1]
        place = _to_end_of_quotation(left.start, left.end, right.end, partners, signature)
        place = _balanced(left.start, place, right.end, partners)
        parts[number], parts[number + 1] = replace(left, end=place), replace(right, start=place)
    return parts


def find_partners(text: str) -> dict[int, int]:
    """Return for every mark of a pair the place of its partner; pairs do not cross a blank line."""
    partners: dict[int, int] = {}
    open_marks: list[tuple[str, int]] = []
    for match in _MARK.finditer(text):
        mark, place = match[0], match.start()
        if mark in PARTNERS:
            open_marks.append((PARTNERS[mark], place))
        elif len(mark) > 1 or mark == "\n":
            open_marks.clear()
        elif any(expected == mark for expected, _ in open_marks):
            while open_marks:
                expected, start = open_marks.pop()
                if expected == mark:
                    partners[start], partners[place] = place, start
                    break
    return partners


def _quotations(
    number: int, spans: Sequence[ScriptSpan], signature: str, partners: Mapping[int, int], main: str
) -> list[ScriptSpan]:
    """Return a span that is one quotation or several as those quotations and the passages around them."""
    span = spans[number]
    outside = spans[number - 1 if number else 1].label
    first, last = _ends(signature, span)
    inside = partners.get(span.start - 1, -1) in range(first, last)
    whole = not inside and span.label != main and partners.get(first, -1) in range(first, last)
    start = first + 1 if whole else span.start
    parts = [replace(span, end=start, label=outside)] if whole else []
    closing = partners.get(start - 1, -1)
    while start <= closing < span.end:
        opening = next((p for p in range(closing + 1, span.end) if p in partners and partners[p] > p), None)
        at_end = closing == last - 1
        if not at_end and (opening is None or _SPEAKS.search(signature, closing, opening)):
            break
        edge = span.end if at_end or opening is None else opening + 1
        parts += [replace(span, start=start, end=closing), replace(span, start=closing, end=edge, label=outside)]
        if at_end or opening is None:
            return parts
        start, closing = edge, partners[opening]
    return [span] if whole else [*parts, replace(span, start=start)]


def _ends(signature: str, span: ScriptSpan) -> tuple[int, int]:
    """Return where a span begins and ends without the white space around it."""
    start, end = span.start, span.end
    while start < end and signature[start] in (WHITE, NEWLINE):
        start += 1
    while end > start and signature[end - 1] in (WHITE, NEWLINE):
        end -= 1
    return start, end


def _to_end_of_quotation(start: int, place: int, end: int, partners: Mapping[int, int], signature: str) -> int:
    """Return the end of the quotation in which a span began, if nothing before it speaks for the next span."""
    closing = partners.get(start - 1, -1)
    return closing if place < closing < end and not _SPEAKS.search(signature, place, closing) else place


def _balanced(start: int, place: int, end: int, partners: Mapping[int, int]) -> int:
    """Return where the edge between `start:place` and `place:end` belongs."""
    while place > start and place < partners.get(place - 1, -1) < end:
        place -= 1  # the mark before the edge is closed within the span after it
    while place < end and start <= partners.get(place, end) < place:
        place += 1  # the mark after the edge was opened within the span before it
    return place
