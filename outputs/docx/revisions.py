"""Revisions: the edits of the pipeline as tracked changes, to accept or reject in Word (§17.13.5).

An edit that changed words or marks is a deletion and an insertion; lines that were joined are a deleted paragraph mark;
what was left out stands deleted where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

from kanben.source.characters import is_word
from kanben.source.notices import Edit, Place

from .ooxml import find, make, properties, put, qname, xml_text
from .positions import Position, Positions, nearest_index
from .splitting import is_inside, paragraph_begun_by, split_paragraph, split_run

AUTHOR = "kanben"
KINDS = ("join", "line", "words")
REACH = 6
"""Characters around its place in which the result of an edit is looked for."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change at `start` of the body: `end - start` characters came in for `before`.

    `kind` is `words`, `line` where a whole line of the source was left out, or `join` where two lines became one.
    """

    start: int
    end: int
    before: str
    edit: Edit
    kind: str = "words"

    @property
    def order(self) -> tuple[int, int, Place]:
        """Sort from the end of the body to its beginning; at one place the paragraphs come apart before lines come between."""
        return -self.start, KINDS.index(self.kind), self.edit.place


def track_edits(edits: Iterable[Edit], positions: Positions, moment: str) -> int:
    """Write the edits that can be seen in the body as tracked changes, from its end to its beginning; return their number."""
    changes = sorted(set(_changes(edits, positions)), key=lambda change: change.order)
    numbers = count(1)
    halves: dict[int, Any] = {}  # the second half of each paragraph that was cut, by the index of the cut
    written, limit = 0, len(positions.characters) + 1
    for change in changes:
        if change.end > limit or not positions.characters:
            continue  # it overlaps one that is written already
        written += _write(change, positions, halves, partial(_attributes, numbers, change.edit.rule, moment))
        limit = change.start
    return written


def _changes(edits: Iterable[Edit], positions: Positions) -> Iterator[Change]:
    for edit in edits:
        if edit.before == edit.after or not 1 <= edit.place.line <= len(positions.source):
            continue
        if edit.before and not edit.before.strip("\n"):
            index = positions.index_of(edit.place)
            if index:
                yield Change(index, index, "", edit, "join")
        elif _stands_in_source(edit, positions):
            yield from _replaced(edit, positions)


def _stands_in_source(edit: Edit, positions: Positions) -> bool:
    """Say whether the source has the words at the edit's place: what decoding took away cannot be put back by Word."""
    line = positions.source[edit.place.line - 1]
    return line.startswith(edit.before.split("\n")[0], edit.place.column - 1) or edit.before in line


def _replaced(edit: Edit, positions: Positions) -> Iterator[Change]:
    index = nearest_index(positions, edit.place)
    if not edit.after:
        if not _still_stands(edit.before, positions, index):
            whole = positions.source[edit.place.line - 1].strip() == edit.before.strip()
            yield Change(index, index, edit.before, edit, "line" if whole else "words")
        return
    low = max(0, index - REACH)
    found = [
        at
        for at in range(low, min(len(positions.text), index + REACH) + 1)
        if positions.text.startswith(edit.after, at)
    ]
    if found:
        start = min(found, key=lambda at: abs(at - index))
        yield Change(start, start + len(edit.after), edit.before, edit)


def _still_stands(before: str, positions: Positions, index: int) -> bool:
    """Say whether what an edit took stands there all the same: a byline that is printed where it was."""
    words = "".join(filter(is_word, before))
    if not words:
        return positions.text.startswith(before, index)
    start = next((n for n, at in enumerate(positions.words) if at >= index), len(positions.words))
    there = "".join(positions.text[at] for at in positions.words[max(0, start - len(words)) : start + len(words)])
    return words in there


def _attributes(numbers: Iterator[int], rule: str, moment: str) -> dict[str, str | int]:
    # Each rule is an author of its own: Word shows, accepts and rejects the changes of one at a time.
    return {"w:id": next(numbers), "w:author": f"{AUTHOR} {rule}", "w:date": moment}


def _write(change: Change, positions: Positions, halves: dict[int, Any], attributes: Any) -> bool:
    position = positions.position(change.start)
    if is_inside(position.text, "w:ruby", "w:ins", "w:sdt"):
        return False
    if change.kind == "join":
        first = split_paragraph(position)
        if first is not None:
            halves[change.start] = first.getnext()
            _delete_mark(first, attributes())
        return first is not None
    follower = halves.get(change.start, paragraph_begun_by(position)) if change.kind == "line" else None
    if follower is not None:
        follower.addprevious(_deleted_paragraph(follower, change.before, attributes))
        return True
    for number in range(change.end - 1, change.start - 1, -1):
        text, offset = positions.characters[number]
        if number == change.start or offset == 0:
            if is_inside(text, "w:ruby", "w:ins"):
                return False
            _mark_inserted(text, offset, min(len(text.text) - offset, change.end - number), attributes())
    if change.before:
        _insert_deleted(positions.position(change.start), change.before, attributes())
    return True


def _delete_mark(paragraph: Any, attributes: dict[str, str | int]) -> None:
    holder = properties(paragraph)
    mark = find(holder, "w:rPr")
    if mark is None:
        mark = put(holder, make("w:rPr"))
    for old in mark.findall(qname("w:del")):
        mark.remove(old)  # that of the second half, which it was cut from
    mark.insert(0, make("w:del", attributes))


def _deleted_paragraph(follower: Any, before: str, attributes: Any) -> Any:
    """Return a paragraph that is deleted with its mark; its properties are those of the one it would become part of."""
    paragraph = make("w:p")
    holder = find(follower, "w:pPr")
    if holder is not None:
        paragraph.append(deepcopy(holder))
    _delete_mark(paragraph, attributes())
    paragraph.append(make("w:del", attributes(), _deleted_run(before)))
    return paragraph


def _mark_inserted(text: Any, offset: int, length: int, attributes: dict[str, str | int]) -> None:
    split_run(Position(text, offset + length))
    part = split_run(Position(text, offset))
    holder = make("w:ins", attributes)
    part.addprevious(holder)
    holder.append(part)


def _insert_deleted(position: Position, before: str, attributes: dict[str, str | int]) -> None:
    after = split_run(position)
    target = next(after.iterancestors(qname("w:ins")), after)
    target.addprevious(make("w:del", attributes, _deleted_run(before)))


def _deleted_run(before: str) -> Any:
    run = make("w:r")
    for number, line in enumerate(before.split("\n")):
        if number:
            run.append(make("w:br"))
        run.append(make("w:delText", {"xml:space": "preserve"}, text=xml_text(line)))
    return run
