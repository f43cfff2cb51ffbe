"""The pandoc document: the one place that imports panflute.

panflute is typed loosely, so its classes are `Any` to the type checker; everything else in kanben imports them from here.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Callable, Iterator
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # panflute's own sources warn when they are compiled
    import panflute

pf: Any = panflute
Doc = pf.Doc
Element = pf.Element
# Attributes that every pandoc element with an Attr has: identifier, classes, key-value pairs.
API_VERSION = (1, 23, 1)
WORDS = frozenset({pf.Str, pf.Space, pf.SoftBreak, pf.LineBreak})
"""Inlines that hold nothing but what is read."""


def read_json(data: bytes | str) -> Any:
    """Return the panflute `Doc` of a pandoc JSON document."""
    text = data.decode("utf-8") if isinstance(data, bytes) else data
    return pf.load(io.StringIO(text))


def write_json(doc: Any) -> str:
    """Return the pandoc JSON of a panflute `Doc`, without line breaks and the same for the same document."""
    out = io.StringIO()
    pf.dump(doc, out)
    return out.getvalue()


def copy_doc(doc: Any) -> Any:
    """Return an independent copy: passes may change it without touching the original."""
    return read_json(write_json(doc))


def descendants(element: Any) -> Iterator[Any]:
    """Yield every element below one, in reading order; they may be changed, but none replaced.

    A tenth of the time of `walk`, which builds every list anew.
    """
    for name in element._children:
        child = getattr(element, name)
        items = () if child is None else child.list if isinstance(child, pf.ListContainer) else _values(child)
        for item in items:
            yield item
            yield from descendants(item)


def replace_elements(root: Any, change: Callable[[Any], Any]) -> None:
    """Call `change` for every element below one, inner ones first, and put what it returns in the element's place.

    None leaves the element, a list stands for several or none; `parent` holds while `change` runs. As panflute's `walk`
    does, in a third of the time; words, spaces and metadata are left alone.
    """
    for name in root._children:
        child = getattr(root, name)
        if isinstance(child, pf.ListContainer):
            _replace_items(child, root, change)
        elif child is not None and name != "metadata":
            child.parent = root
            replace_elements(child, change)
            altered = change(child)
            if altered is not None:
                setattr(root, name, altered)


def _replace_items(container: Any, parent: Any, change: Callable[[Any], Any]) -> None:
    items: list[Any] = []
    for index, item in enumerate(container.list):
        if type(item) in WORDS:
            items.append(item)
            continue
        item.parent, item.location, item.index = parent, container.location, index
        if item._children:
            replace_elements(item, change)
        altered = change(item)
        if altered is None:
            items.append(item)
        elif isinstance(altered, list):
            items += altered
        else:
            items.append(altered)
    container.list = items


def _values(child: Any) -> tuple[Any, ...]:
    return tuple(child.dict.values()) if isinstance(child, pf.DictContainer) else (child,)


def plain_text(element: Any) -> str:
    """Return the words of an element, line breaks as LF, soft breaks and spaces as one space, notes left out.

    >>> plain_text(pf.Para(pf.Str("刊本"), pf.Space(), pf.Strong(pf.Str("A"))))
    '刊本 A'
    """
    parts: list[str] = []

    def collect(node: Any, _doc: Any = None) -> None:
        if isinstance(node, pf.Note):
            return
        if isinstance(node, pf.Str | pf.Code | pf.CodeBlock | pf.Math):
            parts.append(node.text)
        elif isinstance(node, pf.Space | pf.SoftBreak):
            parts.append(" ")
        elif isinstance(node, pf.LineBreak):
            parts.append("\n")
        else:
            for child in node.content if hasattr(node, "content") and node.content is not None else ():
                collect(child)
                if isinstance(child, pf.Block | pf.LineItem) and not isinstance(node, pf.ListItem):
                    parts.append("\n")

    collect(element)
    return "".join(parts).strip("\n")


def metadata_json(doc: Any) -> dict[str, Any]:
    """Return the document's metadata as plain Python values (strings, lists, dictionaries)."""
    meta: dict[str, Any] = doc.get_metadata()
    return meta


def metadata_value(doc: Any, key: str) -> Any:
    """Return one of the document's metadata as a plain Python value, None where it is not there."""
    return doc.get_metadata(key)


def inlines(text: str) -> list[Any]:
    """Return pandoc inlines for a plain string: words, spaces, and a `LineBreak` for each LF."""
    out: list[Any] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            out.append(pf.LineBreak())
        for position, word in enumerate(line.split(" ")):
            if position:
                out.append(pf.Space())
            if word:
                out.append(pf.Str(word))
    return out


def compact_json(value: object) -> str:
    """Return JSON with Chinese as it is and no needless space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
