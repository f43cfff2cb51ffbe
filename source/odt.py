"""ODT: content and styles, checked and rebuilt for pandoc."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from .container import open_container, parse_xml
from .document import read_json
from .errors import InputError
from .markers import mark_ruby, resolve_markers
from .markup import Parsed
from .options import SourceOptions
from .pandoc import run_pandoc
from .safety import check_depth

TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
CONTENT = "content.xml"
PARTS = (CONTENT, "styles.xml", "meta.xml")
MIMETYPE = b"application/vnd.oasis.opendocument.text"


def parse_odt(path: Path, data: bytes, options: SourceOptions) -> Parsed:
    """Parse an ODT document; deleted text that change tracking keeps is left out."""
    from lxml import etree

    container = open_container(data, path, "ODT")
    if not container.holds(CONTENT):
        raise InputError("this ODT holds no content.xml", path, "save it as a text document")
    if container.holds("META-INF/manifest.xml") and b"encryption-data" in container.read("META-INF/manifest.xml"):
        raise InputError("the ODT is encrypted", path, "save it without a password")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", MIMETYPE)
        for name in PARTS:
            if container.holds(name):
                root = parse_xml(container.read(name), path, name)
                _prepare_text(root)
                archive.writestr(name, etree.tostring(root, encoding="utf-8", xml_declaration=True))
    json = run_pandoc(["-f", "odt", "-t", "json"], out.getvalue(), path)
    check_depth(json, path)
    doc = read_json(json)
    resolve_markers(doc)
    return Parsed(doc, container.find, contained=True)


def _prepare_text(root: Any) -> None:
    from lxml import etree

    for changes in list(root.iter(f"{{{TEXT}}}tracked-changes")):
        changes.getparent().remove(changes)
    for ruby in list(root.iter(f"{{{TEXT}}}ruby")):
        base = "".join(part for e in ruby.iterfind(f"{{{TEXT}}}ruby-base") for part in e.itertext())
        annotation = "".join(part for e in ruby.iterfind(f"{{{TEXT}}}ruby-text") for part in e.itertext())
        span = etree.Element(f"{{{TEXT}}}span")
        span.text = mark_ruby(base, annotation)
        span.tail = ruby.tail
        ruby.getparent().replace(ruby, span)
