"""The cover as a file of the spine and a picture of the manifest: the user's, or the one drawn."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from kanben.outputs.terms import term
from kanben.outputs.themes import Theme
from kanben.source.errors import InputError, reason_of
from kanben.source.notices import Notice, NoticeCode

from .book import Book
from .content import ContentDocument
from .cover import cover_picture, cover_svg, draw_cover, write_png
from .elements import Element, element

NAME = "cover.xhtml"
LARGEST_BYTES, LARGEST_PIXELS = 20_000_000, 80_000_000
FORMATS: Mapping[str, str] = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover's page, its files, which of them is the picture, and what it could not do."""

    document: ContentDocument
    members: Mapping[str, bytes]
    picture: str | None
    notices: tuple[Notice, ...] = ()
    drawn: Any = None
    """The picture itself, as Pillow holds it, where it was drawn here."""


def cover_members(book: Book, theme: Theme, given: Path | None) -> Cover:
    """Return the cover: the picture `given`, else a drawing of title and names."""
    label = f"{term('cover', book.lang)}：{book.main_title}"
    if given is not None:
        name, data = read_picture(given)
        return Cover(_page(book, element("img", src=name, alt=label)), {name: data}, name)
    drawing = draw_cover(book, theme)
    svg = cover_svg(drawing, theme, book.lang, label)
    drawn = cover_picture(drawing, theme, book.lang)
    page = _page(book, etree.fromstring(svg.encode()))
    if drawn is None:
        notice = Notice(NoticeCode.MISSING_FONT, "no Chinese font is installed: the cover picture is SVG only")
        return Cover(page, {"cover.svg": svg.encode()}, "cover.svg", (notice,))
    return Cover(page, {"cover.svg": svg.encode(), "cover.png": write_png(drawn)}, "cover.png", drawn=drawn)


def _page(book: Book, picture: Element) -> ContentDocument:
    section = element("section", picture, epub_type="cover", class_="cover")
    title = term("cover", book.lang)
    return ContentDocument(NAME, title, book.lang, element("body", section, epub_type="frontmatter", class_="cover"))


def read_picture(path: Path) -> tuple[str, bytes]:
    """Return name and bytes of the user's cover. Raises `InputError` where it is no picture that a reader shows."""
    from PIL import Image

    remedy = "give a PNG, JPEG, GIF or WebP picture as cover"
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(f"the cover is larger than {LARGEST_BYTES // 1_000_000} MB", path, "make it smaller")
        data = path.read_bytes()
        with Image.open(io.BytesIO(data)) as opened:
            suffix = FORMATS.get(opened.format or "")
            if opened.width * opened.height > LARGEST_PIXELS:
                raise InputError("the cover has too many pixels", path, "make it smaller")
            opened.verify()
    except (OSError, ValueError, SyntaxError) as exc:
        raise InputError(f"the cover cannot be read ({reason_of(exc)})", path, remedy) from exc
    except Image.DecompressionBombError as exc:
        raise InputError("the cover has too many pixels", path, "make it smaller") from exc
    if suffix is None:
        raise InputError("the cover is not a picture that readers show", path, remedy)
    return f"cover.{suffix}", data
