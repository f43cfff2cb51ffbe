"""Formatting in Word: the headings of a document whose headings are only larger text or another typeface.

A paragraph of few words without a final mark, set larger than the text or in Hei or Kai where the text is Song or Fangsong,
is a heading. Its rank is that of its formatting: the larger first, Hei before Kai.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .characters import FINAL
from .names import is_name

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING_STYLE = re.compile(r"heading [1-9]|标题 ?[1-9]|標題 ?[1-9]", re.IGNORECASE)
LONGEST = 40
"""Characters of the longest heading."""
FEWEST = 2
"""So many paragraphs must be set as headings before formatting is believed."""
TYPEFACES = (
    ("hei", re.compile("黑体|黑體|simhei|heiti|yahei|雅黑|noto sans|source han sans|pingfang|正黑", re.IGNORECASE)),
    ("kai", re.compile("楷|kai", re.IGNORECASE)),
)
RANKS = {"hei": 0, "kai": 1, "": 2}
NO_HEADING_END = FINAL + "，、；：:,;.!?）)"


@dataclass(frozen=True, slots=True)
class Setting:
    """How text is set: size in half-points, typeface (hei, kai or neither), outline level (9 for none), centred or not."""

    size: int = 20
    typeface: str = ""
    outline: int = 9
    centred: bool = False
    heading: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph of the body, its words and how they are set; `bare` says that no picture or table stands before it."""

    element: Any
    text: str
    setting: Setting
    bare: bool = True


def mark_headings(document: Any, styles: Any) -> None:
    """Give the paragraphs that are set as headings the style of one, in place, unless the document uses such styles.

    `document` and `styles` are the roots of the two parts; the styles that are lacking are added.
    """
    paragraphs = _read_paragraphs(document, _read_styles(styles))
    if any(paragraph.setting.heading for paragraph in paragraphs):
        return
    found = _find_headings(paragraphs)
    if len(found) < FEWEST:
        return
    ranks = sorted({_rank(paragraph.setting) for paragraph in found})
    for paragraph in found:
        _set_style(paragraph.element, min(ranks.index(_rank(paragraph.setting)), 4) + 1)
    _add_styles(styles)


def take_front(document: Any, styles: Any) -> tuple[list[str], list[str]]:
    """Take title lines and byline out of the document where a centred name stands below centred larger lines; return both."""
    paragraphs = _read_paragraphs(document, _read_styles(styles))[:4]
    for index, paragraph in enumerate(paragraphs):
        name = re.sub(r"\s+", "", paragraph.text)
        if not paragraph.setting.centred:
            break
        if index and paragraph.setting.size < paragraphs[index - 1].setting.size and is_name(name):
            for taken in paragraphs[: index + 1]:
                taken.element.getparent().remove(taken.element)
            return [before.text.strip() for before in paragraphs[:index]], [paragraph.text.strip()]
    return [], []


def _read_styles(root: Any) -> Mapping[str, Setting]:
    """Return the setting of every paragraph style by its identifier; that of the default style has the key ''."""
    styles = {e.get(f"{W}styleId"): e for e in root.iter(f"{W}style") if e.get(f"{W}type") in (None, "paragraph")}
    defaults = _apply(Setting(), root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), None)
    found: dict[str, Setting] = {}

    def read(identifier: str | None, depth: int = 0) -> Setting:
        style = styles.get(identifier)
        if style is None or depth > 20 or identifier is None:
            return defaults
        if identifier not in found:
            based = style.find(f"{W}basedOn")
            below = read(based.get(f"{W}val") if based is not None else None, depth + 1)
            name = style.find(f"{W}name")
            setting = _apply(below, style.find(f"{W}rPr"), style.find(f"{W}pPr"))
            named = name is not None and HEADING_STYLE.fullmatch(name.get(f"{W}val") or "") is not None
            found[identifier] = replace(setting, heading=named)
        return found[identifier]

    default = next((i for i, e in styles.items() if e.get(f"{W}default") in ("1", "true")), None)
    for identifier in styles:
        read(identifier)
    return {**found, "": read(default)}


def _apply(setting: Setting, run: Any, paragraph: Any) -> Setting:
    """Return a setting as run and paragraph properties change it."""
    size, fonts = (run.find(f"{W}{name}") if run is not None else None for name in ("sz", "rFonts"))
    align, outline = (paragraph.find(f"{W}{name}") if paragraph is not None else None for name in ("jc", "outlineLvl"))
    if size is not None:
        setting = replace(setting, size=_number(size, setting.size))
    if fonts is not None and fonts.get(f"{W}eastAsia"):
        setting = replace(setting, typeface=_typeface(fonts.get(f"{W}eastAsia")))
    if align is not None:
        setting = replace(setting, centred=align.get(f"{W}val") == "center")
    return replace(setting, outline=_number(outline, 9)) if outline is not None else setting


def _number(element: Any, otherwise: int) -> int:
    value = element.get(f"{W}val") or ""
    return int(value) if re.fullmatch(r"\d{1,4}", value) else otherwise


def _typeface(font: str) -> str:
    return next((name for name, pattern in TYPEFACES if pattern.search(font)), "")


def _read_paragraphs(document: Any, styles: Mapping[str, Setting]) -> list[Paragraph]:
    """Return the paragraphs of the body that hold words, tables left out."""
    body = document.find(f"{W}body")
    paragraphs: list[Paragraph] = []
    bare = True
    for element in body if body is not None else ():
        text = "".join(t.text or "" for t in element.iter(f"{W}t")) if element.tag == f"{W}p" else ""
        if not text.strip():
            pictured = element.tag == f"{W}tbl" or next(element.iter(f"{W}drawing", f"{W}pict"), None) is not None
            bare = bare and not pictured
            continue
        paragraphs.append(Paragraph(element, text, _setting(element, styles), bare))
        bare = True
    return paragraphs


def _setting(element: Any, styles: Mapping[str, Setting]) -> Setting:
    """Return how most characters of a paragraph are set."""
    properties = element.find(f"{W}pPr")
    style = properties.find(f"{W}pStyle") if properties is not None else None
    setting = styles.get(style.get(f"{W}val") if style is not None else "", styles[""])
    setting = _apply(setting, None, properties)
    counts: Counter[Setting] = Counter()
    for run in element.iter(f"{W}r"):
        length = sum(len(text.text or "") for text in run.iter(f"{W}t"))
        counts[_apply(setting, run.find(f"{W}rPr"), None)] += length
    return counts.most_common(1)[0][0]


def _find_headings(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    sizes: Counter[tuple[int, str]] = Counter()
    for paragraph in paragraphs:
        sizes[paragraph.setting.size, paragraph.setting.typeface] += len(paragraph.text)
    if not sizes:
        return []
    (size, typeface), _ = sizes.most_common(1)[0]
    prose = next((n for n, p in enumerate(paragraphs) if len(p.text) > LONGEST or p.text.rstrip()[-1] in FINAL), 0)
    found = []
    for paragraph in paragraphs[prose + 1 :]:
        setting, text = paragraph.setting, paragraph.text.strip()
        larger = setting.size >= size + 2
        other = setting.size >= size and setting.typeface not in ("", typeface) and typeface != "hei"
        short = len(text) <= LONGEST and text[-1] not in NO_HEADING_END
        if short and paragraph.bare and (setting.outline < 9 or larger or other):
            found.append(paragraph)
    return found


def _rank(setting: Setting) -> tuple[int, int, int]:
    return (setting.outline, -setting.size, RANKS[setting.typeface])


def _set_style(element: Any, level: int) -> None:
    from lxml import etree

    properties = element.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        element.insert(0, properties)
    for old in properties.findall(f"{W}pStyle"):
        properties.remove(old)
    style = etree.Element(f"{W}pStyle")
    style.set(f"{W}val", f"KanbenHeading{level}")
    properties.insert(0, style)


def _add_styles(styles: Any) -> None:
    from lxml import etree

    for level in range(1, 6):
        style = etree.SubElement(styles, f"{W}style")
        style.set(f"{W}type", "paragraph")
        style.set(f"{W}styleId", f"KanbenHeading{level}")
        etree.SubElement(style, f"{W}name").set(f"{W}val", f"heading {level}")
