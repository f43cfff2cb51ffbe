"""Open ZIP packages and their XML with bounds: what is checked may be anyone's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

LARGEST_MEMBER = 200_000_000
LARGEST_PACKAGE = 1_000_000_000
LARGEST_XML = 100_000_000


class BrokenPackage(ValueError):
    """A package that cannot be read; the message says why."""


def read_package(data: bytes) -> dict[str, bytes]:
    """Return the members of a ZIP file by name, in its order. Raises `BrokenPackage`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > LARGEST_PACKAGE:
                raise BrokenPackage("the package unpacks to more than 1 GB")
            members: dict[str, bytes] = {}
            for entry in entries:
                if entry.filename in members:
                    raise BrokenPackage(f"{entry.filename} stands twice in the package")
                with archive.open(entry) as file:
                    members[entry.filename] = file.read(LARGEST_MEMBER)
            return members
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as exc:
        raise BrokenPackage(str(exc) or "not a ZIP file") from exc


def parse_xml(members: Mapping[str, bytes], name: str) -> Any:
    """Return the root of an XML member. Raises `BrokenPackage` where it is missing or not well-formed."""
    if name not in members:
        raise BrokenPackage(f"{name} is missing")
    if len(members[name]) > LARGEST_XML:
        raise BrokenPackage(f"{name} is larger than 100 MB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(members[name], parser)
    except etree.XMLSyntaxError as exc:
        raise BrokenPackage(f"{name} is not well-formed: {exc}") from exc
