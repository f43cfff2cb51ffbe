"""Section: page, document grid, notes, header and footer (§17.6, §17.10)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from .appearance import MILLIMETRE, Appearance
from .fields import end_of_title, field
from .ooxml import find, make, properties, put, qname, run, xml_text
from .package import Package
from .paragraphs import set_style

SIDES = (("default", "odd"), ("even", "even"), ("first", "first"))
"""Word's names of headers, and the theme's keys."""


def write_section(package: Package, appearance: Appearance, title: str) -> None:
    """Give the document its one section, with the header and footer parts that the theme asks for."""
    body = find(package.parts["word/document.xml"], "w:body")
    for old in body.findall(qname("w:sectPr")):
        body.remove(old)
    section = make("w:sectPr")
    for kind in ("header", "footer"):
        section.extend(_references(package, kind, getattr(appearance, kind), appearance, title))
    section.append(note_properties(appearance))
    section.extend(page_form(appearance))
    body.append(section)
    if appearance.page.get("columns"):
        _set_title_across(body, section)


def _set_title_across(body: Any, section: Any) -> None:
    """End a section of one column after the title block, so that the columns begin below it on the same page."""
    last = end_of_title(body) - 1
    if last < 0:
        return
    across = deepcopy(section)
    for columns in across.iterchildren(qname("w:cols")):
        columns.attrib.pop(qname("w:num"), None)
    put(properties(body[last]), across)
    section.insert(section.index(find(section, "w:pgSz")), make("w:type", {"w:val": "continuous"}))
    for mark in section.findall(qname("w:titlePg")):
        section.remove(mark)


def _references(
    package: Package, kind: str, settings: Mapping[str, str], appearance: Appearance, title: str
) -> list[Any]:
    """Return the references to the header or footer of odd, even and first pages, and add their parts."""
    found = []
    for place, key in SIDES:
        if (place == "even" and not _differs(settings)) or (place == "first" and not _first_differs(appearance)):
            continue
        number = sum(name.startswith(f"word/{kind}") for name in package.parts) + 1
        content = settings.get(key, "") if place != "first" or key in settings else _on_first(kind, settings)
        root = make("w:hdr" if kind == "header" else "w:ftr", None, _line(kind, content, title))
        package.parts[f"word/{kind}{number}.xml"] = root
        found.append(make(f"w:{kind}Reference", {"w:type": place, "r:id": package.relate(kind, f"{kind}{number}.xml")}))
    return found


def _on_first(kind: str, settings: Mapping[str, str]) -> str:
    """Return what stands on a first page where the theme does not say: no running head, the same page number."""
    return "" if kind == "header" else settings.get("odd", "")


def _differs(settings: Mapping[str, str]) -> bool:
    return "even" in settings


def _first_differs(appearance: Appearance) -> bool:
    return bool(appearance.page.get("first_page_differs"))


def has_even_pages(appearance: Appearance) -> bool:
    """Say whether headers or footers of even pages differ, which the settings must tell Word."""
    return _differs(appearance.header) or _differs(appearance.footer)


def _line(kind: str, content: str, title: str) -> Any:
    """Return the paragraph of a header or footer.

    `content` is a text in which `title`, `heading` and `page` in braces stand for fields, or one of these words alone;
    a bar before or after it moves it to the left or the right: `page|` left, `|page` right, `page` the style's place.
    """
    paragraph = make("w:p")
    set_style(paragraph, "Header" if kind == "header" else "Footer")
    if not content:
        # An empty running head has no rule under it.
        properties(paragraph).append(make("w:pBdr", None, make("w:bottom", {"w:val": "nil"})))
        return paragraph
    if "|" in content:
        properties(paragraph).append(make("w:jc", {"w:val": "right" if content.startswith("|") else "left"}))
    words = content.strip("|")
    paragraph.extend(_content(f"{{{words}}}" if words in FIELDS else words, title))
    return paragraph


FIELDS = {
    "title": ("TITLE \\* MERGEFORMAT", None),
    "heading": ("STYLEREF 1 \\* MERGEFORMAT", None),
    "page": ("PAGE \\* MERGEFORMAT", "PageNumber"),
}
"""What a running head may hold, with the field's character style."""


def _content(template: str, title: str) -> list[Any]:
    runs: list[Any] = []
    for number, piece in enumerate(template.replace("{", "\0").replace("}", "\0").split("\0")):
        if number % 2 and piece in FIELDS:
            instruction, style = FIELDS[piece]
            runs += field(instruction, "1" if piece == "page" else xml_text(title), style)
        elif piece:
            runs.append(run(piece, {"w:val": "PageNumber"} if "page" in template else None))
    return runs


def note_properties(appearance: Appearance) -> Any:
    """Return how notes are numbered: ①②③ anew on every page in most themes (§17.11.11)."""
    notes = appearance.notes
    holder = make("w:footnotePr", None, make("w:numFmt", {"w:val": notes.get("format", "decimal")}))
    holder.append(make("w:numRestart", {"w:val": notes.get("restart", "continuous")}))
    return holder


def page_form(appearance: Appearance) -> list[Any]:
    """Return size, margins, columns and grid of the page in the schema's order."""
    page = appearance.page
    size = {"w:w": _twips(page["width"]), "w:h": _twips(page["height"])}
    sides = ("top", "right", "bottom", "left", "header", "footer")
    margins = {f"w:{side}": _twips(page[side]) for side in sides} | {"w:gutter": 0}
    columns, gap = page.get("columns"), _twips(page.get("gap", 7.5))
    parts = [make("w:pgSz", size), make("w:pgMar", margins), make("w:cols", {"w:space": gap})]
    if columns:
        parts[-1].set(qname("w:num"), str(columns))
    if _first_differs(appearance):
        parts.append(make("w:titlePg"))
    parts.append(document_grid(appearance))
    return parts


def document_grid(appearance: Appearance) -> Any:
    """Return `w:docGrid`: the distance of lines, and for a grid of characters what each has more than the type size.

    `charSpace` is that difference in 4096ths of a point (§17.6.5).
    """
    page = appearance.page
    grid: dict[str, str | int] = {"w:type": page["grid"], "w:linePitch": appearance.line_pitch}
    if page["grid"] != "lines":
        pitch = appearance.type_area / 20 / page["characters"]
        grid["w:charSpace"] = round((pitch - appearance.styles["Normal"]["size"]) * 4096)
    return make("w:docGrid", grid)


def _twips(millimetres: float) -> int:
    return round(millimetres * MILLIMETRE)
