"""The reference document: the least that pandoc's writer asks for, so that it reads no styles it would only write again.

What pandoc takes from it is replaced afterwards; a document of its own costs twice the time.
"""

from __future__ import annotations

import atexit
import tempfile
from functools import cache

from .ooxml import make
from .package import Package


def reference_arguments() -> list[str]:
    """Return what tells pandoc of the reference document; nothing where no temporary file can be made."""
    try:
        return [f"--reference-doc={_kept_file().name}"]
    except OSError:  # pandoc then takes its own, which only takes longer
        return []


@cache
def _kept_file() -> tempfile._TemporaryFileWrapper[bytes]:
    """Return a file with the reference document; it lasts as long as the process."""
    file = tempfile.NamedTemporaryFile(prefix="kanben-", suffix=".docx")  # noqa: SIM115 - closing removes it
    atexit.register(file.close)
    file.write(write_reference())
    file.flush()
    return file


def write_reference() -> bytes:
    """Return the reference document: one style, one section, no text."""
    normal = make("w:style", {"w:type": "paragraph", "w:default": 1, "w:styleId": "Normal"})
    normal.append(make("w:name", {"w:val": "Normal"}))
    parts = {
        "word/document.xml": make("w:document", None, make("w:body", None, make("w:sectPr"))),
        "word/styles.xml": make("w:styles", None, normal),
        "word/settings.xml": make("w:settings"),
        "word/fontTable.xml": make("w:fonts"),
        "word/numbering.xml": make("w:numbering"),
        "word/footnotes.xml": make("w:footnotes"),
        "word/comments.xml": make("w:comments"),
        "docProps/core.xml": make("cp:coreProperties"),
        "docProps/app.xml": make("ep:Properties"),
    }
    package = Package(parts, {})
    for kind in ("styles", "settings", "fontTable", "numbering", "footnotes", "comments"):
        package.relate(kind, f"{kind}.xml")
    return package.write()
