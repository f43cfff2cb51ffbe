"""Accessibility metadata, found in the book itself and never merely claimed (EPUB Accessibility 1.1; schema.org)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from kanben.outputs.terms import term
from kanben.source.notices import Notice, NoticeCode

from .content import ContentDocument
from .elements import Element, tag
from .pictures import PictureStore, is_animated

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
CERTIFIER = "kanben"


@dataclass(frozen=True, slots=True)
class Accessibility:
    """What the package document says of a book: each field holds values of the property of that name."""

    access_modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str
    conforms: bool


def assess_book(
    documents: Sequence[ContentDocument], pictures: PictureStore, lang: str, has_pages: bool, vertical: bool
) -> tuple[Accessibility, tuple[Notice, ...]]:
    """Return what is true of the book, and a notice for each picture that has no alternative text."""
    bodies = [document.body for document in documents]
    images = [image for body in bodies for image in body.iter(tag("img"))]
    silent = [image for image in images if not has_alternative(image, lang)]
    has_ruby = any(next(body.iter(tag("ruby")), None) is not None for body in bodies)
    languages = {node.get("lang") for body in bodies for node in body.iter(etree.Element) if node.get("lang")}
    features = [
        "tableOfContents",
        "structuralNavigation",
        "readingOrder",
        "displayTransformability",
        "verticalWriting" if vertical else "horizontalWriting",
        *(["alternativeText"] if images and not silent else []),
        *(["rubyAnnotations"] if has_ruby else []),
        *(["pageNavigation", "pageBreakMarkers"] if has_pages else []),
    ]
    sentences = [
        "a11y-text",
        "a11y-headings",
        *(["a11y-no-alternatives"] if silent else ["a11y-alternatives"] if images else []),
        *(["a11y-languages"] if languages - {lang} else []),
        *(["a11y-ruby"] if has_ruby else []),
        *(["a11y-pages"] if has_pages else []),
    ]
    moving = any(is_animated(data, pictures.media_types[path]) for path, data in pictures.members.items())
    found = Accessibility(
        access_modes=("textual", "visual") if images else ("textual",),
        sufficient=("textual,visual",) if silent else ("textual", "textual,visual") if images else ("textual",),
        features=tuple(features),
        hazards=("unknown",) if moving else ("none",),
        summary="".join(term(key, lang) for key in sentences),
        conforms=not silent and not moving and all(is_sound(document) for document in documents),
    )
    return found, tuple(_notice(image) for image in silent)


def has_alternative(image: Element, lang: str) -> bool:
    """Say whether a picture says in words what it shows: alternative text of its own, or a caption."""
    alternative = (image.get("alt") or "").strip()
    return bool(alternative) and alternative != term("picture", lang)


def is_sound(document: ContentDocument) -> bool:
    """Say whether a file has a language, a title, links and headings with words, and no identifier twice."""
    if not (document.lang and document.title):
        return False
    identifiers = [node.get("id") for node in document.body.iter(etree.Element) if node.get("id")]
    if len(identifiers) != len(set(identifiers)):
        return False
    headings = [node for level in range(1, 7) for node in document.body.iter(tag(f"h{level}"))]
    links = [node for node in document.body.iter(tag("a")) if node.get("href")]
    return all(_has_words(node) for node in [*headings, *links])


def _has_words(node: Element) -> bool:
    alternatives = "".join(image.get("alt") or "" for image in node.iter(tag("img")))
    return bool(("".join(node.itertext()) + alternatives + (node.get("aria-label") or "")).strip())


def _notice(image: Element) -> Notice:
    message = f"the picture {image.get('src')} has no alternative text"
    return Notice(NoticeCode.MISSING_ALT, message, suggestion="write ![what it shows](picture) in the Markdown")
