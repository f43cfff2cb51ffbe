"""Inscriptions: the blocks that are shown as they are written, and the script each is written in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kanben.source.document import pf, plain_text
from kanben.source.scripts import main_script

from .editions import Script, script_of

INSCRIPTION, TRANSCRIPTION, CAPTION = "inscription", "transcription", "caption"


def find_inscriptions(doc: Any) -> Iterator[Any]:
    """Yield the Divs of a document that are inscriptions."""
    found: list[Any] = []

    def collect(element: Any, _doc: Any) -> None:
        if isinstance(element, pf.Div) and INSCRIPTION in element.classes:
            found.append(element)

    doc.walk(collect)
    yield from found


def written_blocks(inscription: Any) -> list[Any]:
    """Return the blocks of an inscription that are neither its transcription nor a caption."""
    return [block for block in inscription.content if not _classes(block) & {TRANSCRIPTION, CAPTION}]


def stands_in_inscription(element: Any) -> bool:
    """Say whether an element belongs to the written text of an inscription."""
    while element is not None:
        classes = _classes(element)
        if classes & {TRANSCRIPTION, CAPTION}:
            return False
        if INSCRIPTION in classes:
            return True
        element = element.parent
    return False


def _classes(element: Any) -> set[str]:
    return set(getattr(element, "classes", ()))


def inscription_script(inscription: Any) -> Script | None:
    """Return the script of an inscription: what its `lang` says, else what its characters say; None if nothing does."""
    declared = script_of(inscription.attributes.get("lang", ""))
    if declared:
        return declared
    label = main_script("\n".join(plain_text(block) for block in written_blocks(inscription)))
    return "Hans" if label == "Hans" else "Hant" if label == "Hant" else None
