"""What a document may carry on: its words, its structure and harmless addresses; nothing that could act.

Scripts, raw TeX, event handlers, styles and links that run or read something stop here, so that no filter and no
output has to ask again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .characters import HAN
from .controls import DECEPTIVE, strip_invisible
from .document import inlines, pf, plain_text
from .errors import LimitError
from .notices import Notice, NoticeCode
from .pictures import PictureShelf, describes

MAX_DEPTH = 160
"""Deepest nesting of a pandoc document, in JSON brackets: about forty lists inside one another."""

OTHER_ARTICLE = re.compile(r"[^/\\\\:#?][^:#?]*\.(?:txt|md|html?|docx|epub|odt)(?:#[^#]*)?", re.IGNORECASE)
"""The address of another article, relative to this one."""
LINK_SCHEMES = ("http", "https", "mailto", "tel")
KEPT_ATTRIBUTES = ("lang", "rt", "width", "height", "number")
LENGTH = re.compile(r"\d{1,4}(?:\.\d{1,20})?(?:px|em|in|cm|mm|pt|%)?")
LONG_FRACTION = re.compile(r"^(\d+\.\d\d)\d+")
IDENTIFIER = re.compile(r"[^\s<>\"'&\x00-\x1f]{1,200}")
LAYOUT_COMMANDS = re.compile(
    r"\s*\\(?:newpage|pagebreak|clearpage|(?:small|med|big)skip|noindent|vspace\*?\{[^{}]*\})\s*"
)
"""TeX that says nothing but how the page looks."""
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
HIDDEN_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")

MISSING_PICTURE = "missing-picture"
"""Class of the empty Div that marks where a lone picture stood, for as long as structure is looked for."""

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')


def check_depth(json: bytes, where: object = None) -> None:
    """Refuse a pandoc document that is nested so deeply that walking it would exhaust the stack."""
    depth = deepest = 0
    for bracket in _STRING.sub(b"", json):
        if bracket in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif bracket in b"]}":
            depth -= 1
    if deepest > MAX_DEPTH:
        raise LimitError("lists, quotations or tables are nested too deeply", str(where) if where else None)


@dataclass(slots=True)
class Guard:
    """Makes one document safe in its place and counts what it had to remove."""

    shelf: PictureShelf
    removed: dict[str, int] = field(default_factory=dict)

    def clean(self, doc: Any) -> tuple[Notice, ...]:
        """Clean the document and return a notice for every kind of thing removed and every picture left out."""
        doc.walk(self._block)
        doc.walk(self._inline)
        clean_metadata(doc, self)
        notices = [
            Notice(NoticeCode.UNSAFE_CONTENT, f"Removed or left as text: {what} ({count}).")
            for what, count in self.removed.items()
        ]
        return (*notices, *self.shelf.notices)

    def count(self, what: str) -> None:
        """Remember that one more thing of a kind was removed."""
        self.removed[what] = self.removed.get(what, 0) + 1

    def _block(self, element: Any, _doc: Any) -> Any:
        self._keep_attributes(element)
        if isinstance(element, pf.RawBlock):
            return self._unraw(element, lambda text: pf.Para(*inlines(text)))
        if isinstance(element, pf.CodeBlock):
            element.text = strip_invisible(element.text)
        elif isinstance(element, pf.Figure):
            return self._figure(element)
        elif isinstance(element, pf.Para) and len(element.content) == 1 and isinstance(element.content[0], pf.Image):
            return self._lone_picture(element)
        return None

    def _inline(self, element: Any, _doc: Any) -> Any:
        if isinstance(element, pf.Str):
            element.text = self._text(element.text)
            return None if element.text else []
        if isinstance(element, pf.RawInline):
            return self._unraw(element, pf.Str)
        if isinstance(element, pf.Code):
            element.text = self._text(element.text)
        elif isinstance(element, pf.Math):
            return self._math(element)
        elif isinstance(element, pf.Link):
            return self._link(element)
        elif isinstance(element, pf.Image):
            return self._picture(element)
        elif isinstance(element, pf.Cite):
            return list(element.content)
        return None

    def _text(self, text: str) -> str:
        if DECEPTIVE.search(text):
            self.count("invisible characters that change how a text is read")
        return strip_invisible(text)

    def _keep_attributes(self, element: Any) -> None:
        if getattr(element, "attributes", None):
            if any(name.lower().startswith("on") for name in element.attributes):
                self.count("event handlers")
            kept = {name: value for name, value in element.attributes.items() if _may_stay(name, value)}
            element.attributes = {name: LONG_FRACTION.sub(r"\1", value) for name, value in kept.items()}
        if getattr(element, "identifier", None) and not IDENTIFIER.fullmatch(element.identifier):
            element.identifier = ""

    def _unraw(self, element: Any, make: Any) -> Any:
        """Keep what raw TeX says as text; raw HTML that is still there is a lone tag or a comment and goes."""
        if element.format.startswith("html"):
            if re.match(r"<\s*script|.*\son\w+\s*=|.*javascript:", element.text, re.IGNORECASE | re.DOTALL):
                self.count("scripts")
            return []
        if LAYOUT_COMMANDS.fullmatch(element.text):
            return []
        self.count(f"raw {element.format}")
        return make(strip_invisible(element.text))

    def _math(self, element: Any) -> Any:
        """Leave as text what two stray dollar signs made a formula: 花费$5元，又花$6元."""
        element.text = strip_invisible(element.text)
        if not HAN.search(element.text):
            return None
        mark = "$$" if element.format == "DisplayMath" else "$"
        return inlines(f"{mark}{element.text}{mark}")

    def _link(self, element: Any) -> Any:
        self._keep_attributes(element)
        element.title = strip_invisible(element.title)
        element.classes = []
        address = HIDDEN_IN_ADDRESS.sub("", element.url)
        if address.startswith("#") and IDENTIFIER.fullmatch(address):
            element.url = address
            return None
        scheme = SCHEME.match(address)
        if scheme and scheme[1].lower() in LINK_SCHEMES:
            element.url = address
            return None
        if scheme:
            self.count(f"links to {scheme[1].lower()}: addresses")
        elif OTHER_ARTICLE.fullmatch(address):
            element.url = address  # a volume may hold that article; every writer drops what it does not hold
            return None
        # Any other relative address would lead nowhere from where the edition will stand; its words stay.
        return list(element.content)

    def _picture(self, element: Any) -> Any:
        self._keep_attributes(element)
        element.title, element.classes = strip_invisible(element.title), []
        name = self.shelf.take(element.url)
        if name is None:
            return []
        element.url = name
        return None

    def _lone_picture(self, paragraph: Any) -> Any:
        image = paragraph.content[0]
        if self.shelf.take(image.url) is not None:
            return None
        return _bare_caption(list(image.content)) or [pf.Div(classes=[MISSING_PICTURE])]

    def _figure(self, figure: Any) -> Any:
        """Turn a figure whose picture is not there into a bare caption."""
        images: list[Any] = []
        for block in figure.content:
            block.walk(lambda element, _doc: images.append(element) if isinstance(element, pf.Image) else None)
        if not images or any(self.shelf.take(image.url) is not None for image in images):
            return None
        blocks = list(figure.caption.content) if figure.caption else []
        others = [block for block in figure.content if plain_text(block).strip() and not _holds_picture(block)]
        words = [inline for block in blocks if hasattr(block, "content") for inline in block.content]
        return [*others, *(_bare_caption(words) or [])]


def _holds_picture(block: Any) -> bool:
    return isinstance(block, pf.Para | pf.Plain) and any(isinstance(inline, pf.Image) for inline in block.content)


def _bare_caption(words: list[Any]) -> list[Any]:
    text = plain_text(pf.Span(*words)) if words else ""
    return [pf.Div(pf.Para(*words), classes=["caption"])] if describes(text) else []


def _may_stay(name: str, value: str) -> bool:
    if name in ("width", "height"):
        return LENGTH.fullmatch(value) is not None
    return name in KEPT_ATTRIBUTES and not DECEPTIVE.search(value) and len(value) < 200


KEPT_METADATA = (
    "title", "subtitle", "author", "date", "source", "byline", "lang", "abstract", "description", "keywords", "rights",
    "publisher", "kanben",
)  # fmt: skip
ACTING_METADATA = re.compile(
    r"css|header-includes|include-(?:before|after)|template|bibliography|csl|cover-image|.*-engine.*|filters?"
)


def clean_metadata(doc: Any, guard: Guard) -> None:
    """Keep what is known of the article, drop what would steer a tool or read a file."""
    for name in list(doc.metadata.content):
        if name not in KEPT_METADATA:
            if ACTING_METADATA.fullmatch(name):
                guard.count(f"metadata {name}")
            del doc.metadata.content[name]
