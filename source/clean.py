"""Cleaning: what text extraction did to single characters is undone, and every change is an edit.

A rule is a pattern and what a match becomes. Two lists: `LINE_RULES` work on lines before anything is known of them;
`TEXT_RULES` on joined text, where a mark sees both its neighbours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .blocks import Line, Piece
from .characters import CHINESE_DIGITS, CLOSING, HAN, HAN_RANGES, INVISIBLE, OPENING, PAUSE_OR_STOP, RADICALS
from .lines import SPACES
from .notices import Edit, Place

MOST_EDITS = 60
"""Edits of one rule on one line or block: what is beyond them is told by one more."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of change: its name, what it changes, what that becomes, why, and what it cannot do without.

    `signs` are characters of which every match has one: a text that has none of them need not be searched. Without
    any, every text is.
    """

    name: str
    pattern: re.Pattern[str]
    replace: Callable[[re.Match[str]], str]
    reason: str
    signs: frozenset[str] = frozenset()


def fold_radical(text: str) -> str:
    """Return the ideographs that radicals and compatibility code points stand for: ⺠⽴ → 民立."""
    return unicodedata.normalize("NFKC", text.translate(RADICALS))


def fold_width(text: str) -> str:
    """Return full-width digits and letters as ordinary ones: ２０１９ → 2019."""
    return "".join(chr(ord(c) - 0xFEE0) for c in text)


LINE_RULES = (
    Rule("invisible-character", INVISIBLE, lambda m: "", "a control or zero-width character"),
    Rule(
        "radical",
        re.compile("[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]+"),
        lambda m: fold_radical(m.group()),
        "a radical or compatibility code point for an ideograph",
    ),
    Rule(
        "full-width-letter",
        re.compile("[０-９Ａ-Ｚａ-ｚ]+"),
        lambda m: fold_width(m.group()),
        "a full-width digit or letter",
    ),
)
"""What is done to every line; all of it keeps the words."""

_H = f"{HAN_RANGES}{PAUSE_OR_STOP}{OPENING}{CLOSING}"
_NAMES = f"(?:[{SPACES}、]+[{HAN_RANGES}]{{2,4}}){{1,12}}"
_CREDIT = (
    f"(?:记者|記者|通讯员|通訊員){_NAMES}(?=[{SPACES}]*(?:[）)】〕/／]|$))"
    f"|(?:记者|記者|通讯员|通訊員){_NAMES}[{SPACES}]+[摄攝](?![{HAN_RANGES}])"
)
"""People with their role, whose spaces set one from the other: 记者 周晓雯 通讯员 李建国 王芳, 记者 孙磊 摄."""
_WORD = re.compile(f"[{HAN_RANGES}A-Za-z0-9]{{2}}")
_LABEL = re.compile(f"[{HAN_RANGES}]{{2,6}}[：:]")
_CHAPTER = rf"^第[\d{CHINESE_DIGITS}]{{1,5}}[编編章节節卷篇回部][{SPACES}]+(?=[{_H}])"
"""The number of a chapter and the space after it."""
LONGEST_LINE = 60
"""Characters of a line in which a full-width space can set words apart: in longer ones it is what extraction left."""
_WIDE_MARKS = str.maketrans(",;:?!()", "，；：？！（）")


def _widen(match: re.Match[str]) -> str:
    return match.group().translate(_WIDE_MARKS)


def _close_up(match: re.Match[str]) -> str:
    """Return nothing for stray spaces, a full-width one for wide ones, and numbers and people with the spaces they have.

    Wide are full-width spaces between two words of a line that is no sentence (浣溪沙　寄内, but not 王　芳), and several
    before a label (王志强    电话：).
    """
    spaces = match.group()
    if spaces.strip(SPACES):
        return spaces
    before, after = match.string[max(0, match.start() - 2) : match.start()], match.string[match.end() : match.end() + 8]
    line = len(match.string) <= LONGEST_LINE and "。" not in match.string
    words = line and "\u3000" in spaces and _WORD.fullmatch(before) and _WORD.match(after)
    labelled = len(spaces) > 1 and HAN.match(before[-1:]) and _LABEL.match(after)
    return "\u3000" if words or labelled else ""


def _nothing(match: re.Match[str]) -> str:
    return ""


TEXT_RULES = (
    Rule(
        "space-between-han",
        re.compile(f"{_CREDIT}|{_CHAPTER}|(?<=[{_H}·…—])[{SPACES}]+(?=[{_H}·…—])"),
        _close_up,
        "Chinese is written without spaces",
        frozenset(SPACES),
    ),
    Rule(
        "space-before-mark",
        re.compile(
            f"(?<=[A-Za-z0-9%])[{SPACES}]+(?=[{PAUSE_OR_STOP}{CLOSING}])|(?<=[{OPENING}])[{SPACES}]+(?=[A-Za-z0-9])"
        ),
        _nothing,
        "no space stands beside a mark",
        frozenset(SPACES),
    ),
    Rule(
        "half-width-mark",
        re.compile(rf"(?<=[{_H}])[,;:?!]+|(?<=[A-Za-z0-9%)\]])[,;:?!](?=[{SPACES}]*[{HAN_RANGES}{OPENING}])"),
        _widen,
        "a half-width mark in Chinese text",
        frozenset(",;:?!"),
    ),
    Rule(
        "half-width-bracket",
        re.compile(
            rf"(?<=[{_H}])[(（][^()（）\n]{{0,80}}[)）]|[(（][^()（）\n]{{0,80}}[)）](?=[{_H}])|[(（](?=[^()（）\n]{{0,80}}[{HAN_RANGES}])[^()（）\n]{{0,80}}[)）]"
        ),
        lambda m: f"（{m.group()[1:-1]}）",
        "a half-width bracket in Chinese text",
        frozenset("()"),
    ),
    Rule(
        "half-width-stop",
        re.compile(rf"(?<=[{HAN_RANGES}]{{2}})\.(?=[{HAN_RANGES}]{{2}}|[\"”’」』]|$)"),
        lambda m: "。",
        "a half-width full stop in Chinese text",
        frozenset("."),
    ),
    Rule(
        "ellipsis",
        re.compile(rf"(?<=[{_H}])(?:\.{{3,6}}|。{{3,6}})(?!\.)|(?<!\.)\.{{3,6}}(?=[{_H}])"),
        lambda m: "……",
        "dots for an ellipsis",
        frozenset(".。"),
    ),
    Rule(
        "dash",
        re.compile(rf"(?<=[{_H}])-{{2,3}}(?=[{_H}A-Za-z0-9])|(?<=[A-Za-z0-9])-{{2,3}}(?=[{_H}])"),
        lambda m: "——",
        "hyphens for a dash",
        frozenset("-"),
    ),
    Rule(
        "space-between-han",
        re.compile(f"(?<=[，。、；：？！“”‘’（）])[{SPACES}]+(?=[{_H}A-Za-z0-9])"),
        _nothing,
        "no space stands beside a mark",
        frozenset(SPACES),
    ),
)
"""What is done to joined text: marks that stand between Han become full-width, stray spaces go."""


def clean_line(line: Line) -> list[Edit]:
    """Apply `LINE_RULES` to a line in its place and return the edits."""
    edits: list[Edit] = []
    for rule in LINE_RULES:
        if rule.pattern.search(line.text):
            line.text, line.columns = _apply(rule, line.text, line.columns, line.number, edits)
    return edits


def clean_piece(piece: Piece) -> list[Edit]:
    """Apply `TEXT_RULES` to a piece in its place, its line starts with it, and return the edits."""
    edits: list[Edit] = []
    piece.origins, piece.printed_starts = range(len(piece.text)), tuple(piece.starts)
    there = set(piece.text)
    for rule in TEXT_RULES:
        if (not rule.signs or rule.signs & there) and rule.pattern.search(piece.text):
            _apply_to_piece(rule, piece, edits)
    return edits


def _apply_to_piece(rule: Rule, piece: Piece, edits: list[Edit]) -> None:
    parts: list[str] = []
    origins: list[int] = []
    shifts: list[tuple[int, int]] = []
    done = shift = 0
    for count, match in enumerate(rule.pattern.finditer(piece.text)):
        before, after = match.group(), rule.replace(match)
        if before == after:
            continue
        if count < MOST_EDITS:
            edits.append(Edit(rule.name, piece.place(match.start()), before, after, 0.97, reason=rule.reason))
        start, end = match.span()
        parts += (piece.text[done:start], after)
        origins += piece.origins[done:start]
        origins += [piece.origins[start + min(i, end - start - 1)] for i in range(len(after))]
        done = end
        shift += len(after) - len(before)
        shifts.append((done, shift))
    piece.starts = _shift(piece.starts, shifts)
    piece.text = "".join((*parts, piece.text[done:]))
    piece.origins = [*origins, *piece.origins[done:]]


def _shift(starts: list[int], shifts: list[tuple[int, int]]) -> list[int]:
    """Return the offsets after the changes: `shifts` says from which old offset on how far the text has moved."""
    moved, index, shift = [], 0, 0
    for start in starts:
        while index < len(shifts) and shifts[index][0] <= start:
            shift = shifts[index][1]
            index += 1
        moved.append(start + shift)
    return moved


def _apply(rule: Rule, text: str, columns: Sequence[int], number: int, edits: list[Edit]) -> tuple[str, Sequence[int]]:
    parts: list[str] = []
    kept: list[int] = []
    done = 0
    for count, match in enumerate(rule.pattern.finditer(text)):
        before, after = match.group(), rule.replace(match)
        if after == before:
            continue
        start, end = match.span()
        if count < MOST_EDITS:
            edits.append(Edit(rule.name, Place(number, columns[start]), before, after, 1.0, reason=rule.reason))
        parts += (text[done:start], after)
        kept += columns[done:start]
        kept += [columns[start + min(i, end - start - 1)] for i in range(len(after))]
        done = end
    return "".join((*parts, text[done:])), [*kept, *columns[done:]]
