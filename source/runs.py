"""Runs: which piece of a text a dictionary turned into what, and how the runs of two stages become one list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .dictionaries import Stage

MOST_CANDIDATES = 12
"""Candidates kept where those of several stages multiply."""


class Run(NamedTuple):
    """What a dictionary says about `text[start:end]`: the output, and all candidates where there are several.

    A word that a dictionary keeps as it is (皇后) is a run too.
    """

    start: int
    end: int
    output: str
    candidates: tuple[str, ...] = ()


def make_run(start: int, end: int, value: str) -> Run:
    """Return the run of a dictionary's value, its candidates separated by spaces."""
    if " " not in value:
        return Run(start, end, value)
    candidates = tuple(value.split(" "))
    return Run(start, end, candidates[0], candidates)


def apply_runs(text: str, runs: Sequence[Run]) -> str:
    """Return the text with every run replaced by its output."""
    parts: list[str] = []
    done = 0
    for start, end, output, _ in runs:
        parts += (text[done:start], output) if start > done else (output,)
        done = end
    parts.append(text[done:])
    return "".join(parts)


def compose_runs(text: str, first: Sequence[Run], later: Sequence[Run], stage: Stage) -> list[Run]:
    """Return the runs of `text` that do what `first` and then `later` do.

    `later` are runs of the text that `first` made, found by `stage`. Where the edges of two runs straddle, both
    become one run.
    """
    composed: list[Run] = []
    a = b = shift = 0  # shift: how much further the made text is than the text, before first[a]
    while a < len(first) or b < len(later):
        if b == len(later) or (a < len(first) and first[a].end + _growth(first[a]) + shift <= later[b].start):
            composed.append(_candidates_through(first[a], stage))
            shift += _growth(first[a])
            a += 1
        elif a == len(first) or later[b].end <= first[a].start + shift:
            run = later[b]
            composed.append(Run(run.start - shift, run.end - shift, run.output, run.candidates))
            b += 1
        else:
            a_end, b_end, end, shift_after = _reach(first, later, a, b, shift)
            start = min(first[a].start + shift, later[b].start) - shift
            cluster = Run(start, end - shift_after, "")
            composed.append(_merge(text, cluster, first[a:a_end], later[b:b_end], shift, stage))
            a, b, shift = a_end, b_end, shift_after
    return composed


def _growth(run: Run) -> int:
    return len(run.output) - (run.end - run.start)


def _reach(first: Sequence[Run], later: Sequence[Run], a: int, b: int, shift: int) -> tuple[int, int, int, int]:
    """Return the ends, in both lists, of the runs that overlap from a and b on; where they end; the shift there."""
    end = 0
    while True:
        if a < len(first) and (end == 0 or first[a].start + shift < end):
            shift += _growth(first[a])
            end = max(end, first[a].end + shift)
            a += 1
        elif b < len(later) and later[b].start < end:
            end = max(end, later[b].end)
            b += 1
        else:
            return a, b, end, shift


def _merge(text: str, cluster: Run, first: Sequence[Run], later: Sequence[Run], shift: int, stage: Stage) -> Run:
    """Return the one run that overlapping runs of two stages make of `text[cluster.start : cluster.end]`."""
    start = cluster.start
    piece = text[start : cluster.end]
    local = [Run(run.start - start, run.end - start, run.output, run.candidates) for run in first]
    made = apply_runs(piece, local)
    offset = start + shift
    output = apply_runs(made, [Run(r.start - offset, r.end - offset, r.output) for r in later])
    candidates = [output]
    if len(later) == 1 and len(later[0].output) == len(output):
        candidates += later[0].candidates
    for number, run in enumerate(local):
        for candidate in run.candidates:
            other = [*local[:number], run._replace(output=candidate), *local[number + 1 :]]
            candidates.append(apply_stage(apply_runs(piece, other), stage))
    return cluster._replace(output=output, candidates=_distinct(candidates))


def _candidates_through(run: Run, stage: Stage) -> Run:
    """Return a run that a stage left alone, with its other candidates as that stage would make them."""
    if not run.candidates:
        return run
    through = (apply_stage(candidate, stage) for candidate in run.candidates[1:])
    return run._replace(candidates=_distinct((run.output, *through)))


def _distinct(candidates: Iterable[str]) -> tuple[str, ...]:
    distinct = tuple(dict.fromkeys(candidates))
    return distinct[:MOST_CANDIDATES] if len(distinct) > 1 else ()


def apply_stage(text: str, stage: Stage) -> str:
    """Return a short text as one stage makes it."""
    parts, position = [], 0
    while position < len(text):
        length, value = stage.match(text, position, len(text)) or (1, text[position])
        parts.append(value.split(" ")[0])
        position += length
    return "".join(parts)
