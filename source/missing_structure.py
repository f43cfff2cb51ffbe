"""What mark-up does not say: title, byline, headings, captions and inscriptions of a document that has only paragraphs.

The paragraphs' plain text goes the way of a plain text article; what that finds is mapped back to the paragraphs it came
from, so that emphasis, links and notes inside them stay. What the mark-up does say is never overruled.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .assemble import assemble_block, join_divs, label_enclosure
from .blocks import Block, Recovered
from .bold_headings import is_bold_heading, without_bold
from .bylines import read_byline
from .characters import FINAL
from .document import inlines, pf, plain_text
from .related import Related
from .safety import MISSING_PICTURE
from .signatures import inscription_block, line_block
from .structure import recover_article
from .words import fold_words

CAPTION_LENGTH = 40
"""A line of at most so many characters right after a picture, with no final mark, is its caption."""
LINE_ENDS = re.compile("[\f\v\r\x1c-\x1e\x85\u2028\u2029]")
"""What would end a line of plain text and does not end one here."""
PLAIN = (pf.Str, pf.Space, pf.SoftBreak, pf.LineBreak)


@dataclass(slots=True, eq=False)
class Unit:
    """One paragraph or heading of the document and the lines of the plain text that it became."""

    block: Any
    first: int
    last: int
    given: str = ""  # "title" or "byline" where the mark-up said so

    @property
    def plain(self) -> bool:
        """Whether its words are all there is to it."""
        return isinstance(self.block, pf.Para | pf.Plain) and all(isinstance(i, PLAIN) for i in self.block.content)


@dataclass(slots=True)
class Supplied:
    """The text that was looked at, the document's new blocks (`own` the ones made of that text), and what recovery found."""

    text: str
    blocks: list[Any]
    own: list[Any]
    recovered: Recovered
    metadata: dict[str, Any] = field(default_factory=dict)
    notes: frozenset[int] = frozenset()


def supply_structure(blocks: list[Any], title: list[str], byline: list[str], path: Path, related: Related) -> Supplied:
    """Return the blocks with the structure that recovery finds in their text; `title` and `byline` are what is known."""
    units, text = _write_text(blocks, title, byline)
    recovered = recover_article(text, related, path)
    headed = any(isinstance(block, pf.Header) for block in blocks)
    placed = _place_blocks(recovered.blocks, units)
    supplied = Supplied(text, [], [], recovered, _metadata(recovered, title, byline), _notes(units))
    taken = _taken_lines(recovered, supplied.metadata, units)
    by_block = {id(unit.block): unit for unit in units}
    done: set[int] = set()
    for before, block in zip([None, *blocks], blocks, strict=False):
        unit = by_block.get(id(block))
        if unit is None:
            supplied.blocks += [] if MISSING_PICTURE in getattr(block, "classes", ()) else [block]
        elif id(unit) not in done and unit.first not in taken:
            found, members = placed.get(id(unit), (None, [unit]))
            done.update(map(id, members))
            made = _caption_of(before, unit, found) or _rebuild(found, members, headed)
            supplied.own += made
            supplied.blocks += made
    supplied.blocks = join_divs(supplied.blocks)
    kept = set(map(id, supplied.blocks))
    supplied.own = [block for block in supplied.own if id(block) in kept]
    return supplied


def _write_text(blocks: list[Any], title: list[str], byline: list[str]) -> tuple[list[Unit], str]:
    units: list[Unit] = []
    lines: list[str] = []
    known = [("title", line) for line in title] + [("byline", line) for line in byline]
    for kind, line in known:
        lines += [line, ""]
        units.append(Unit(pf.Para(*inlines(line)), len(lines) - 1, len(lines) - 1, kind))
    for block in blocks:
        if not isinstance(block, pf.Para | pf.Plain | pf.Header):
            continue
        text = LINE_ENDS.sub(" ", plain_text(block))
        if not text.strip() or _holds_picture(block):
            continue
        first = len(lines) + 1
        lines += [*text.split("\n"), ""]
        units.append(Unit(block, first, len(lines) - 1))
    return units, "\n".join(lines)


def _holds_picture(block: Any) -> bool:
    return any(isinstance(inline, pf.Image) for inline in block.content)


def _place_blocks(found: list[Block], units: list[Unit]) -> dict[int, tuple[Block | None, list[Unit]]]:
    """Return for each unit the recovered block it belongs to, with all units of that block.

    A unit that recovery cut into several blocks belongs to none: the mark-up says that it is one.
    """
    groups = [(block, _members(block, units)) for block in found]
    times = Counter(id(unit) for _, members in groups for unit in members)
    placed: dict[int, tuple[Block | None, list[Unit]]] = {}
    for block, members in groups:
        whole = all(times[id(unit)] == 1 for unit in members)
        for unit in members:
            placed[id(unit)] = (block, members) if whole else (None, [unit])
    return placed


def _members(block: Block, units: list[Unit]) -> list[Unit]:
    """Return the units of which a block has lines."""
    last = max([block.last_line, *(child.last_line for child in block.children)])
    begin = bisect_left(units, block.first_line, key=lambda unit: unit.last)
    end = bisect_right(units, last, key=lambda unit: unit.first)
    return units[begin:end]


def _notes(units: list[Unit]) -> frozenset[int]:
    """Return the `id`s of the notes that the units bring: the plain text does not show them."""
    found: set[int] = set()
    for unit in units:
        unit.block.walk(lambda element, _doc: found.add(id(element)) if isinstance(element, pf.Note) else None)
    return frozenset(found)


def _metadata(recovered: Recovered, title: list[str], byline: list[str]) -> dict[str, Any]:
    """Return what recovery found, the title and byline that were known before it."""
    found = dict(recovered.metadata)
    if title:
        found["title"] = title[0] if len(title) == 1 else title
    printed = list(found.get("byline") or ())
    known = [line for line in byline if line not in printed]
    if known:
        found["byline"] = [*known, *printed]
        read = read_byline(found["byline"])
        for key, value in (("author", read.authors), ("date", read.date), ("source", read.source)):
            if value:
                found[key] = value
    return found


def _taken_lines(recovered: Recovered, metadata: dict[str, Any], units: list[Unit]) -> set[int]:
    """Return the first lines of the units that went into the metadata, and of page furniture."""
    linked = {edit.place.line for edit in recovered.edits if edit.rule == "note"}  # notes that stand at their calls now
    covered = {line for block in recovered.blocks for line in _lines_of(block)}
    taken = {unit.first for unit in units if unit.given}
    titled = any(unit.given == "title" for unit in units)
    values = [metadata.get("title"), metadata.get("byline")]
    words = [fold_words(line) for value in values if value for line in (value if isinstance(value, list) else [value])]
    for unit in units:
        if unit.first in linked:
            taken.add(unit.first)
            continue
        if unit.given or any(line in covered for line in range(unit.first, unit.last + 1)):
            continue
        if titled and isinstance(unit.block, pf.Header):
            continue  # a heading is a heading, whatever its words have in common with the title
        own = [line for line in map(fold_words, plain_text(unit.block).split("\n")) if line]
        if all(any(line in word for word in words) for line in own) or _is_furniture(unit, recovered):
            taken.add(unit.first)
    return taken


def _lines_of(block: Block) -> set[int]:
    lines = set(range(block.first_line, block.last_line + 1))
    for child in block.children:
        lines |= _lines_of(child)
    return lines


def _is_furniture(unit: Unit, recovered: Recovered) -> bool:
    return any(e.rule == "furniture" and unit.first <= e.place.line <= unit.last for e in recovered.edits)


def _rebuild(found: Block | None, units: list[Unit], headed: bool) -> list[Any]:
    """Return the blocks that units become: assembled anew where they are plain, else with their own inlines."""
    units = [unit for unit in units if not unit.given]
    if headed and any(isinstance(unit.block, pf.Header) for unit in units):
        return [unit.block for unit in units]
    kind = found.kind if found else "paragraph"
    if kind == "heading" and headed:
        kind = "paragraph"
    if kind == "paragraph" and not headed and len(units) == 1 and is_bold_heading(units[0].block):
        return [pf.Header(*without_bold(units[0].block), level=2)]
    if found and all(unit.plain for unit in units):
        return assemble_block(found) if kind == found.kind else [pf.Para(*inlines(found.text))]
    if found:
        _call_notes(found, units)
    return _WRITERS.get(kind, _keep)(found, units)


def _call_notes(found: Block, units: list[Unit]) -> None:
    """Put the notes that recovery linked to their marks in the place of these, inside the paragraphs' own inlines."""
    for start, end, text in found.calls:
        mark, note = found.text[start:end], pf.Note(pf.Para(*inlines(text)))
        for unit in units:
            unit.block.walk(lambda element, _doc, mark=mark, note=note: _replaced(element, mark, note))


def _replaced(element: Any, mark: str, note: Any) -> Any:
    if not isinstance(element, pf.Str) or mark not in element.text or note.parent is not None:
        return None
    before, _, after = element.text.partition(mark)
    return [*([pf.Str(before)] if before else []), note, *([pf.Str(after)] if after else [])]


def _caption_of(before: Any, unit: Unit, found: Block | None) -> list[Any]:
    """Return the caption that a short line right after a lone picture is."""
    text = plain_text(unit.block).strip()
    lone = isinstance(before, pf.Para | pf.Plain) and len(before.content) == 1 and _holds_picture(before)
    missing = isinstance(before, pf.Div) and MISSING_PICTURE in before.classes
    if (
        not (lone or missing)
        or isinstance(unit.block, pf.Header)
        or is_bold_heading(unit.block)
        or len(text) > CAPTION_LENGTH
        or text[-1] in FINAL + "，：:"
    ):
        return []
    if found and (found.kind in ("list", "verse", "inscription") or found.last_line > unit.last):
        return []
    return [pf.Div(pf.Para(*unit.block.content), classes=["caption"])]


def _keep(_found: Block | None, units: list[Unit]) -> list[Any]:
    """Keep the paragraphs; those that recovery joined become one."""
    if _found is None or _found.kind != "paragraph" or len(units) < 2:
        return [unit.block for unit in units]
    content = list(units[0].block.content)
    for unit in units[1:]:
        content += list(unit.block.content)
    return [pf.Para(*content)]


def _keep_heading(found: Block | None, units: list[Unit]) -> list[Any]:
    if len(units) > 1 or found is None:
        return _keep(None, units)
    content = without_bold(units[0].block)
    label = found.label.rstrip(" \u3000")
    first = content[0] if content else None
    if label and isinstance(first, pf.Str) and first.text.startswith(label):
        rest = [pf.Str(first.text[len(label) :])] if len(first.text) > len(label) else []
        content = [pf.Span(pf.Str(label), classes=["label"]), *rest, *content[1:]]
    return [pf.Header(*content, level=found.level or 2)]


def _keep_caption(found: Block | None, units: list[Unit]) -> list[Any]:
    return [pf.Div(*(pf.Para(*unit.block.content) for unit in units), classes=["caption"])]


def _keep_part(found: Block | None, units: list[Unit]) -> list[Any]:
    kind = found.kind if found else "signature"
    return [pf.Div(*(pf.Para(*unit.block.content) for unit in units), classes=[kind])]


def _keep_enclosure(found: Block | None, units: list[Unit]) -> list[Any]:
    lines = [pf.Para(*label_enclosure(list(unit.block.content))) for unit in units]
    return [pf.Div(*lines, classes=["enclosure"])]


def _keep_lines(found: Block | None, units: list[Unit]) -> list[Any]:
    lines: list[list[Any]] = []
    for unit in units:
        lines.append([])
        for inline in unit.block.content:
            if isinstance(inline, pf.LineBreak):
                lines.append([])
            else:
                lines[-1].append(inline)
    kind, lang = (found.kind, found.lang) if found else ("verse", "")
    block = inscription_block(lines) if kind == "inscription" else line_block(lines)
    return [pf.Div(block, classes=[kind], attributes={"lang": lang} if lang else {})]


_WRITERS = {
    "heading": _keep_heading,
    "caption": _keep_caption,
    "signature": _keep_part,
    "addressee": _keep_part,
    "closing": _keep_part,
    "enclosure": _keep_enclosure,
    "verse": _keep_lines,
    "inscription": _keep_lines,
}
