"""Rows: pieces that belong together, and what they must agree on once the kind of each was decided."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .blocks import Piece
from .characters import FINAL
from .kind_context import Context
from .numbering import read_label

NUMBERED_HEADINGS = 2
"""From so many numbered headings on, an article numbers its headings."""
LONGEST_LINE = 45
"""Characters of the longest heading with a number in a series."""


def keep_to_numbers(pieces: Sequence[Piece]) -> None:
    """Take headings without a number for captions where all others are numbered and they stand in a row under one.

    C 老院子, 民国展柜, 学生在课堂: an article that numbers its headings does not open a section twice.
    """
    headings = [index for index, piece in enumerate(pieces) if piece.kind == "heading"]
    numbered = [index for index in headings if read_label(pieces[index].text) is not None]
    bare = set(headings).difference(numbered)
    if not bare or len(numbered) < NUMBERED_HEADINGS:
        return
    if bare <= {index for start in numbered for index in _row_under(pieces, start)}:
        for index in bare:
            pieces[index].kind, pieces[index].reason = "caption", "all other headings are numbered"


def _row_under(pieces: Sequence[Piece], start: int) -> range:
    """Return the headings and captions without number or final mark under a heading, where they are two or more."""
    end = start + 1
    while (
        end < len(pieces)
        and pieces[end].kind in ("heading", "caption")
        and read_label(pieces[end].text) is None
        and pieces[end].text[-1:] not in FINAL
    ):
        end += 1
    return range(start + 1, end) if end - start > 2 else range(0)


def agree_in_rows(context: Context, weighed: dict[int, dict[str, float]]) -> None:
    """Give pieces that stand one below the other with labels of one style one kind: the one that is likeliest for all."""
    start = 0
    while start < len(context.pieces):
        label = context.labels[start]
        end = start + 1
        while label and end < len(context.pieces) and end in weighed and _same_row(context, end):
            end += 1
        if end - start >= 2 and start in weighed:
            _settle(context.pieces[start:end], [weighed[index] for index in range(start, end)])
        start = end


def agree_in_series(context: Context, weighed: dict[int, dict[str, float]]) -> None:
    """Take short lines without a closing mark for headings where one is, and their labels follow on each other with text between."""
    series: dict[str, tuple[int, list[int]]] = {}
    for index, label in enumerate(context.labels):
        if label is None or label.style == "bullet" or index not in weighed:
            continue
        value, row = series.get(label.style, (0, []))
        if not row or label.value != value + 1:
            _settle_series(context, row, weighed)
            row = []
        series[label.style] = label.value, [*row, index]
    for _, row in series.values():
        _settle_series(context, row, weighed)


def _settle_series(context: Context, row: Sequence[int], weighed: dict[int, dict[str, float]]) -> None:
    alike = all(context.ends[index] in ("none", "closed") and context.lengths[index] <= LONGEST_LINE for index in row)
    apart = all(later - earlier > 1 for earlier, later in pairwise(row))
    if len(row) < 2 or not (alike and apart) or all(context.pieces[index].kind != "heading" for index in row):
        return
    for index in row:
        piece = context.pieces[index]
        if piece.kind not in ("heading", "title", "byline") and "heading" in weighed[index]:
            piece.kind, piece.confidence, piece.reason = "heading", 0.6, "as another of its series"


def _same_row(context: Context, index: int) -> bool:
    """Say whether a piece has the label that follows on the one of the piece before it."""
    before, label = context.labels[index - 1], context.labels[index]
    if before is None or label is None or before.style != label.style:
        return False
    return label.style == "bullet" or label.value == before.value + 1


def _settle(row: Sequence[Piece], chances: Sequence[dict[str, float]]) -> None:
    totals = {kind: sum(chance.get(kind, 0.0) for chance in chances) for kind in ("item", "paragraph", "heading")}
    kind = max(totals, key=lambda name: totals[name])
    for piece, chance in zip(row, chances, strict=True):
        if piece.kind != kind and kind in chance:
            piece.kind, piece.confidence, piece.reason = kind, totals[kind] / len(row), "as the others of its row"
