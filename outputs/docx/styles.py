"""Styles: `word/styles.xml` from the theme, built-in ones under Word's own names, ours under Chinese names (§17.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .appearance import KEPT, TWIPS, Appearance, Face
from .language import default_language
from .ooxml import make, put

PARAGRAPH, CHARACTER, TABLE = "paragraph", "character", "table"


@dataclass(frozen=True, slots=True)
class Style:
    """A style's id, its name in the file, its Chinese name, kind, parent, and the style of the paragraph that follows.

    Word and WPS translate the names of built-in styles themselves (heading 1 is 标题 1 there); `alias` says the Chinese
    name in other languages too. Styles of our own have only a Chinese name.
    """

    id: str
    name: str
    alias: str | None = None
    kind: str = PARAGRAPH
    based_on: str | None = "Normal"
    following: str | None = "Normal"
    quick: bool = True


STYLES = (
    Style("Normal", "Normal", "正文", based_on=None, following=None),
    *(Style(f"Heading{n}", f"heading {n}", f"标题 {n}", quick=n <= 4) for n in range(1, 10)),
    Style("Title", "Title", "标题", following="Byline"),
    Style("Subtitle", "Subtitle", "副标题", following="Byline"),
    Style("Kicker", "引题", following="Title"),
    Style("Byline", "作者行", following="Normal"),
    Style("Lead", "导语", following="Normal"),
    Style("Quote", "Quote", "引用", following="Quote"),
    Style("Inscription", "碑文", following="Inscription"),
    Style("TranscriptionLabel", "释文标签", following="Transcription", quick=False),
    Style("Transcription", "释文", following="Normal"),
    Style("Signature", "Signature", "签名", following="Normal"),
    Style("SignatureDate", "落款日期", based_on="Signature"),
    Style("Addressee", "主送机关", following="Normal"),
    Style("Closing", "Closing", "结束语", following="Signature"),
    Style("Enclosure", "附件说明", following="EnclosureItem"),
    Style("EnclosureItem", "附件说明续项", based_on="Enclosure", following="EnclosureItem"),
    Style("EnclosureAlone", "单件附件说明", based_on="Enclosure"),
    Style("Verse", "诗行", following="Verse"),
    Style("InscriptionSignature", "碑文落款", based_on="Inscription"),
    Style("TranscriptionSignature", "释文落款", based_on="Transcription", quick=False),
    Style("VerseSignature", "诗行落款", based_on="Verse"),
    Style("Caption", "caption", "题注"),
    Style("Picture", "图片", following="Caption"),
    Style("ListParagraph", "List Paragraph", "列表段落", following="ListParagraph"),
    Style("TableText", "表格文字", following="TableText"),
    Style("DefinitionTerm", "词条", following="Definition"),
    Style("Definition", "释义", following="Definition"),
    Style("HTMLPreformatted", "HTML Preformatted", "HTML 预设格式", following="HTMLPreformatted", quick=False),
    Style("FootnoteText", "footnote text", "脚注文本", following="FootnoteText", quick=False),
    Style("Header", "header", "页眉", following="Header", quick=False),
    Style("Footer", "footer", "页脚", following="Footer", quick=False),
    Style("TOCHeading", "TOC Heading", "目录标题", quick=False),
    *(Style(f"TOC{n}", f"toc {n}", f"目录 {n}", quick=False) for n in range(1, 4)),
    Style("CommentText", "annotation text", "批注文字", following="CommentText", quick=False),
    Style("DefaultParagraphFont", "Default Paragraph Font", "默认段落字体", CHARACTER, None, None, False),
    Style("Strong", "Strong", "要点", CHARACTER, "DefaultParagraphFont", None),
    Style("Emphasis", "Emphasis", "强调", CHARACTER, "DefaultParagraphFont", None),
    Style("Hyperlink", "Hyperlink", "超链接", CHARACTER, "DefaultParagraphFont", None, False),
    Style("HTMLCode", "HTML Code", "HTML 代码", CHARACTER, "DefaultParagraphFont", None, False),
    Style("FootnoteReference", "footnote reference", "脚注引用", CHARACTER, "DefaultParagraphFont", None, False),
    Style("CommentReference", "annotation reference", "批注引用", CHARACTER, "DefaultParagraphFont", None, False),
    Style("PageNumber", "page number", "页码", CHARACTER, "DefaultParagraphFont", None, False),
    Style("Label", "标号", None, CHARACTER, "DefaultParagraphFont", None),
    Style("EnclosureLabel", "附件标号", None, CHARACTER, "DefaultParagraphFont", None, False),
    Style("EmphasisMark", "着重号", None, CHARACTER, "DefaultParagraphFont", None),
    Style("ProperNoun", "专名号", None, CHARACTER, "DefaultParagraphFont", None),
    Style("BookTitle", "书名号", None, CHARACTER, "DefaultParagraphFont", None),
    Style("Ruby", "注音", None, CHARACTER, "DefaultParagraphFont", None, False),
    Style("TableNormal", "Normal Table", "普通表格", TABLE, None, None, False),
    Style("TableGrid", "Table Grid", "网格型", TABLE, "TableNormal", None, False),
    Style("ThreeLineTable", "三线表", None, TABLE, "TableNormal", None),
)
"""Every style that a DOCX of ours has, in the order of the file."""

DEFAULTS = {PARAGRAPH: "Normal", CHARACTER: "DefaultParagraphFont", TABLE: "TableNormal"}


@lru_cache(maxsize=KEPT)
def write_styles(appearance: Appearance, lang: str) -> Any:
    """Return the root of `word/styles.xml`; it is kept and given again, so it is only read."""
    root = make("w:styles", None, _defaults(appearance, lang))
    root.extend(_style(style, appearance) for style in STYLES)
    return root


def _defaults(appearance: Appearance, lang: str) -> Any:
    """Return the document defaults: fonts, size, language, and the line composition of Chinese (§17.7.5.1)."""
    size = half_points(appearance.styles["Normal"]["size"])
    run = make("w:rPr")
    put(run, face_mark(appearance.faces[appearance.styles["Normal"]["font"]]))
    put(run, make("w:kern", {"w:val": 2}))
    put(run, make("w:sz", {"w:val": size}))
    put(run, make("w:szCs", {"w:val": size}))
    put(run, default_language(lang))
    paragraph = make("w:pPr")
    for name in ("widowControl", "kinsoku", "overflowPunct", "autoSpaceDE", "autoSpaceDN"):
        put(paragraph, make(f"w:{name}"))
    return make("w:docDefaults", None, make("w:rPrDefault", None, run), make("w:pPrDefault", None, paragraph))


def _style(style: Style, appearance: Appearance) -> Any:
    attributes = {"w:type": style.kind, "w:styleId": style.id}
    if DEFAULTS[style.kind] == style.id:
        attributes["w:default"] = "1"
    elif style.alias is None:
        attributes["w:customStyle"] = "1"
    element = make("w:style", attributes, make("w:name", {"w:val": style.name}))
    for name, value in (("aliases", style.alias), ("basedOn", style.based_on), ("next", style.following)):
        if value:
            element.append(make(f"w:{name}", {"w:val": value}))
    element.append(make("w:uiPriority", {"w:val": 1 if style.quick else 99}))
    if not style.quick:
        element.extend([make("w:semiHidden"), make("w:unhideWhenUsed")] if DEFAULTS[style.kind] == style.id else [])
    if style.quick:
        element.append(make("w:qFormat"))
    element.extend(_form(style, appearance))
    return element


def _form(style: Style, appearance: Appearance) -> list[Any]:
    """Return the properties of a style: of the paragraph, of its runs, of a table."""
    form = appearance.styles.get(style.id, {})
    parts = [paragraph_form(style, form, appearance)] if style.kind == PARAGRAPH else []
    parts.append(run_form(form, appearance.faces))
    if style.kind == TABLE:
        parts = TABLE_FORMS[style.id]()
    return [part for part in parts if len(part)]


def paragraph_form(style: Style, form: Mapping[str, Any], appearance: Appearance) -> Any:
    """Return `w:pPr` of a style: sizes in characters and lines of the grid, which Word keeps when the type grows."""
    holder = make("w:pPr")
    for key, name in (("keep_next", "keepNext"), ("keep_lines", "keepLines"), ("page_break", "pageBreakBefore")):
        if key in form:
            put(holder, make(f"w:{name}", None if form[key] else {"w:val": "0"}))
    if form.get("border"):
        put(holder, _borders(form["border"]))
    if "tabs" in form:
        put(holder, make("w:tabs", None, *(_tab(tab, appearance) for tab in form["tabs"])))
    if form.get("snap") is False:
        put(holder, make("w:snapToGrid", {"w:val": "0"}))
    if spacing := _spacing(form, appearance):
        put(holder, make("w:spacing", spacing))
    if indents := _indents(style, form, appearance):
        put(holder, make("w:ind", indents))
    if form.get("contextual"):
        put(holder, make("w:contextualSpacing"))
    if "align" in form:
        put(holder, make("w:jc", {"w:val": form["align"]}))
    if style.id.startswith("Heading"):
        put(holder, make("w:outlineLvl", {"w:val": int(style.id[-1]) - 1}))
    return holder


def _spacing(form: Mapping[str, Any], appearance: Appearance) -> dict[str, str | int]:
    found: dict[str, str | int] = {}
    for key in ("before", "after"):
        if key in form:
            found[f"w:{key}Lines"] = round(form[key] * 100)
            found[f"w:{key}"] = round(form[key] * appearance.line_pitch)
    if "line" in form:
        found |= {"w:line": round(form["line"] * 240), "w:lineRule": "auto"}
    if "line_points" in form:
        found |= {"w:line": round(form["line_points"] * TWIPS), "w:lineRule": "exact"}
    return found


def _indents(style: Style, form: Mapping[str, Any], appearance: Appearance) -> dict[str, int]:
    """Return the indents in hundredths of a character, and in twentieths of a point for programs that know only those.

    Every style says its first-line indent: what is based on 正文 would inherit that of the running text.
    """
    size = round(float(form.get("size", appearance.styles["Normal"]["size"])) * TWIPS)
    found: dict[str, int] = {}
    for key, name in (("left", "left"), ("right", "right"), ("hanging", "hanging")):
        if key in form:
            found[f"w:{name}Chars"] = round(form[key] * 100)
            found[f"w:{name}"] = round(form[key] * size)
    if "hanging" not in form:
        indent = form.get("indent", 0)
        found |= {"w:firstLineChars": round(indent * 100), "w:firstLine": round(indent * size)}
    return found


def _borders(border: Mapping[str, Any]) -> Any:
    holder = make("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in border:
            width = {"w:val": "single", "w:sz": round(border[side] * 8), "w:space": border.get("space", 4)}
            holder.append(make(f"w:{side}", {**width, "w:color": border.get("color", "auto")}))
    return holder


def _tab(tab: str, appearance: Appearance) -> Any:
    """Return a tab stop: `center` of the type area, `right` end of it, or `leader`: the right end after dots."""
    position = appearance.type_area // 2 if tab == "center" else appearance.type_area
    attributes: dict[str, str | int] = {"w:val": "center" if tab == "center" else "right"}
    if tab == "leader":
        attributes["w:leader"] = "dot"
    return make("w:tab", {**attributes, "w:pos": position})


def run_form(form: Mapping[str, Any], faces: Mapping[str, Face]) -> Any:
    """Return `w:rPr` of a style."""
    holder = make("w:rPr")
    if "font" in form:
        put(holder, face_mark(faces[form["font"]]))
    for key, names in (("bold", ("b", "bCs")), ("italic", ("i", "iCs"))):
        for name in names if key in form else ():
            put(holder, make(f"w:{name}", None if form[key] else {"w:val": "0"}))
    for key, name in (("color", "color"), ("underline", "u"), ("position", "vertAlign"), ("emphasis", "em")):
        if key in form:
            put(holder, make(f"w:{name}", {"w:val": form[key]}))
    if "spacing" in form:
        put(holder, make("w:spacing", {"w:val": round(form["spacing"] * TWIPS)}))
    if "size" in form:
        put(holder, make("w:sz", {"w:val": half_points(form["size"])}))
        put(holder, make("w:szCs", {"w:val": half_points(form["size"])}))
    return holder


def face_mark(face: Face) -> Any:
    """Return `w:rFonts` for a face."""
    latin = face.latin
    return make("w:rFonts", {"w:ascii": latin, "w:hAnsi": latin, "w:eastAsia": face.east_asian, "w:cs": latin})


def half_points(size: float) -> int:
    """Return a type size as Word counts it."""
    return round(size * 2)


def _plain_table() -> list[Any]:
    cells = make("w:tblCellMar")
    for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108)):
        cells.append(make(f"w:{side}", {"w:w": width, "w:type": "dxa"}))
    return [make("w:tblPr", None, make("w:tblInd", {"w:w": 0, "w:type": "dxa"}), cells)]


def _grid_table() -> list[Any]:
    return [make("w:tblPr", None, _table_borders(("top", "left", "bottom", "right", "insideH", "insideV"), 4))]


def _three_line_table() -> list[Any]:
    """Return a table with heavy rules above and below and a thin one under its head."""
    head = make("w:tcPr", None, make("w:tcBorders", None, _rule("bottom", 6)))
    properties = make("w:tblPr", None, make("w:jc", {"w:val": "center"}), _table_borders(("top", "bottom"), 12))
    return [properties, make("w:tblStylePr", {"w:type": "firstRow"}, head)]


def _table_borders(sides: tuple[str, ...], width: int) -> Any:
    return make("w:tblBorders", None, *(_rule(side, width) for side in sides))


def _rule(side: str, width: int) -> Any:
    """Return a rule of a table; `width` in eighths of a point."""
    return make(f"w:{side}", {"w:val": "single", "w:sz": width, "w:space": 0, "w:color": "auto"})


TABLE_FORMS = {"TableNormal": _plain_table, "TableGrid": _grid_table, "ThreeLineTable": _three_line_table}
