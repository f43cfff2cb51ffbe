"""The OOXML schemas as Apache POI brings them (ECMA-376, transitional): the judge of every part of a DOCX."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from functools import cache

import pytest
from lxml import etree
from validators import TOOLS

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML = "http://www.w3.org/XML/1998/namespace"
SCHEMA = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:import namespace="{XML}" schemaLocation="xml.xsd"/>
  <xs:import namespace="{WORD}" schemaLocation="wml.xsd"/>
</xs:schema>"""
XML_SCHEMA = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{XML}">
  <xs:attribute name="space"/><xs:attribute name="lang"/>
</xs:schema>"""


class _Schemas(etree.Resolver):
    """Take the schemas out of the archive; it leaves out the one of the xml: attributes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.members = {name.rpartition("/")[2]: archive.read(name) for name in archive.namelist() if "/src/" in name}
        self.members["xml.xsd"] = XML_SCHEMA.encode()

    def resolve(self, system_url, public_id, context):
        name = system_url.rpartition("/")[2]
        return self.resolve_string(self.members[name], context, base_url=name) if name in self.members else None


@cache
def wordprocessing_schema() -> etree.XMLSchema:
    """Return the schema of WordprocessingML; skip by name where it is missing, fail where CI is set."""
    archives = sorted(TOOLS.parent.glob("poi-*/poi-ooxml-full.jar"))
    if not archives:
        message = "the OOXML schemas are missing: run `make conformance`"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    parser = etree.XMLParser()
    with zipfile.ZipFile(archives[-1]) as archive:
        parser.resolvers.add(_Schemas(archive))
    return etree.XMLSchema(etree.parse(io.StringIO(SCHEMA), parser))


def schema_errors(data: bytes) -> Iterator[str]:
    """Yield what is not valid in the WordprocessingML parts of a DOCX: part, line and reason."""
    schema = wordprocessing_schema()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(archive.read(name))
                if root.tag.startswith(f"{{{WORD}}}") and not schema.validate(root):
                    yield from (f"{name}:{error.line}: {error.message}" for error in schema.error_log)
