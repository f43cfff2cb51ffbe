"""Comments: every notice at its place, for an editor to read in Word (§17.13.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kanben.source.notices import Notice

from .ooxml import find, make, properties, put, qname, run, xml_text
from .paragraphs import set_style
from .positions import Position, Positions, nearest_index
from .revisions import AUTHOR
from .splitting import split_run

SPAN = 4
"""Characters that a comment covers from its place on."""


def write_comments(notices: Sequence[Notice], positions: Positions, root: Any, moment: str) -> Any:
    """Mark the places of the notices in the body and return the root of `word/comments.xml`.

    A notice without a place stands at the first paragraph. From the end of the body to its beginning, so that earlier
    positions still hold.
    """
    comments = make("w:comments")
    comments.extend(_comment(number, notice, moment) for number, notice in enumerate(notices))
    indexes = [nearest_index(positions, notice.place) if notice.place else 0 for notice in notices]
    for number in sorted(range(len(notices)), key=lambda n: (indexes[n], n), reverse=True):
        if positions.characters:
            _mark(number, min(indexes[number], len(positions.characters) - 1), positions)
        else:
            _mark_empty(number, root)
    return comments


def _comment(number: int, notice: Notice, moment: str) -> Any:
    words = [notice.message, *([f"→ {notice.suggestion}"] if notice.suggestion else [])]
    words.append(f"{notice.code.value}" + (f" · {notice.place}" if notice.place else ""))
    attributes: dict[str, str | int] = {"w:id": number, "w:author": AUTHOR, "w:date": moment, "w:initials": "k"}
    comment = make("w:comment", attributes)
    for line in words:
        paragraph = make("w:p")
        set_style(paragraph, "CommentText")
        if not len(comment):
            sign = make("w:r")
            put(properties(sign), make("w:rStyle", {"w:val": "CommentReference"}))
            sign.append(make("w:annotationRef"))
            paragraph.append(sign)
        paragraph.append(run(xml_text(line)))
        comment.append(paragraph)
    return comment


def _mark(number: int, index: int, positions: Positions) -> None:
    text, offset = positions.characters[index]
    length = min(SPAN, len(text.text) - offset)
    outer = _outermost(text)
    if outer is not None:
        first = last = outer
    else:
        split_run(Position(text, offset + length))
        first = last = split_run(Position(text, offset))
    first.addprevious(make("w:commentRangeStart", {"w:id": number}))
    reference = make("w:r")
    put(properties(reference), make("w:rStyle", {"w:val": "CommentReference"}))
    reference.append(make("w:commentReference", {"w:id": number}))
    last.addnext(reference)
    last.addnext(make("w:commentRangeEnd", {"w:id": number}))


def _outermost(text: Any) -> Any:
    """Return the element beside which a comment may stand for a text inside an annotation, an insertion or a link."""
    found = None
    for element in text.iterancestors(qname("w:r"), qname("w:ins"), qname("w:hyperlink")):
        if element.tag != qname("w:r") or find(element, "w:ruby") is not None:
            found = element
    return found


def _mark_empty(number: int, root: Any) -> None:
    """Refer to a comment from the end of a body without words."""
    paragraph = make("w:p", None, make("w:r", None, make("w:commentReference", {"w:id": number})))
    find(root, "w:body").insert(0, paragraph)
