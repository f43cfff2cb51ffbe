"""Mark the document for pandoc: its DOCX writer carries raw elements through, so what it has no word for travels as ours.

Two elements of a namespace of our own stand in what pandoc writes: `k:p` at the beginning of a paragraph names its style,
its language, whether it is kept with the next and how far from the right it ends, `k:span` encloses the runs of a span and names its classes and language.
`paragraphs` and `spans` turn them into WordprocessingML.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from itertools import groupby
from typing import Any
from xml.sax.saxutils import quoteattr

from kanben.outputs.adaptation import LANGUAGE_TAG, is_signature, set_levels
from kanben.outputs.html import byline_lines, split_title
from kanben.outputs.terms import term
from kanben.source.article import Article, Picture
from kanben.source.document import descendants, inlines, pf, plain_text, replace_elements

from .appearance import MILLIMETRE, Appearance
from .official_documents import LABEL, TAB, is_enclosed, is_number, part_style, right_indent
from .ooxml import xml_text

MARK = "urn:kanben:mark"
"""Namespace of the marks; none is left in the file."""
STYLE_OF_CLASS = {
    "inscription": "Inscription",
    "transcription": "Transcription",
    "caption": "Caption",
    "lead": "Lead",
    "verse": "Verse",
    "signature": "Signature",
    "addressee": "Addressee",
    "closing": "Closing",
    "enclosure": "Enclosure",
    "byline": "Byline",
}
"""Paragraph styles of the document's Divs."""
SIGNED = {"Inscription": "InscriptionSignature", "Transcription": "TranscriptionSignature", "Verse": "VerseSignature"}
"""Style of the signature under lines of a style."""
PARTS = ("Enclosure", "Signature")
"""Styles whose paragraphs differ by their place."""
SPAN_CLASSES = ("label", "ruby", "emphasis-mark", "proper-noun", "book-title")
DOTS_PER_INCH = 96
"""Resolution at which a picture has its natural size."""
SAFE_LINKS = ("http:", "https:", "mailto:", "#")


def mark_document(article: Article, appearance: Appearance) -> Any:
    """Return a document with title block, marks and what stands in for pictures; the article's blocks are used up."""
    doc = article.doc
    set_levels(doc, 1, 9)  # the title has a style of its own
    replace_elements(doc, _Marker(article, appearance))
    for element in descendants(doc):
        if isinstance(element, pf.Div):
            # The marks have style and language: pandoc would write them its own way.
            element.attributes, element.classes = {}, []
    return pf.Doc(*_title_block(article), *doc.content)


def _title_block(article: Article) -> list[Any]:
    """Return kicker, title, subtitle and byline as paragraphs; the lines of one title are lines of one paragraph."""
    kicker, title, subtitle = split_title(article.titles)
    groups = [*(("Kicker", line) for line in kicker), ("Title", "\n".join(title))]
    groups += [("Subtitle", line) for line in subtitle] + [("Byline", line) for line in byline_lines(article)]
    return [pf.Para(_paragraph_mark(style, None), *inlines(text)) for style, text in groups if text]


class _Marker:
    """A walk over the document: each kind of element has its method."""

    def __init__(self, article: Article, appearance: Appearance) -> None:
        self.article = article
        self.appearance = appearance
        self.methods: dict[type, Callable[[Any], Any]] = {
            pf.Para: self.paragraph,
            pf.Plain: self.paragraph,
            pf.Header: self.paragraph,
            pf.LineBlock: self.lines,
            pf.Span: self.span,
            pf.Div: self.div,
            pf.BulletList: self.bullet_list,
            pf.Image: self.image,
            pf.Figure: self.figure,
            pf.Link: self.link,
            # Marks come in above the elements that are walked, so every raw element met here is the input's own.
            pf.RawInline: lambda raw: pf.Str(raw.text),
            pf.RawBlock: lambda raw: pf.Para(*inlines(raw.text.strip())),
        }

    def __call__(self, element: Any) -> Any:
        method = self.methods.get(type(element))
        return method(element) if method else None

    def paragraph(self, block: Any) -> None:
        style, lang = _context(block)
        if isinstance(block, pf.Header):
            style = None
        right = None
        if style in PARTS and isinstance(block.parent, pf.Div):
            right = right_indent(block, self.appearance) if style == "Signature" else None
            style = part_style(block, style)
        if style or lang:
            block.content.insert(0, _paragraph_mark(style, lang, right=right))

    def lines(self, block: Any) -> Any:
        """Set a line block as one paragraph, its lines kept; without a style of its own it is verse.

        A signature is a paragraph of its own, whose style puts it at the end of the line.
        """
        style, lang = _context(block)
        paragraphs: list[Any] = []
        groups = [(signed, list(items)) for signed, items in groupby(block.content, is_signature)]
        for signed, items in groups:
            name = SIGNED[style or "Verse"] if signed and (style or "Verse") in SIGNED else style or "Verse"
            content: list[Any] = [_paragraph_mark(name, lang, keep=items is not groups[-1][1])]
            for number, item in enumerate(items):
                content += [pf.LineBreak(), *item.content] if number else item.content
            paragraphs.append(pf.Para(*content))
        return paragraphs

    def div(self, div: Any) -> Any:
        """Say over a transcription what it is; set the two readings of a facing edition in a row of two cells."""
        if "facing-pair" in div.classes:
            cells = [pf.TableCell(*column.content) for column in div.content]
            widths = [("AlignDefault", 1 / len(cells))] * len(cells)
            return pf.Table(pf.TableBody(pf.TableRow(*cells)), colspec=widths)
        if "transcription" in div.classes:
            lang = _language(div) or self.article.lang
            mark = _paragraph_mark("TranscriptionLabel", lang)
            div.content.insert(0, pf.Para(mark, *inlines(term("transcription", lang))))
        return None

    def bullet_list(self, items: Any) -> Any:
        """Set items that have printed labels as paragraphs in the list's style: a bullet would be one mark too many."""
        if not all(item.content and _begins_with_label(item.content[0]) for item in items.content):
            return None
        blocks = [block for item in items.content for block in item.content]
        paragraphs = [pf.Para(*block.content) if isinstance(block, pf.Plain) else block for block in blocks]
        for block in paragraphs:
            if isinstance(block, pf.Para):
                block.content.insert(0, _paragraph_mark("ListParagraph", None))
        return paragraphs

    def span(self, span: Any) -> Any:
        classes = [name for name in span.classes if name in SPAN_CLASSES]
        lang, rt = _language(span), span.attributes.get("rt")
        span.attributes, span.classes = {}, ["signature"] if "signature" in span.classes else []
        if not classes and not lang:
            return None
        tab = []
        if "label" in classes and is_enclosed(span):
            classes[classes.index("label")] = LABEL
            tab = [_raw(TAB)] if is_number(plain_text(span)) else []
        attributes = {"class": " ".join(classes), "lang": lang, "rt": rt}
        return [_raw(f"<k:span{_attributes(attributes)}>"), span, _raw("</k:span>"), *tab]

    def image(self, image: Any) -> Any:
        picture = self.article.pictures.get(image.url)
        if picture is None:
            return pf.Span(*image.content)
        image.url = f"data:{picture.media_type};base64,{b64encode(stand_in(picture)).decode()}"
        image.title = ""
        image.attributes = dict(zip(("width", "height"), self.size(picture), strict=True))
        return None

    def size(self, picture: Picture) -> tuple[str, str]:
        """Return width and height of a picture: its natural size, or what fits the type area and two thirds of its height."""
        page = self.appearance.page
        room = (page["height"] - page["top"] - page["bottom"]) * MILLIMETRE / 1440 * 2 / 3
        width, height = picture.width / DOTS_PER_INCH, picture.height / DOTS_PER_INCH
        factor = min(1.0, self.appearance.measure / 1440 / width, room / height)
        return f"{width * factor:.3f}in", f"{height * factor:.3f}in"

    def figure(self, figure: Any) -> Any:
        """Keep a figure only where its picture is there; of another its caption remains."""
        if any(_holds_picture(block) for block in figure.content):
            return None
        caption = list(figure.caption.content) if figure.caption else []
        mark = _paragraph_mark("Caption", _context(figure)[1])
        return [pf.Para(mark, *block.content) for block in caption if isinstance(block, pf.Plain | pf.Para)]

    def link(self, link: Any) -> Any:
        link.title = ""
        return None if link.url.lower().startswith(SAFE_LINKS) else pf.Span(*link.content)


def stand_in(picture: Picture) -> bytes:
    """Return what stands for a picture while pandoc writes: a volume's photographs are more than it can hold.

    SVG stands for itself, which pandoc looks into.
    """
    return picture.data if picture.media_type == "image/svg+xml" else sha256(picture.data).hexdigest().encode()


def _begins_with_label(block: Any) -> bool:
    """Say whether a block begins with a label, whose span is marked by now."""
    first = next((i for i in block.content if not _is_paragraph_mark(i)), None) if hasattr(block, "content") else None
    return isinstance(first, pf.RawInline) and first.text.startswith('<k:span class="label"')


def _is_paragraph_mark(inline: Any) -> bool:
    return isinstance(inline, pf.RawInline) and inline.text.startswith("<k:p")


def _context(block: Any) -> tuple[str | None, str | None]:
    """Return the style and the language that the innermost Divs around a block give it."""
    style = lang = None
    element = block.parent
    while element is not None and not isinstance(element, pf.Doc):
        if isinstance(element, pf.Note):
            return style, lang
        if isinstance(element, pf.Div):
            style = style or next((STYLE_OF_CLASS[name] for name in element.classes if name in STYLE_OF_CLASS), None)
            lang = lang or _language(element)
        element = element.parent
    return style, lang


def _language(element: Any) -> str | None:
    tag = element.attributes.get("lang", "")
    return tag if LANGUAGE_TAG.fullmatch(tag) else None


def _holds_picture(block: Any) -> bool:
    found: list[Any] = []

    def collect(element: Any, _doc: Any) -> None:
        if isinstance(element, pf.Image | pf.Table | pf.CodeBlock):
            found.append(element)

    block.walk(collect)
    return bool(found) or (not isinstance(block, pf.Plain | pf.Para) and bool(plain_text(block).strip()))


def _paragraph_mark(
    style: str | None, lang: str | None, keep: bool = False, right: tuple[int, int] | None = None
) -> Any:
    indent = " ".join(map(str, right)) if right else None
    attributes = {"style": style, "lang": lang, "keep": "next" if keep else None, "right": indent}
    return _raw(f"<k:p{_attributes(attributes)}/>")


def _raw(text: str) -> Any:
    # The namespace is declared on the body when the part is read.
    return pf.RawInline(text, format="openxml")


def _attributes(values: dict[str, str | None]) -> str:
    return "".join(f" {key}={quoteattr(xml_text(value))}" for key, value in values.items() if value)
