"""Which lines of the source each piece of the article comes from, found by the words they share.

No word is lost and only what an edit names is moved, so the words of the pieces are those of the lines, in order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kanben.source.article import Article
from kanben.source.characters import is_word
from kanben.source.document import pf, plain_text
from kanben.source.notices import Edit
from kanben.source.words import cut_places, fold_words

PROBE = 16
"""So many words at either end find a piece whose words do not stand together in the source."""
REMOVED = "furniture"


@dataclass(slots=True)
class Piece:
    """A piece of the article as a person sees it: its kind, its text, and the source lines it comes from (from 1).

    `joins` are the offsets in `text` at which a line of the source ended. Both lines are 0 where none was found.
    """

    kind: str
    text: str
    first: int = 0
    last: int = 0
    joins: list[int] = field(default_factory=list)


def match_pieces(article: Article) -> list[Piece]:
    """Return the pieces of an article in order, each with its source lines."""
    pieces = [
        *(Piece("title", line) for line in article.titles),
        *(Piece("byline", line) for line in article.byline),
        *(piece for block in article.doc.content for piece in _pieces_of(block, "paragraph")),
    ]
    removed = [edit for edit in article.edits if edit.rule == REMOVED]
    lines = [fold_words(line) for line in cut_places(article.text, removed)]
    finder = _Finder(lines)
    for piece in pieces:
        _place(piece, finder)
    return pieces


def _pieces_of(block: Any, kind: str) -> Iterator[Piece]:
    if isinstance(block, pf.Header):
        yield Piece("heading", plain_text(block))
    elif isinstance(block, pf.Para | pf.Plain):
        yield Piece(kind, plain_text(block) or "[picture]")
        yield from _notes_of(block)
    elif isinstance(block, pf.LineBlock):
        yield Piece(kind if kind != "paragraph" else "verse", "\n".join(plain_text(item) for item in block.content))
    elif isinstance(block, pf.CodeBlock):
        yield Piece("code", block.text)
    elif isinstance(block, pf.Table):
        yield Piece("table", plain_text(block))
    elif isinstance(block, pf.HorizontalRule):
        yield Piece("rule", "———")
    elif hasattr(block, "content") and block.content is not None:
        for child in block.content:
            yield from _pieces_of(child, _kind_inside(block, kind))
        if isinstance(block, pf.Figure) and block.caption:
            for child in block.caption.content:
                yield from _pieces_of(child, "caption")


def _kind_inside(block: Any, kind: str) -> str:
    if isinstance(block, pf.Div):
        known = (
            "caption", "inscription", "verse", "lead", "transcription", "signature", "addressee", "closing", "enclosure",
        )  # fmt: skip
        return next((name for name in known if name in block.classes), kind)
    if isinstance(block, pf.BulletList | pf.OrderedList):
        return "item"
    return "quotation" if isinstance(block, pf.BlockQuote) else kind


def _notes_of(block: Any) -> Iterator[Piece]:
    notes: list[Any] = []
    block.walk(lambda element, _doc: notes.append(element) if isinstance(element, pf.Note) else None)
    for note in notes:
        yield Piece("note", "\n".join(plain_text(child) for child in note.content))


class _Finder:
    """The words of the source in one string, and the line at each offset."""

    def __init__(self, lines: list[str]) -> None:
        self.words = "".join(lines)
        self.starts: list[int] = []
        total = 0
        for line in lines:
            self.starts.append(total)
            total += len(line)
        self.position = 0

    def find(self, words: str) -> tuple[int, int] | None:
        """Return start and end of a piece's words, from where the last one ended, else anywhere."""
        for start in (self.position, 0):
            at = self.words.find(words, start)
            if at >= 0:
                return at, at + len(words)
        head = self.words.find(words[:PROBE], self.position)
        if head < 0:
            head = self.words.find(words[:PROBE])
        tail = self.words.find(words[-PROBE:], head) if head >= 0 else -1
        near = 0 <= tail - head <= 2 * len(words) + 200
        return (head, tail + len(words[-PROBE:])) if near else None

    def line_at(self, offset: int) -> int:
        """Return the number of the line that holds a word."""
        return bisect_right(self.starts, offset)


def _place(piece: Piece, finder: _Finder) -> None:
    words = fold_words(piece.text)
    found = finder.find(words) if words else None
    if found is None:
        return
    start, end = found
    piece.first, piece.last = finder.line_at(start), finder.line_at(end - 1)
    if piece.kind not in ("title", "byline", "note") and start >= finder.position:
        finder.position = end
    inner = [s - start for s in finder.starts if start < s < end]
    piece.joins = _offsets(piece.text, sorted(set(inner)))


def _offsets(text: str, counts: list[int]) -> list[int]:
    """Return where in a text so many words have passed."""
    offsets: list[int] = []
    passed, wanted = 0, iter(counts)
    count = next(wanted, None)
    for at, character in enumerate(text):
        if count is None:
            break
        if passed >= count and is_word(character):
            offsets.append(at)
            count = next(wanted, None)
        passed += len(fold_words(character))
    return offsets


def edits_by_line(article: Article) -> dict[int, list[Edit]]:
    """Return the edits of each source line, in the order of their columns."""
    found: dict[int, list[Edit]] = {}
    for edit in article.edits:
        found.setdefault(edit.place.line, []).append(edit)
    return {line: sorted(edits, key=lambda e: (e.place.column, -len(e.before))) for line, edits in found.items()}
