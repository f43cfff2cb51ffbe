"""Links inside the book: plain identifiers, and addresses that name the file of their target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from lxml import etree

from .content import ContentDocument, Heading
from .elements import EPUB_TYPE, Element, tag

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
ARTICLE = re.compile(r"article:(.+)")
"""The address of a place in another chapter of a volume."""
OWN_PREFIX = re.compile(r"^a\d+-(?=a\d+-)")
"""What pandoc puts before an identifier that names its chapter already."""
REFERENCES = ("aria-labelledby", "aria-describedby", "for", "headers")


def settle_links(documents: Sequence[ContentDocument]) -> None:
    """Make identifiers plain ASCII, as some readers need them, and point links to the files their targets stand in.

    A link whose target is not in the book keeps its words and loses its address.
    """
    renamed = _rename_identifiers(documents)
    where = {node.get("id"): document.name for document in documents for node in _elements(document) if node.get("id")}
    for document in documents:
        for node in _elements(document):
            for name in REFERENCES:
                if node.get(name):
                    node.set(name, " ".join(renamed.get(part, part) for part in node.get(name).split()))
            if node.tag == tag("a"):
                _point(node, document.name, where, renamed)
        for heading in _headings(document.headings):
            file, _, place = heading.address.partition("#")
            heading.address = f"{file}#{renamed.get(place, place)}"


def _elements(document: ContentDocument) -> list[Element]:
    return list(document.body.iter(etree.Element))


def _headings(headings: Sequence[Heading]) -> list[Heading]:
    return [inner for heading in headings for inner in (heading, *_headings(heading.below))]


def _rename_identifiers(documents: Sequence[ContentDocument]) -> dict[str, str]:
    known = {node.get("id") for document in documents for node in _elements(document)}
    renamed: dict[str, str] = {}
    for document in documents:
        for node in _elements(document):
            name = node.get("id")
            if name and not PLAIN.fullmatch(name):
                fresh = f"place-{len(renamed) + 1}"
                while fresh in known:
                    fresh += "-"
                renamed[name] = fresh
                known.add(fresh)
                node.set("id", fresh)
    return renamed


def _point(link: Element, own: str, where: dict[str, str], renamed: dict[str, str]) -> None:
    """Give a link inside the book its target's file and identifier."""
    address = link.get("href") or ""
    article = ARTICLE.fullmatch(address)
    if not article and not address.startswith("#"):
        return
    place = article[1] if article else address[1:]
    names = (place, unquote(place), OWN_PREFIX.sub("", unquote(place)))
    target = next((renamed.get(name, name) for name in names if renamed.get(name, name) in where), None)
    if target is None:
        del link.attrib["href"]
        return
    file = where[target]
    same = file == own and link.get(EPUB_TYPE) != "index-locator"
    link.set("href", f"#{target}" if same else f"{file}#{target}")
