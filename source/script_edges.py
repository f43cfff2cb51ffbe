"""Put the edges of script spans right at quotation marks and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .script_evidence import (
    EVIDENCE,
    FOREIGN,
    HANGUL,
    JAPANESE,
    KANA,
    SIMPLIFIED,
    SIMPLIFIED_OR_JAPANESE,
    TRADITIONAL,
    TRADITIONAL_OR_JAPANESE,
    VARIANT,
)

if TYPE_CHECKING:
    from .scripts import Label, ScriptSpan

PARTNERS = dict(zip("“‘「『《〈（【[(〔［﹁﹃", "”’」』》〉）】])〕］﹂﹄", strict=True))
_MARK = re.compile(f"[{re.escape(''.join(PARTNERS) + ''.join(PARTNERS.values()))}]|\n\\s*\n")
_SPEAKS = re.compile(f"[{EVIDENCE}]")
OWN = {
    "Hans": re.compile(f"[{SIMPLIFIED}{SIMPLIFIED_OR_JAPANESE}{VARIANT}]"),
    "Hant": re.compile(f"[{TRADITIONAL}{TRADITIONAL_OR_JAPANESE}]"),
    "ja": re.compile(f"[{KANA}{JAPANESE}]"),
    "other": re.compile(f"[{HANGUL}{FOREIGN}]"),
}
"""What speaks for each script."""


def balance_edges(text: str, signature: str, spans: Sequence[ScriptSpan], main: Label) -> list[ScriptSpan]:
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
    """Return for every mark of a pair the place of its partner, by place; pairs do not cross a blank line."""
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
    return dict(sorted(partners.items()))


def _quotations(
    number: int, spans: Sequence[ScriptSpan], signature: str, partners: Mapping[int, int], main: Label
) -> list[ScriptSpan]:
    """Return a span that speaks for its script within quotations or brackets only as those and the passages around."""
    span = spans[number]
    speaking = [match.start() for match in OWN[span.label].finditer(signature, span.start, span.end)]
    pairs = _outermost(span, partners) if span.label != main and speaking else ()
    holding = [(o, c) for o, c in pairs if any(o < place < c for place in speaking)]
    if not holding or not all(any(o < place < c for o, c in holding) for place in speaking):
        return [span]
    before = _around(spans[number - 1 if number else 1].label, main)
    after = _around(spans[number + 1 if number + 1 < len(spans) else number - 1].label, main)
    parts: list[ScriptSpan] = []
    done = span.start
    for opening, closing in holding:
        if opening + 1 > done:
            parts.append(replace(span, start=done, end=opening + 1, label=before))
        parts.append(replace(span, start=opening + 1, end=closing))
        done = closing
    return [*parts, replace(span, start=done, label=after)] if done < span.end else parts


def _around(neighbour: Label, main: Label) -> Label:
    """Return the script of a passage beside a quotation: a quotation in Japanese is no text for it to belong to."""
    return neighbour if neighbour in ("Hans", "Hant") else main


def _outermost(span: ScriptSpan, partners: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of marks around or within a span that stand in no other such pair."""
    place = span.start - 1
    while place < span.end:
        closing = partners.get(place, -1)
        if place < closing <= span.end:
            yield place, closing
            place = closing
        place += 1


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
