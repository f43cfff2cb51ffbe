"""Notes in HTML: a call that links to a note further down becomes one note, standing where it is called.

正文<a href="#n1">[1]</a>。… <li id="n1">见《县志》。<a href="#r1">↩</a></li>   →   正文<span class="kanben-note">见《县志》。</span>。
"""

from __future__ import annotations

import re
from typing import Any

NOTE_CLASS = "kanben-note"
CALL = re.compile(
    r"[\[［〔（(【]?\s*(?:注|註|note)?\s*(?:\d{1,3}|[*＊†‡]{1,3}|[①-⑳㉑-㊿])\s*[\]］〕）)】]?", re.IGNORECASE
)
BACK = re.compile(r"[↩︎⏎^↑\s]*|返回|back", re.IGNORECASE)
NOTE_TAGS = frozenset({"li", "p", "div", "aside", "dd", "section", "td"})
LONGEST = 5_000
"""A longer target is a section that is linked to, and no note."""


def collect_notes(root: Any) -> None:
    """Move every note of a tree to its call, in place; a note that is called twice stands at the first call."""
    named = [(e, e.get("id") or (e.get("name") if e.tag == "a" else None)) for e in root.iter()]
    targets = {name: element for element, name in named if name and isinstance(element.tag, str)}
    for call in list(root.iter("a")):
        address = call.get("href") or ""
        note = targets.get(address[1:]) if address.startswith("#") else None
        if note is None or note is call or not CALL.fullmatch("".join(call.itertext()).strip()):
            continue
        if note.tag not in NOTE_TAGS:
            note = _paragraph_of(note)
        if note is not None and _is_note(note, call):
            _move(note, call)
            targets = {name: element for name, element in targets.items() if element is not note}


def _paragraph_of(anchor: Any) -> Any:
    """Return the block that an anchor begins, where the anchor is a mere mark at its head."""
    block = anchor.getparent()
    while block is not None and block.tag not in NOTE_TAGS:
        block = block.getparent()
    return block


def _is_note(note: Any, call: Any) -> bool:
    if any(element is note for element in call.iterancestors()):
        return False
    words = "".join(note.itertext()).strip()
    links_back = any((link.get("href") or "").startswith("#") for link in note.iter("a"))
    return 0 < len(words) < LONGEST and (links_back or note.tag in ("li", "aside") or CALL.match(words) is not None)


def _move(note: Any, call: Any) -> None:
    from lxml import html

    for link in list(note.iter("a")):
        words = "".join(link.itertext()).strip()
        if (link.get("href") or "").startswith("#") and (BACK.fullmatch(words) or CALL.fullmatch(words)):
            link.drop_tree()
    for block in [e for e in note.iterdescendants() if e.tag in ("p", "div")]:
        block.drop_tag()
    span = html.Element("span", {"class": NOTE_CLASS})
    span.text = (note.text or "").lstrip()
    span.extend(list(note))
    place = call
    if call.getparent().tag == "sup" and not (call.tail or "").strip() and len(call.getparent()) == 1:
        place = call.getparent()
    span.tail = place.tail
    place.getparent().replace(place, span)
    _remove(note)


def _remove(element: Any) -> None:
    """Remove an element, and the list or section that is left empty by it with the rule before it."""
    parent = element.getparent()
    element.drop_tree()
    while parent is not None and parent.tag not in ("body", "html") and not "".join(parent.itertext()).strip():
        if parent.find(".//img") is not None:
            return
        above, before = parent.getparent(), parent.getprevious()
        if before is not None and before.tag == "hr":
            before.drop_tree()
        parent.drop_tree()
        parent = above
