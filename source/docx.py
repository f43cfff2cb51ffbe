"""DOCX: the parts that hold the text, checked and rebuilt for pandoc; tracked changes accepted, hidden text left out.

Ruby and emphasis marks, which pandoc's reader flattens, travel as markers inside the text and become Spans again.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any

from .container import Container, open_container, parse_xml
from .document import plain_text, read_json
from .errors import InputError
from .markers import mark_emphasis, mark_ruby, resolve_markers
from .markup import Parsed
from .notices import Notice, NoticeCode
from .options import SourceOptions
from .pandoc import run_pandoc
from .pictures import Find
from .safety import check_depth
from .word_formatting import mark_headings, take_front
from .word_styles import read_styles, uses_styles

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""Namespaces of Strict Office Open XML (ISO/IEC 29500-1) and what pandoc knows them as."""
DOCUMENT = "word/document.xml"
STYLES = "word/styles.xml"
PARTS = re.compile(r"word/(?:document|styles|numbering|footnotes|endnotes|comments|settings|theme/theme\d*)\.xml")
RELATIONS = re.compile(r"word/_rels/(?:document|footnotes|endnotes)\.xml\.rels|_rels/\.rels")
TEXTS = re.compile(r"word/(?:document|footnotes|endnotes)\.xml")
Front = tuple[list[str], list[str]]
"""Title lines and byline, where the formatting tells them."""
MEDIA = re.compile(r"word/media/[^/\\]+")
CONTENT_TYPES = "[Content_Types].xml"
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE_TYPES = HEAD + (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/>'
    b'<Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
PACKAGE_RELATIONS = HEAD + (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
    b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    b' Target="word/document.xml"/></Relationships>'
)


def parse_docx(path: Path, data: bytes, options: SourceOptions) -> Parsed:
    """Parse a DOCX: insertions are taken, deletions and comments left out."""
    container = open_container(data, path, "DOCX")
    if not container.holds(DOCUMENT):
        raise InputError("this DOCX holds no word/document.xml", path, "save it as a Word document")
    styles = container.read(STYLES) if container.holds(STYLES) else b""
    ours = uses_styles(styles)
    rebuilt, (titles, byline), notices = _rebuild(container, path, ours)
    reader = "docx+styles" if ours else "docx"
    json = run_pandoc(["-f", reader, "-t", "json", "--track-changes=accept"], rebuilt, path)
    check_depth(json, path)
    doc = read_json(json)
    resolve_markers(doc)
    if ours:
        read_styles(doc, styles)
        text = "\n\n".join(map(plain_text, doc.content))
        return Parsed(doc, _find_media(container), text=text, notices=tuple(notices), finished=True, contained=True)
    if titles:
        doc.metadata["title"] = titles
    return Parsed(doc, _find_media(container), byline=tuple(byline), notices=tuple(notices), contained=True)


def _rebuild(container: Container, path: Path, ours: bool) -> tuple[bytes, Front, list[Notice]]:
    """Return a new archive with only the parts that hold text, each parsed and written anew; and what stands at its front."""
    from lxml import etree

    roots = _read_parts(container, path)
    notices = [notice for name, root in roots.items() if TEXTS.fullmatch(name) for notice in _prepare_text(root)]
    front: Front = ([], [])
    if not ours and STYLES in roots:
        front = take_front(roots[DOCUMENT], roots[STYLES])
        mark_headings(roots[DOCUMENT], roots[STYLES])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(CONTENT_TYPES, PACKAGE_TYPES)
        archive.writestr("_rels/.rels", PACKAGE_RELATIONS)
        for name, root in roots.items():
            archive.writestr(name, HEAD + etree.tostring(root, encoding="utf-8"))
        # pandoc drops a picture whose file is missing, so an empty one stands for each.
        for name in filter(MEDIA.fullmatch, container.names):
            archive.writestr(name, b"")
    return out.getvalue(), front, notices


def _read_parts(container: Container, path: Path) -> dict[str, Any]:
    """Return the roots of the parts that hold text, in the order of the archive."""
    names = [name for name in container.names if PARTS.fullmatch(name) or RELATIONS.fullmatch(name)]
    names = [name for name in names if name != "_rels/.rels" and container.holds(name)]
    return {name: parse_xml(_transitional(container.read(name), path, name), path, name) for name in names}


def _transitional(data: bytes, path: Path, name: str) -> bytes:
    """Return a part in the transitional namespaces; a part in UTF-16 is left as it is."""
    for strict, transitional in STRICT:
        data = data.replace(strict, transitional)
    return data


def _prepare_text(root: Any) -> list[Notice]:
    hidden = 0
    for run in list(root.iter(f"{{{W}}}r")):
        properties = run.find(f"{{{W}}}rPr")
        if properties is None:
            continue
        if _is_on(properties.find(f"{{{W}}}vanish")):
            hidden += bool("".join(t.text or "" for t in run.iter(f"{{{W}}}t")).strip())
            run.getparent().remove(run)
        elif properties.find(f"{{{W}}}em") is not None and properties.find(f"{{{W}}}em").get(f"{{{W}}}val") != "none":
            for text in run.iter(f"{{{W}}}t"):
                text.text = mark_emphasis(text.text or "")
    for ruby in list(root.iter(f"{{{W}}}ruby")):
        _mark_ruby(ruby)
    for mark in reversed(list(root.iterfind(f".//{{{W}}}pPr/{{{W}}}rPr/{{{W}}}del"))):
        _join_with_next(mark.getparent().getparent().getparent())
    if hidden:
        return [Notice(NoticeCode.UNSAFE_CONTENT, f"Hidden text was left out in {hidden} place(s).")]
    return []


def _join_with_next(paragraph: Any) -> None:
    """Take a paragraph whose end is deleted into the next one, as Word does: pandoc would put a space between them."""
    following = paragraph.getnext()
    if following is None or following.tag != paragraph.tag:
        return
    at = int(following.find(f"{{{W}}}pPr") is not None)
    following[at:at] = [node for node in paragraph if node.tag != f"{{{W}}}pPr"]
    paragraph.getparent().remove(paragraph)


def _is_on(toggle: Any) -> bool:
    return toggle is not None and toggle.get(f"{{{W}}}val", "1") not in ("0", "false", "off")


def _mark_ruby(ruby: Any) -> None:
    """Replace <w:ruby> by one text with markers for base and annotation."""
    from lxml import etree

    words = {
        part: "".join(text.text or "" for text in ruby.iterfind(f"{{{W}}}{part}//{{{W}}}t"))
        for part in ("rubyBase", "rt")
    }
    text = etree.Element(f"{{{W}}}t")
    text.text = mark_ruby(words["rubyBase"], words["rt"])
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.tail = ruby.tail
    ruby.getparent().replace(ruby, text)


def _find_media(container: Container) -> Find:
    def find(address: str) -> bytes | None:
        return container.find(posixpath.normpath(posixpath.join("word", address)))

    return find
