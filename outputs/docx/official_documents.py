"""Where the parts of an official document stand in Word (GB/T 9704-2012, 7.3.4 and 7.3.5): enclosures and who signs."""

from __future__ import annotations

import re
from typing import Any

from kanben.source.characters import HAN_RANGES, text_width
from kanben.source.document import pf, plain_text

from .appearance import TWIPS, Appearance

ENCLOSURE, SIGNATURE = "Enclosure", "Signature"
DATE = "SignatureDate"
LABEL = "enclosure-label"
"""Class of a label among enclosures, which keeps the type of its line."""
HAN_MEETS_WESTERN = re.compile(rf"(?<=[{HAN_RANGES}])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[{HAN_RANGES}])")
TAB = "<w:r><w:tab/></w:r>"


def part_style(block: Any, style: str) -> str:
    """Return the style of a paragraph by its place in its part.

    附件：1. 古桥名录     →    Enclosure 附件说明
    2. 勘测规程          →    EnclosureItem 附件说明续项
    附件：古桥名录        →    EnclosureAlone 单件附件说明

    The last of several paragraphs that sign is the date.
    """
    siblings = list(block.parent.content)
    if style == ENCLOSURE and siblings[0] is not block:
        return "EnclosureItem"
    if style == ENCLOSURE and len(siblings) == 1 and not any(map(_is_number, block.content)):
        return "EnclosureAlone"
    if style == SIGNATURE and len(siblings) > 1 and siblings[-1] is block:
        return DATE
    return style


def right_indent(block: Any, appearance: Appearance) -> tuple[int, int] | None:
    """Return how far from the right edge who signs ends, to stand in the middle over the date (7.3.5.1).

    In hundredths of a character, and in twentieths of a point for programs that know only those. None where the style
    says it: in themes that do not centre, and for the date.
    """
    *signers, date = block.parent.content
    if not appearance.styles[SIGNATURE].get("centred") or all(signer is not block for signer in signers):
        return None
    surplus = _width(plain_text(date)) - _width(plain_text(block))
    characters = max(0.0, appearance.styles[DATE]["right"] + surplus / 2)
    size = appearance.styles[SIGNATURE].get("size", appearance.styles["Normal"]["size"])
    return round(characters * 100), round(characters * size * TWIPS)


def _width(text: str) -> float:
    """Return how many characters wide a text is, with the quarter that Word sets between Han and Western characters."""
    return text_width(text) / 2 + len(HAN_MEETS_WESTERN.findall(text)) / 4


def is_enclosed(span: Any) -> bool:
    """Say whether a span stands in the list of enclosures."""
    return isinstance(span.parent, pf.Para) and "enclosure" in getattr(span.parent.parent, "classes", ())


def is_number(text: str) -> bool:
    """Say whether a label is the number of an enclosure, behind which its name is aligned."""
    return text[:1].isdigit()


def _is_number(inline: Any) -> bool:
    return isinstance(inline, pf.RawInline) and inline.text == TAB
