"""Structure: from the text of an article, as extraction left it, to its blocks.

The way is the tuple `STEPS`: every step takes the draft a little further, and leaves an edit for what it changed and a
notice for what it doubts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .blocks import Line, Piece, Recovered
from .bylines import read_people
from .clean import clean_line, clean_piece
from .draft import Draft
from .furniture import remove_furniture
from .kinds import choose_kinds
from .layout import end_class, measure_layout
from .letters import set_signatures_apart
from .lines import read_lines
from .matter import make_blocks
from .ngrams import Usage
from .notices import Edit
from .official_documents import set_official_parts
from .paragraphs import join_lines
from .proofing import proofread
from .quotations import pair_quotes, quotation_style
from .related import NOTHING, Related
from .section_numbers import find_section_numbers, section_piece
from .tables import find_tables, settle_units, table_piece
from .traditional import is_traditional
from .typed_markup import drop_outer_ornaments, find_typed, heading_level, typed_piece
from .verse import find_verse, verse_piece


def recover_article(text: str, related: Related = NOTHING, path: Path | None = None) -> Recovered:
    """Return what the text is: metadata, blocks, edits and notices.

    `text` is decoded, with LF line ends; `related` is what related articles say of it.
    Needs time in proportion to the length, whatever the text.
    """
    draft = Draft(text, related)
    for step in STEPS:
        step(draft)
    return Recovered(draft.metadata, draft.blocks, draft.edits, draft.notices)


def read_draft(draft: Draft) -> None:
    """Cut the text into lines and clean every line."""
    draft.lines = read_lines(draft.text)
    for line in draft.lines:
        draft.edits += clean_line(line)
    draft.lines = [line for line in draft.lines if line.text]


def drop_furniture(draft: Draft) -> None:
    """Take running heads and page numbers out."""
    draft.lines, edits = remove_furniture(draft.lines)
    draft.edits += edits
    draft.lines, edits = drop_outer_ornaments(draft.lines)
    draft.edits += edits


def measure(draft: Draft) -> None:
    """Measure how the document was set, in which script, and which words it uses."""
    draft.layout = measure_layout(draft.lines)
    draft.traditional = is_traditional([line.text for line in draft.lines])
    draft.usage = Usage([line.text for line in draft.lines], draft.related)


def join_paragraphs(draft: Draft) -> None:
    """Set tables, verse and inscriptions apart, and join the other lines to paragraphs."""
    done = 0
    chief = [index for index, line in enumerate(draft.lines) if heading_level(line.text) == 1]
    titled = chief == [0]  # below anything else it is no title: the words would not stand in their order
    for start, end, kind in [*set_apart(draft), (len(draft.lines), len(draft.lines), "")]:
        pieces, edits = join_lines(draft.lines[done:start], draft.layout, draft.usage)
        draft.pieces += pieces
        draft.edits += edits
        if kind:
            piece, edits = _piece_of(draft.lines[start:end], kind, titled)
            draft.pieces.append(piece)
            draft.edits += edits
        done = end


def _piece_of(run: list[Line], kind: str, titled: bool) -> tuple[Piece, list[Edit]]:
    """Return the piece of lines that were set apart; `titled` says that the title is marked as a heading."""
    if kind == "table":
        return table_piece(run)
    if kind == "section":
        return section_piece(run)
    if kind in ("heading", "break"):
        return typed_piece(run[0], kind, titled)
    return verse_piece(run, kind), []


def set_apart(draft: Draft) -> list[tuple[int, int, str]]:
    """Return the runs of lines (from, to, kind) that are kept line by line, and the headings that say what they are."""
    sections = [(index, index + 2, "section") for index in find_section_numbers(draft.lines)]
    headed = {index for start, end, _ in sections for index in range(start, end)}
    typed = [run for run in find_typed(draft.lines) if run[0] not in headed]
    taken = headed | {start for start, _, _ in typed}
    tables = [run for run in find_tables(draft.lines) if taken.isdisjoint(range(run[0], run[1]))]
    taken |= {index for start, end, _ in tables for index in range(start, end)}
    verse = [
        run
        for run in find_verse(draft.lines, draft.layout, draft.traditional)
        if taken.isdisjoint(range(run[0], run[1]))
    ]
    return sorted([*sections, *typed, *tables, *verse])


def clean_paragraphs(draft: Draft) -> None:
    """Clean marks and spaces where both neighbours are known."""
    prose = [piece for piece in draft.pieces if piece.kind in ("", "caption", "heading", "title")]
    for piece in prose:
        draft.edits += clean_piece(piece)
    style = quotation_style(prose, draft.traditional)
    for piece in prose:
        draft.edits += pair_quotes(piece, style)


def find_kinds(draft: Draft) -> None:
    """Decide what each piece is; a line that is the name of somebody who signs related articles is a byline."""
    for piece in draft.pieces[1:SIGNED_WITHIN]:
        if not piece.kind and _names_known(piece, draft.related):
            piece.kind, piece.confidence, piece.reason = "byline", 0.9, "a name that signs a related article"
    settle_units(draft.pieces)
    choose_kinds([piece for piece in draft.pieces if piece.kind != "break"], draft.layout, draft.usage)


def _names_known(piece: Piece, related: Related) -> bool:
    """Say whether a piece is a byline of nobody but people who sign related articles: 于砚秋, 记者　汤一川."""
    if not related.names or len(piece.text) > LONGEST_BYLINE or end_class(piece.text) == "final":
        return False
    people = {name for _, name in read_people(piece.printed)} or {piece.text}
    return people <= related.names


LONGEST_BYLINE = 40
SIGNED_WITHIN = 4
"""Pieces from the beginning among which the line of the author stands."""

STEPS: tuple[Callable[[Draft], None], ...] = (
    read_draft,
    drop_furniture,
    measure,
    join_paragraphs,
    clean_paragraphs,
    find_kinds,
    set_signatures_apart,
    set_official_parts,
    make_blocks,
    proofread,
)
