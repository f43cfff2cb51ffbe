"""Mixed text (CLREQ, Mixed text composition): what the gaps between Han and Latin add to the width that a box asks for."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes

from kanben.outputs.pdf.character_classes import classify_character
from kanben.outputs.pdf.spacing import is_mixed


def measure_gaps(box: Any, latin_gap: float) -> float:
    """Return the width of all gaps between Han and Latin in a box, by which it is wider than its glyphs."""
    width, before = 0.0, ""
    for child in box.descendants():
        if isinstance(child, boxes.TextBox):
            for character in child.text:
                if before and is_mixed(classify_character(before), before, classify_character(character), character):
                    width += latin_gap * child.style["font_size"]
                before = character
    return width
