"""Inlines and paragraphs of foreign mark-up, brought to the form that recovered text has.

Soft breaks between Han vanish, words of one run stand in one piece, indents of spaces go, wrappers without a meaning are
taken off, and paragraphs that were only separated by line breaks become paragraphs.
"""

from __future__ import annotations

from typing import Any

from .characters import WIDE
from .document import pf, plain_text
from .html import OUR_CLASSES
from .safety import MISSING_PICTURE

BLANKS = " \t\u00a0\u3000\u2002\u2003"
LONG_LINE = 30
"""Lines of this many characters, ended by a line break, are paragraphs; shorter ones may be verse or an address."""


def tidy_document(doc: Any) -> None:
    """Bring every block of a document into form, in its place."""
    doc.walk(_tidy_inlines)
    doc.walk(_unwrap)
    doc.walk(_trim)
    doc.content = [piece for block in doc.content for piece in split_paragraph(block)]
    doc.walk(_drop_empty)
    _drop_identifiers(doc)


def _drop_identifiers(doc: Any) -> None:
    """Drop identifiers that nothing links to: pandoc makes one for every heading."""
    targets: set[str] = set()
    doc.walk(lambda e, _doc: targets.add(e.url[1:]) if isinstance(e, pf.Link) and e.url.startswith("#") else None)

    def drop(element: Any, _doc: Any) -> None:
        if getattr(element, "identifier", "") and element.identifier not in targets:
            element.identifier = ""

    doc.walk(drop)


def _tidy_inlines(element: Any, _doc: Any) -> Any:
    if isinstance(element, pf.Para | pf.Plain | pf.Header | pf.LineItem | pf.Span | pf.Strong | pf.Emph | pf.Link):
        element.content = join_runs(list(element.content))
    return None


def join_runs(inlines: list[Any]) -> list[Any]:
    """Return inlines with soft breaks resolved (none between Han, a space elsewhere) and neighbouring strings joined."""
    out: list[Any] = []
    for at, inline in enumerate(inlines):
        if isinstance(inline, pf.SoftBreak):
            before = plain_text(out[-1])[-1:] if out else ""
            after = plain_text(inlines[at + 1])[:1] if at + 1 < len(inlines) else ""
            if not before or not after or (WIDE.match(before) and WIDE.match(after)):
                continue
            inline = pf.Space()
        if isinstance(inline, pf.Str) and out and isinstance(out[-1], pf.Str):
            out[-1] = pf.Str(out[-1].text + inline.text)
        elif not (isinstance(inline, pf.Space) and (not out or isinstance(out[-1], pf.Space | pf.LineBreak))):
            out.append(inline)
    return out


def _unwrap(element: Any, _doc: Any) -> Any:
    """Take off Divs and Spans that say nothing to kanben."""
    if isinstance(element, pf.Div | pf.Span):
        element.classes = [name for name in element.classes if name in OUR_CLASSES or name == MISSING_PICTURE]
        if not element.classes and not element.attributes.get("lang"):
            return list(element.content)
    if isinstance(element, pf.Strong | pf.Emph | pf.Underline) and _stands_in_its_like(element):
        return list(element.content)
    return None


def _stands_in_its_like(element: Any) -> bool:
    above = element.parent
    while above is not None and isinstance(above, pf.Inline):
        if type(above) is type(element):
            return True
        above = above.parent
    return False


def _trim(element: Any, _doc: Any) -> Any:
    if isinstance(element, pf.Para | pf.Plain | pf.Header):
        element.content = trim_inlines(list(element.content))
    return None


def trim_inlines(inlines: list[Any]) -> list[Any]:
    """Return inlines without blanks at the beginning and the end."""
    while inlines and _is_blank(inlines[0]):
        inlines = inlines[1:]
    while inlines and _is_blank(inlines[-1]):
        inlines = inlines[:-1]
    if inlines and isinstance(inlines[0], pf.Str):
        inlines[0] = pf.Str(inlines[0].text.lstrip(BLANKS))
    if inlines and isinstance(inlines[-1], pf.Str):
        inlines[-1] = pf.Str(inlines[-1].text.rstrip(BLANKS))
    for end in (inlines[:1], inlines[-1:]):
        if end and isinstance(end[0], pf.Strong | pf.Emph | pf.Underline):
            _trim_inside(end[0], first=end[0] is inlines[0], last=end[0] is inlines[-1])
    return inlines


def _trim_inside(element: Any, first: bool, last: bool) -> None:
    """Take the blanks off the beginning of an emphasised text that begins a paragraph, and off the end of one that ends it."""
    inner = list(element.content)
    if inner and first and isinstance(inner[0], pf.Str):
        inner[0] = pf.Str(inner[0].text.lstrip(BLANKS))
    if inner and last and isinstance(inner[-1], pf.Str):
        inner[-1] = pf.Str(inner[-1].text.rstrip(BLANKS))
    element.content = [inline for inline in inner if not (isinstance(inline, pf.Str) and not inline.text)]


def _is_blank(inline: Any) -> bool:
    return isinstance(inline, pf.Space | pf.SoftBreak | pf.LineBreak) or (
        isinstance(inline, pf.Str) and not inline.text.strip(BLANKS)
    )


def split_paragraph(block: Any) -> list[Any]:
    """Return the paragraphs that a block holds when line breaks stand for paragraph ends.

    They do where two follow each other, where the next line is indented, and where all lines are long.
    """
    if not isinstance(block, pf.Para | pf.Plain) or not any(isinstance(i, pf.LineBreak) for i in block.content):
        return [block]
    lines: list[list[Any]] = [[]]
    for inline in block.content:
        if isinstance(inline, pf.LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    texts = [plain_text(pf.Span(*line)) for line in lines]
    long = sum(len(text.strip(BLANKS)) >= LONG_LINE for text in texts) * 2 > len([t for t in texts if t.strip(BLANKS)])
    paragraphs: list[list[Any]] = [[]]
    for line, text in zip(lines, texts, strict=True):
        if not text.strip(BLANKS) and not any(isinstance(i, pf.Image) for i in line):
            paragraphs.append([])
            continue
        if paragraphs[-1] and (long or text.startswith(("\u3000", "\u00a0\u00a0"))):
            paragraphs.append([])
        paragraphs[-1] += [*([pf.LineBreak()] if paragraphs[-1] else []), *line]
    return [type(block)(*trim_inlines(inlines)) for inlines in paragraphs if inlines]


def _drop_empty(element: Any, _doc: Any) -> Any:
    if isinstance(element, pf.Para | pf.Header) and not element.content:
        return []
    if isinstance(element, pf.Div) and MISSING_PICTURE in element.classes:
        return None
    if isinstance(element, pf.Div | pf.Strong | pf.Emph | pf.Underline | pf.Span | pf.Link) and not element.content:
        return []
    return None
