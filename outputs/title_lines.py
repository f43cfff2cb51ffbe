"""Break a title into lines where its sense allows (CLREQ, Headings: no word is split, no particle begins a line)."""

from __future__ import annotations

from functools import cache
from typing import Any

from kanben.source.characters import CLOSING, NO_END, NO_START, OPENING, PAUSE_OR_STOP, text_width

NO_BREAK = 1000.0
"""What a forbidden break costs; the other figures are in squared half-em of unevenness."""
INSIDE_WORD = 40.0
BEFORE_PARTICLE = 15.0
AFTER_MARK = -6.0
AFTER_PARTICLE = -2.0
EXTRA_LINE = 12.0
PARTICLES = frozenset("的地得了着过之者们与和及或而下中上里内外间后前时等")
"""Words of one character that lean on what stands before them; most may end a line, none should begin one."""
CONJUNCTIONS = frozenset("与和及或而")


def break_title(text: str, measure: float) -> tuple[str, ...]:
    """Return the title in as few lines as fit `measure` characters, as even as words and sense allow.

    >>> break_title("党建引领下深圳走出基层治理新路", 10)
    ('党建引领下深圳', '走出基层治理新路')
    """
    text = text.strip()
    if text_width(text) <= measure * 2:
        return (text,) if text else ()
    costs = break_costs(text)
    fewest = -(-text_width(text) // int(measure * 2))
    found = [_best_lines(text, costs, count, measure) for count in range(fewest, fewest + 3)]
    scored = [(cost + EXTRA_LINE * number, lines) for number, (cost, lines) in enumerate(found) if lines]
    return min(scored)[1] if scored else _chunks(text, int(measure))


def _chunks(text: str, length: int) -> tuple[str, ...]:
    return tuple(text[start : start + length] for start in range(0, len(text), length))


def break_costs(text: str) -> list[float]:
    """Return what a break before each character costs."""
    costs = [INSIDE_WORD] * len(text)
    for start in _word_starts(text):
        before, after = text[start - 1 : start], text[start : start + 1]
        cost = 0.0
        if before in PAUSE_OR_STOP + CLOSING + " —…·" or after in OPENING + " ":
            cost += AFTER_MARK
        if after in PARTICLES and after not in CONJUNCTIONS:
            cost += BEFORE_PARTICLE
        if before in PARTICLES:
            cost += BEFORE_PARTICLE if before in CONJUNCTIONS else AFTER_PARTICLE
        costs[start] = cost
    for index in range(1, len(text)):
        marks = text[index] in NO_START or text[index - 1] in NO_END or text[index - 1 : index + 1] in {"——", "……"}
        if marks or _is_ascii_pair(text, index):
            costs[index] = NO_BREAK
    return costs


def _is_ascii_pair(text: str, index: int) -> bool:
    return all("!" <= character <= "~" for character in text[index - 1 : index + 1])


def _word_starts(text: str) -> list[int]:
    starts, at = [], 0
    for word in _segmenter()(text):
        if at:
            starts.append(at)
        at += len(word)
    return starts


@cache
def _segmenter() -> Any:
    import rjieba

    return rjieba.cut


def _best_lines(text: str, costs: list[float], count: int, measure: float) -> tuple[float, tuple[str, ...]]:
    """Return `count` lines of least cost: unevenness squared, and what their breaks cost; empty where they do not fit.

    Their cost stands before them.
    """
    widths = [0]
    for character in text:
        widths.append(widths[-1] + text_width(character))
    ideal = widths[-1] / count
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, -1)}]
    for number in range(1, count + 1):
        reached: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in best[-1].items():
            for end in range(start + 1, len(text) + 1):
                width = widths[end] - widths[start]
                if width > measure * 2:
                    break
                if (end == len(text)) != (number == count):
                    continue
                total = cost + (width - ideal) ** 2 / 4 + (costs[end] if end < len(text) else 0.0)
                if total < reached.get(end, (float("inf"), 0))[0]:
                    reached[end] = (total, start)
        best.append(reached)
    if len(text) not in best[count] or best[count][len(text)][0] >= NO_BREAK:
        return NO_BREAK, ()
    cuts, at = [len(text)], len(text)
    for number in range(count, 0, -1):
        at = best[number][at][1]
        cuts.append(at)
    cuts.reverse()
    lines = tuple(text[start:end].strip() for start, end in zip(cuts, cuts[1:], strict=False))
    return best[count][len(text)][0], lines
