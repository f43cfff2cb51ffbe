"""What recovery works on: lines of the source, pieces of joined lines, and the blocks that come of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .notices import Edit, Notice, Place


@dataclass(slots=True, eq=False)
class Line:
    """One printed line: what stands on it, cleaned, and how it stands there.

    `columns[i]` is the column of the source at which `text[i]` stood. `indent` and `extent` are in half-em: where the
    words begin and where they end. `blanks` counts the blank lines before it; `broken` says that a page ended there.
    """

    number: int
    raw: str
    text: str
    columns: Sequence[int]
    indent: int = 0
    extent: int = 0
    blanks: int = 0
    broken: bool = False

    def place(self, offset: int = 0) -> Place:
        """Return the place in the source of `text[offset]`."""
        if not self.columns:
            return Place(self.number)
        return Place(self.number, self.columns[min(offset, len(self.columns) - 1)])


@dataclass(slots=True, eq=False)
class Piece:
    """Lines that belong together, joined: `starts[i]` is the offset in `text` at which `lines[i]` begins.

    `printed` is the text with the spaces it was printed with; once marks and spaces were cleaned, `origins[i]` is the
    offset in it at which `text[i]` stood, and `printed_starts` are the lines' offsets in it. `kind` is empty until it is known; a piece set apart by
    its lines (inscription, verse, table) has it from the start.
    """

    lines: list[Line]
    text: str
    starts: list[int]
    printed: str = ""
    kind: str = ""
    confidence: float = 1.0
    reason: str = ""
    block: Block | None = None
    level: int = 0
    """The level of a heading that says it itself."""
    origins: Sequence[int] = ()
    printed_starts: Sequence[int] = ()

    @property
    def first(self) -> Line:
        """The first line."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """The last line."""
        return self.lines[-1]

    def place(self, offset: int = 0) -> Place:
        """Return the place in the source of `text[offset]`."""
        if self.origins:
            return self.place_printed(self.origins[min(offset, len(self.origins) - 1)])
        return self._place_in(self.starts, offset)

    def place_printed(self, offset: int) -> Place:
        """Return the place in the source of `printed[offset]`, once marks and spaces were cleaned."""
        return self._place_in(self.printed_starts, offset)

    def _place_in(self, starts: Sequence[int], offset: int) -> Place:
        at = max(0, bisect_right(starts, offset) - 1)
        return self.lines[at].place(offset - starts[at])


@dataclass(slots=True, eq=False)
class Block:
    """One block of the article.

    `kind` is heading, paragraph, lead, caption, inscription, verse, list, item, quote, note, table, signature, addressee, closing,
    enclosure, break (a thematic break). `label`
    is the printed number of a heading or item; `lines` are those of a verse or inscription, or a table's rows;
    `children` the items of a list, the blocks of a quotation, the caption of an inscription. `notes` maps offsets in
    `text` to the numbers of the notes that are called there.
    """

    kind: str
    text: str = ""
    first_line: int = 0
    last_line: int = 0
    label: str = ""
    level: int = 0
    lines: list[str] = field(default_factory=list)
    children: list[Block] = field(default_factory=list)
    lang: str = ""
    calls: list[tuple[int, int, str]] = field(default_factory=list)
    """Calls of notes: start and end in `text`, and the note's text."""
    signed: int = 0
    """How many of the last lines of an inscription are its signature."""
    origin: Piece | None = None
    """The piece it was made of."""

    @property
    def place(self) -> Place:
        """Where it begins in the source."""
        return self.place_of(0)

    def place_of(self, offset: int) -> Place:
        """Return the place in the source of `text[offset]`."""
        if self.origin is None:
            return Place(self.first_line or 1)
        return self.origin.place(offset + len(self.origin.text) - len(self.text))


@dataclass(slots=True)
class Recovered:
    """What recovery found: metadata (title, byline, author, date, source, lang), blocks, edits and notices."""

    metadata: dict[str, Any]
    blocks: list[Block]
    edits: list[Edit]
    notices: list[Notice]
