"""The package: parts by name, their content types and relationships, and a zip of the same bytes every time (ECMA-376 Part 2)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Hashable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from .ooxml import make, parse, qname, serialise

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CONTENT_TYPES = {
    "word/document.xml": f"{WORD}.document.main+xml",
    "word/styles.xml": f"{WORD}.styles+xml",
    "word/settings.xml": f"{WORD}.settings+xml",
    "word/fontTable.xml": f"{WORD}.fontTable+xml",
    "word/numbering.xml": f"{WORD}.numbering+xml",
    "word/footnotes.xml": f"{WORD}.footnotes+xml",
    "word/comments.xml": f"{WORD}.comments+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
MEDIA_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
KINDS = ("styles", "settings", "fontTable", "numbering", "footnotes", "comments")
"""Parts that `word/document.xml` is related to wherever they exist, in this order; headers and footers follow."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The one time that members of the archive bear: a date of making would differ from run to run."""


class Package:
    """Parts of a DOCX by name: XML ones as root elements, media as bytes; `links` are the document's relationships.

    `links` maps a part's name to relationships by id: kind, target, and whether it lies outside the package.
    """

    def __init__(self, parts: Mapping[str, Any], links: Mapping[str, dict[str, tuple[str, str, bool]]]) -> None:
        self.parts = dict(parts)
        self.links = {name: dict(found) for name, found in links.items()}
        self.shared: dict[tuple[str, Hashable], str] = {}

    def relate(self, kind: str, target: str, part: str = "word/document.xml") -> str:
        """Relate a part to another and return the relationship's id."""
        name = f"rIdK{len(self.links.setdefault(part, {})) + 1}"
        self.links[part][name] = (f"{OFFICE}/{kind}", target, False)
        return name

    def share(self, kind: str, content: Hashable, write: Callable[[], Any]) -> str:
        """Return the relationship's id of a header or footer; what has the same content is written once."""
        if (kind, content) not in self.shared:
            number = sum(name.startswith(f"word/{kind}") for name in self.parts) + 1
            self.parts[f"word/{kind}{number}.xml"] = write()
            self.shared[kind, content] = self.relate(kind, f"{kind}{number}.xml")
        return self.shared[kind, content]

    def write(self) -> bytes:
        """Return the archive: content types first, then the parts in the order in which they were put."""
        members: dict[str, bytes] = {"[Content_Types].xml": serialise(self._content_types())}
        members["_rels/.rels"] = serialise(_relationships(self._roots()))
        for name, part in self.parts.items():
            members[name] = part if isinstance(part, bytes) else serialise(part)
        for name, links in self.links.items():
            path = PurePosixPath(name)
            members[f"{path.parent}/_rels/{path.name}.rels"] = serialise(_relationships(links))
        return _zip(members)

    def _roots(self) -> dict[str, tuple[str, str, bool]]:
        return {
            "rId1": (f"{OFFICE}/officeDocument", "word/document.xml", False),
            "rId2": (CORE, "docProps/core.xml", False),
            "rId3": (f"{OFFICE}/extended-properties", "docProps/app.xml", False),
        }

    def _content_types(self) -> Any:
        root = make("ct:Types")
        endings = sorted({PurePosixPath(name).suffix[1:] for name in self.parts if name.startswith("word/media/")})
        defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
        defaults |= {ending: MEDIA_TYPES.get(ending, "application/octet-stream") for ending in endings}
        for ending, kind in defaults.items():
            root.append(make("ct:Default", {"Extension": ending, "ContentType": kind}))
        for name in self.parts:
            if kind := _content_type(name):
                root.append(make("ct:Override", {"PartName": f"/{name}", "ContentType": kind}))
        return root


def _content_type(name: str) -> str:
    stem = PurePosixPath(name).stem.rstrip("0123456789")
    return CONTENT_TYPES.get(name) or (f"{WORD}.{stem}+xml" if stem in ("header", "footer") else "")


def _relationships(links: Mapping[str, tuple[str, str, bool]]) -> Any:
    root = make("rel:Relationships")
    for name, (kind, target, outside) in links.items():
        attributes = {"Id": name, "Type": kind, "Target": target}
        root.append(make("rel:Relationship", attributes | ({"TargetMode": "External"} if outside else {})))
    return root


def _zip(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, data)
    return out.getvalue()


def read_body(data: bytes, mark: str, pictures: Mapping[bytes, bytes] = MappingProxyType({})) -> Package:
    """Return what pandoc's DOCX holds of the text: body, notes, numbering, media and the relationships of these.

    `mark` is the namespace of the marks, which pandoc carried through without a declaration. `pictures` gives the media
    for what stood in for them.
    """
    declared = f'xmlns:k="{mark}" '.encode()
    parts: dict[str, Any] = {}
    links: dict[str, dict[str, tuple[str, str, bool]]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in ("word/document.xml", "word/footnotes.xml"):
            head, found, tail = archive.read(name).partition(b"xmlns:w=")
            parts[name] = parse(head + declared + found + tail)
            links[name] = _read_links(archive, name)
        parts["word/numbering.xml"] = parse(archive.read("word/numbering.xml"))
        for name in sorted(archive.namelist()):
            if name.startswith("word/media/") and not name.endswith("/"):
                medium = archive.read(name)
                parts[name] = pictures.get(medium, medium)
    return Package(parts, links)


def _read_links(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str, bool]]:
    """Return the relationships to pictures and addresses; those to other parts are made anew."""
    root = parse(archive.read(f"word/_rels/{PurePosixPath(part).name}.rels"))
    found = {}
    for link in root.iter(qname("rel:Relationship")):
        if link.get("Type").endswith(("/image", "/hyperlink")):
            found[link.get("Id")] = (link.get("Type"), link.get("Target"), link.get("TargetMode") == "External")
    return found
