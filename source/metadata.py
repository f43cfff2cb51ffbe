"""What a document says of itself, in the form of the Article: title lines, byline, language."""

from __future__ import annotations

import re
from typing import Any

from .document import pf, plain_text
from .words import fold_words

SHOWN = ("title", "subtitle")
HANT_REGIONS = {"TW": "zh-Hant-TW", "HK": "zh-Hant-HK", "MO": "zh-Hant-HK"}


def normalize_metadata(doc: Any) -> None:
    """Bring the metadata into the Article's form, in their place: a subtitle is a line of the title."""
    metadata = doc.get_metadata()
    doc.metadata.content.pop("kanben", None)
    subtitle = doc.metadata.content.pop("subtitle", None)
    title = metadata.get("title")
    if subtitle is not None and title:
        lines = title if isinstance(title, list) else [title]
        doc.metadata["title"] = [*map(str, lines), str(metadata["subtitle"])]
    for name in ("date", "lang", "source"):
        if isinstance(metadata.get(name), list | dict):
            doc.metadata.content.pop(name, None)


def known_title(doc: Any, outside: str) -> list[str]:
    """Return the title's lines from the metadata, the first heading or outside; a heading that is the title goes.

    Headings below a title begin at level 2.
    """
    value = doc.get_metadata().get("title")
    lines = [str(line) for line in (value if isinstance(value, list) else [value]) if line] or (
        [outside] if outside else []
    )
    lines = _take_kicker(doc, lines)
    heads = [block for block in doc.content if isinstance(block, pf.Header)]
    top = [head for head in heads if head.level == 1]
    first = heads[0] if heads else None
    if (
        first is not None
        and lines
        and fold_words(plain_text(first)) in (fold_words(lines[0]), fold_words("".join(lines)))
    ):
        _remove(doc, first)
    elif first is not None and not lines and len(top) == 1 and first is top[0] and _leads(doc, first):
        lines = [line for line in plain_text(first).split("\n") if line.strip()]
        _remove(doc, first)
    _shift_headings(doc)
    return lines


def _take_kicker(doc: Any, lines: list[str]) -> list[str]:
    """Return the title with the kicker (引题) that stands as a heading right before the heading of the title."""
    first = list(doc.content)[:2]
    if len(lines) != 1 or not all(isinstance(block, pf.Header) for block in first) or len(first) < 2:
        return lines
    kicker = plain_text(first[0]).strip()
    if fold_words(plain_text(first[1])) != fold_words(lines[0]) or not 0 < len(kicker) <= KICKER_LENGTH:
        return lines
    doc.content = list(doc.content)[2:]
    return [kicker, *lines]


KICKER_LENGTH = 40
"""Characters of the longest kicker."""


def _remove(doc: Any, block: Any) -> None:
    doc.content = [other for other in doc.content if other is not block]


def _leads(doc: Any, head: Any) -> bool:
    """Say whether at most a few short lines (a kicker, a byline) stand before a heading."""
    before = list(doc.content)[: list(doc.content).index(head)]
    return len(before) <= 3 and all(len(plain_text(block)) < 60 for block in before)


def _shift_headings(doc: Any) -> None:
    heads = [block for block in doc.content if isinstance(block, pf.Header)]
    shift = 2 - min((head.level for head in heads), default=2)
    for head in heads:
        head.level = max(2, min(6, head.level + shift))


def known_byline(doc: Any) -> list[str]:
    """Return the byline's lines from the metadata."""
    value = doc.get_metadata().get("byline")
    return [str(line) for line in (value if isinstance(value, list) else [value]) if line]


def language_tag(given: str, found: str) -> str:
    """Return the BCP 47 tag of an article with the script said: zh-CN → zh-Hans, zh_TW → zh-Hant-TW.

    What is no Chinese tag gives way to what was found in the text.
    """
    parts = re.split("[-_]", given.strip())
    if not parts or parts[0].lower() not in ("zh", "cmn", "yue"):
        return found
    names = {part.lower() for part in parts[1:]}
    region = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    if "hant" in names or region in HANT_REGIONS:
        return HANT_REGIONS.get(region, "zh-Hant")
    if "hans" in names or region in ("CN", "SG", "MY"):
        return "zh-Hans"
    return found
