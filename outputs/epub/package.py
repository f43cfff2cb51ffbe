"""The package document: metadata, manifest and spine (EPUB 3.3, 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from .content import ContentDocument
from .elements import XML_LANG, Element
from .metadata import OPF

MEDIA_TYPES = {
    "xhtml": "application/xhtml+xml",
    "css": "text/css",
    "ncx": "application/x-dtbncx+xml",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "otf": "font/otf",
    "ttf": "font/ttf",
}
NAVIGATION = "nav.xhtml"


@dataclass(frozen=True, slots=True)
class Package:
    """What the package document lists: the spine in reading order, and every other resource by its path."""

    spine: Sequence[ContentDocument]
    resources: Sequence[str]
    cover_picture: str | None
    lang: str
    vertical: bool = False


def package_document(package: Package, metadata: Element) -> bytes:
    """Return the package document as a file."""
    root = etree.Element(f"{{{OPF}}}package", nsmap={None: OPF}, version="3.0")
    root.set("unique-identifier", "identifier")
    root.set(XML_LANG, package.lang)
    root.append(metadata)
    if package.cover_picture is None:
        for meta in [node for node in metadata if node.get("name") == "cover"]:
            metadata.remove(meta)
    root.append(_manifest(package))
    root.append(_spine(package))
    etree.indent(root, "  ")
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _manifest(package: Package) -> Element:
    manifest = etree.Element(f"{{{OPF}}}manifest")
    for document in package.spine:
        properties = ["nav"] if document.name == NAVIGATION else []
        properties += ["svg"] if document.has_svg else []
        _item(manifest, document.name, " ".join(properties))
    for path in package.resources:
        _item(manifest, path, "cover-image" if path == package.cover_picture else "")
    return manifest


def _item(manifest: Element, path: str, properties: str) -> None:
    kind = MEDIA_TYPES[path.rpartition(".")[2]]
    item = etree.SubElement(manifest, f"{{{OPF}}}item", id=item_id(path), href=path)
    item.set("media-type", kind)
    if properties:
        item.set("properties", properties)
    if properties == "cover-image":
        item.set("id", "cover-image")


def item_id(path: str) -> str:
    """Return the manifest's identifier for a path.

    >>> item_id("images/001.png")
    'item-images-001-png'
    """
    return "item-" + path.replace("/", "-").replace(".", "-")


def _spine(package: Package) -> Element:
    spine = etree.Element(f"{{{OPF}}}spine")
    if "toc.ncx" in package.resources:
        spine.set("toc", item_id("toc.ncx"))
    spine.set("page-progression-direction", "rtl" if package.vertical else "ltr")
    for document in package.spine:
        reference = etree.SubElement(spine, f"{{{OPF}}}itemref", idref=item_id(document.name))
        if not document.linear:
            reference.set("linear", "no")
    return spine
