"""Word styles: a DOCX that kanben wrote, and an editor corrected, says by its styles what each paragraph is."""

from __future__ import annotations

import re
from typing import Any

from .assemble import label_enclosure
from .bylines import read_byline
from .document import pf, plain_text
from .metadata import language_tag
from .scripts import main_script
from .signatures import SIGNATURE, inscription_block, line_block

NAMES = re.compile(r'<w:name w:val="(?:作者行|碑文|导语|释文|标号)"'.encode())
"""Names of styles that only our documents have, in `word/styles.xml`."""
LANGUAGE = re.compile(rb'<w:rPrDefault>.*?<w:lang [^>]*w:eastAsia="([A-Za-z-]+)"', re.DOTALL)
DIVS = {
    "导语": "lead",
    "caption": "caption",
    "碑文": "inscription",
    "碑文落款": "inscription",
    "诗行": "verse",
    "诗行落款": "verse",
    "Signature": "signature",
    "落款日期": "signature",
    "主送机关": "addressee",
    "Closing": "closing",
    "附件说明": "enclosure",
    "附件说明续项": "enclosure",
    "单件附件说明": "enclosure",
}
"""What the paragraphs of a style are; those of all other styles are what pandoc takes them for."""
JOINED = {"落款日期": "Signature", "附件说明续项": "附件说明"}
"""Styles of paragraphs that go on with a part, and the style of its first."""
SPANS = {"标号": "label", "专名号": "proper-noun", "书名号": "book-title"}
SIGNED = {"碑文落款": "碑文", "诗行落款": "诗行"}
"""Styles of signatures, and of the lines that they stand under."""
GENERATED = ("释文标签", "释文", "释文落款", "目录标题", "TOC Heading", "toc 1", "toc 2", "toc 3")
"""What was made for the edition and is made again."""


def uses_styles(styles: bytes) -> bool:
    """Say whether `word/styles.xml` is one of ours."""
    return len(set(NAMES.findall(styles))) > 2


def read_styles(doc: Any, styles: bytes) -> None:
    """Turn the styles of a document, read with pandoc's extension `styles`, into the mark-up of an article."""
    title = doc.metadata.content.get("title")
    lines = plain_text(pf.Para(*title.content)).split("\n") if isinstance(title, pf.MetaInlines) else []
    kickers, bylines = _take(doc, "引题"), _take(doc, "作者行")
    doc.content = _join_parts(_join_signatures(list(doc.content)))
    doc.walk(_read_element)
    doc.content = _join_quotes(list(doc.content))
    found = LANGUAGE.search(styles)
    text = "".join(map(plain_text, doc.content))
    script = "zh-Hant" if main_script(text) == "Hant" else "zh-Hans"
    doc.metadata["lang"] = language_tag(found[1].decode() if found else "", script)
    titles = [*kickers, *lines]
    if titles:
        doc.metadata["title"] = titles if len(titles) > 1 else titles[0]
    if bylines:
        doc.metadata["byline"] = bylines
        people = read_byline(bylines)
        for name, value in (("author", people.authors), ("date", people.date), ("source", people.source)):
            if value:
                doc.metadata[name] = value


def _take(doc: Any, style: str) -> list[str]:
    """Take the paragraphs of a style out of the document and return their lines."""
    taken = [block for block in doc.content if _style(block) == style]
    doc.content = [block for block in doc.content if _style(block) != style]
    return [line for block in taken for line in plain_text(block).split("\n") if line.strip()]


def _style(element: Any) -> str:
    return str(getattr(element, "attributes", {}).get("custom-style", ""))


def _read_element(element: Any, _doc: Any) -> Any:
    if isinstance(element, pf.Header):
        element.level += 1  # below the title
        if f"#{element.identifier}" not in {link.url for link in _links(element.doc)}:
            element.identifier = ""
    elif isinstance(element, pf.Div) and _style(element):
        return _read_div(element)
    elif isinstance(element, pf.Span) and _style(element):
        return _read_span(element)
    elif isinstance(element, pf.Figure | pf.Table):
        element.attributes.pop("custom-style", None)
    return None


def _links(doc: Any) -> list[Any]:
    found: list[Any] = []
    doc.walk(lambda element, _doc: found.append(element) if isinstance(element, pf.Link) else None)
    return found


def _read_div(div: Any) -> Any:
    style = _style(div)
    if style in GENERATED:
        return []
    if style == "HTML Preformatted":
        return pf.CodeBlock(plain_text(div))
    kind = DIVS.get(style)
    if kind is None or isinstance(div.parent, pf.Caption):
        return list(div.content)
    if kind == "verse":
        return _lines(div)
    content = [_lines(div, inscription=True)] if kind == "inscription" else list(div.content)
    if kind == "enclosure":
        for paragraph in content:
            _label_enclosure(paragraph)
    found = pf.Div(*content, classes=[kind])
    if kind == "inscription" and main_script(plain_text(div)) in ("Hant", "Hans"):
        found.attributes["lang"] = f"zh-{main_script(plain_text(div))}"
    return found


def _label_enclosure(paragraph: Any) -> None:
    """Give the line of an enclosure its labels again; the tab behind its number, which aligns its name, goes."""
    content = list(paragraph.content)
    if len(content) > 1 and isinstance(content[1], pf.Space) and plain_text(content[0])[-2:-1].isdigit():
        del content[1]
    paragraph.content = label_enclosure(content)


def _lines(div: Any, inscription: bool = False) -> Any:
    """Return the paragraphs of a block as lines: a line break in Word is one, and so is a paragraph."""
    lines: list[list[Any]] = []
    for block in div.content:
        lines += _split_lines(block)
    return inscription_block(lines) if inscription else line_block(lines)


def _split_lines(block: Any) -> list[list[Any]]:
    lines: list[list[Any]] = [[]]
    for inline in getattr(block, "content", []):
        if isinstance(inline, pf.LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    return lines


def _read_span(span: Any) -> Any:
    style = _style(span)
    if style in SPANS:
        return pf.Span(*span.content, classes=[SPANS[style]])
    kinds = {"Strong": pf.Strong, "Emphasis": pf.Emph}
    if style in kinds:
        return kinds[style](*span.content)
    return pf.Code(plain_text(pf.Para(*span.content))) if style == "HTML Code" else list(span.content)


def _join_signatures(blocks: list[Any]) -> list[Any]:
    """Put the lines of a signature, each in a Span, behind the lines that it stands under."""
    joined: list[Any] = []
    for block in blocks:
        base = SIGNED.get(_style(block))
        if base is None or not joined or _style(joined[-1]) != base:
            joined.append(block)
            continue
        for paragraph in block.content:
            lines = _split_lines(paragraph)
            spans = [pf.Para(pf.Span(*line, classes=[SIGNATURE])) for line in lines if line]
            joined[-1].content.extend(spans)
    return joined


def _join_parts(blocks: list[Any]) -> list[Any]:
    """Put the paragraphs of one signature, and of one list of enclosures, together."""
    joined: list[Any] = []
    for block in blocks:
        if joined and JOINED.get(_style(block), "") == _style(joined[-1]) != "":
            joined[-1].content.extend(list(block.content))
        else:
            joined.append(block)
    return joined


def _join_quotes(blocks: list[Any]) -> list[Any]:
    """Join quotations that follow each other: each paragraph of one comes as one of its own."""
    joined: list[Any] = []
    for block in blocks:
        if joined and isinstance(block, pf.BlockQuote) and isinstance(joined[-1], pf.BlockQuote):
            joined[-1].content.extend(list(block.content))
        else:
            joined.append(block)
    return joined
