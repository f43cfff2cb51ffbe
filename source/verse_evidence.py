"""What speaks for a run of lines to be verse or an inscription: its measure, its marks, its blank lines and what is around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import Line
from .evidence import name_evidence, size_class
from .layout import Layout, end_class
from .verse_lines import Run

SIGNATURE = re.compile("年|[立撰书書题題识識刻建造]$|[月日](?:吉旦|穀旦|谷旦|吉立|吉日)?$")
TITLED = re.compile("[记記碑铭銘序讃赞贊颂頌规規约約示]$")
"""How the first line of a stele ends, where it is its title."""
INTRODUCED = re.compile(
    "[诗詩词詞歌谣謠联聯碑铭銘曲调調曰咏詠唱吟赋賦偈谚諺诀訣辈輩匾额額刻题題号號令]|顺口溜|順口溜|对子|石[上头]"
)
"""Names of verse and inscriptions, and of how they are uttered, in the line before."""
TAKEN_UP = re.compile(
    "[末这這此前后後第头頭一两兩][一二两兩三四几幾]?[句首段行副联聯]|[诗詩词詞歌谣謠联聯碑铭銘唱]|^[“「『]"
)
"""How the text takes a poem up again: 末一句, 这首, or its words in quotation marks."""


def verse_evidence(run: Run, layout: Layout, traditional: bool) -> list[str]:
    """Return the names of what speaks for, or against, a run of lines being verse or an inscription."""
    seen = {
        "lines": size_class(len(run), (1, 2, 3, 4, 6, 8, 14)),
        "measure": _measure(run),
        "feet": str(max(run.clauses)) if len(run.clauses) == 1 and max(run.clauses) <= 8 else "other",
        "marks": _marks(run),
        "size": size_class(sum(run.sizes) // len(run), (3, 5, 7, 9, 12, 16, 22)),
        "inner": _share(run.inner, len(run)),
        "fill": _fill(run, layout),
        "inside": _inside(run) + (" torn" if run.torn else ""),
        "habit": _habit(layout),
        "script": _script(run, traditional),
        "old": size_class(run.old * 100 // max(1, sum(run.sizes)), (0, 3, 6)),
        "echo": _share(run.echoes, len(run) - 1),
        "own": ("spoken " if run.spoken else "") + ("lost" if run.lost else ""),
        "signed": _signed(run),
    }
    seen["set"] = _setting(run, layout)
    seen |= _edges(run)
    seen |= _around(run, layout)
    return name_evidence(seen, TOGETHER)


def _share(part: int, whole: int) -> str:
    if part <= 0:
        return "none"
    return "all" if part >= whole else "half" if part * 2 >= whole else "few"


def _measure(run: Run) -> str:
    """Say how alike in length lines and clauses are."""
    if len(run) == 1:
        return "single"
    sizes = run.sizes
    least, most = min(sizes), max(sizes)
    if len(run.clauses) == 1 and 3 <= min(run.clauses) <= 9:
        return "clauses" if run.inner else "lines"
    if least == most:
        return "lines"
    if len(sizes) >= 4 and len({*sizes[::2]}) == 1 and len({*sizes[1::2]}) == 1:
        return "alternate"
    spread = (most - least) * 8 // max(1, most)
    return "near" if most - least <= 2 else size_class(spread, (3, 5))


def _marks(run: Run) -> str:
    """Say how the lines end: all without a mark, sentence by sentence, running on from line to line, or mixed."""
    ends = run.ends
    bare = sum(end in ("none", "open", "closed") for end in ends)
    if bare == len(ends):
        return "bare" if run.bare == len(ends) else "inner"
    if bare:
        if bare == 1 and len(ends) > 2:
            return "bare-first" if ends[0] == "none" else "bare-last" if ends[-1] == "none" else "one-bare"
        return "mixed"
    pauses = ends.count("pause")
    if not pauses:
        return "finals"
    return ("couplets" if set(ends[1::2]) == {"final"} and len(ends) % 2 == 0 else "running") + (
        "" if ends[-1] == "final" else "-on"
    )


def _fill(run: Run, layout: Layout) -> str:
    if not layout.width:
        return "whole"
    part = run.widest * 10 // layout.width
    return size_class(part, (4, 6, 8)) if run.widest < layout.width - 4 else "full" if part <= 10 else "over"


def _inside(run: Run) -> str:
    gaps = len(run) - 1
    if not run.gaps:
        return "tight" if not run.pages else "cut"
    return "loose" if run.gaps + run.pages == gaps else "stanzas"


def _habit(layout: Layout) -> str:
    if layout.blank >= 0.97:
        return "always"
    return "blank" if layout.blank >= 0.75 else "tight" if layout.blank <= 0.2 else "mixed"


def _script(run: Run, traditional: bool) -> str:
    if traditional:
        return "traditional" if run.traditional else "shared"
    if run.traditional > run.simplified:
        return "other-9" if run.traditional >= 9 else "other-3" if run.traditional >= 3 else "other"
    return "simplified" if run.simplified else "shared"


def _signed(run: Run) -> str:
    titled = TITLED.search(run.lines[run.start].text) is not None and run.ends[0] == "none"
    signed = SIGNATURE.search(run.lines[run.end - 1].text) is not None and run.ends[-1] == "none"
    return ("titled " if titled else "") + ("signed" if signed else "")


def _setting(run: Run, layout: Layout) -> str:
    """Say whether blank lines, or an indent of their own, set the lines apart where paragraphs of the document are not so set."""
    before, first, last = run.lines[run.start - 1], run.lines[run.start], run.lines[run.end - 1]
    after = run.lines[run.end] if run.end < len(run.lines) else None
    apart = (first.blanks > 0 or first.broken) and (after is None or after.blanks > 0 or after.broken)
    inner = "tight" if not run.gaps else "stanzas" if not run.lone else "loose"
    lines = "wrapped" if layout.width else "whole"
    if apart:
        return f"{_habit(layout)} {lines} {inner}"
    stepped = abs(first.indent - before.indent) > 1 and (after is None or abs(last.indent - after.indent) > 1)
    return f"{'stepped' if stepped else 'flat'} {lines} {inner}"


def _gap(line: Line) -> str:
    if line.broken:
        return "page"
    return "tight" if not line.blanks else "blank" if line.blanks == 1 else "far"


def _edges(run: Run) -> dict[str, str]:
    """Compare the first and the last line, and the lines before and after, with those within the run."""
    found = {}
    if len(run) >= 3:
        found["first"] = _likeness(run, run.start, run.lines[run.start + 1], run.start + 1, run.end)
        found["last"] = _likeness(run, run.end - 1, run.lines[run.end - 1], run.start, run.end - 1)
    found["like-before"] = _likeness(run, run.start - 1, run.lines[run.start], run.start, run.end)
    if run.end < len(run.lines):
        found["like-after"] = _likeness(run, run.end, run.lines[run.end], run.start, run.end)
    found["led"] = _company(run, run.start - 1, -1)
    found["followed"] = _company(run, run.end, 1)
    return found


def _company(run: Run, index: int, step: int) -> str:
    """Say whether the line before or after is one that stands alone among blank lines, or has company of its kind; `no` for prose."""
    lines, shown = run.lines, run.shown
    if not 0 < index < len(lines) or shown[index] is None:
        return "no"
    other = index + step
    if not 0 < other < len(lines) or shown[other] is None:
        return "last"
    return "alone" if lines[max(index, other)].blanks else "more"


def _likeness(run: Run, index: int, gap: Line, start: int, end: int) -> str:
    """Return what a line shares with those from `start` to `end`: size, marks, gap, indent (smgi); `no` where it is no verse."""
    shown = run.shown[index] if index >= 0 else None
    if shown is None:
        return "no"
    sizes = run.sizes[start - run.start : end - run.start]
    ends = run.ends[start - run.start : end - run.start]
    marked = sum(e in ("pause", "final") for e in ends)
    signs = "s" if min(sizes) - 1 <= shown.size <= max(sizes) + 1 else ""
    if (marked * 2 > len(ends)) == (shown.end in ("pause", "final")):
        signs += "m"
    if not gap.blanks or (gap.broken and run.gaps < len(run) // 2):
        signs += "g"
    if run.left <= run.lines[index].indent <= run.right:
        signs += "i"
    if (run.traditional > run.simplified) == (shown.traditional > shown.simplified):
        signs += "t"
    return signs or "-"


def _around(run: Run, layout: Layout) -> dict[str, str]:
    lines, first = run.lines, run.lines[run.start]
    before = lines[run.start - 1]
    found = {
        "in": _gap(first),
        "before": f"{end_class(before.text)}-{size_class(len(before.text), (12, 24))}",
        "introduced": _introduced(lines, run.start),
        "indent-in": _step(first.indent - before.indent),
        "indent": "varied" if run.right - run.left > 1 else "none" if not run.left else "some",
        "front": "front" if first.number <= layout.front else "no",
    }
    if run.end == len(lines):
        return found | {"out": "end", "after": "end", "resumed": "end", "indent-out": "end"}
    after = lines[run.end]
    taken = TAKEN_UP.search(after.text[:14]) is not None
    return found | {
        "out": _gap(after),
        "after": f"{end_class(after.text)}-{size_class(len(after.text), (12, 24))}",
        "resumed": "yes" if taken else "no",
        "indent-out": _step(after.indent - lines[run.end - 1].indent),
    }


def _introduced(lines: Sequence[Line], start: int) -> str:
    before = lines[start - 1].text
    if INTRODUCED.search(before[-12:]):
        return "near"
    earlier = lines[start - 2].text if start >= 2 else ""
    return "far" if INTRODUCED.search((earlier + before)[-60:]) else "no"


def _step(difference: int) -> str:
    return "same" if abs(difference) <= 1 else "in" if difference > 0 else "out"


TOGETHER = (
    ("in", "habit"),
    ("out", "habit"),
    ("in", "out", "habit"),
    ("lines", "measure"),
    ("lines", "marks"),
    ("measure", "marks"),
    ("measure", "before"),
    ("marks", "before"),
    ("size", "marks"),
    ("script", "marks"),
    ("introduced", "before"),
    ("like-before", "like-after"),
    ("like-before", "in"),
    ("like-after", "out"),
    ("like-before", "marks"),
    ("like-after", "marks"),
    ("first", "marks"),
    ("last", "marks"),
    ("set", "lines"),
    ("set", "marks"),
    ("set", "measure"),
    ("set", "before"),
    ("set", "front"),
    ("set", "script"),
    ("set", "led", "followed"),
    ("lines", "script"),
    ("led", "in"),
    ("followed", "out"),
    ("followed", "inside"),
    ("followed", "marks"),
    ("led", "followed"),
    ("script", "like-before"),
    ("script", "like-after"),
    ("indent-in", "in"),
    ("indent-out", "out"),
    ("indent-in", "indent-out"),
    ("lines", "inside", "marks"),
    ("signed", "marks"),
)
