"""A volume as one Word document: every article a chapter below the volume's title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kanben.outputs.html import byline_lines
from kanben.outputs.terms import term
from kanben.source.article import Article, Picture
from kanben.source.document import copy_doc, descendants, inlines, pf
from kanben.source.volume import CROSS_REFERENCE, TITLE, Chapter, Volume

from .ooxml import each, make, properties, put, qname

OPENING = re.compile(rf"a\d+-(?:part|{TITLE})|index")


def bind_document(volume: Volume) -> Article:
    """Return the volume as one article: parts and chapters are its highest headings, identifiers have prefixes.

    Edits and notices are left out: their places are lines of many sources.
    """
    pictures: dict[str, Picture] = {}
    blocks: list[Any] = []
    for (prefix, chapter), level in zip(volume.prefixed(), volume.levels, strict=True):
        if chapter.part:
            blocks.append(pf.Header(*inlines(chapter.part), level=1, identifier=f"{prefix}part"))
        blocks += _chapter(prefix, chapter, level, volume.lang)
        pictures |= {f"{prefix}{name}": picture for name, picture in chapter.article.pictures.items()}
    blocks += _index(volume)
    doc = pf.Doc(*blocks, metadata=_metadata(volume))
    return Article(volume.chapters[0].article.path, "", doc, pictures=pictures)


def _metadata(volume: Volume) -> dict[str, Any]:
    people = [{"name": author.name, "role": author.role} for author in volume.authors]
    byline = ["\u3000".join(author.name for author in volume.authors)] if people else []
    values = {
        "title": list(volume.titles),
        "author": people,
        "byline": byline,
        "lang": volume.lang,
        "date": volume.date,
    }
    return {key: value for key, value in values.items() if value}


def _chapter(prefix: str, chapter: Chapter, level: int, lang: str) -> list[Any]:
    """Return title, byline and text of a chapter, in a Div that names its language where it is another."""
    article = chapter.article
    title = pf.Header(*inlines("\n".join(article.titles) or article.path.stem), level=level, identifier=prefix + TITLE)
    byline = [pf.Div(pf.Para(*inlines(line)), classes=["byline"]) for line in byline_lines(article)]
    doc = copy_doc(article.doc)
    for element in descendants(doc):
        _bind(element, prefix, level)
    blocks = [title, *byline, *doc.content]
    return blocks if article.lang == lang else [pf.Div(*blocks, attributes={"lang": article.lang})]


def open_chapters(root: Any) -> None:
    """Let every part, chapter and index begin a page, where its section begins; they are found by the bookmarks that pandoc sets for headings."""
    for mark in each(root, "w:bookmarkStart"):
        if OPENING.fullmatch(mark.get(qname("w:name")) or ""):
            paragraph = next((after for after in mark.itersiblings() if after.tag == qname("w:p")), mark.getparent())
            if paragraph.tag == qname("w:p"):
                put(properties(paragraph), make("w:pageBreakBefore"))


def _bind(element: Any, prefix: str, level: int) -> None:
    """Make what an article names its own in the volume: identifiers, links, pictures; headings go down."""
    if getattr(element, "identifier", ""):
        element.identifier = prefix + element.identifier
    if isinstance(element, pf.Header):
        element.level = min(element.level + level, 9)
    elif isinstance(element, pf.Image):
        element.url = prefix + element.url
    elif isinstance(element, pf.Link) and element.url.startswith("#"):
        element.url = f"#{prefix}{element.url[1:]}"
    elif isinstance(element, pf.Link) and element.url.startswith(CROSS_REFERENCE):
        element.url = f"#{element.url.removeprefix(CROSS_REFERENCE)}"


def _index(volume: Volume) -> Iterator[Any]:
    """Yield the index: each name with links to the articles in which it stands."""
    if not volume.index:
        return
    titles = {prefix: chapter.article.title for prefix, chapter in volume.prefixed()}
    yield pf.Header(*inlines(term("index", volume.lang)), level=1, identifier="index")
    for entry in volume.index:
        first = {f"{place.partition('-')[0]}-": place for place in reversed(entry.places)}
        words = inlines(entry.name)
        for prefix in sorted(first, key=lambda p: int(p[1:-1])):
            words += [pf.Str("\u3000"), pf.Link(*inlines(titles[prefix]), url=f"#{first[prefix]}")]
        yield pf.Para(*words)
