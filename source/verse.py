"""Verse and inscriptions: runs of lines that are kept line by line, found by weighed evidence.

A run is weighed from every line at which something changes (a blank line, marks, length) to every such line after it; the
likeliest runs that do not overlap are set apart. Inscriptions in another script are found before, by rule.

    粉笔成灰字不灰，
    满园桃李一时开。        →    Div .verse, line for line
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from .blocks import Line, Piece
from .inscriptions import MOST_LINES, find_inscriptions
from .layout import Layout
from .model import read_decision
from .verse_evidence import verse_evidence
from .verse_lines import Run, VerseLine, read_verse_line

KINDS = ("none", "inscription", "verse")
EXTENTS = ("part", "whole")
MOST_DOUBT = 0.3
"""How likely a run may be no verse: less than even, as prose that is set as verse costs more than a poem that is not."""
STANZAS_DOUBT = 0.5
"""The same for short lines without marks in stanzas, which little else is."""
FREE_LENGTH = 12
"""Characters of the longest line of free verse without marks."""
LEAST_WHOLE = 0.1
"""How likely a run must be the whole of a poem; it need not be likelier than not, as many overlapping runs share the chance."""
MOST_RUNS = 60_000
"""Runs that are weighed in one text: a book of poems has fewer, an article about a hundred."""
LONG = 40
"""Lines of a stretch of short lines in which a run has three lines and more, and begins and ends only where gaps change."""
MOST_ENDS = ((LONG, 10), (MOST_LINES, 3))
"""Places at which a run from one line is tried to end, in stretches of up to so many lines; two in longer ones."""


def find_verse(lines: Sequence[Line], layout: Layout, traditional: bool) -> list[tuple[int, int, str]]:
    """Return the runs of lines (from, to, kind) that are inscriptions or verse; `traditional` is the article's script.

    What a run is, and whether it is the whole of that, are two decisions: half a poem looks much like a poem.
    """
    kinds, extents = read_decision("verse"), read_decision("extent")
    found: list[tuple[float, int, int, str]] = []
    for run in islice(candidate_runs(lines, layout), MOST_RUNS):
        if len(run) == 1:  # as likely a caption, whatever speaks for it
            continue
        evidence = verse_evidence(run, layout, traditional)
        chances = kinds.weigh(evidence, KINDS)
        if chances["none"] > most_doubt(run):
            continue
        whole = extents.weigh(evidence, EXTENTS)["whole"]
        if whole >= LEAST_WHOLE and not is_one_line_again(run):
            likelier = chances["inscription"] > chances["verse"]
            kind = "inscription" if likelier and (traditional or not run.simplified) else "verse"
            found.append((-whole * (1 - min(chances["none"], MOST_DOUBT)), run.start, run.end, kind))
    taken = bytearray(len(lines))
    runs: list[tuple[int, int, str]] = []
    ruled = [] if traditional else [(-1.0, *run, "inscription") for run in find_inscriptions(lines)]
    for _, start, end, kind in [*ruled, *sorted(found)]:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            runs.append((start, end, kind))
    return sorted(runs)


def most_doubt(run: Run) -> float:
    """Return how likely a run may be no verse and be taken for it all the same."""
    if is_regulated(run):
        return 1.0
    return STANZAS_DOUBT if is_in_bare_stanzas(run) else MOST_DOUBT


def is_regulated(run: Run) -> bool:
    """Say whether all clauses, four and more, have five characters or all have seven, and every line ends with a mark.

    Prose does not come out so, whatever speaks against a poem.
    """
    return run.clauses in ({5}, {7}) and run.clause_count >= 4 and {*run.ends} <= {"pause", "final"} and len(run) >= 2


def is_in_bare_stanzas(run: Run) -> bool:
    """Say whether five short lines and more, without any mark, stand in stanzas of two and more."""
    breaks = [n for n in range(run.start + 1, run.end) if run.lines[n].blanks and not run.lines[n].broken]
    stanzas = [b - a for a, b in pairwise((run.start, *breaks, run.end))]
    bare = run.bare == len(run) >= 5 and max(run.sizes) <= FREE_LENGTH
    return bare and len(stanzas) >= 2 and min(stanzas) >= 2


def is_one_line_again(run: Run) -> bool:
    """Say whether most lines of a run repeat others: a refrain is less of a song."""
    return len({line.text for line in run.lines[run.start : run.end]}) * 2 < len(run)


def candidate_runs(lines: Sequence[Line], layout: Layout) -> Iterator[Run]:
    """Yield the runs of lines that may be verse; each is one object that grows, to be looked at before the next is asked for."""
    shown = [read_verse_line(line, layout) for line in lines]
    start = 1
    while start < len(lines):
        end = start
        while end < len(lines) and shown[end] is not None and (end == start or _near(lines[end])):
            end += 1
        yield from _runs_within(lines, shown, start, end)
        start = max(end, start + 1)


def _near(line: Line) -> bool:
    return line.blanks <= (3 if line.broken else 1)


def _runs_within(lines: Sequence[Line], shown: Sequence[VerseLine | None], first: int, last: int) -> Iterator[Run]:
    """Yield the runs within a stretch of lines that may be verse."""
    long = last - first > LONG
    most = next((ends for length, ends in MOST_ENDS if last - first <= length), 2)
    breaks = [n for n in range(first + 1, last) if _changes(lines, shown, n, first, last, long)]
    for place, start in enumerate([first, *breaks] if last > first else ()):
        run = Run(lines, shown, start)
        for end in [*breaks[place : place + most], last]:
            if end - start > MOST_LINES:
                break
            while run.end < end:
                run.grow()
            if len(run) >= 3 or not long:
                yield run


def _changes(
    lines: Sequence[Line], shown: Sequence[VerseLine | None], index: int, first: int, last: int, long: bool
) -> bool:
    """Say whether a run may begin, or end, before a line: gap, indent, marks or length are others than before."""
    line, before = lines[index], lines[index - 1]
    gap = line.blanks > 0
    if abs(line.indent - before.indent) > 1:
        return True
    alone = (index - 1 == first or before.blanks > 0) and (index + 1 == last or lines[index + 1].blanks > 0)
    if gap and not alone:
        return True
    here, there = shown[index], shown[index - 1]
    if long or here is None or there is None:
        return False
    return here.bare != there.bare or abs(here.size - there.size) > 2


def verse_piece(lines: Sequence[Line], kind: str) -> Piece:
    """Return the piece of an inscription or poem: its text is its lines, one below the other."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    return Piece(
        list(lines),
        text,
        starts,
        text,
        kind,
        0.95,
        "lines of an inscription" if kind == "inscription" else "lines of one measure",
    )


def stanzas(lines: Sequence[Line], width: int) -> list[str]:
    """Return the lines as they were composed, an empty one between stanzas; a line that the page cut in two is one again."""
    sizes = [len(line.text) for line in lines]
    heads, tails = lines[::2], sizes[1::2]
    cut = len(lines) >= 4 and len(lines) % 2 == 0 and width > 0 and min(line.extent for line in heads) >= width - 4
    if cut and max(sizes[::2]) - min(sizes[::2]) <= 1 and max(tails) < min(sizes[::2]):
        return [a.text + b.text for a, b in zip(heads, lines[1::2], strict=True)]
    found: list[str] = []
    for index, line in enumerate(lines):
        if index and line.blanks and not line.broken:
            found.append("")
        found.append(line.text)
    return found
