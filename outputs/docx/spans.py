"""Spans: emphasis marks, proper noun and book title marks, labels and languages on runs; Han is emphasised without slant."""

from __future__ import annotations

from typing import Any

from .language import set_language
from .marking import MARK
from .official_documents import LABEL
from .ooxml import each, find, make, properties, put, qname, unwrap
from .ruby import annotate

MARK_TAG = f"{{{MARK}}}span"
STYLES = {
    "label": "Label",
    LABEL: "EnclosureLabel",
    "emphasis-mark": "EmphasisMark",
    "proper-noun": "ProperNoun",
    "book-title": "BookTitle",
}
"""Character styles of the document's spans."""
PROPERTIES = {
    "EmphasisMark": ("w:em", "underDot"),
    "ProperNoun": ("w:u", "single"),
    "BookTitle": ("w:u", "wave"),
}
"""What a style means, written on the run too: it may have another style, and some programs draw no dots for a style."""
DIRECT = (("w:b", "Strong"), ("w:i", "Emphasis"))


def apply_spans(root: Any) -> None:
    """Turn the marks of spans, innermost first, into properties of their runs."""
    for span in reversed(list(root.iter(MARK_TAG))):
        runs = [run for run in each(span, "w:r") if next(run.iterancestors(qname("w:r")), None) is None]
        for run in runs:
            for name in (span.get("class") or "").split():
                if name in STYLES:
                    set_run_style(run, STYLES[name])
            if span.get("lang"):
                set_language(run, span.get("lang"))
        if "ruby" in (span.get("class") or "").split() and span.get("rt"):
            annotate(runs, span.get("rt"))
        unwrap(span)


def set_run_style(run: Any, style: str) -> None:
    """Give a run a character style where it has none, and what the style means."""
    holder = properties(run)
    if find(holder, "w:rStyle") is None:
        put(holder, make("w:rStyle", {"w:val": style}))
    if style in PROPERTIES:
        name, value = PROPERTIES[style]
        put(holder, make(name, {"w:val": value}))


def name_emphasis(root: Any) -> None:
    """Give bold and italic runs the styles 要点 and 强调, whose look the theme decides: Han is not set in italics."""
    for name, style in DIRECT:
        for direct in each(root, name):
            holder = direct.getparent()
            if find(holder, "w:rStyle") is not None:
                continue
            for mark in (direct, find(holder, f"{name}Cs")):
                if mark is not None:
                    holder.remove(mark)
            put(holder, make("w:rStyle", {"w:val": style}))
