"""HTML made plain: what acts, hides or only decorates goes; ruby, emphasis marks and pictures become our mark-up.

Everything here walks the tree with loops, not recursion, so that nesting costs no stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .controls import strip_invisible
from .document import pf, read_json
from .html_notes import NOTE_CLASS, collect_notes
from .notices import Notice, NoticeCode
from .pandoc import run_pandoc
from .safety import check_depth

READ = "html-smart+native_divs+native_spans"
MAX_DEPTH = 60
"""Elements deeper than this lose their tags and keep their text."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


DROPPED = _names(
    "script style noscript template iframe frame frameset object embed applet input button select textarea svg canvas audio video"
    " source track map area link meta base title dialog datalist param math rp head"
)
"""Elements that go with all they hold: they act, or a reader never sees them."""
KEPT = _names(
    "html body p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code table thead tbody tfoot tr td th caption colgroup"
    " col figure figcaption img br hr a em strong b i u s del sub sup span div q cite ins small mark"
)
BLOCKS = _names(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table tr td th figure figcaption div section article main"
    " header footer aside nav form fieldset center address details summary hr caption"
)
OUR_CLASSES = _names(
    "inscription transcription caption lead verse label ruby emphasis-mark proper-noun book-title keep signature "
    "addressee closing enclosure"
)
LAZY_ADDRESSES = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "_src")
"""Where saved pages keep the address of a picture that was to be fetched later (WeChat: data-src)."""
HIDDEN = re.compile(
    r"display\s*:\s*none|font-size\s*:\s*0(?![.\d])|(?:left|top|text-indent)\s*:\s*-\d{4,}", re.IGNORECASE
)
BOLD = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
EMPHASIS = re.compile(r"text-emphasis(?:-style)?\s*:\s*(?!none)", re.IGNORECASE)
TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)[^<>]*>")
SELF_ENDING = _names(
    "p li td th tr dt dd thead tbody br img hr input meta link col source track area base wbr embed param option"
)
PARSED_DEPTH = 150
"""Tags deeper than this are taken off before parsing."""
MAX_ATTRIBUTES = 200
SMALL_NUMBER = re.compile(r"[1-9]\d?")
ANYTHING = re.compile(r".*", re.DOTALL)
KEPT_ATTRIBUTES = {
    "href": ANYTHING,
    "src": ANYTHING,
    "alt": ANYTHING,
    "rt": ANYTHING,
    "class": ANYTHING,
    "lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    "colspan": SMALL_NUMBER,
    "rowspan": SMALL_NUMBER,
    "start": SMALL_NUMBER,
    "id": re.compile(r"[\w.-]{1,100}"),
}


@dataclass(slots=True)
class Tidied:
    """A tree made plain, and what was removed from it that a reader of the page never saw."""

    root: Any
    notices: list[Notice] = field(default_factory=list)


def parse_html(text: str) -> Any:
    """Return the root of an HTML text as a browser-like parser reads it; comments and instructions are gone."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, recover=True
    )
    data = bound_tags(strip_markup_controls(text)).encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except etree.ParserError:  # nothing but comments or white space
        return html.document_fromstring(b"<p></p>", parser=parser, ensure_head_body=True)


def strip_markup_controls(text: str) -> str:
    """Return the text without characters and character references that are illegal in XML."""
    text = re.sub(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));?", _legal_reference, text)
    return strip_invisible(text)


def bound_tags(text: str) -> str:
    """Return the HTML without the tags that are nested deeper than a parser goes, and without floods of attributes.

    libxml2 drops the text itself below some depth, so the tags go first. Tags that end by themselves (p, li …) do not count.
    """
    depth = 0
    parts: list[str] = []
    done = 0
    for tag in TAG.finditer(text):
        name, closing = tag[2].lower(), bool(tag[1])
        flooded, counts = tag[0].count("=") > MAX_ATTRIBUTES, name not in SELF_ENDING and not tag[0].endswith("/>")
        depth += counts and not closing
        if flooded or (counts and depth >= PARSED_DEPTH):
            parts += (text[done : tag.start()], f"<{name}>" if flooded and depth < PARSED_DEPTH else " ")
            done = tag.end()
        depth -= counts and closing and depth > 0
    return "".join((*parts, text[done:]))


def _legal_reference(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    if 0x80 <= code <= 0x9F:  # numbers that mean Windows-1252 (HTML, 13.2.5.80)
        return bytes((code,)).decode("cp1252", "ignore")
    return match[0] if legal else ""


def tidy_html(root: Any) -> Tidied:
    """Make a tree plain in its place."""
    tidied = Tidied(root)
    _drop_hidden(tidied)
    for element in [e for e in root.iter() if e.tag in DROPPED]:
        _drop(element)
    for element in list(root.iter("ruby")):
        _convert_ruby(element)
    collect_notes(root)
    for element in list(root.iter()):
        _tidy_element(element)
    _flatten(root)
    return tidied


def _drop(element: Any) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _drop_hidden(tidied: Tidied) -> None:
    hidden: list[str] = []
    for element in list(tidied.root.iter()):
        style = element.get("style") or ""
        if element.tag not in ("html", "body") and ("hidden" in element.attrib or HIDDEN.search(style)):
            if element.tag not in DROPPED:
                hidden.append("".join(element.itertext()).strip())
            _drop(element)
    hidden = [text for text in hidden if text]
    if hidden:
        message = f"Text that the page does not show was left out in {len(hidden)} place(s)."
        tidied.notices.append(Notice(NoticeCode.UNSAFE_CONTENT, message, context=" … ".join(hidden)[:60]))


def _convert_ruby(ruby: Any) -> None:
    """Turn each base with its annotation into a span: <ruby>汉<rt>hàn</rt></ruby> → <span class="ruby" rt="hàn">汉</span>."""
    from lxml import html

    pairs: list[tuple[str, str]] = []
    base = ruby.text or ""
    for child in list(ruby):
        if child.tag in ("rt", "rtc"):
            pairs.append((base, "".join(child.itertext()).strip()))
            base = child.tail or ""
        elif child.tag == "rp":
            base += child.tail or ""
        else:
            base += "".join(child.itertext()) + (child.tail or "")
    wrapper = html.Element("span")
    for text, annotation in pairs:
        span = html.Element("span", {"class": "ruby", "rt": annotation} if annotation and text.strip() else {})
        span.text = text if text.strip() else text + annotation
        wrapper.append(span)
    if len(wrapper):
        wrapper[-1].tail = base
    else:
        wrapper.text = base
    wrapper.tail = ruby.tail
    ruby.getparent().replace(ruby, wrapper)


def _tidy_element(element: Any) -> None:
    style = element.get("style") or ""
    if element.tag == "img":
        _tidy_picture(element)
    elif EMPHASIS.search(style):
        element.set("class", "emphasis-mark")
        element.tag = "span" if element.tag not in BLOCKS else element.tag
    elif element.tag in ("span", "font") and BOLD.search(style):
        element.tag = "strong"
    elif element.tag not in KEPT:
        element.tag = "div" if element.tag in BLOCKS else "span"
    _keep_attributes(element)


def _tidy_picture(image: Any) -> None:
    source = image.get("src") or ""
    lazy = next((image.get(name) for name in LAZY_ADDRESSES if image.get(name)), None)
    if lazy and (not source or source.startswith("data:")):
        image.set("src", lazy)


def _keep_attributes(element: Any) -> None:
    kept = {
        name: value
        for name, value in element.attrib.items()
        if name in KEPT_ATTRIBUTES and KEPT_ATTRIBUTES[name].fullmatch(value) and (name != "class" or _ours(value))
    }
    if "class" in kept:
        kept["class"] = _ours(kept["class"])
    element.attrib.clear()
    element.attrib.update(kept)


def _ours(classes: str) -> str:
    return " ".join(name for name in classes.split() if name in OUR_CLASSES or name == NOTE_CLASS)


def _flatten(root: Any) -> None:
    """Take off the tags of elements that mean nothing and of those that are too deep."""
    depths = {root: 0}
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is None:
            continue
        depth = depths.get(parent, 0) + 1
        plain = element.tag == "span" and not element.attrib
        doubled = (
            element.tag in ("div", "strong", "b", "em", "i", "u")
            and parent.tag == element.tag
            and _alone(element, parent)
        )
        if plain or (depth > MAX_DEPTH and element.tag not in ("img", "br")) or doubled:
            depths[element] = depth - 1
        else:
            depths[element] = depth
    for element in [e for e in depths if e is not root and depths[e] == depths.get(e.getparent(), 0)]:
        if element.getparent() is not None and element.tag not in ("body", "html"):
            element.drop_tag()


def _alone(element: Any, parent: Any) -> bool:
    return len(parent) == 1 and not (parent.text or "").strip() and not (element.tail or "").strip()


def read_html(root: Any, where: Any) -> Any:
    """Return the pandoc document of a tree made plain."""
    from lxml import html

    data = html.tostring(root, encoding="unicode").encode("utf-8", "replace")
    json = run_pandoc(["-f", READ, "-t", "json"], data, where)
    check_depth(json, where)
    doc = read_json(json)
    doc.walk(_make_note)
    return doc


def _make_note(element: Any, _doc: Any) -> Any:
    if isinstance(element, pf.Span) and NOTE_CLASS in element.classes:
        return pf.Note(pf.Para(*element.content))
    return None
