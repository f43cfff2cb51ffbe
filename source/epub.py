"""EPUB: the chapters of the spine in order, each read as the HTML it is (EPUB 3.3, Package document)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from .container import Container, open_container, parse_xml
from .controls import strip_invisible
from .decode import decode_bytes
from .errors import InputError, LimitError
from .html import parse_html, read_html, tidy_html
from .markup import Parsed
from .notices import Notice
from .options import SourceOptions

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
CHAPTER_TYPES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
MAX_CHAPTERS = 2_000
MAX_TEXT = 60_000_000
"""Largest sum of the chapters, unpacked, in bytes."""
AROUND = ("nav", "cover", "titlepage", "toc")


@dataclass(slots=True)
class Package:
    """The package document: its folder in the archive, metadata, and the chapters in reading order."""

    folder: str
    metadata: dict[str, Any]
    chapters: list[str]


def parse_epub(path: Path, data: bytes, options: SourceOptions) -> Parsed:
    """Parse an EPUB; its contents page and cover are no part of the text."""
    container = open_container(data, path, "EPUB")
    _refuse_drm(container, path)
    package = _read_package(container, path)
    root = parse_html("<p></p>")
    body = root.find("body")
    body.clear()
    notices: list[Notice] = []
    for chapter in _chapters(container, package, path):
        body.append(chapter)
    tidied = tidy_html(root)
    notices += tidied.notices
    doc = read_html(tidied.root, path)
    for name, value in package.metadata.items():
        doc.metadata[name] = value
    doc.metadata.content.pop("pagetitle", None)
    return Parsed(doc, container.find, notices=tuple(notices), contained=True)


def _refuse_drm(container: Container, path: Path) -> None:
    """Refuse a protected book; obfuscated fonts are no protection of the text."""
    if not container.holds(ENCRYPTION):
        return
    root = parse_xml(container.read(ENCRYPTION), path, ENCRYPTION)
    methods = [e.get("Algorithm") for e in root.iter("{http://www.w3.org/2001/04/xmlenc#}EncryptionMethod")]
    if any(method not in FONT_OBFUSCATION for method in methods):
        raise InputError("the EPUB is protected (DRM)", path, "use a copy without protection")


def _read_package(container: Container, path: Path) -> Package:
    root = parse_xml(container.read(CONTAINER), path, CONTAINER)
    name = next((e.get("full-path") or "" for e in root.iter("{*}rootfile")), "")
    if not container.holds(name):
        raise InputError("the EPUB names no package document inside itself", path, "make it again")
    package = parse_xml(container.read(name), path, name)
    folder = posixpath.dirname(name)
    items = {e.get("id"): e for e in package.iter("{*}item")}
    chapters = []
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if (
            item is None
            or item.get("media-type") not in CHAPTER_TYPES
            or "nav" in (item.get("properties") or "").split()
        ):
            continue
        chapters.append(posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or ""))))
    return Package(folder, _read_metadata(package), list(dict.fromkeys(chapters))[:MAX_CHAPTERS])


def _read_metadata(package: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, key in (
        ("title", "title"),
        ("date", "date"),
        ("language", "lang"),
        ("publisher", "publisher"),
        ("source", "source"),
    ):
        value = next((strip_invisible(e.text or "").strip() for e in package.iter(f"{{*}}{name}") if e.text), "")
        if value:
            found[key] = value[:10] if key == "date" else value
    people = [strip_invisible(e.text or "").strip() for e in package.iter("{*}creator") if e.text and e.text.strip()]
    if people:
        found["author"] = [{"name": name, "role": "author"} for name in people]
    return found


def _chapters(container: Container, package: Package, path: Path) -> Iterator[Any]:
    """Yield the body of each chapter as a division, its pictures named from the root of the archive."""
    total = 0
    for name in package.chapters:
        if not container.holds(name):
            continue
        data = container.read(name)
        total += len(data)
        if total > MAX_TEXT:
            raise LimitError(f"the chapters of the EPUB hold more than {MAX_TEXT // 1_000_000} MB", path)
        text = decode_bytes(data, where=f"{path}: {name}").text
        if "<!ENTITY" in text:
            raise InputError(f"{name!r} declares entities, which may read files or explode", path, "make it again")
        body = parse_html(text).find("body")
        if _stands_around(body):
            continue
        body.tag = "div"
        for image in body.iter("img", "image"):
            source = (
                image.get("src") or image.get("{http://www.w3.org/1999/xlink}href") or image.get("xlink:href") or ""
            )
            if ":" not in source:
                image.set("src", posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(source))))
        for image in body.iter("image"):
            image.tag = "img"
        yield body


def _stands_around(body: Any) -> bool:
    """Say whether a chapter is a contents page or cover: it says so, and has no prose."""
    types = {body.get("epub:type") or ""} | {e.get("epub:type") or "" for e in body.iter("section", "nav", "div")}
    words = set(" ".join(types).split())
    return bool(words & set(AROUND)) and "。" not in "".join(body.itertext())
