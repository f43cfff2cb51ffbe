"""Inscriptions and verse: lines that are kept as lines.

An inscription is a run of lines without marks in which Traditional characters stand, in an article that is otherwise
Simplified, or in old language; a poem is a run of lines of the same measure.

    為了堅持國內和平
    從此登船北撤山東        →    Div .inscription, line for line
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import Line, Piece
from .characters import HAN_RANGES
from .layout import Layout
from .traditional import traditional_only

UNMARKED = re.compile(f"[{HAN_RANGES}　\\s·□○△■]+")
MEASURED = re.compile(f"[{HAN_RANGES}]{{3,7}}[，。、；！？：][”’」』]?|[{HAN_RANGES}]{{3,7}}[”’」』]?$")
LONGEST_GAP = 1
"""Blank lines that may stand inside an inscription."""


def count_traditional(text: str) -> int:
    """Return how many characters of a text are written only in Traditional Chinese."""
    only = traditional_only()
    return sum(c in only for c in text)


def is_traditional(lines: Sequence[Line]) -> bool:
    """Say whether the article as a whole is in Traditional characters, judged on its marked lines."""
    marked = [line.text for line in lines if not UNMARKED.fullmatch(line.text)]
    text = "".join(marked)[:20_000]
    return bool(text) and count_traditional(text) * 12 > len(text)


def find_verse(lines: Sequence[Line], layout: Layout) -> list[tuple[int, int, str]]:
    """Return the runs of lines (from, to, kind) that are inscriptions or verse."""
    traditional = is_traditional(lines)
    runs: list[tuple[int, int, str]] = []
    index = 0
    while index < len(lines):
        end = _inscription_end(lines, index, layout, traditional)
        kind = "inscription"
        if end <= index:
            end, kind = _poem_end(lines, index, layout), "verse"
        if end > index:
            runs.append((index, end, kind))
            index = end
        else:
            index += 1
    return runs


def _inscription_end(lines: Sequence[Line], start: int, layout: Layout, traditional: bool) -> int:
    """Return the end of an inscription that begins at `start`: unmarked lines, Traditional characters among them."""
    if traditional or not _inscribed(lines[start].text) or (layout.width and not start):
        return start
    end = start + 1
    while end < len(lines) and end - start < 200 and _goes_on(lines, start, end):
        end += 1
    while end > start and not count_traditional(lines[end - 1].text) and not _signature(lines[end - 1].text):
        end -= 1
    text = "".join(line.text for line in lines[start:end])
    enough = count_traditional(text) >= 3 and len(text) >= 8
    return end if enough and (end - start >= 2 or count_traditional(text) >= 5) else start


def _inscribed(text: str) -> bool:
    return len(text) >= 4 and UNMARKED.fullmatch(text) is not None and (count_traditional(text) > 0 or len(text) >= 12)


def _goes_on(lines: Sequence[Line], start: int, end: int) -> bool:
    line = lines[end]
    if not UNMARKED.fullmatch(line.text) or line.broken:
        return False
    if line.blanks > LONGEST_GAP:
        return False
    if count_traditional(line.text) or _signature(line.text):
        return True
    return line.blanks == 0 and end + 1 < len(lines) and count_traditional(lines[end + 1].text) > 0 and UNMARKED.fullmatch(lines[end + 1].text) is not None


SIGNATURE = re.compile(r"(?:[立撰书書题題识識刻建]|敬立|[年月日])[于於]?$|[立撰书書题題].{0,3}[年]|年.{1,8}[月日立]$|^[公民]元|^民[国國]")


def _signature(text: str) -> bool:
    """Say whether a line can be the signature of an inscription: who set it up, and when."""
    return len(text) <= 30 and SIGNATURE.search(text) is not None and UNMARKED.fullmatch(text) is not None


def _poem_end(lines: Sequence[Line], start: int, layout: Layout) -> int:
    """Return the end of a poem that begins at `start`: lines of one measure (five or seven characters to a clause)."""
    measure = _measure(lines[start].text)
    if not measure:
        return start
    end = start + 1
    while end < len(lines) and end - start < 400 and _measure(lines[end].text) == measure and lines[end].blanks <= 1 and not lines[end].broken:
        end += 1
    clauses = sum(len(re.findall(f"[{HAN_RANGES}]+", line.text)) for line in lines[start:end])
    return end if clauses >= 4 and end - start >= 2 else start


def _measure(text: str) -> int:
    """Return the number of characters in every clause of a line, 0 where they differ."""
    if len(text) > 40 or not re.search(f"[{HAN_RANGES}]", text) or not re.search("[，。；！？]", text):
        return 0
    sizes = {len(clause) for clause in re.findall(f"[{HAN_RANGES}]+", text)}
    rest = re.sub(f"[{HAN_RANGES}，。、；！？：“”‘’「」『』]", "", text)
    return sizes.pop() if len(sizes) == 1 and not rest and max(sizes | {0}) == 0 or (len(sizes) == 1 and not rest) else 0


def verse_piece(lines: Sequence[Line], kind: str) -> Piece:
    """Return the piece of an inscription or poem: its text is its lines, one below the other."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    return Piece(list(lines), text, starts, text, kind, 0.95, "lines of an inscription" if kind == "inscription" else "lines of one measure")


def rejoin_wrapped(lines: Sequence[Line], width: int) -> list[str]:
    """Return the lines of an inscription as they were before the page cut each into a full line and a rest."""
    sizes = [len(line.text) for line in lines]
    if len(lines) < 4 or len(lines) % 2 or not width:
        return [line.text for line in lines]
    heads, tails = sizes[::2], sizes[1::2]
    if max(heads) - min(heads) <= 1 and max(tails) < min(heads) and min(lines[i].extent for i in range(0, len(lines), 2)) >= width - 4:
        return [a.text + b.text for a, b in zip(lines[::2], lines[1::2], strict=True)]
    return [line.text for line in lines]
