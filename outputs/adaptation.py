"""Adapt the document to what HTML can say: pictures, notes, lines, ruby, headings, and nothing that could act."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from kanben.source.article import Article
from kanben.source.document import copy_doc, descendants, inlines, pf, plain_text, replace_elements
from kanben.source.volume import CROSS_REFERENCE

from .table_columns import find_whole_columns, list_rows
from .terms import term

PictureAddress = Callable[[str], str]
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
LENGTH = re.compile(r"\d+(\.\d+)?(%|px|cm|mm|in|pt|em)?")
DIRECTION = re.compile("ltr|rtl")
ANYTHING = re.compile(".*", re.DOTALL)
NOTHING = re.compile("(?!)")
SAFE_LINK = re.compile(r"(https?|mailto):|#", re.IGNORECASE)
STOPPED = ("、", "．", "。", "：", "）", "】", "〕", "」")
"""Marks of full width that a printed number ends in."""
HIGHEST_LEVEL = 2
"""Level of the highest heading in the text: level 1 is the article's title."""


def adapt_document(article: Article, paged: bool, picture_address: PictureAddress, prefix: str = "") -> Any:
    """Return a copy of the article's document that pandoc's HTML writer turns into what our style sheets expect.

    `picture_address` gives the address under which a picture of the article is found; an image whose picture the
    article does not hold is replaced by its words. For pages (`paged`) notes become spans of class `note` where
    they stand, and interlinear annotation spans of class `ruby` with `data-rt`; else notes stand at the end in a Div
    of class `footnotes` and annotation becomes HTML's ruby. `prefix` is put before every identifier.
    """
    doc = copy_doc(article.doc)
    set_levels(doc, HIGHEST_LEVEL, 6)
    adapt = _Adapter(article, paged, picture_address, prefix)
    replace_elements(doc, adapt)
    if adapt.notes:
        doc.content.append(pf.Div(*adapt.notes, classes=["footnotes"], attributes={"role": "doc-endnotes"}))
    return doc


def set_levels(doc: Any, highest: int, lowest: int) -> None:
    """Let headings begin at level `highest` and go down one level at a time, to `lowest` (PDF/UA-1, 7.4.2)."""
    open_levels: list[int] = []
    for block in (element for element in descendants(doc) if isinstance(element, pf.Header)):
        while open_levels and open_levels[-1] >= block.level:
            open_levels.pop()
        open_levels.append(block.level)
        block.level = min(highest + len(open_levels) - 1, lowest)


class _Adapter:
    """A walk over the document: each kind of element has its method; identifiers are kept unique on the way."""

    def __init__(self, article: Article, paged: bool, picture_address: PictureAddress, prefix: str) -> None:
        self.article = article
        self.lang = article.lang
        self.paged = paged
        self.picture_address = picture_address
        self.prefix = prefix
        self.notes: list[Any] = []
        self.identifiers: set[str] = set()
        self.methods: dict[type, Callable[[Any], Any]] = {
            pf.Header: self.header,
            pf.LineBlock: self.line_block,
            pf.Figure: self.figure,
            pf.Image: self.image,
            pf.Note: self.note,
            pf.Link: self.link,
            pf.Span: self.span,
            pf.Div: self.div,
            pf.BulletList: self.bullet_list,
            pf.Table: self.table,
            pf.RawInline: lambda raw: pf.Str(raw.text),
            pf.RawBlock: lambda raw: pf.Para(*inlines(raw.text.strip())),
        }

    def __call__(self, element: Any) -> Any:
        if hasattr(element, "attributes"):
            self.clean(element)
        method = self.methods.get(type(element))
        return method(element) if method else None

    def clean(self, element: Any) -> None:
        """Leave only attributes that describe: no event handler, style or address of the document's own passes."""
        size = LENGTH if isinstance(element, pf.Image) else NOTHING
        allowed = {"lang": LANGUAGE_TAG, "dir": DIRECTION, "rt": ANYTHING, "width": size, "height": size}
        element.attributes = {
            key: value for key, value in element.attributes.items() if allowed.get(key, NOTHING).fullmatch(value)
        }
        if element.identifier:
            element.identifier = self.unique(element.identifier)

    def unique(self, wanted: str) -> str:
        name, number = re.sub(r"\s+", "-", wanted), 2
        while name in self.identifiers:
            name, number = f"{wanted}-{number}", number + 1
        self.identifiers.add(name)
        return self.prefix + name

    def header(self, header: Any) -> None:
        if not header.identifier:
            header.identifier = self.unique("section")

    def line_block(self, block: Any) -> Any:
        """Set each line of an inscription or poem as an element of its own, so that it can be indented and tagged.

        The first line of a signature is `signed`: it is set a little apart from the line before it.
        """
        lines, before = [], True
        for item in block.content:
            signed = is_signature(item)
            classes = ["line", *(["signed"] if signed and not before else []), *([] if item.content else ["blank"])]
            lines.append(pf.Div(pf.Plain(*(item.content or [pf.LineBreak()])), classes=classes))
            before = signed or not item.content
        return pf.Div(*lines, classes=["line-block"])

    def figure(self, figure: Any) -> Any:
        """Keep a figure only where it holds something besides its caption."""
        if any(not isinstance(block, pf.Plain) or block.content for block in figure.content):
            return None
        caption = list(figure.caption.content) if figure.caption else []
        return pf.Div(*[pf.Para(*b.content) if isinstance(b, pf.Plain) else b for b in caption], classes=["caption"])

    def image(self, image: Any) -> Any:
        """Point to the article's own picture; without it the words that stand for it remain, once."""
        if image.url not in self.article.pictures:
            if isinstance(image.parent, pf.Plain) and isinstance(image.parent.parent, pf.Figure):
                return []
            return pf.Span(*image.content, classes=["missing-picture"])
        if not plain_text(pf.Span(*image.content)).strip():
            image.content = inlines(term("picture", self.lang))
        image.url = self.picture_address(image.url)
        image.title = ""
        return None

    def note(self, note: Any) -> Any:
        """Set a note as a span where it stands, which WeasyPrint floats to the foot, or at the end with a link to it."""
        if self.paged:
            return pf.Span(*_note_inlines(note), classes=["note"])
        number = len(self.notes) + 1
        place, call = self.unique(f"fn{number}"), self.unique(f"fnref{number}")
        # A role tells them from what the document calls a footnote itself: its attributes never hold one.
        self.notes.append(pf.Div(*note.content, identifier=place, attributes={"role": "doc-footnote"}))
        names = f'href="#{escape(place, quote=True)}" id="{escape(call, quote=True)}"'
        return pf.RawInline(f'<a {names} role="doc-noteref"><sup>{number}</sup></a>', "html")

    def link(self, link: Any) -> Any:
        """Keep links to the web and into the text; one to another chapter is written here, so that its address stays."""
        link.title = ""
        if link.url.startswith(CROSS_REFERENCE):
            address = escape(link.url.removeprefix(CROSS_REFERENCE), quote=True)
            begin = pf.RawInline(f'<a class="cross-reference" href="#{address}">', "html")
            return [begin, *link.content, pf.RawInline("</a>", "html")]
        if link.url.startswith("#"):
            link.url = f"#{self.prefix}{link.url[1:]}"
        return None if SAFE_LINK.match(link.url) else pf.Span(*link.content)

    def span(self, span: Any) -> Any:
        """Turn interlinear annotation into HTML's ruby elements, or leave it to the composition of pages.

        A label that ends in a Chinese mark is `stopped`: the mark's body has white of its own.
        """
        if "label" in span.classes and plain_text(span).endswith(STOPPED):
            span.classes.append("stopped")
        if self.paged:
            return None
        annotation = span.attributes.pop("rt", None)
        if "ruby" not in span.classes or not annotation:
            return None
        tail = [pf.RawInline("<rt>", "html"), *inlines(annotation), pf.RawInline("</rt></ruby>", "html")]
        return [pf.RawInline("<ruby>", "html"), *span.content, *tail]

    def table(self, table: Any) -> None:
        """On pages, let words decide how wide columns are: pandoc guesses it from the length of the source's lines.

        Cells of columns that can be spared the room are of class `whole`: no line breaks in them.
        """
        if not self.paged:
            return
        table.colspec = [(alignment, "ColWidthDefault") for alignment, _ in table.colspec]
        rows = list_rows(table)
        whole = find_whole_columns(rows)
        for row in rows:
            for column, cell in row:
                if column in whole:
                    cell.classes.append("whole")

    def bullet_list(self, items: Any) -> Any:
        """Tell a list whose items have printed labels from one that needs bullets."""
        return pf.Div(items, classes=["labelled"]) if has_labels(items) else None

    def div(self, div: Any) -> None:
        """Say over a transcription what it is; a caption in an inscription is in the article's language."""
        if "caption" in div.classes and isinstance(div.parent, pf.Div) and "inscription" in div.parent.classes:
            div.attributes.setdefault("lang", self.lang)
        if "transcription" in div.classes:
            lang = div.attributes.get("lang") or self.lang
            label = pf.Div(pf.Plain(*inlines(term("transcription", lang))), classes=["transcription-label"])
            div.content.insert(0, label)


def _note_inlines(note: Any) -> list[Any]:
    """Return a note's paragraphs as lines of one."""
    content: list[Any] = []
    for block in note.content:
        if content:
            content.append(pf.LineBreak())
        plain = isinstance(block, pf.Para | pf.Plain)
        content += list(block.content) if plain else inlines(plain_text(block))
    return content


def has_labels(items: Any) -> bool:
    """Say whether every item of a list begins with its printed number or mark, a span of class `label`."""
    firsts = [item.content[0] for item in items.content if item.content]
    return len(firsts) == len(items.content) and all(_begins_with_label(block) for block in firsts)


def _begins_with_label(block: Any) -> bool:
    first = next(iter(getattr(block, "content", None) or ()), None)
    return isinstance(first, pf.Span) and "label" in first.classes


def is_signature(line: Any) -> bool:
    """Say whether a line is part of the signature of an inscription or poem."""
    return any(isinstance(inline, pf.Span) and "signature" in inline.classes for inline in line.content)
