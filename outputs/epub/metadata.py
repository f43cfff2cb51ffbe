"""Metadata of the package document: Dublin Core and what refines it (EPUB 3.3, 5.5)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from lxml import etree

from kanben.outputs.dates import edition_date
from kanben.source.article import Author

from .accessibility import CERTIFIER, CONFORMANCE, Accessibility
from .book import Book
from .elements import XML_LANG, Element

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
RELATORS = {
    "author": "aut",
    "photographer": "pht",
    "illustrator": "ill",
    "artist": "art",
    "calligrapher": "cll",
    "cartographer": "ctg",
    "editor": "edt",
    "reporter": "rpt",
    "correspondent": "rpt",
    "interviewer": "ivr",
    "interviewee": "ive",
    "narrator": "nrt",
    "translator": "trl",
    "proofreader": "pfr",
    "compiler": "com",
    "designer": "dsr",
    "publisher": "pbl",
    "reviewer": "rev",
    "consultant": "csl",
}
"""MARC code list for relators, by the roles of a byline."""
CREATORS = frozenset({"aut", "pht", "ill", "art", "cll", "rpt", "com"})
"""Relators whose people made the text or its pictures; all others are contributors."""
NAMESPACE = uuid.UUID("6f6b3a52-5f0e-5d5c-9d1a-1f7b1a2c9c11")
"""The namespace of identifiers that kanben makes (RFC 9562, 5.5)."""


def book_identifier(book: Book, texts: Iterable[str]) -> str:
    """Return the identifier given, or a URN that depends on language, titles, names and words alone."""
    given = book.more.get("identifier")
    if isinstance(given, dict):
        given = given.get("text")
    if given:
        return str(given)
    digest = sha256()
    for text in (book.lang, *book.titles, *(author.name for author in book.authors), *texts):
        digest.update(sha256("".join(text.split()).encode()).digest())
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, digest.hexdigest())}"


def metadata_element(book: Book, identifier: str, accessibility: Accessibility) -> Element:
    """Return the `metadata` element of the package document."""
    write = _Writer(book.lang)
    write.dublin_core("identifier", identifier, "identifier")
    _write_titles(write, book)
    write.dublin_core("language", book.lang)
    _write_people(write, book.authors)
    if book.date and re.fullmatch(r"\d{4}(-\d{2}){0,2}", book.date):
        write.dublin_core("date", book.date)
    if book.source:
        write.dublin_core("source", book.source)
    for name in ("publisher", "rights", "description"):
        if book.more.get(name):
            write.dublin_core(name, str(book.more[name]))
    for subject in _listed(book.more.get("subject")):
        write.dublin_core("subject", subject)
    _write_series(write, book)
    modified = edition_date(book.date, always=True) or ""
    write.meta("dcterms:modified", re.sub(r"(\.\d+)?\+00:00$", "Z", modified))
    _write_accessibility(write, accessibility)
    if book.pages:
        write.meta("pageBreakSource", f"{book.main_title} (PDF)")
    write.element.append(etree.Element(f"{{{OPF}}}meta", name="cover", content="cover-image"))
    return write.element


class _Writer:
    """A `metadata` element that grows."""

    def __init__(self, lang: str) -> None:
        self.element = etree.Element(f"{{{OPF}}}metadata", nsmap={None: OPF, "dc": DC})
        self.lang = lang

    def dublin_core(self, name: str, text: str, identifier: str = "") -> None:
        """Add an element of Dublin Core."""
        made = etree.SubElement(self.element, f"{{{DC}}}{name}")
        made.text = " ".join(text.split()) if name != "title" else text
        if identifier:
            made.set("id", identifier)

    def meta(self, name: str, text: str, refines: str = "", scheme: str = "") -> None:
        """Add a property of the book, or of what `refines` names."""
        made = etree.SubElement(self.element, f"{{{OPF}}}meta", property=name)
        made.text = text
        if refines:
            made.set("refines", f"#{refines}")
        if scheme:
            made.set("scheme", scheme)
        if name == "schema:accessibilitySummary":
            made.set(XML_LANG, self.lang)


def _write_titles(write: _Writer, book: Book) -> None:
    """Write the main title first, which some readers show alone; the whole as printed where it has more lines."""
    parts = [("main", book.main_title), ("subtitle", book.subtitle)]
    if book.kicker:
        parts.append(("expanded", "\u3000".join(book.titles)))
    for number, (kind, text) in enumerate(((kind, text) for kind, text in parts if text), 1):
        write.dublin_core("title", text, f"title-{number}")
        write.meta("title-type", kind, f"title-{number}")
        write.meta("display-seq", str(number), f"title-{number}")


def _write_people(write: _Writer, people: Sequence[Author]) -> None:
    """Write every name with its roles; one who did two things stands once, with both."""
    roles: dict[str, list[str]] = {}
    for person in people:
        relator = RELATORS.get(person.role.lower(), "ctb")
        if person.name and relator not in roles.setdefault(person.name, []):
            roles[person.name].append(relator)
    makers = any(CREATORS.intersection(own) for own in roles.values())
    for number, (name, own) in enumerate(roles.items(), 1):
        creator = bool(CREATORS.intersection(own)) or not makers
        key = f"{'creator' if creator else 'contributor'}-{number}"
        write.dublin_core("creator" if creator else "contributor", name, key)
        for relator in own:
            write.meta("role", relator, key, "marc:relators")
        write.meta("file-as", name, key)
        write.meta("display-seq", str(number), key)


def _write_series(write: _Writer, book: Book) -> None:
    name, position = book.more.get("belongs-to-collection"), book.more.get("group-position")
    if name:
        made = etree.SubElement(write.element, f"{{{OPF}}}meta", property="belongs-to-collection", id="collection")
        made.text = str(name)
        write.meta("collection-type", "series", "collection")
        if position is not None:
            write.meta("group-position", str(position), "collection")


def _write_accessibility(write: _Writer, found: Accessibility) -> None:
    for name, values in (
        ("schema:accessMode", found.access_modes),
        ("schema:accessModeSufficient", found.sufficient),
        ("schema:accessibilityFeature", found.features),
        ("schema:accessibilityHazard", found.hazards),
        ("schema:accessibilitySummary", (found.summary,)),
    ):
        for value in values:
            write.meta(name, value)
    if found.conforms:
        write.meta("dcterms:conformsTo", CONFORMANCE)
        write.meta("a11y:certifiedBy", CERTIFIER)


def _listed(value: Any) -> list[str]:
    if not value:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
