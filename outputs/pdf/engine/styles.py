"""What WeasyPrint would find again: styles of pages that are styled alike, values that are no formulas, descriptions of fonts."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from weasyprint.css.properties import Dimension

PLAIN = frozenset((str, int, float, bool, type(None), Dimension))
"""Types of values in which there is no function."""
read_font = itemgetter(
    "font_family",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_variant_caps",
    "font_variation_settings",
)
"""Reads the values that a font's description (PangoFontDescription) is made of."""
MOST_FONTS = 500


def may_calculate(value: Any) -> bool:
    """Say whether a computed value may hold a function: a plain one never does, and most are plain."""
    kind = type(value)
    return kind not in PLAIN and (kind is not tuple or any(map(may_calculate, value)))


def share_page_styles(page_type: Any, style_for: Any) -> None:
    """Let a page that is styled as an earlier one was have its computed styles, and those of its margin boxes.

    The first page has its own: lengths in parts of the page's size are not known before it is laid out. What applied to a
    page is let go, which WeasyPrint would go through again for every page that follows.
    """
    cascaded, computed = style_for.get_cascaded_styles(), style_for.get_computed_styles()
    own = {kind: cascaded.pop((page, kind)) for page, kind in list(cascaded) if page == page_type}
    if not page_type.index:
        return
    kept: list[tuple[Any, dict[Any, Any]]] = vars(style_for).setdefault("page_styles", [])
    styles = next((styles for known, styles in kept if known == own), None)
    if styles is None:
        kept.append((own, {kind: computed[page_type, kind] for kind in (None, *own)}))
    else:
        computed.update({(page_type, kind): style for kind, style in styles.items()})


class FontDescriptions:
    """Pango's descriptions of fonts, by the values they are made of; nobody changes one."""

    def __init__(self, describe: Callable[[Any], Any]) -> None:
        self.describe = describe
        self.known: dict[Any, Any] = {}

    def __call__(self, style: Any) -> Any:
        families, *rest = read_font(style)
        values = (*families, *rest)  # the families of text in SVG are a list
        known = self.known.get(values)
        if known is None:
            if len(self.known) >= MOST_FONTS:
                self.known.clear()
            known = self.known[values] = self.describe(style)
        return known
