"""XMP metadata for PDF/A-2u and PDF/UA-1 together (ISO 19005-2, 6.6; ISO 14289-1, 5)."""

from __future__ import annotations

from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pydyf
from weasyprint.pdf.metadata import DocumentMetadata

from kanben.outputs.dates import edition_date
from kanben.source.article import Article, Author
from kanben.source.volume import Volume

PRODUCER = "kanben"

UA_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
"""PDF/A allows only properties of schemas it knows; `pdfuaid` has to be described (ISO 19005-2, 6.6.2.3)."""

IDENTIFICATION = {
    "a": '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="{version}" '
    'pdfaid:conformance="{conformance}"/>',
    "x": '<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" '
    'xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/" pdfxid:GTS_PDFXVersion="{conformance}" '
    'pdfx:GTS_PDFXVersion="{conformance}"/>',
    "ua": '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="{version}"/>',
}


class EditionMetadata(DocumentMetadata):  # type: ignore[misc]
    """An edition's metadata; `also_ua` adds the identification of PDF/UA-1 to whatever variant is written."""

    also_ua = False
    for_press = False

    def include_in_pdf(self, pdf: Any, variant: str, version: int, conformance: str | None, compress: bool) -> None:
        """Write the XMP packet, plain, so that tools find it; variants without a rule here get WeasyPrint's own."""
        if variant not in IDENTIFICATION:
            super().include_in_pdf(pdf, variant, version, conformance, compress=False)
            return
        self.for_press = variant == "x"
        identification = IDENTIFICATION[variant].format(version=version, conformance=conformance)
        packet = self.packet([identification, *([IDENTIFICATION["ua"].format(version=1)] if self.also_ua else [])])
        stream = pydyf.Stream([packet.encode()], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
        pdf.add_object(stream)
        pdf.catalog["Metadata"] = stream.reference

    def packet(self, identifications: list[str]) -> str:
        """Return the XMP packet with Dublin Core title, creators, language and date."""
        parts = [*identifications, *([UA_SCHEMA] if self.also_ua else []), self._dublin_core(), self._dates()]
        body = "\n".join(part for part in parts if part)
        return (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
            '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
            f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n{body}\n</rdf:RDF>\n</x:xmpmeta>\n'
            '<?xpacket end="r"?>'
        )

    def _dublin_core(self) -> str:
        title = (
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(self.title or "")}</rdf:li></rdf:Alt></dc:title>'
        )
        people = "".join(f"<rdf:li>{escape(name)}</rdf:li>" for name in self.authors)
        creator = f"<dc:creator><rdf:Seq>{people}</rdf:Seq></dc:creator>" if people else ""
        language = f"<dc:language><rdf:Bag><rdf:li>{escape(self.lang or '')}</rdf:li></rdf:Bag></dc:language>"
        inside = f"<dc:format>application/pdf</dc:format>{title}{creator}{language}"
        return f'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">{inside}</rdf:Description>'

    def _dates(self) -> str:
        dates = "".join(
            f"<xmp:{name}>{value}</xmp:{name}>"
            for name, value in (("CreateDate", self.created), ("ModifyDate", self.modified))
            if value
        )
        press = self._press_identity() if self.for_press else ""
        return (
            '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
            f'xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>'
            f"<pdf:Producer>{escape(self.generator or PRODUCER)}</pdf:Producer>{dates}{press}</rdf:Description>"
        )

    def _press_identity(self) -> str:
        """Return what PDF/X-4 wants to know of the document; its identity comes from title and date, not from chance."""
        identity = uuid5(NAMESPACE_URL, f"kanben:{self.title}:{self.modified}")
        space = 'xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"'
        parts = {"DocumentID": f"uuid:{identity}", "RenditionClass": "default", "VersionID": "1"}
        return f"<xmp:MetadataDate>{self.modified}</xmp:MetadataDate><pdf:Trapped>False</pdf:Trapped>" + "".join(
            f"<xmpMM:{name} {space}>{value}</xmpMM:{name}>" for name, value in parts.items()
        )


def edition_metadata(article: Article, also_ua: bool, dated: bool = False) -> EditionMetadata:
    """Return title, authors, language and date of the article; nothing in them depends on when they are made.

    `dated` gives a date even where neither the article nor `SOURCE_DATE_EPOCH` has one: PDF/X wants it.
    """
    date = edition_date(article.date, always=dated)
    return _metadata(article.title or article.path.stem, article.authors, article.lang, date, also_ua)


def volume_metadata(volume: Volume, also_ua: bool, dated: bool = False) -> EditionMetadata:
    """Return title, people, language and date of the volume, under the same rules."""
    date = edition_date(volume.date, always=dated)
    return _metadata(volume.title, volume.authors, volume.lang, date, also_ua)


def _metadata(title: str, authors: tuple[Author, ...], lang: str, date: str | None, also_ua: bool) -> EditionMetadata:
    names = [author.name for author in authors if author.name]
    metadata = EditionMetadata(title=title, authors=names, generator=PRODUCER, lang=lang, created=date, modified=date)
    metadata.also_ua = also_ua
    return metadata
