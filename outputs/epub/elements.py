"""XHTML elements: names, building and walking (EPUB 3.3, 5.1; HTML Standard, 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kanben.source.errors import ToolError

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"
EPUB_TYPE = f"{{{OPS}}}type"
XML_LANG = f"{{{XML}}}lang"
NAMESPACES = {None: XHTML, "epub": OPS}

Element = Any
"""An lxml element: lxml has no types of its own."""


def tag(name: str) -> str:
    """Return a name in the namespace of XHTML, as lxml writes it."""
    return f"{{{XHTML}}}{name}"


def element(name: str, /, *children: Element | str, epub_type: str = "", **attributes: str) -> Element:
    """Return an XHTML element; an underscore in an attribute's name stands for a hyphen, one at its end for nothing."""
    made = etree.Element(tag(name), nsmap=NAMESPACES)
    if epub_type:
        made.set(EPUB_TYPE, epub_type)
    for key, value in attributes.items():
        if value:
            made.set(key.rstrip("_").replace("_", "-"), value)
    for child in children:
        append(made, child)
    return made


def append(parent: Element, child: Element | str) -> None:
    """Add an element or text at the end of another element."""
    if not isinstance(child, str):
        parent.append(child)
    elif not child:  # lxml writes an element with empty text as two tags
        return
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + child
    else:
        parent.text = (parent.text or "") + child


LEFT_ALONE = frozenset({tag("code"), tag("pre"), tag("rt"), tag("rp")})
"""Elements whose text stays as it is: code, and the readings of interlinear annotation."""


def wrap_matches(root: Element, pattern: re.Pattern[str], name: str) -> None:
    """Put what matches in the direct text of every element below `root` into a span of class `name`."""
    for node in list(root.iter(etree.Element)):
        texts = (node.text, *(child.tail for child in node))
        if node.tag in LEFT_ALONE or not any(text and pattern.search(text) for text in texts):
            continue
        pieces = _split(node.text, pattern, name)
        for child in list(node):
            tail, child.tail = child.tail, None
            pieces += [child, *_split(tail, pattern, name)]
        node.text = None
        node[:] = []
        for piece in pieces:
            append(node, piece)


def _split(text: str | None, pattern: re.Pattern[str], name: str) -> list[Element | str]:
    pieces: list[Element | str] = []
    at = 0
    for found in pattern.finditer(text or ""):
        pieces += [(text or "")[at : found.start()], element("span", found[0], class_=name)]
        at = found.end()
    return [*pieces, (text or "")[at:]]


def parse_fragment(fragment: str) -> Element:
    """Return a `body` element that holds a well-formed fragment. Raises `ToolError` where it is not well-formed."""
    whole = f'<body xmlns="{XHTML}" xmlns:epub="{OPS}">{fragment}</body>'
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        return etree.fromstring(whole.encode(), parser)
    except etree.XMLSyntaxError as exc:
        raise ToolError(f"pandoc wrote HTML that is not well-formed ({exc})", remedy="run `kanben doctor`") from exc


def has_class(node: Element, name: str) -> bool:
    """Say whether an element is of a class."""
    return name in (node.get("class") or "").split()


def with_class(root: Element, name: str) -> list[Element]:
    """Return the elements of a class below `root`, in document order."""
    return [node for node in root.iter(etree.Element) if has_class(node, name)]


def own_text(node: Element, without: frozenset[str] = frozenset({"rt", "rp", "aside"})) -> str:
    """Return the words of an element without annotations, note references and notes."""
    return "".join(_texts(node, without)).strip()


def _texts(node: Element, without: frozenset[str]) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if etree.QName(child).localname not in without and child.get(EPUB_TYPE) not in {"noteref", "pagebreak"}:
            yield from _texts(child, without)
        yield child.tail or ""


def serialize(root: Element) -> bytes:
    """Return a whole XHTML file."""
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
    return data.replace(b"<?xml version='1.0' encoding='utf-8'?>", b'<?xml version="1.0" encoding="utf-8"?>', 1) + b"\n"
