"""The navigation document: contents, page list and landmarks (EPUB 3.3, 7); and the NCX that older readers look for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from kanben.outputs.terms import term

from .content import ContentDocument, Heading
from .elements import Element, element

NCX = "http://www.daisy.org/z3986/2005/ncx/"


@dataclass(frozen=True, slots=True)
class Landmark:
    """A part of the book that readers offer a way to: its structural semantic, name and address."""

    kind: str
    text: str
    address: str


@dataclass(slots=True)
class Navigation:
    """What the navigation document lists. `authors` gives for an address the names to print behind its title."""

    entries: list[Heading]
    landmarks: list[Landmark]
    pages: list[tuple[str, str]] = field(default_factory=list)
    authors: dict[str, str] = field(default_factory=dict)


def navigation_document(navigation: Navigation, name: str, lang: str) -> ContentDocument:
    """Return the navigation document as a file of the spine."""
    title = term("contents", lang)
    contents = element("nav", element("h1", title), epub_type="toc", role="doc-toc", id="toc")
    contents.append(_list(navigation.entries, navigation.authors))
    parts = [contents]
    if navigation.pages:
        items = [element("li", element("a", label, href=address)) for label, address in navigation.pages]
        heading = element("h2", term("pages", lang))
        parts.append(
            element("nav", heading, element("ol", *items), epub_type="page-list", role="doc-pagelist", hidden="hidden")
        )
    marks = [
        element("li", element("a", mark.text, epub_type=mark.kind, href=mark.address)) for mark in navigation.landmarks
    ]
    heading = element("h2", term("landmarks", lang))
    parts.append(element("nav", heading, element("ol", *marks), epub_type="landmarks", hidden="hidden"))
    return ContentDocument(name, title, lang, element("body", *parts, epub_type="frontmatter"))


def _list(entries: Sequence[Heading], authors: dict[str, str]) -> Element:
    """Return an ordered list of links, nested as the headings are."""
    items = []
    for entry in entries:
        link = element("a", entry.text or entry.address, href=entry.address)
        if authors.get(entry.address):
            link.append(element("span", "\u3000" + authors[entry.address], class_="authors"))
        items.append(element("li", link, *([_list(entry.below, authors)] if entry.below else [])))
    return element("ol", *items)


def write_ncx(entries: Sequence[Heading], identifier: str, title: str, lang: str) -> bytes:
    """Return the NCX of EPUB 2, which readers that do not know navigation documents use for their contents."""
    root = etree.Element(f"{{{NCX}}}ncx", version="2005-1", nsmap={None: NCX})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    head = etree.SubElement(root, f"{{{NCX}}}head")
    etree.SubElement(head, f"{{{NCX}}}meta", name="dtb:uid", content=identifier)
    _text(etree.SubElement(root, f"{{{NCX}}}docTitle"), title)
    numbers = count(1)
    points = etree.SubElement(root, f"{{{NCX}}}navMap")
    for entry in entries:
        _point(points, entry, numbers)
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _point(parent: Element, entry: Heading, numbers: Iterator[int]) -> None:
    number = str(next(numbers))
    point = etree.SubElement(parent, f"{{{NCX}}}navPoint", id=f"point-{number}", playOrder=number)
    _text(etree.SubElement(point, f"{{{NCX}}}navLabel"), entry.text or entry.address)
    etree.SubElement(point, f"{{{NCX}}}content", src=entry.address)
    for below in entry.below:
        _point(point, below, numbers)


def _text(parent: Element, text: str) -> None:
    made: Element = etree.SubElement(parent, f"{{{NCX}}}text")
    made.text = text
