"""Sections: page, document grid, notes, header and footer (§17.6, §17.10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy, deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any

from .appearance import MILLIMETRE, Appearance
from .fields import end_of_title, field, words_of
from .ooxml import find, make, properties, put, qname, run, xml_text
from .package import Package
from .paragraphs import set_style, style_of

SIDES = (("default", "odd"), ("even", "even"), ("first", "first"))
"""Word's names of headers, and the theme's keys."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a running head says of its section: the document's title, and its highest heading with the level of that."""

    title: str
    heading: str
    level: int = 1


def write_sections(package: Package, appearance: Appearance, title: str) -> None:
    """Give the document its sections, with the header and footer parts that the theme asks for.

    An article has one. In a volume each part and chapter, which begins a page, has its own: notes are counted anew there
    and its first page has no running head. What comes before them has Roman page numbers.
    """
    body = find(package.parts["word/document.xml"], "w:body")
    for old in body.findall(qname("w:sectPr")):
        body.remove(old)
    openings = [paragraph for paragraph in body.iterchildren(qname("w:p")) if _opens_page(paragraph)]
    heads = [Head(title, title), *(Head(title, words_of(opening), level_of(opening)) for opening in openings)]
    form = [note_properties(appearance), *page_form(appearance)]
    sections = [_section(package, appearance, head, form) for head in heads]
    for opening, section in zip(openings, sections, strict=False):
        properties(opening).remove(find(properties(opening), "w:pageBreakBefore"))
        _end_before(opening, section)
    last = sections[-1]
    if openings and any(map(_has_note, openings[-1].itersiblings())):
        last = _close(body, last)
    last.replace(find(last, "w:footnotePr"), note_properties(appearance, by_section=False))
    body.append(last)
    if openings:
        _number_pages(sections[0], {"w:fmt": "lowerRoman"})
        _number_pages(sections[1], {"w:start": 1})
    if appearance.page.get("columns"):
        titles = [body[: end_of_title(body)], *([opening, *_bylines(opening)] for opening in openings)]
        for paragraphs, section in zip(titles, sections, strict=True):
            _set_title_across(paragraphs, section)


def _has_note(node: Any) -> bool:
    return next(node.iter(qname("w:footnoteReference")), None) is not None


def _opens_page(paragraph: Any) -> bool:
    holder = find(paragraph, "w:pPr")
    return holder is not None and find(holder, "w:pageBreakBefore") is not None


def level_of(heading: Any) -> int:
    """Return the level of a heading, 1 for any other paragraph."""
    style = style_of(heading)
    return int(style[-1]) if style.startswith("Heading") else 1


def _section(package: Package, appearance: Appearance, head: Head, form: list[Any]) -> Any:
    section = make("w:sectPr")
    for kind in ("header", "footer"):
        section.extend(_references(package, kind, getattr(appearance, kind), appearance, head))
    section.extend(map(copy, form))
    return section


def _end_before(opening: Any, section: Any) -> None:
    """End a section in the paragraph before one."""
    before = next((node for node in opening.itersiblings(preceding=True) if node.tag != qname("w:bookmarkStart")), None)
    if before is None or before.tag != qname("w:p") or find(properties(before), "w:sectPr") is not None:
        before = make("w:p")
        opening.addprevious(before)
    put(properties(before), section)


def _close(body: Any, section: Any) -> Any:
    """End the last chapter's section and return one without words, for the end of the body.

    LibreOffice numbers the notes of a whole document as its last section says, and cannot count them by section: where
    that one asks for nothing it counts them through.
    """
    empty = make("w:p")
    put(properties(empty), make("w:spacing", {"w:line": 20, "w:lineRule": "exact"}))
    body.append(empty)
    last = deepcopy(section)
    _end_before(empty, section)
    for mark in [*last.findall(qname("w:titlePg")), *last.findall(qname("w:pgNumType"))]:
        last.remove(mark)
    last.insert(last.index(find(last, "w:pgSz")), make("w:type", {"w:val": "continuous"}))
    return last


def _number_pages(section: Any, attributes: Mapping[str, str | int]) -> None:
    find(section, "w:cols").addprevious(make("w:pgNumType", attributes))


def _bylines(opening: Any) -> Iterator[Any]:
    """Yield the paragraphs after a chapter's title that belong to it."""
    for node in opening.itersiblings():
        if node.tag != qname("w:p") or style_of(node) != "Byline":
            return
        yield node


def _set_title_across(paragraphs: list[Any], section: Any) -> None:
    """End a section of one column after the title block, so that the columns begin below it on the same page."""
    titles = [paragraph for paragraph in paragraphs if paragraph.tag == qname("w:p")]
    if not titles:
        return
    alone = find(properties(titles[-1]), "w:sectPr")
    across = deepcopy(section) if alone is None else alone
    for columns in across.iterchildren(qname("w:cols")):
        columns.attrib.pop(qname("w:num"), None)
    if alone is not None:  # nothing stands below the title
        return
    put(properties(titles[-1]), across)
    section.insert(section.index(find(section, "w:pgSz")), make("w:type", {"w:val": "continuous"}))
    for mark in [*section.findall(qname("w:titlePg")), *section.findall(qname("w:pgNumType"))]:
        section.remove(mark)


def _references(
    package: Package, kind: str, settings: Mapping[str, str], appearance: Appearance, head: Head
) -> list[Any]:
    """Return the references to the header or footer of odd, even and first pages, and add the parts that are new."""
    found = []
    for place, key in SIDES:
        if (place == "even" and not _differs(settings)) or (place == "first" and not _first_differs(appearance)):
            continue
        content = settings.get(key, "") if place != "first" or key in settings else _on_first(kind, settings)
        named = head if "heading" in content else Head(head.title, "")
        name = package.share(kind, (content, named), partial(_part, kind, content, named))
        found.append(make(f"w:{kind}Reference", {"w:type": place, "r:id": name}))
    return found


def _part(kind: str, content: str, head: Head) -> Any:
    return make("w:hdr" if kind == "header" else "w:ftr", None, _line(kind, content, head))


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


def _line(kind: str, content: str, head: Head) -> Any:
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
    paragraph.extend(_content(f"{{{words}}}" if words in FIELDS else words, head))
    return paragraph


FIELDS = {
    "title": ("TITLE \\* MERGEFORMAT", None),
    "heading": ("STYLEREF {level} \\* MERGEFORMAT", None),
    "page": ("PAGE \\* MERGEFORMAT", "PageNumber"),
}
"""What a running head may hold, with the field's character style."""


def _content(template: str, head: Head) -> list[Any]:
    runs: list[Any] = []
    for number, piece in enumerate(template.replace("{", "\0").replace("}", "\0").split("\0")):
        if number % 2 and piece in FIELDS:
            instruction, style = FIELDS[piece]
            shown = {"page": "1", "heading": head.heading, "title": head.title}[piece]
            runs += field(instruction.format(level=head.level), xml_text(shown), style)
        elif piece:
            runs.append(run(piece, {"w:val": "PageNumber"} if "page" in template else None))
    return runs


def note_properties(appearance: Appearance, by_section: bool = True) -> Any:
    """Return how notes are numbered: ①②③ anew on every page in most themes, else by section, or through (§17.11.11)."""
    notes = appearance.notes
    restart = notes.get("restart", "continuous")
    restart = restart if by_section or restart != "eachSect" else "continuous"
    holder = make("w:footnotePr", None, make("w:numFmt", {"w:val": notes.get("format", "decimal")}))
    holder.append(make("w:numRestart", {"w:val": restart}))
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
