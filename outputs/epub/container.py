"""The container: a ZIP file whose bytes depend on nothing but its members (EPUB 3.3, 4)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MIMETYPE = b"application/epub+zip"
ROOT = "EPUB"
"""The folder of everything that belongs to the publication."""
PACKAGE = f"{ROOT}/package.opf"
CONTAINER_XML = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n'
    f'  <rootfiles><rootfile full-path="{PACKAGE}" media-type="application/oebps-package+xml"/></rootfiles>\n'
    "</container>\n"
).encode()
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the first that ZIP can hold."""
PACKED = (".png", ".jpg", ".jpeg", ".webp", ".gif")
"""What deflate makes no smaller."""


def write_container(members: Mapping[str, bytes]) -> bytes:
    """Return the EPUB file of members by path below `EPUB/`: `mimetype` first and stored, the rest in the given order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _add(archive, "mimetype", MIMETYPE, stored=True)
        _add(archive, "META-INF/container.xml", CONTAINER_XML)
        for name, data in members.items():
            _add(archive, f"{ROOT}/{name}", data, stored=name.endswith(PACKED))
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes, stored: bool = False) -> None:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.create_system = 3  # the same on every system
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, compresslevel=9)
