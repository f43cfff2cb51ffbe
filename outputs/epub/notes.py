"""Notes that pop up: references and footnotes as EPUB readers know them (EPUB Structural Semantics; DPUB-ARIA 1.1)."""

from __future__ import annotations

from lxml import etree

from kanben.outputs.terms import term

from .elements import EPUB_TYPE, Element, element, tag


def mark_notes(body: Element, lang: str) -> list[Element]:
    """Mark note references, take the notes out of `body`, and return each as an `aside`, numbered as they are read.

    A reader that knows `epub:type` shows the note over the page; in any other it is a link to the note and back.
    """
    given = {node.get("id"): node for node in body.iter(etree.Element) if node.get("role") == "doc-footnote"}
    notes: list[Element] = []
    for link in [node for node in body.iter(tag("a")) if node.get("role") == "doc-noteref"]:
        link.set(EPUB_TYPE, "noteref")
        _keep_with_text(link)
        notes.append(_footnote(given[link.get("href")[1:]], link, len(notes) + 1, lang))
    for section in [node for node in body if node.get("role") == "doc-endnotes"]:
        body.remove(section)
    return notes


def _keep_with_text(link: Element) -> None:
    """Put a reference into one span with the character before it: it never begins a line (CLREQ, Prohibition rules)."""
    before = link.getprevious()
    text = (link.getparent().text if before is None else before.tail) or ""
    if not text.strip() or text[-1].isspace():
        return
    kept = element("span", text[-1], class_="called")
    link.addprevious(kept)
    kept.tail, link.tail = link.tail, None
    kept.append(link)
    if before is None:
        kept.getparent().text = text[:-1]
    else:
        before.tail = text[:-1]


def _footnote(note: Element, link: Element, number: int, lang: str) -> Element:
    """Return a note as an element of its own, beginning with its number, which leads back to the text."""
    link.find(tag("sup")).text = str(number)
    aside = element("aside", epub_type="footnote", role="doc-footnote", id=note.get("id") or "", class_="footnote")
    aside.extend(list(note))
    first = aside[0] if len(aside) and aside[0].tag == tag("p") else None
    if first is None:
        first = element("p")
        aside.insert(0, first)
    label = f"{term('note', lang)} {number}，{term('back-to-text', lang)}"
    address = f"#{link.get('id')}"
    mark = element("a", str(number), href=address, role="doc-backlink", class_="note-number", aria_label=label)
    mark.tail = "\u2002" + (first.text or "")
    first.text = None
    first.insert(0, mark)
    return aside


def notes_section(notes: list[Element], lang: str) -> Element:
    """Return the section in which the notes of a file stand."""
    return element("section", *notes, epub_type="footnotes", class_="footnotes", aria_label=term("notes", lang))
