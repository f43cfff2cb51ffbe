"""Faces: the font table, and the hint by which Word sets “ ” — … in the Chinese font (§17.3.2.26, §17.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from .appearance import Appearance
from .ooxml import each, find, make, properties, put, qname

AMBIGUOUS = "‘’“”…—–·×÷°±§′″※①-⓿→←↑↓■□●○◆◇★☆№℃"
"""Characters that Latin and Chinese fonts both have, of different width: the hint decides (as a character class)."""
LATIN_MARK = re.compile(r"(?<=[A-Za-zÀ-ɏ])[’'–](?=[A-Za-zÀ-ɏ])")
"""An apostrophe or dash within a Latin word, which stays Latin."""
NEEDS_HINT = re.compile(f"[{AMBIGUOUS}]")
CHARSETS = {"zh-CN": "86", "zh-TW": "88", "zh-HK": "88"}
"""GB 2312 and Big5, as font tables name them (§17.8.3.2)."""


def hint_runs(root: Any) -> None:
    """Say on every run which font its ambiguous marks are set in: the Chinese one, but within Latin words the Latin."""
    for fonts in each(root, "w:rFonts"):
        _drop_hint(fonts)
    texts = [text for text in each(root, "w:t") if NEEDS_HINT.search(text.text or "")]
    for run in dict.fromkeys(text.getparent() for text in texts):
        for part in _without_latin_marks(run, "".join(text.text or "" for text in run.iterchildren(qname("w:t")))):
            if NEEDS_HINT.search(part.findtext(qname("w:t")) or ""):
                _set_hint(part)


def _drop_hint(fonts: Any) -> None:
    holder = fonts.getparent()
    fonts.attrib.pop(qname("w:hint"), None)
    if not fonts.attrib:
        holder.remove(fonts)
    if not len(holder):
        holder.getparent().remove(holder)


def _set_hint(run: Any) -> None:
    holder = properties(run)
    fonts = find(holder, "w:rFonts")
    if fonts is None:
        fonts = put(holder, make("w:rFonts"))
    fonts.set(qname("w:hint"), "eastAsia")


def _without_latin_marks(run: Any, text: str) -> list[Any]:
    """Split a run so that apostrophes of Latin words stand in runs of their own; return the other parts."""
    found = list(LATIN_MARK.finditer(text))
    if not found or sum(child.tag != qname("w:rPr") for child in run) != 1:
        return [run]
    parts = [(_copy(run, piece), latin) for piece, latin in _pieces(text, found) if piece]
    parent = run.getparent()
    at = parent.index(run)
    parent[at : at + 1] = [part for part, _ in parts]
    return [part for part, latin in parts if not latin]


def _pieces(text: str, found: list[re.Match[str]]) -> Iterator[tuple[str, bool]]:
    at = 0
    for match in found:
        yield text[at : match.start()], False
        yield match[0], True
        at = match.end()
    yield text[at:], False


def _copy(run: Any, text: str) -> Any:
    part = deepcopy(run)
    find(part, "w:t").text = text
    return part


def write_font_table(appearance: Appearance, word_tag: str) -> Any:
    """Return the root of `word/fontTable.xml`: every face of the theme, with the names that may stand for it."""
    root = make("w:fonts")
    faces = appearance.faces.values()
    for name in sorted({face.east_asian for face in faces}):
        root.append(_font(name, appearance, CHARSETS.get(word_tag, "86")))
    for name in sorted({face.latin for face in faces} - {face.east_asian for face in faces}):
        root.append(_font(name, appearance, "00"))
    return root


def _font(name: str, appearance: Appearance, charset: str) -> Any:
    element = make("w:font", {"w:name": name})
    if others := appearance.alternatives.get(name):
        element.append(make("w:altName", {"w:val": ",".join(others)}))
    element.append(make("w:charset", {"w:val": charset}))
    element.append(make("w:family", {"w:val": "auto"}))
    element.append(make("w:pitch", {"w:val": "variable"}))
    return element
