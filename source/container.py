"""Containers (DOCX, EPUB, ODT): zip archives, opened only after their size, number and honesty are checked.

Members are read into memory and nothing is unpacked to disk, so a name that climbs out of a folder leads nowhere. XML
parts are parsed once without entities, external or internal.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import InputError, LimitError

MAX_MEMBERS = 5_000
MAX_RATIO = 150
"""A member that unpacks to more than this many times its size is refused once it is large."""
LARGE = 5_000_000
MAX_PART = 40_000_000
"""Largest XML part, unpacked, in bytes."""
MAX_UNPACKED = 400_000_000
"""Largest sum of the members, unpacked, in bytes."""
ENCRYPTED = 0x1
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Container:
    """An open archive: members by name, each readable once it is known to be small enough."""

    archive: zipfile.ZipFile
    where: Path

    @property
    def names(self) -> list[str]:
        """The members' names, in the order of the archive."""
        return self.archive.namelist()

    def holds(self, name: str) -> bool:
        """Say whether there is a regular member of this name."""
        try:
            info = self.archive.getinfo(name)
        except KeyError:
            return False
        return not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16)

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """Return a member's bytes; `LimitError` where it is larger than `limit`, `InputError` where it is damaged."""
        try:
            if self.archive.getinfo(name).file_size > limit:
                raise LimitError(f"{name!r} inside it unpacks to more than {limit // 1_000_000} MB", self.where)
            with self.archive.open(name) as member:
                data = member.read(limit + 1)
        except KeyError as exc:
            raise InputError(f"the part {name!r} is missing", self.where, "save the document again") from exc
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as exc:
            raise InputError(f"the part {name!r} is damaged", self.where, "save the document again") from exc
        if len(data) > limit:
            raise LimitError(f"{name!r} inside it unpacks to more than {limit // 1_000_000} MB", self.where)
        return data

    def find(self, name: str) -> bytes | None:
        """Return a picture's bytes, or None where it is missing, damaged or too large."""
        if not self.holds(name):
            return None
        try:
            return self.read(name)
        except (InputError, LimitError):
            return None


def open_container(data: bytes, where: Path, kind: str) -> Container:
    """Return the archive in `data` after checking it as a whole; `kind` (DOCX …) names it in errors."""
    if data.startswith(OLD_OFFICE):
        raise InputError(f"this is an old or encrypted Office document, not {kind}", where, "save it as an open format")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as exc:
        raise InputError(f"this is no {kind}: the archive is damaged", where, "save the document again") from exc
    _check_members(archive.infolist(), where, kind)
    return Container(archive, where)


def _check_members(members: list[zipfile.ZipInfo], where: Path, kind: str) -> None:
    if len(members) > MAX_MEMBERS:
        raise LimitError(f"the {kind} has {len(members)} parts, more than {MAX_MEMBERS}", where)
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise LimitError(f"the {kind} unpacks to more than {MAX_UNPACKED // 1_000_000} MB", where)
    names = [member.filename for member in members]
    doubled = next((name for name in dict.fromkeys(names) if names.count(name) > 1), None) if _doubled(names) else None
    if doubled:
        raise InputError(f"the part {doubled!r} stands twice in the {kind}", where, "save the document again")
    for member in members:
        if member.flag_bits & ENCRYPTED:
            raise InputError(f"the {kind} is encrypted", where, "save it without a password")
        if member.file_size > LARGE and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise LimitError(f"the part {member.filename!r} unpacks to {member.file_size // 1_000_000} MB", where)


def _doubled(names: list[str]) -> bool:
    return len(set(names)) < len(names)


def parse_xml(data: bytes, where: Path, part: str) -> Any:
    """Return the root element of an XML part.

    Entities are neither fetched nor expanded: a part that declares any is refused, as is one nested deeper than 256.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as exc:
        if "depth" in str(exc):
            raise LimitError(f"{part!r} is nested too deeply", where) from exc
        raise InputError(f"{part!r} is not well-formed XML", where, "save the document again") from exc
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise InputError(f"{part!r} declares entities, which may read files or explode", where, "save it without a DTD")
    return root
