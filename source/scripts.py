"""Find in which script each part of a text is written: Simplified, Traditional, Japanese or another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from .characters import HAN
from .script_edges import balance_edges, find_partners
from .script_evidence import (
    BRACKET,
    BRACKET_END,
    CLOSING,
    EVIDENCE,
    FINAL,
    FOREIGN,
    HANGUL,
    JAPANESE,
    KANA,
    NEWLINE,
    NONE,
    OPENING,
    PAUSE,
    SIMPLIFIED,
    SIMPLIFIED_OR_JAPANESE,
    TRADITIONAL,
    TRADITIONAL_OR_JAPANESE,
    VARIANT,
    WHITE,
    kept_words,
    signature_table,
)

Label = Literal["Hans", "Hant", "shared", "mixed", "ja", "other"]


@dataclass(frozen=True, slots=True)
class ScriptSpan:
    """`text[start:end]` is written in the script `label`."""

    start: int
    end: int
    label: Label


STATES: tuple[Label, ...] = ("Hans", "Hant", "ja", "other")
COSTS: dict[str, tuple[float, ...]] = {
    SIMPLIFIED: (0, 6, 8, 6),
    SIMPLIFIED_OR_JAPANESE: (0, 6, 1.5, 6),
    VARIANT: (0, 2, 2, 6),
    TRADITIONAL: (6, 0, 4, 6),
    TRADITIONAL_OR_JAPANESE: (6, 0, 1.5, 6),
    KANA: (6, 6, 0, 6),
    JAPANESE: (6, 6, 0, 6),
    HANGUL: (12, 12, 12, 0),
    FOREIGN: (6, 6, 6, 0),
}
"""What a character of a class costs where the text is taken for Simplified, Traditional, Japanese, other."""
MOST = 4
"""Characters of one clause that count: a long clause proves no more than a short one."""
TO_JAPANESE, ALL_JAPANESE = 2.0, 4.0
"""What taking a passage, or a text from its beginning, for Japanese costs beyond a change of script."""
INSIDE_CLAUSE = 7.0
PARAGRAPH, LINE, QUOTATION, SENTENCE, BRACKETS, CLAUSE = 1.0, 1.3, 2.0, 2.5, 3.0, 3.5
"""What a change of script costs between paragraphs, lines, at quotation marks, between sentences …"""

_EVENT = re.compile("|".join(f"{c}(?:[{NONE}{WHITE}]*{c})*" for c in EVIDENCE + FOREIGN))
_EDGE = re.compile(f"{NEWLINE}[{NEWLINE}{WHITE}]*|{FINAL}+|[{OPENING}{CLOSING}{BRACKET}{BRACKET_END}{PAUSE}]")
_EDGE_COSTS = {
    NEWLINE: LINE,
    OPENING: QUOTATION,
    CLOSING: QUOTATION,
    FINAL: SENTENCE,
    BRACKET: BRACKETS,
    BRACKET_END: BRACKETS,
    PAUSE: CLAUSE,
}
QUOTATION_MARKS = "“‘「『"
LEAST_MIXED = 2
"""Characters of either script that make a clause mixed; one is a slip."""
_TRADITIONAL_EVIDENCE = re.compile(f"[{TRADITIONAL}{TRADITIONAL_OR_JAPANESE}]")
_SIMPLIFIED_EVIDENCE = re.compile(f"[{SIMPLIFIED}{SIMPLIFIED_OR_JAPANESE}]")
_CLAUSE = re.compile(f"[^{NEWLINE}{OPENING}{CLOSING}{FINAL}{BRACKET}{BRACKET_END}{PAUSE}]+")
_FOREIGN_LINE = re.compile(r"^(?:[^\w\n]*\w+){5,}[^\w\n]*$", re.MULTILINE)
_LETTER = re.compile(r"[^\W\d_]{2,}")


class Event(NamedTuple):
    """Evidence of one kind within one clause: where, and what each state would cost."""

    start: int
    end: int
    costs: tuple[float, ...]


def find_spans(text: str) -> list[ScriptSpan]:
    """Return the spans of a text, which cover it; neighbours have different labels.

    Text without evidence of its own (digits, Latin, characters of both scripts) belongs to its neighbours; a text
    without any is `shared`, or `other` where it has no Han character. Quotation marks around a span stay outside it.

    >>> [(s.start, s.end, s.label) for s in find_spans("碑上刻着“為了堅持國內和平”几个字。")]
    [(0, 5, 'Hans'), (5, 13, 'Hant'), (13, 18, 'Hans')]
    """
    if not text:
        return []
    signature = _signature(text)
    events = [_event(match) for match in _EVENT.finditer(signature)]
    if not events:
        return [ScriptSpan(0, len(text), "shared" if HAN.search(text) else "other")]
    main = _heaviest(_outside_quotations(text, events) or events)
    labels = _label_events(events, signature)
    spans: list[ScriptSpan] = []
    start = 0
    for number in range(1, len(events)):
        if labels[number] != labels[number - 1]:
            _, place = _edge(signature, events[number - 1], events[number], stay=labels[number - 1] == main)
            spans.append(ScriptSpan(start, place, labels[number - 1]))
            start = place
    spans.append(ScriptSpan(start, len(text), labels[-1]))
    balanced = _join(balance_edges(text, signature, spans, main))
    return _join([part for span in balanced for part in _mixed_clauses(span, signature)])


def main_script(text: str) -> Label:
    """Return the script in which most Han characters of a text stand; `shared` where nothing tells.

    >>> main_script("东江纵队"), main_script("東江縱隊"), main_script("人民")
    ('Hans', 'Hant', 'shared')
    """
    weights: dict[Label, int] = {}
    for span in find_spans(text):
        weights[span.label] = weights.get(span.label, 0) + len(HAN.findall(text, span.start, span.end))
    return max(weights, key=lambda label: weights[label], default="other")


def _signature(text: str) -> str:
    """Return the class of every character, words that say nothing and foreign lines marked as such."""
    signature = text.translate(signature_table())
    for pattern, classify in ((kept_words(), _nothing), (_FOREIGN_LINE, _foreign)):
        parts, done = [], 0
        for match in pattern.finditer(text):
            start, end = match.span()
            parts += [signature[done:start], classify(match[0], signature[start:end])]
            done = end
        signature = "".join((*parts, signature[done:])) if parts else signature
    return signature


def _nothing(word: str, _classes: str) -> str:
    return NONE * len(word)


def _foreign(line: str, classes: str) -> str:
    """Return the classes of a line: letters speak for another language where it has five words and no Han or kana."""
    if any(c in classes for c in EVIDENCE) or HAN.search(line) or len(_LETTER.findall(line)) < 5:
        return classes
    return "".join(FOREIGN if c.isalpha() else known for c, known in zip(line, classes, strict=True))


def _event(match: re.Match[str]) -> Event:
    kind = match[0][0]
    return Event(match.start(), match.end(), _costs(kind, min(match[0].count(kind), MOST)))


@cache
def _costs(kind: str, weight: int) -> tuple[float, ...]:
    return tuple(weight * cost for cost in COSTS[kind])


def _heaviest(events: Sequence[Event]) -> Label:
    totals = [sum(column) for column in zip(*(event.costs for event in events), strict=True)]
    return STATES[totals.index(min(totals))]


def _outside_quotations(text: str, events: Sequence[Event]) -> list[Event]:
    """Return the events that stand in no quotation: those tell in which script the text itself is written."""
    quotations = [(o, c) for o, c in find_partners(text).items() if o < c and text[o] in QUOTATION_MARKS]
    outside, number, end = [], 0, -1
    for event in events:
        while number < len(quotations) and quotations[number][0] < event.start:
            end = max(end, quotations[number][1])
            number += 1
        if event.start > end:
            outside.append(event)
    return outside


def _label_events(events: Sequence[Event], signature: str) -> list[Label]:
    """Return the cheapest sequence of labels: what the evidence costs and what changing costs (Viterbi)."""
    totals = list(events[0].costs)
    totals[STATES.index("ja")] += ALL_JAPANESE
    back: list[list[int]] = []
    every = range(len(STATES))
    for before, event in zip(events, events[1:], strict=False):
        cost, _ = _edge(signature, before, event, stay=True)
        least = min(totals)
        best = totals.index(least)
        origins, sums = [], []
        for state in every:
            change = least + cost + (TO_JAPANESE if STATES[state] == "ja" else 0.0)
            stays = totals[state] <= change
            origins.append(state if stays else best)
            sums.append((totals[state] if stays else change) + event.costs[state])
        back.append(origins)
        totals = sums
    state = totals.index(min(totals))
    labels = [STATES[state]]
    for origins in reversed(back):
        state = origins[state]
        labels.append(STATES[state])
    return labels[::-1]


def _edge(signature: str, before: Event, after: Event, stay: bool) -> tuple[float, int]:
    """Return the cheapest place between two events where a span may end, and its cost.

    Where several cost the same, the last one is taken if the script before should `stay`, else the first.
    """
    cost, place = INSIDE_CLAUSE, after.start if stay else before.end
    for match in _EDGE.finditer(signature, before.end, after.start):
        kind = match[0][0]
        here = PARAGRAPH if match[0].count(NEWLINE) > 1 else _EDGE_COSTS[kind]
        if here < cost or (here == cost and stay):
            cost, place = here, match.start() if kind in (CLOSING, BRACKET_END) else match.end()
    return cost, place


def _mixed_clauses(span: ScriptSpan, signature: str) -> Iterator[ScriptSpan]:
    """Yield a span with the clauses apart in which both scripts speak with several characters."""
    done = span.start
    wrong = {"Hans": _TRADITIONAL_EVIDENCE, "Hant": _SIMPLIFIED_EVIDENCE}.get(span.label)
    if wrong and len(wrong.findall(signature, span.start, span.end)) >= LEAST_MIXED:
        for clause in _CLAUSE.finditer(signature, span.start, span.end):
            counts = sorted(
                len(evidence.findall(clause[0])) for evidence in (_TRADITIONAL_EVIDENCE, _SIMPLIFIED_EVIDENCE)
            )
            if counts[0] >= LEAST_MIXED and 3 * counts[0] >= counts[1]:
                yield ScriptSpan(done, clause.start(), span.label)
                yield ScriptSpan(clause.start(), clause.end(), "mixed")
                done = clause.end()
    yield ScriptSpan(done, span.end, span.label)


def _join(spans: Sequence[ScriptSpan]) -> list[ScriptSpan]:
    """Return the spans with neighbours of one label as one."""
    joined: list[ScriptSpan] = []
    for span in spans:
        if span.end <= span.start:
            continue
        if joined and joined[-1].label == span.label:
            joined[-1] = ScriptSpan(joined[-1].start, span.end, span.label)
        else:
            joined.append(span)
    return joined
