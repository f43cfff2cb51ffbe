"""Markers: ruby and emphasis marks inside running text, for readers that would flatten them.

Four code points of the last private-use plane stand around the words; any that a document brings itself are taken out.
"""

from __future__ import annotations

import re
from typing import Any

from .document import pf

RUBY, ANNOTATION, EMPHASIS, END = "\U0010fff0", "\U0010fff1", "\U0010fff2", "\U0010fff3"
MARKERS = str.maketrans("", "", RUBY + ANNOTATION + EMPHASIS + END)
MARKED = re.compile(f"{RUBY}([^{RUBY}{END}]*){ANNOTATION}([^{RUBY}{END}]*){END}|{EMPHASIS}([^{EMPHASIS}{END}]*){END}")
SPACE = "\u00a0"
"""Keeps an annotation of several words in one string."""


def mark_ruby(base: str, annotation: str) -> str:
    """Return base and annotation with markers around them."""
    if not annotation.strip():
        return base
    return RUBY + _bare(base) + ANNOTATION + _bare(annotation.strip()) + END


def mark_emphasis(text: str) -> str:
    """Return a text with the markers of emphasis marks (着重号) around it."""
    return EMPHASIS + _bare(text) + END if text.strip() else text


def _bare(text: str) -> str:
    return text.translate(MARKERS).replace(" ", SPACE)


def resolve_markers(doc: Any) -> None:
    """Turn what stands between markers into Spans, in place; drop markers without a partner."""
    doc.walk(_resolve)


def _resolve(element: Any, _doc: Any) -> Any:
    if not isinstance(element, pf.Str) or not any(c in element.text for c in (RUBY, ANNOTATION, EMPHASIS, END)):
        return None
    out: list[Any] = []
    done = 0
    for match in MARKED.finditer(element.text):
        out += _string(element.text[done : match.start()])
        if match[3] is not None:
            out.append(pf.Span(pf.Str(match[3].replace(SPACE, " ")), classes=["emphasis-mark"]))
        else:
            ruby = {"rt": match[2].replace(SPACE, " ")}
            out.append(pf.Span(pf.Str(match[1]), classes=["ruby"], attributes=ruby))
        done = match.end()
    return [*out, *_string(element.text[done:])]


def _string(text: str) -> list[Any]:
    text = text.translate(MARKERS)
    return [pf.Str(text)] if text else []
