"""Paragraphs: pandoc's style names become ours, and a paragraph's mark its style and language."""

from __future__ import annotations

from typing import Any

from .language import set_paragraph_language
from .marking import MARK
from .ooxml import each, find, make, properties, put, qname, remove, value_of

STYLES = {
    "BlockText": "Quote",
    "ImageCaption": "Caption",
    "TableCaption": "Caption",
    "CaptionedFigure": "Picture",
    "Figure": "Picture",
    "SourceCode": "HTMLPreformatted",
    "FootnoteText": "FootnoteText",
    "FootnoteBlockText": "FootnoteText",
    "DefinitionTerm": "DefinitionTerm",
    "Definition": "Definition",
    **{f"Heading{n}": f"Heading{n}" for n in range(1, 10)},
}
"""Our style for each of pandoc's; every other paragraph is 正文, which has no name in the file."""
RUN_STYLES = {
    "VerbatimChar": "HTMLCode",
    "Hyperlink": "Hyperlink",
    "FootnoteReference": "FootnoteReference",
}
MARK_TAG = f"{{{MARK}}}p"


def name_styles(root: Any) -> None:
    """Give paragraphs, runs and tables the ids of our styles."""
    for paragraph in each(root, "w:p"):
        _style_paragraph(paragraph)
    for style in each(root, "w:rStyle"):
        name = RUN_STYLES.get(value_of(style))
        remove(style) if name is None else style.set(qname("w:val"), name)
    for style in each(root, "w:tblStyle"):
        style.set(qname("w:val"), "ThreeLineTable")


def _style_paragraph(paragraph: Any) -> None:
    holder = properties(paragraph)
    pandoc_name = value_of(find(holder, "w:pStyle"))
    name = STYLES.get(pandoc_name)
    if name is None and _in_table(paragraph):
        name = "TableText"
    elif name is None and find(holder, "w:numPr") is not None:
        name = "ListParagraph"
    set_style(paragraph, name)


def set_style(paragraph: Any, name: str | None) -> None:
    """Set a paragraph's style; 正文 is the style of a paragraph that names none."""
    holder = properties(paragraph)
    old = find(holder, "w:pStyle")
    if old is not None:
        holder.remove(old)
    if name and name != "Normal":
        put(holder, make("w:pStyle", {"w:val": name}))


def style_of(paragraph: Any) -> str:
    """Return the id of a paragraph's style."""
    holder = find(paragraph, "w:pPr")
    return (value_of(find(holder, "w:pStyle")) if holder is not None else "") or "Normal"


def _in_table(paragraph: Any) -> bool:
    return bool(paragraph.getparent().tag == qname("w:tc"))


def apply_marks(root: Any) -> None:
    """Turn every paragraph mark into what it names."""
    for mark in list(root.iter(MARK_TAG)):
        paragraph = next(mark.iterancestors(qname("w:p")))
        if mark.get("style"):
            set_style(paragraph, mark.get("style"))
        if mark.get("keep"):
            put(properties(paragraph), make("w:keepNext"))
        if mark.get("right"):
            names = ("w:rightChars", "w:right")
            put(properties(paragraph), make("w:ind", dict(zip(names, mark.get("right").split(), strict=True))))
        if mark.get("lang"):
            set_paragraph_language(paragraph, mark.get("lang"))
        remove(mark)


def drop_rules_of_pandoc(root: Any) -> None:
    """Draw horizontal rules as borders of empty paragraphs: pandoc writes VML, which few programs draw."""
    for picture in each(root, "w:pict"):
        paragraph = next(picture.iterancestors(qname("w:p")))
        for child in list(paragraph):
            paragraph.remove(child)
        line = make("w:bottom", {"w:val": "single", "w:sz": 4, "w:space": 1, "w:color": "auto"})
        put(properties(paragraph), make("w:pBdr", None, line))
