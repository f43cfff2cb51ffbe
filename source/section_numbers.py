"""Numbers of sections that stand alone on the line above their headings, as WeChat articles set them.

01
                    →    ## 01　一张照片
一张照片
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import Line, Piece
from .layout import end_class
from .notices import Edit

PADDED = re.compile(r"0[1-9]|[1-9]\d")
LONGEST_TITLE = 24
LONG = 60
"""Half-em from which a line without a mark at its end is cut inside a sentence, not a heading or a name."""
LEAST = 2
"""So many numbers in a row tell that sections are numbered so."""
GAP = "\u3000"
"""What stands between a number and its heading on one line."""


def find_section_numbers(lines: Sequence[Line]) -> list[int]:
    """Return the indexes of the lines 01, 02, 03, each above a heading; none where one of them stands above something else.

    Page numbers stand inside sentences, or above lines of the text.
    """
    found: list[int] = []
    for index, line in enumerate(lines):
        if PADDED.fullmatch(line.text) and int(line.text) == len(found) + 1:
            found.append(index)
    if len(found) < LEAST or not all(_is_above_heading(lines, index) for index in found):
        return []
    titles = {lines[index + 1].text for index in found}
    return found if len(titles) == len(found) else []


def _is_above_heading(lines: Sequence[Line], index: int) -> bool:
    if index + 2 >= len(lines) or PADDED.fullmatch(lines[index + 2].text):
        return False  # a table of contents has nothing between its lines
    title = lines[index + 1].text
    before = lines[index - 1] if index else None
    cut = before is not None and before.extent >= LONG and _goes_on(before.text)
    plain = end_class(title) in ("none", "closed") and not re.search("[：:，。；]", title) and not title.isdigit()
    return not cut and plain and len(title) <= LONGEST_TITLE


def _goes_on(text: str) -> bool:
    """Say whether a line ends inside a sentence: with a word or a pause mark, not with a stop or a picture."""
    return text[-1:].isalnum() or end_class(text) in ("pause", "open")


def section_piece(run: Sequence[Line]) -> tuple[Piece, list[Edit]]:
    """Return a number and the line below it as one heading, and the edit that joined them."""
    number, title = run
    text = f"{number.text}{GAP}{title.text}"
    piece = Piece([number, title], text, [0, len(text) - len(title.text)], text, "heading", 0.95)
    piece.reason = "the number of a section above it"
    return piece, [Edit("join", title.place(), "\n" * (title.blanks + 1), GAP, 0.95, reason=piece.reason)]
