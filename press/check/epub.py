"""Check an EPUB without outside help: the package holds together, and its words can be read in order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from .findings import Finding, Severity
from .packages import BrokenPackage, parse_xml, read_package
from .words import Words, only_words

CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
FRONT = frozenset({"cover", "titlepage", "toc", "copyright-page", "index"})
"""Sections that a book has before and after the words of its articles and parts."""
MARKS = frozenset({"noteref", "pagebreak"})
NOTES = frozenset({"footnote", "endnote", "rearnote"})


@dataclass(frozen=True, slots=True)
class EpubText:
    """What an EPUB says: its words, and its metadata by name."""

    words: Words
    metadata: Mapping[str, str]


def check_epub(path: Path, data: bytes) -> tuple[list[Finding], EpubText | None]:
    """Return what is wrong with the package, and its text where it can be read."""
    findings: list[Finding] = []

    def add(code: str, message: str, place: str = "", severity: Severity = Severity.ERROR) -> None:
        findings.append(Finding(path, "structure", severity, code, message, place, "make the edition again"))

    try:
        members = read_package(data)
        if next(iter(members), "") != "mimetype" or members["mimetype"] != b"application/epub+zip":
            add("mimetype", "the first member is not `mimetype` with application/epub+zip")
        root = _package_path(members)
        package = parse_xml(members, root)
        items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
        for item in items.values():
            name = _member(root, item)
            if name not in members:
                add("manifest", f"{name} is in the manifest and not in the package", root)
        if not any("nav" in (item.get("properties") or "").split() for item in items.values()):
            add("navigation", "the package has no navigation document", root)
        for name in ("identifier", "title", "language"):
            if not (package.findtext(f".//{DC}{name}") or "").strip():
                add("metadata", f"dc:{name} is missing", root)
        documents = list(_spine(package, items, members, root))
    except BrokenPackage as exc:
        add("package", str(exc))
        return findings, None
    for name, document in documents:
        if not (document.get("lang") and (document.findtext(f".//{XHTML}title") or "").strip()):
            add("language", "the file lacks a language or a title", name, Severity.WARNING)
    metadata = {name: package.findtext(f".//{DC}{name}") or "" for name in ("title", "language", "identifier")}
    return findings, EpubText(_words([document for _, document in documents]), metadata)


def _package_path(members: Mapping[str, bytes]) -> str:
    container = parse_xml(members, "META-INF/container.xml")
    root = container.find(f".//{CONTAINER}rootfile")
    if root is None or not root.get("full-path"):
        raise BrokenPackage("META-INF/container.xml names no package document")
    return str(root.get("full-path"))


def _member(root: str, item: Any) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(root), unquote(item.get("href") or "")))


def _spine(
    package: Any, items: Mapping[str, Any], members: Mapping[str, bytes], root: str
) -> Iterator[tuple[str, Any]]:
    """Yield name and root of the files in reading order, without the navigation document."""
    for reference in package.iter(f"{OPF}itemref"):
        item = items.get(reference.get("idref"))
        if item is None:
            raise BrokenPackage(f"the spine names {reference.get('idref')}, which is not in the manifest")
        if "nav" not in (item.get("properties") or "").split():
            name = _member(root, item)
            yield name, parse_xml(members, name)


def _words(documents: list[Any]) -> Words:
    plain, annotated = _Collected(frozenset({"rt", "rp"})), _Collected(frozenset({"rp"}))
    for document in documents:
        body = document.find(f"{XHTML}body")
        if body is not None:
            plain.collect(body, plain.text)
            annotated.collect(body, annotated.text)
    captions = tuple(filter(None, (only_words([caption]) for caption in plain.captions)))
    return Words(only_words(plain.text), only_words(plain.notes), only_words(annotated.text), captions)


class _Collected:
    """The texts of a book in reading order: the running text, and the notes."""

    def __init__(self, skipped: frozenset[str]) -> None:
        self.skipped = skipped | {"script", "style", "head", "svg"}
        self.text: list[str] = []
        self.notes: list[str] = []
        self.captions: list[str] = []

    def collect(self, node: Any, target: list[str]) -> None:
        """Add the texts of an element to the running text, those of its notes to the notes."""
        kinds = set((node.get(EPUB_TYPE) or "").split())
        if kinds & (FRONT | MARKS) or etree.QName(node).localname in self.skipped or node.get("role") == "doc-backlink":
            return
        target = self.notes if kinds & NOTES else target
        if etree.QName(node).localname == "figcaption":
            self.captions.append("".join(node.itertext()))
        target.append(node.text or "")
        for child in node:
            if isinstance(child.tag, str):
                self.collect(child, target)
            target.append(child.tail or "")
