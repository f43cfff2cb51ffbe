"""Content documents: an article's body becomes the XHTML files of the spine (EPUB 3.3, 6.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from lxml import etree

from kanben.outputs.html import Fragment, write_fragments
from kanben.outputs.terms import term
from kanben.source.article import Article

from .elements import (
    EPUB_TYPE,
    XML_LANG,
    Element,
    element,
    has_class,
    own_text,
    parse_fragment,
    serialize,
    tag,
    with_class,
)
from .latin import mark_latin_words
from .notes import mark_notes, notes_section
from .pictures import PictureStore

LARGEST = 250_000
"""Characters of text after which a file ends at the next heading of the highest level: readers load a file whole."""
HEADINGS = tuple(tag(f"h{level}") for level in range(2, 7))
STYLE_SHEET = "book.css"


@dataclass(slots=True)
class Heading:
    """A heading as the contents list it: the file and place it stands at, and what stands below it."""

    text: str
    address: str
    level: int
    below: list[Heading] = field(default_factory=list)


@dataclass(slots=True)
class ContentDocument:
    """One file of the spine: its name, title, language and `body`; `linear` is false for what is read on demand."""

    name: str
    title: str
    lang: str
    body: Element
    headings: list[Heading] = field(default_factory=list)
    linear: bool = True

    @property
    def has_svg(self) -> bool:
        """Whether the file holds SVG of its own, which the manifest has to say."""
        return next(self.body.iter("{http://www.w3.org/2000/svg}svg"), None) is not None

    def languages(self) -> set[str]:
        """Return every language that the file names."""
        return {self.lang, *(node.get("lang") for node in self.body.iter(etree.Element) if node.get("lang"))}

    def xhtml(self, vertical: bool = False) -> bytes:
        """Return the whole file."""
        head = element(
            "head",
            element("title", self.title),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("link", rel="stylesheet", type="text/css", href=STYLE_SHEET),
        )
        root = element("html", head, self.body, lang=self.lang, class_="vertical" if vertical else "")
        root.set(XML_LANG, self.lang)
        return serialize(root)


def chapter_bodies(articles: Sequence[tuple[str, Article]], pictures: PictureStore) -> list[Element]:
    """Return the bodies of articles, each given with the prefix of its identifiers."""
    fragments = [Fragment(article, prefix, partial(pictures.address, article)) for prefix, article in articles]
    return [parse_fragment(text) for text in write_fragments(fragments)]


def chapter_documents(article: Article, body: Element, name: str, kind: str) -> list[ContentDocument]:
    """Return the files of one article: `name`, `name-2` …, with its headings, and its notes in the file that cites them.

    `kind` is the structural semantic of the section (`chapter`, `preface` …).
    """
    _mark_languages(body)
    _mark_inscriptions(body, article.lang)
    _mark_tables(body)
    _mark_pictures(body)
    mark_latin_words(body)
    notes = mark_notes(body, article.lang)
    title = article.title or term("untitled", article.lang)
    documents = []
    for number, blocks in enumerate(_split_blocks(body), 1):
        own = name if number == 1 else f"{name}-{number}"
        documents.append(_document(blocks, notes, f"{own}.xhtml", title, article.lang, kind))
    return documents


def _document(
    blocks: list[Element], notes: list[Element], name: str, title: str, lang: str, kind: str
) -> ContentDocument:
    section = element("section", *blocks, epub_type=kind, role=f"doc-{kind}" if kind in ROLED else "")
    heading = section.find(f".//{tag('h1')}")
    if heading is not None and heading.get("id"):
        section.set("aria-labelledby", heading.get("id"))
    else:
        section.set("aria-label", title)
    cited = {link.get("href") for link in section.iter(tag("a")) if link.get(EPUB_TYPE) == "noteref"}
    own = [note for note in notes if f"#{note.get('id')}" in cited]
    if own:
        section.append(notes_section(own, lang))
    body = element("body", section, epub_type="frontmatter" if kind in FRONT else "bodymatter")
    return ContentDocument(name, title, lang, body, list_headings(section, name))


ROLED = frozenset({"chapter", "preface", "foreword", "introduction", "afterword", "appendix", "epilogue", "prologue"})
"""Structural semantics that DPUB-ARIA has a role for."""
FRONT = frozenset({"preface", "foreword", "introduction"})


def list_headings(section: Element, name: str) -> list[Heading]:
    """Return the headings below the title, nested by their level."""
    top = Heading("", name, 1)
    path = [top]
    for node in section.iter(*HEADINGS):
        level = int(etree.QName(node).localname[1])
        heading = Heading(" ".join(own_text(node).split()), f"{name}#{node.get('id')}", level)
        while path[-1].level >= level:
            path.pop()
        path[-1].below.append(heading)
        path.append(heading)
    return top.below


def _split_blocks(body: Element) -> list[list[Element]]:
    """Return the blocks of each file: one file, or several that begin at headings where the text is very long."""
    files: list[list[Element]] = [[]]
    length = 0
    for block in list(body):
        if block.tag == HEADINGS[0] and length > LARGEST:
            files.append([])
            length = 0
        files[-1].append(block)
        length += sum(len(text) for text in block.itertext())
    return files


def _mark_languages(body: Element) -> None:
    """Say every language twice, for HTML and for XML."""
    for node in body.iter(etree.Element):
        if node.get("lang"):
            node.set(XML_LANG, node.get("lang"))


def _mark_inscriptions(body: Element, lang: str) -> None:
    """Name original and transcription, so that whoever hears them knows which is read."""
    for block in with_class(body, "inscription"):
        own = block.get("lang") or lang
        readings = with_class(block, "transcription")
        block.set("role", "group")
        block.set("aria-label", term("inscription", lang))
        for reading in readings:
            reading.set("role", "group")
            reading.set("aria-label", term("transcription", lang))
        if readings:
            for lines in (child for child in block if has_class(child, "line-block")):
                lines.set("role", "group")
                lines.set("aria-label", term("original", lang))
                lines.set("lang", lines.get("lang") or own)
                lines.set(XML_LANG, lines.get("lang"))


def _mark_tables(body: Element) -> None:
    """Say of a heading cell that it heads its column; an empty one heads nothing."""
    for cell in list(body.iter(tag("th"))):
        if not own_text(cell) and cell.find(f".//{tag('img')}") is None:
            cell.tag = tag("td")
        elif cell.getparent().getparent().tag == tag("thead"):
            cell.set("scope", "col")
        else:
            cell.set("scope", "row")


def _mark_pictures(body: Element) -> None:
    """Mark a paragraph that holds pictures alone: it is not indented."""
    for paragraph in body.iter(tag("p")):
        if paragraph.find(tag("img")) is not None and not "".join(paragraph.itertext()).strip():
            paragraph.set("class", "picture")
