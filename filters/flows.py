"""Flows: the running text of a document's blocks, with the way back from each character to the element it stands in.

Inline mark-up does not end a flow, so that a phrase across it is one phrase: 头<em>发</em>展 is the flow 头发展. Notes,
alternative texts and the metadata are flows of their own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kanben.source.characters import is_han
from kanben.source.document import pf, plain_text

from .replacements import Replacement

MASK = "\ufffc"
"""Stands in a flow for what is not text: code, mathematics, a picture."""
UNCONVERTED_METADATA = frozenset({"lang", "date", "kanben", "cover-image", "css", "bibliography", "identifier", "role"})
"""Metadata that are no text for readers."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]` of a flow, and how to put another text in its place."""

    start: int
    end: int
    write: Callable[[str], None]


@dataclass(slots=True)
class Flow:
    """The text of a block: the element, its pieces in order, and the ranges that stay as they are."""

    element: Any
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    protected: list[tuple[int, int]] = field(default_factory=list)
    line: bool = False  # another line of the block before it

    def add(self, text: str, write: Callable[[str], None] | None, protected: bool) -> None:
        """Append some text, and how it is written back if it can be."""
        start, end = len(self.text), len(self.text) + len(text)
        self.text += text
        if write is not None:
            self.pieces.append(Piece(start, end, write))
        if protected and end > start:
            self.protected.append((start, end))


def document_flows(doc: Any) -> list[Flow]:
    """Return the flows of a document in reading order: the metadata, then the blocks."""
    flows: list[Flow] = []
    for key, value in doc.metadata.content.items():
        if key not in UNCONVERTED_METADATA and not key.startswith("kanben"):
            flows += _metadata_flows(value)
    return flows + element_flows(doc)


def element_flows(element: Any, protected: bool = False) -> list[Flow]:
    """Return the flows of an element and of all that stands in it."""
    flows: list[Flow] = []
    _collect(element, protected, flows)
    return [flow for flow in flows if flow.text.strip()]


def _metadata_flows(value: Any) -> Iterator[Flow]:
    if isinstance(value, pf.MetaString):
        flow = Flow(value)
        flow.add(value.text, _setter(value, "text"), False)
        yield flow
    elif isinstance(value, pf.MetaInlines | pf.MetaBlocks):
        yield from element_flows(value)
    elif isinstance(value, pf.MetaList):
        for item in value.content:
            yield from _metadata_flows(item)
    elif isinstance(value, pf.MetaMap):
        for key, item in value.content.items():
            if key not in UNCONVERTED_METADATA:
                yield from _metadata_flows(item)


def _collect(element: Any, protected: bool, flows: list[Flow]) -> None:
    """Append the flows of an element in reading order."""
    protected = protected or is_protected(element)
    for container in _containers(element):
        if not len(container):
            continue
        if isinstance(container[0], pf.Inline):
            flow = Flow(element, line=isinstance(element, pf.LineItem) and element.index != 0)
            flows.append(flow)
            for inline in container:
                _collect_inline(inline, protected, flow, flows)
        else:
            for child in container:
                _collect(child, protected, flows)


def _containers(element: Any) -> Iterator[Sequence[Any]]:
    """Yield the lists of children that an element has."""
    names = ["content"] if isinstance(element, pf.Doc) else getattr(element, "_children", ()) or ()
    for name in names:
        children = getattr(element, name, None)
        if children is None:
            continue
        yield [children] if isinstance(children, pf.Element) else list(children)


def _collect_inline(inline: Any, protected: bool, flow: Flow, flows: list[Flow]) -> None:
    protected = protected or is_protected(inline)
    if isinstance(inline, pf.Str):
        flow.add(inline.text, _setter(inline, "text"), protected)
    elif isinstance(inline, pf.Space):
        flow.add(" ", None, False)
    elif isinstance(inline, pf.SoftBreak):
        flow.add("" if _between_han(inline) else " ", None, False)
    elif isinstance(inline, pf.LineBreak):
        flow.add("\n", None, False)
    elif isinstance(inline, pf.Note):
        _collect(inline, protected, flows)
    elif isinstance(inline, pf.Image):
        flow.add(MASK, None, False)
        _collect(inline, protected, flows)
        flows += _attribute_flows(inline, protected)
    elif isinstance(inline, pf.Code | pf.Math | pf.RawInline):
        flow.add(MASK, None, False)
    else:
        for child in getattr(inline, "content", None) or ():
            _collect_inline(child, protected, flow, flows)
        flows += _attribute_flows(inline, protected)


def inline_length(inline: Any) -> int:
    """Return how many characters of its flow an inline is."""
    flow = Flow(inline)
    _collect_inline(inline, False, flow, [])
    return len(flow.text)


def is_protected(element: Any) -> bool:
    """Say whether a person marked an element so that it is never converted, or it is in another language."""
    if "keep" in getattr(element, "classes", ()):
        return True
    lang = getattr(element, "attributes", {}).get("lang", "") if hasattr(element, "attributes") else ""
    return bool(lang) and not lang.lower().startswith(("zh", "cmn", "yue", "lzh"))


def _attribute_flows(element: Any, protected: bool) -> Iterator[Flow]:
    """Yield the texts that stand in attributes: the title of a link or picture, an alternative text."""
    if protected:
        return
    if getattr(element, "title", ""):
        flow = Flow(element)
        flow.add(element.title, _setter(element, "title"), False)
        yield flow
    attributes = getattr(element, "attributes", {})
    for key in ("alt", "title", "aria-label"):
        if attributes.get(key):
            flow = Flow(element)
            flow.add(attributes[key], _item_setter(attributes, key), False)
            yield flow


def _between_han(inline: Any) -> bool:
    """Say whether Han stand on both sides, whatever mark-up they stand in."""
    before, after = (plain_text(beside) if beside is not None else "" for beside in (inline.prev, inline.next))
    return bool(before and after) and is_han(before[-1]) and is_han(after[0])


def _setter(element: Any, name: str) -> Callable[[str], None]:
    def write(text: str) -> None:
        setattr(element, name, text)

    return write


def _item_setter(attributes: Any, key: str) -> Callable[[str], None]:
    def write(text: str) -> None:
        attributes[key] = text

    return write


def join_flows(flows: Sequence[Flow]) -> tuple[str, list[int]]:
    """Return the flows as one text, blocks parted by a blank line and lines by a line break; and where each begins."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for number, flow in enumerate(flows):
        gap = "" if not number else "\n" if flow.line else "\n\n"
        starts.append(length + len(gap))
        parts += [gap, flow.text]
        length += len(gap) + len(flow.text)
    return "".join(parts), starts


def write_flows(flows: Sequence[Flow], starts: Sequence[int], replacements: Sequence[Replacement]) -> None:
    """Write replacements of the joined text back into the elements of its flows.

    A replacement across two elements gives each the characters that stand where its own stood.
    """
    begins = [replacement.start for replacement in replacements]
    for flow, start in zip(flows, starts, strict=True):
        first, last = bisect_left(begins, start), bisect_left(begins, start + len(flow.text))
        _write_flow(flow, replacements[first:last], start)


def _write_flow(flow: Flow, replacements: Sequence[Replacement], offset: int) -> None:
    for piece in flow.pieces:
        start, end = piece.start + offset, piece.end + offset
        inside = [r for r in replacements if r.start < end and start < r.end]
        if inside:
            piece.write(_piece_text(flow.text[piece.start : piece.end], inside, start, end))


def _piece_text(text: str, replacements: Sequence[Replacement], start: int, end: int) -> str:
    parts, done = [], start
    for replacement in replacements:
        parts.append(text[done - start : max(replacement.start, start) - start])
        parts.append(_share(replacement, start, end))
        done = min(replacement.end, end)
    parts.append(text[done - start :])
    return "".join(parts)


def _share(replacement: Replacement, start: int, end: int) -> str:
    """Return the part of an output that belongs to `start:end`; what is longer or shorter is cut in proportion."""
    length, output = replacement.end - replacement.start, replacement.output
    first, last = max(start, replacement.start) - replacement.start, min(end, replacement.end) - replacement.start
    return output[round(first * len(output) / length) : round(last * len(output) / length)]
