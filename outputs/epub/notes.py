"""Notes that pop up: references and footnotes as EPUB readers know them (EPUB Structural Semantics; DPUB-ARIA 1.1)."""

from __future__ import annotations

from kanben.outputs.terms import term

from .elements import EPUB_TYPE, Element, element, has_class, tag


def mark_notes(body: Element, lang: str) -> list[Element]:
    """Mark note references, take pandoc's list of notes out of `body`, and return each note as an `aside`.

    A reader that knows `epub:type` shows the note over the page; in any other it is a link to the note and back.
    """
    for link in body.iter(tag("a")):
        if has_class(link, "footnote-ref"):
            link.set(EPUB_TYPE, "noteref")
            link.set("role", "doc-noteref")
    notes: list[Element] = []
    for section in [node for node in body.iter(tag("section")) if has_class(node, "footnotes")]:
        items = section.find(tag("ol"))
        notes += [_footnote(item, number, lang) for number, item in enumerate(items if items is not None else (), 1)]
        section.getparent().remove(section)
    return notes


def _footnote(item: Element, number: int, lang: str) -> Element:
    """Return a note as an element of its own, beginning with its number, which leads back to the text."""
    back = next((link for link in item.iter(tag("a")) if has_class(link, "footnote-back")), None)
    aside = element("aside", epub_type="footnote", role="doc-footnote", id=item.get("id") or "", class_="footnote")
    if item.text and item.text.strip():
        aside.append(element("p", item.text))
    aside.extend(list(item))
    if back is None:
        return aside
    address = back.get("href")
    back.getparent().remove(back)
    first = next((node for node in aside if node.tag == tag("p")), None)
    if first is None:
        first = element("p")
        aside.insert(0, first)
    label = f"{term('note', lang)} {number}，{term('back-to-text', lang)}"
    mark = element("a", str(number), href=address, role="doc-backlink", class_="note-number", aria_label=label)
    mark.tail = "\u2002" + (first.text or "")
    first.text = None
    first.insert(0, mark)
    return aside


def notes_section(notes: list[Element], lang: str) -> Element:
    """Return the section in which the notes of a file stand."""
    return element("section", *notes, epub_type="footnotes", class_="footnotes", aria_label=term("notes", lang))
