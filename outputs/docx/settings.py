"""Settings: what Word asks of a document as a whole (§17.15)."""

from __future__ import annotations

from typing import Any

from .appearance import Appearance
from .language import theme_language
from .ooxml import make
from .section import has_even_pages, note_properties

COMPATIBILITY = (
    "spaceForUL",
    "balanceSingleByteDoubleByteWidth",
    "doNotLeaveBackslashAlone",
    "ulTrailSpace",
    "doNotExpandShiftReturn",
    "adjustLineHeightInTable",
    "useFELayout",
)
"""What Word itself writes for Chinese documents; the fifth keeps the lines of an inscription from being stretched."""
MODES = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
}


def write_settings(appearance: Appearance, lang: str, notes: bool, revisions: bool) -> Any:
    """Return the root of `word/settings.xml`; `notes` says whether the package has a footnotes part."""
    root = make("w:settings", None, make("w:zoom", {"w:percent": 100}))
    if appearance.page.get("mirrored"):
        root.append(make("w:mirrorMargins"))
    root.append(make("w:bordersDoNotSurroundHeader"))
    root.append(make("w:bordersDoNotSurroundFooter"))
    if revisions:
        root.append(make("w:trackRevisions"))
    root.append(make("w:defaultTabStop", {"w:val": 420}))
    if has_even_pages(appearance):
        root.append(make("w:evenAndOddHeaders"))
    root.append(make("w:drawingGridVerticalSpacing", {"w:val": appearance.line_pitch // 2}))
    root.append(make("w:characterSpacingControl", {"w:val": "compressPunctuation"}))
    if notes:
        root.append(_notes(appearance))
    root.append(_compatibility())
    root.append(theme_language(lang))
    root.append(make("w:decimalSymbol", {"w:val": "."}))
    root.append(make("w:listSeparator", {"w:val": ","}))
    return root


def _notes(appearance: Appearance) -> Any:
    holder = note_properties(appearance, by_section=False)
    holder.extend(make("w:footnote", {"w:id": number}) for number in (-1, 0))
    return holder


def _compatibility() -> Any:
    holder = make("w:compat", None, *(make(f"w:{name}") for name in COMPATIBILITY))
    uri = "http://schemas.microsoft.com/office/word"
    for name, value in MODES.items():
        holder.append(make("w:compatSetting", {"w:name": name, "w:uri": uri, "w:val": value}))
    return holder
