"""Raw HTML inside Markdown: read as HTML where it is a whole, taken off where it is a lone tag."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from .document import pf
from .html import Tidied, parse_html, read_html, tidy_html
from .notices import Notice

SLOT = "kanben-slot-"
OPENING = re.compile(r"<\s*([a-zA-Z][\w-]*)")
CLOSING = re.compile(r"<\s*/\s*([a-zA-Z][\w-]*)")
WRAPPERS = {"sub": "Subscript", "sup": "Superscript", "b": "Strong", "strong": "Strong", "i": "Emph", "em": "Emph"}
ADDRESS = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
DESCRIPTION = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def resolve_raw_html(doc: Any, where: Path) -> tuple[Notice, ...]:
    """Replace raw HTML by what it means, in its place; what acts goes with what it holds."""
    notices = _resolve_blocks(doc, where)
    doc.walk(_resolve_inlines)
    return notices


def _resolve_blocks(doc: Any, where: Path) -> tuple[Notice, ...]:
    raws: list[Any] = []
    doc.walk(lambda e, _doc: raws.append(e) if isinstance(e, pf.RawBlock) and e.format == "html" else None)
    if not raws:
        return ()
    tidied = _tidy_slots([raw.text for raw in raws])
    found = {
        block.identifier: list(block.content)
        for block in read_html(tidied.root, where).content
        if isinstance(block, pf.Div)
    }
    slots = {id(raw): found.get(f"{SLOT}{number}", []) for number, raw in enumerate(raws)}
    doc.walk(lambda e, _doc: slots.get(id(e)))
    return tuple(tidied.notices)


def _tidy_slots(texts: list[str]) -> Tidied:
    """Put every raw block into a slot of its own, so that one pandoc reads them all."""
    root = parse_html("<p></p>")
    body = root.find("body")
    body.clear()
    for number, text in enumerate(texts):
        part = parse_html(text).find("body")
        part.tag = "div"
        part.attrib.clear()
        part.set("id", f"{SLOT}{number}")
        body.append(part)
    return tidy_html(root)


def _resolve_inlines(element: Any, _doc: Any) -> Any:
    content = getattr(element, "content", None)
    if content is not None and any(isinstance(child, pf.RawInline) and child.format == "html" for child in content):
        element.content = _resolve(list(content))
    return None


def _resolve(inlines: list[Any]) -> list[Any]:
    out: list[Any] = []
    at = 0
    while at < len(inlines):
        inline = inlines[at]
        if not (isinstance(inline, pf.RawInline) and inline.format == "html"):
            out.append(inline)
            at += 1
            continue
        opened = OPENING.match(inline.text)
        name = opened[1].lower() if opened else ""
        end = _closing(inlines, at + 1, name) if name in ("ruby", "script", "style", *WRAPPERS) else None
        if end is None:
            out += _lone_tag(inline, name)
            at += 1
            continue
        out += _paired(name, inlines[at + 1 : end])
        at = end + 1
    return out


def _closing(inlines: list[Any], start: int, name: str) -> int | None:
    for at in range(start, len(inlines)):
        closed = CLOSING.match(inlines[at].text) if isinstance(inlines[at], pf.RawInline) else None
        if closed and closed[1].lower() == name:
            return at
    return None


def _lone_tag(inline: Any, name: str) -> list[Any]:
    if name == "br":
        return [pf.LineBreak()]
    address = ADDRESS.search(inline.text) if name == "img" else None
    if address:
        described = DESCRIPTION.search(inline.text)
        words = [pf.Str(next(filter(None, described.groups()), ""))] if described and any(described.groups()) else []
        return [pf.Image(*words, url=next(filter(None, address.groups()), ""))]
    return [inline]  # the guard takes tags off and counts what acts


def _paired(name: str, inner: list[Any]) -> list[Any]:
    if name in ("script", "style"):
        return [pf.RawInline(f"<{name}>", format="html")]
    if name == "ruby":
        return _ruby(inner)
    return [getattr(pf, WRAPPERS[name])(*_resolve(inner))]


def _ruby(inner: list[Any]) -> list[Any]:
    """Read <ruby>汉<rt>hàn</rt></ruby> out of raw tags and the words between them."""
    pairs: list[Any] = []
    base: list[Any] = []
    annotation: list[str] = []
    inside = ""
    for inline in inner:
        if isinstance(inline, pf.RawInline):
            opened, closed = OPENING.match(inline.text), CLOSING.match(inline.text)
            if closed and closed[1].lower() == "rt":
                pairs.append(pf.Span(*base, classes=["ruby"], attributes={"rt": "".join(annotation)}))
                base, annotation = [], []
            inside = opened[1].lower() if opened else ""
        elif inside == "rt":
            annotation.append(getattr(inline, "text", " "))
        elif inside != "rp":
            base.append(inline)
    return [*pairs, *base]
