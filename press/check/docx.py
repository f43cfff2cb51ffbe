"""Check a DOCX without outside help: parts and relations hold together, styles exist, words can be read in order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .findings import Finding, Severity
from .packages import BrokenPackage, parse_xml, read_package
from .words import Words, only_words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
DOCUMENT = "word/document.xml"
SKIPPED = frozenset(
    f"{W}{name}" for name in ("rt", "delText", "pPr", "rPr", "sdtPr", "sectPr", "tblPr", "moveFrom", "del")
)
"""Elements whose text is annotation, deleted, or no text."""
COMPUTED = frozenset({"PAGE", "NUMPAGES", "SEQ", "TOC", "STYLEREF", "PAGEREF", "TITLE", "AUTHOR", "DATE"})
"""Fields whose result is no part of the text."""
GENERATED = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def check_docx(path: Path, data: bytes) -> tuple[list[Finding], Words | None]:
    """Return what is wrong with the package, and its words where they can be read."""
    findings: list[Finding] = []

    def add(code: str, message: str, place: str = "", severity: Severity = Severity.ERROR) -> None:
        findings.append(Finding(path, "structure", severity, code, message, place, "make the edition again"))

    try:
        members = read_package(data)
        document = parse_xml(members, DOCUMENT)
        types = parse_xml(members, "[Content_Types].xml")
        for name in members:
            if name.endswith((".xml", ".rels")):
                parse_xml(members, name)
        for place, target in _missing_targets(members):
            add("relation", f"{target} is referred to and not in the package", place)
        for name in _untyped(types, members):
            add("content-type", f"{name} has no content type", "[Content_Types].xml")
        known = {style.get(f"{W}styleId") for style in parse_xml(members, "word/styles.xml").iter(f"{W}style")}
        for name in sorted(_named_styles(document) - known):
            add("style", f"the style {name} is used and not defined", DOCUMENT, Severity.WARNING)
        notes = parse_xml(members, "word/footnotes.xml") if "word/footnotes.xml" in members else None
    except BrokenPackage as exc:
        add("package", str(exc))
        return findings, None
    return findings, Words(only_words(_texts(document)), only_words(_note_texts(notes)))


def _missing_targets(members: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for name in members:
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for relation in parse_xml(members, name).iter(f"{RELATIONS}Relationship"):
            target = relation.get("Target") or ""
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if relation.get("TargetMode") != "External" and inside not in members:
                yield name, inside


def _untyped(types: Any, members: Mapping[str, bytes]) -> list[str]:
    suffixes = {(default.get("Extension") or "").lower() for default in types.iter(f"{TYPES}Default")}
    names = {(override.get("PartName") or "").lstrip("/") for override in types.iter(f"{TYPES}Override")}
    return [
        name
        for name in members
        if name not in names
        and name.rpartition(".")[2].lower() not in suffixes
        and name != "[Content_Types].xml"
        and not name.endswith("/")
    ]


def _named_styles(document: Any) -> set[str]:
    kinds = {f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"}
    return {node.get(f"{W}val") for node in document.iter(*kinds) if node.get(f"{W}val")}


def _note_texts(notes: Any) -> Iterator[str]:
    for note in notes if notes is not None else ():
        if note.get(f"{W}type") not in GENERATED:
            yield from _texts(note)


def _texts(root: Any) -> Iterator[str]:
    """Yield the texts of runs in order; what Word computes (numbers, contents) and the labels of captions are left out."""
    fields: list[str] = []
    labels = set(_caption_labels(root))
    for node in _walk(root):
        if node.tag == f"{W}fldChar":
            kind = node.get(f"{W}fldCharType")
            if kind == "begin":
                fields.append("")
            elif kind == "end" and fields:
                fields.pop()
        elif node.tag == f"{W}instrText" and fields:
            fields[-1] = fields[-1] or (node.text or "").strip().partition(" ")[0].upper()
        elif node.tag == f"{W}t" and not COMPUTED.intersection(fields) and node not in labels:
            yield node.text or ""
        elif node.tag in {f"{W}tab", f"{W}br"}:
            yield " "


def _caption_labels(root: Any) -> Iterator[Any]:
    """Yield the texts before a number of a sequence that say which sequence it is: 图 before `SEQ 图`."""
    for code in root.iter(f"{W}instrText"):
        words = (code.text or "").split()
        begin = code.getparent().getprevious()
        before = begin.getprevious() if begin is not None else None
        text = before.find(f"{W}t") if before is not None else None
        if words[:1] == ["SEQ"] and text is not None and (text.text or "").strip() == words[1]:
            yield text


def _walk(node: Any) -> Iterator[Any]:
    if node.tag in SKIPPED or not isinstance(node.tag, str):
        return
    if node.tag == f"{W}sdt" and next(node.iter(f"{W}docPartGallery"), None) is not None:
        return
    if node.tag == f"{W}fldSimple":
        return
    yield node
    for child in node:
        yield from _walk(child)
