"""Lines to paragraphs: which line goes on in the next, decided for each pair of lines by weighed evidence.

Evidence is how the document was set (is the line full? do paragraphs begin with an indent, with a blank line?), how the line
ends, how the next begins, and whether the two halves make words that the article uses elsewhere.

    我需要做些活下去的事        →    我需要做些活下去的事情
    情，并且不像入狱前
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .bibliography import find_entries
from .blocks import Line, Piece
from .bylines import byline_cue
from .captions import caption_cue
from .characters import CLOSING, HAN_RANGES, OPENING, PAIRED
from .join_evidence import LATIN_END, LATIN_START, join_evidence
from .layout import Layout, end_class
from .model import read_decision
from .ngrams import Usage
from .notices import Edit
from .numbering import read_label

HYPHEN_END = re.compile("[A-Za-z]{2,}[-‐]$")
WORD_CUT = re.compile("[a-z]{2,}[-‐]\n[a-z]{2}")
"""A Latin word that goes on behind the hyphen of a line's end."""
NUMBER_CUT = re.compile(
    r"\d\n(?:\d[\d.,]*)?(?:[万萬亿億千百十余餘多]{0,3}(?:[元人户戶亩畝吨噸斤克里米尺丈石座个個只隻头頭名年月日岁歲次件册冊本页頁株棵台臺辆輛篇家种種块塊]|立方|平方|公[里斤顷頃尺分]|千[米克瓦]|毫米|厘米)|[万萬亿億％%℃‰])"
)
"""A number that goes on in the next line, or whose unit stands there."""
DIGITS_CUT = re.compile(rf"[{HAN_RANGES}][\d.]*\d\n\d")
"""Digits after Han at a line's end, digits at the beginning of the next: one number."""
LONG_LINE = 40
"""Half-em from which a line can have been broken because it was full, where the document's width is not known."""
LONGEST_WORD = 50
"""Characters at the end of a paragraph that are looked at for a word that goes on in the next line."""
OWN_LINE = ("credit", "date", "passed", "number", "agency")
"""Bylines that do not go on from the line before them."""
MARKED = ("mark", "label", "numbered", "credit")
"""What marks a caption wherever it stands."""
_PAIRS = dict(zip(CLOSING, OPENING, strict=True))


def join_lines(lines: Sequence[Line], layout: Layout, usage: Usage) -> tuple[list[Piece], list[Edit]]:
    """Return the pieces, and an edit for every join.

    A short line that stands inside a sentence is taken out of it: the sentence goes on in the piece before.
    """
    pieces: list[Piece] = []
    edits: list[Edit] = []
    depth = Depth()
    entries = find_entries(lines, layout)
    for index, line in enumerate(lines):
        if not index:
            pieces.append(start_piece(line))
            depth = Depth(line.text)
            continue
        chance, reason = weigh_join(lines[index - 1], line, layout, usage, depth.open)
        target = pieces[-1]
        if index in entries:
            chance, reason = (0.95, "a bibliography's entry goes on") if entries[index] else (0.0, "")
        elif chance < 0.5 or lines[index - 1] is not target.last:
            chance_over, reason_over = _weigh_over(pieces, line, layout, usage)
            if chance_over >= 0.5 and chance < 0.9:
                edits.append(_move_out(pieces[-1], line))
                chance, reason, target = chance_over, reason_over, pieces[-2]
        if chance < 0.5:
            pieces.append(start_piece(line))
            pieces[-1].confidence = 1 - chance
            depth = Depth(line.text)
            continue
        glue = add_line(target, line, usage)
        depth.read(line.text)
        edits.append(Edit("join", line.place(), "\n" * (line.blanks + 1), glue, round(chance, 3), reason=reason))
        if target is not pieces[-1]:
            pieces[-2:] = [pieces[-1], target]
    return pieces, edits


def weigh_join(before: Line, line: Line, layout: Layout, usage: Usage, is_open: bool) -> tuple[float, str]:
    """Return how likely a line goes on from the one before, and the evidence that spoke most for it."""
    if line.number <= layout.front and byline_cue(line.text) in OWN_LINE:
        return 0.0, ""
    evidence = join_evidence(before, line, layout, usage, is_open)
    decision = read_decision("join")
    chance = decision.weigh(evidence, ("join", "split"))["join"]
    known = _cut_token(before, line, layout) or _known_words(before, line, layout, usage)
    if known and chance < 0.9:
        return 0.9, known
    return chance, decision.strongest(evidence, "join") if chance >= 0.5 else ""


def _cut_token(before: Line, line: Line, layout: Layout) -> str:
    """Say which word or number the line end cut, where no paragraph begins after it; empty where it cut none."""
    begins = line.indent >= 2 and (layout.indented or line.indent > before.indent + 1)
    if begins or line.number in layout.counted or (line.blanks and not line.broken):
        return ""
    ends = f"{before.text[-LONGEST_WORD:]}\n{line.text[:LONGEST_WORD]}"
    if WORD_CUT.search(ends):
        return "a word is cut by a hyphen"
    full = before.extent >= (0.9 * layout.width if layout.width else LONG_LINE)
    return "a number is cut by the line end" if full and NUMBER_CUT.search(ends) else ""


def _known_words(before: Line, line: Line, layout: Layout, usage: Usage) -> str:
    """Say which words across the break are written elsewhere, where they settle the matter; empty where none do."""
    if end_class(before.text) == "final" or read_label(line.text) or line.indent > before.indent + 1:
        return ""
    seen = usage.straddles(before.text, line.text)
    if seen == "phrase":
        return f"{before.text[-3:]}{line.text[:3]} is written elsewhere"
    long = not layout.width and before.extent >= 60 and line.extent >= 60 and end_class(before.text) == "none"
    if seen == "gap" and long:
        middle = usage.between(before.text[-1], line.text[0])[0][0]
        return f"a character seems to be lost: {before.text[-1]}{middle}{line.text[0]} is written elsewhere"
    return ""


def _weigh_over(pieces: list[Piece], line: Line, layout: Layout, usage: Usage) -> tuple[float, str]:
    """Weigh whether a line goes on from the piece before the last, over a short one that was displaced into the sentence."""
    if len(pieces) < 4 or not can_be_displaced(pieces[-1]) or not is_cut(pieces[-2].last, layout):
        return 0.0, ""
    over = replace(line, blanks=max(line.blanks, pieces[-1].first.blanks), broken=True)
    return weigh_join(pieces[-2].last, over, layout, usage, False)


def can_be_displaced(piece: Piece) -> bool:
    """Say whether a piece is short and without a label, and is unfinished or marked as a caption, as a displaced one is."""
    if len(piece.lines) > 2 or len(piece.text) > 45 or read_label(piece.text) is not None:
        return False
    return end_class(piece.text) in ("none", "closed") or caption_cue(piece.text) in MARKED


def is_cut(line: Line, layout: Layout) -> bool:
    """Say whether a long line ends inside a sentence."""
    long = line.extent >= (0.8 * layout.width if layout.width else 60)
    return long and end_class(line.text) in ("none", "pause", "open")


def _move_out(piece: Piece, line: Line) -> Edit:
    piece.kind, piece.confidence, piece.reason = "caption", 0.85, "a short line inside a sentence"
    return Edit(
        "displaced-caption", piece.place(), piece.text, piece.text, 0.85, line.place(), "it stood inside a sentence"
    )


def start_piece(line: Line) -> Piece:
    """Return a piece of one line."""
    return Piece([line], line.text, [0], line.text)


def add_line(piece: Piece, line: Line, usage: Usage) -> str:
    """Append a line to a piece and return what stands between them: nothing between Han, a space between Latin words."""
    glue = ""
    tail = piece.text[-LONGEST_WORD:]
    if HYPHEN_END.search(tail) and line.text[:1].islower() and _undo_hyphen(tail, line.text, usage):
        piece.text = piece.text[:-1]
        piece.printed = piece.printed[:-1]
    elif LATIN_END.search(tail) and LATIN_START.match(line.text) and not DIGITS_CUT.search(f"{tail}\n{line.text[:1]}"):
        glue = " "
    piece.starts.append(len(piece.text) + len(glue))
    piece.lines.append(line)
    piece.text += glue + line.text
    piece.printed += glue + line.text
    return glue


def _undo_hyphen(before: str, after: str, usage: Usage) -> bool:
    """Say whether a hyphen at a line end was put there by the line break: exam- ple, not open- source."""
    head = re.search("[A-Za-z]+(?=[-‐]$)", before)
    tail = re.match("[A-Za-z]+", after)
    if head is None or tail is None:
        return False
    if usage.has_word(head.group() + tail.group()):
        return True
    if usage.has_word(f"{head.group()}-{tail.group()}"):
        return False
    return not (usage.has_word(head.group()) and usage.has_word(tail.group()))


class Depth:
    """Counts open brackets and quotation marks of the paragraph so far, in one pass."""

    def __init__(self, text: str = "") -> None:
        self.stack: list[str] = []
        if text:
            self.read(text)

    def read(self, text: str) -> None:
        """Go on with the next line."""
        for character in PAIRED.findall(text):
            if character in OPENING:
                if len(self.stack) < 50:
                    self.stack.append(character)
            elif _PAIRS[character] in self.stack:
                while self.stack.pop() != _PAIRS[character]:
                    pass

    @property
    def open(self) -> bool:
        """Whether a bracket or quotation mark is open."""
        return bool(self.stack)
