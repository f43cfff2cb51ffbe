"""The text of a tagged PDF in the order of its structure tree, as a screen reader reads it (ISO 32000-1, 14.7)."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .words import Words, only_words

LABEL = "Lbl"
TABLE, TABLE_HEAD, CAPTION = "Table", "THead", "Caption"
GENERATED = "NonStruct"
"""The type of what a style sheet adds: numbers of notes among it."""
ITEM_BODY = "LBody"
ITEM_NUMBER = re.compile(r"(?:\d+|[a-z]+|[A-Z]+)\.")
"""What a style sheet puts before an item instead of a label, as `gongwen` does."""
LINK = "Link"
BODY = frozenset({"Art", "Sect", "Part", "Div", "Document"})
PAGE_REFERENCE = re.compile(r"（\d+）")
"""What a style sheet adds to a cross-reference between articles, as a link inside the link: the page it leads to."""
BUFFER = 512


@dataclass(frozen=True, slots=True)
class PdfText:
    """The words of the structure, the whole text of each page as drawn, and the lines of running text."""

    words: Words
    pages: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text object: its text, its page, how far from the left it begins and how far from the foot it stands."""

    text: str
    page: int
    left: float
    height: float


@dataclass(slots=True)
class _Node:
    """An element of the structure tree on one page: its type, and its children: elements or marked text."""

    kind: str
    children: list[Any]


def read_pdf_text(data: bytes) -> PdfText:
    """Return the text of a PDF. Raises `ValueError` where it cannot be opened."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        raise ValueError(str(exc)) from exc
    pages: list[str] = []
    reader = _Reader()
    try:
        for number, page in enumerate(document):
            marked, drawn = _marked_texts(page, number)
            pages.append("".join(piece.text for piece in drawn))
            tree = _structure(page, marked)
            for node in tree or [_Node("P", [drawn])]:
                reader.read(node, reader.text)
    finally:
        document.close()
    return PdfText(reader.words(), tuple(pages), tuple(_lines(reader.text)))


def _lines(pieces: list[_Piece]) -> Iterator[str]:
    """Yield the texts of lines: a new one begins where a text stands to the left of the one before, or on a new page.

    Baselines tell less: superscripts and interlinear annotation have their own.
    """
    line: list[_Piece] = []
    for piece in pieces:
        if line and (piece.page != line[-1].page or piece.left <= line[-1].left):
            yield "".join(part.text for part in line)
            line = []
        line.append(piece)
    yield "".join(part.text for part in line)


class _Reader:
    """Gathers the running text and the notes of a document; numbers that style sheets add are no words."""

    def __init__(self) -> None:
        self.text: list[_Piece] = []
        self.notes: list[_Piece] = []
        self.last_numbers = {"text": 0, "notes": 0}
        self.repeated: list[slice] = []
        self.head, self.table_end = "", 0

    def words(self) -> Words:
        """Return the words: those of a head that a table has again where it goes on are left out, but for `drawn`."""
        drawn, once, done = only_words(piece.text for piece in self.text), "", 0
        if self.repeated:
            for head in self.repeated:
                once += only_words(piece.text for piece in self.text[done : head.start])
                done = head.stop
            once += only_words(piece.text for piece in self.text[done:])
        notes = only_words(piece.text for piece in self.notes)
        return Words(once, notes, drawn=drawn) if self.repeated else Words(drawn, notes)

    def read_table(self, table: _Node) -> None:
        """Add a table's text; where it goes on with the head of the table that just broke off, note where that stands."""
        nodes = [child for child in table.children if isinstance(child, _Node)]
        head = only_words(_own_text(node) for node in nodes if node.kind == TABLE_HEAD)
        goes_on = head == self.head != "" and self.breaks_off(table) and all(node.kind != CAPTION for node in nodes)
        for node in nodes:
            start = len(self.text)
            self.read(node, self.text)
            if goes_on and node.kind == TABLE_HEAD:
                self.repeated.append(slice(start, len(self.text)))
        self.head, self.table_end = head, len(self.text)

    def breaks_off(self, table: _Node) -> bool:
        """Say whether nothing stands between a table and the one before, which ends on another page or in another column."""
        first = next(_pieces(table), None)
        if first is None or only_words(piece.text for piece in self.text[self.table_end :]):
            return False
        last = self.text[self.table_end - 1]
        return first.page != last.page or first.height > last.height

    def read(self, node: _Node, target: list[_Piece]) -> None:
        """Add an element's text to the running text or the notes; notes stand beside the article's element."""
        if node.kind == LABEL or (node.kind == GENERATED and self.is_note_number(node, target)):
            return
        if node.kind == TABLE and target is self.text:
            self.read_table(node)
            return
        for number, child in enumerate(node.children):
            if not isinstance(child, _Node):
                target += child
            elif (
                node.kind == ITEM_BODY
                and child.kind == GENERATED
                and not number
                and ITEM_NUMBER.fullmatch(_text(child))
            ):
                continue
            elif node.kind == "Document" and child.kind not in BODY:
                self.read(child, self.notes)
            elif not (node.kind == child.kind == LINK and PAGE_REFERENCE.fullmatch(_text(child))):
                self.read(child, target)

    def is_note_number(self, node: _Node, target: list[_Piece]) -> bool:
        """Say whether a generated text is the next number of a note, or the first: where it is called, or at its words."""
        where = "notes" if target is self.notes else "text"
        number = _text(node)
        if number.isdecimal() and int(number) in {1, self.last_numbers[where] + 1}:
            self.last_numbers[where] = int(number)
            return True
        return False


def _text(node: _Node) -> str:
    return "".join(piece.text for piece in _pieces(node)).strip()


def _own_text(node: _Node) -> str:
    """Return the text of an element without what style sheets add."""
    texts = (
        _own_text(child) if isinstance(child, _Node) else "".join(p.text for p in child) for child in node.children
    )
    return "" if node.kind in (GENERATED, LABEL) else "".join(texts)


def _pieces(node: _Node) -> Iterator[_Piece]:
    for child in node.children:
        if isinstance(child, _Node):
            yield from _pieces(child)
        else:
            yield from child


def _marked_texts(page: Any, number: int) -> tuple[Mapping[int, list[_Piece]], list[_Piece]]:
    """Return the texts of a page by the identifier of their marked content, and all of them as drawn."""
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    marked: dict[int, list[_Piece]] = {}
    drawn: list[_Piece] = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        matrix = item.get_matrix()
        piece = _Piece(_object_text(item.raw, text_page.raw), number, matrix.e, matrix.f)
        drawn.append(piece)
        identifier = _marked_content(item.raw)
        if identifier is not None:
            marked.setdefault(identifier, []).append(piece)
    return marked, drawn


def _object_text(item: Any, text_page: Any) -> str:
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFTextObj_GetText(item, text_page, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    pdfium.FPDFTextObj_GetText(item, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _marked_content(item: Any) -> int | None:
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        value = ctypes.c_int(-1)
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        if pdfium.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", ctypes.byref(value)):
            return value.value
    return None


def _structure(page: Any, marked: Mapping[int, list[_Piece]]) -> list[_Node]:
    import pypdfium2.raw as pdfium

    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return []
    try:
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        return [_element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i), marked, 0) for i in range(count)]
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _element(raw: Any, marked: Mapping[int, list[_Piece]], depth: int) -> _Node:
    import pypdfium2.raw as pdfium

    buffer = ctypes.create_string_buffer(BUFFER)
    size = pdfium.FPDF_StructElement_GetType(raw, buffer, BUFFER)
    node = _Node(buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace"), [])
    if depth > 200:
        raise ValueError("the structure tree is too deep")
    for index in range(pdfium.FPDF_StructElement_CountChildren(raw)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(raw, index)
        if child:
            node.children.append(_element(child, marked, depth + 1))
        else:
            identifier = pdfium.FPDF_StructElement_GetChildMarkedContentID(raw, index)
            node.children.append(marked.get(identifier, []))
    return node
