"""WordprocessingML as elements: namespaces, making, and the order in which the schema wants properties (ECMA-376 Part 1, §17)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from functools import cache
from typing import Any

from lxml import etree

from kanben.source.characters import NOT_XML

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "ep": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "xml": "http://www.w3.org/XML/1998/namespace",
}

DEFAULT = ("ct", "rel", "ep")
"""Namespaces without a prefix in the file: some programs find the package's own parts only so."""
DECLARED = {prefix: uri for prefix, uri in NAMESPACES.items() if prefix not in ("xml", *DEFAULT)}
"""What a part declares at its root where it uses it."""

RUN_PROPERTIES = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath"
)
"""Children of `w:rPr` in the order of CT_RPr (§17.3.2)."""

PARAGRAPH_PROPERTIES = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
"""Children of `w:pPr` in the order of CT_PPr (§17.3.1)."""

ORDERS = {"rPr": RUN_PROPERTIES.split(), "pPr": PARAGRAPH_PROPERTIES.split()}


@cache
def qname(name: str) -> str:
    """Return lxml's name for a prefixed one.

    >>> qname("w:p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def make(name: str, attributes: Mapping[str, str | int] | None = None, *children: Any, text: str | None = None) -> Any:
    """Return an element with prefixed name and attributes."""
    element = copy(_prototype(name))
    for key, value in (attributes or {}).items():
        element.set(qname(key) if ":" in key else key, str(value))
    element.extend(children)
    if text is not None:
        element.text = text
    return element


@cache
def _prototype(name: str) -> Any:
    """Return an empty element; a copy of it takes a quarter of the time of a new one with its namespace declared."""
    prefix = name.partition(":")[0]
    return etree.Element(qname(name), nsmap={None if prefix in DEFAULT else prefix: NAMESPACES[prefix]})


def value_of(element: Any, name: str = "w:val") -> str:
    """Return an attribute, or an empty string."""
    return "" if element is None else str(element.get(qname(name)) or "")


def find(element: Any, name: str) -> Any:
    """Return the first child of that name, or None."""
    return next(element.iterchildren(qname(name)), None)  # a third of the time of `find`, which reads a path


def each(element: Any, name: str) -> Iterator[Any]:
    """Yield all descendants of that name, as a list that may be changed while it is walked."""
    yield from list(element.iter(qname(name)))


def properties(element: Any) -> Any:
    """Return the `w:pPr` of a paragraph or the `w:rPr` of a run, made where it is missing."""
    name = "w:pPr" if element.tag == qname("w:p") else "w:rPr"
    found = find(element, name)
    if found is None:
        found = make(name)
        element.insert(0, found)
    return found


@cache
def _ranks(tag: str) -> dict[str, int]:
    """Return the places of the children of `w:rPr` or `w:pPr`."""
    return {qname(f"w:{name}"): number for number, name in enumerate(ORDERS[tag.rpartition("}")[2]])}


def put(container: Any, child: Any) -> Any:
    """Put a property into `w:rPr` or `w:pPr` at its place in the schema's order, instead of one of the same name."""
    rank = _ranks(container.tag)
    for old in list(container.iterchildren(child.tag)):
        container.remove(old)
    position = sum(1 for other in container if rank.get(other.tag, len(rank)) < rank[child.tag])
    container.insert(position, child)
    return child


def remove(element: Any) -> None:
    """Take an element out of its parent, keeping the text after it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: Any) -> None:
    """Put an element's children in its place."""
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def run(text: str, attributes: Mapping[str, str] | None = None, *marks: Any) -> Any:
    """Return a run with a text and its properties; `attributes` are those of `w:rStyle`."""
    element = make("w:r")
    if attributes or marks:
        holder = properties(element)
        if attributes:
            put(holder, make("w:rStyle", attributes))
        for mark in marks:
            put(holder, mark)
    element.append(make("w:t", {"xml:space": "preserve"}, text=text))
    return element


def text_of(element: Any) -> str:
    """Return the words of a paragraph or run as they are read: without deleted ones, readings and field instructions."""
    parts = []
    for node in element.iter(qname("w:t"), qname("w:br"), qname("w:tab")):
        if next(node.iterancestors(qname("w:rt")), None) is not None:
            continue
        parts.append(node.text or "" if node.tag == qname("w:t") else "\n" if node.tag == qname("w:br") else "\t")
    return "".join(parts)


def xml_text(text: str) -> str:
    """Return a text without the characters that XML 1.0 cannot hold."""
    return text.translate(NOT_XML)


def parse(data: bytes) -> Any:
    """Return the root element of a part; no entity is resolved and no address is read."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def serialise(root: Any) -> bytes:
    """Return a part's bytes, with the declaration Word writes and each namespace declared once."""
    etree.cleanup_namespaces(root, top_nsmap=DECLARED)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
