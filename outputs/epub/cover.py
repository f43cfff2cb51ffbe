"""The cover, drawn from the metadata: one drawing, written as SVG and as PNG."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any

from kanben.outputs.fonts import Faces, resolve_faces
from kanben.outputs.html import split_title
from kanben.outputs.themes import Theme
from kanben.outputs.title_lines import break_title
from kanben.source.characters import text_width
from kanben.source.errors import UsageError

from .book import Book
from .faces import BOLD, REGULAR, find_face
from .title_page import name_lines

WIDTH, HEIGHT = 1200, 1680
MARGIN = 120
PANEL = (MARGIN, 200, WIDTH - MARGIN, 1180)
"""The label on which the title stands: left, top, right, bottom."""
TITLE_SIZES = (132, 116, 100, 86, 74, 64, 54, 46)
LEADING = 1.35
COLOURS: Mapping[str, str] = {"ground": "#2f4858", "label": "#f7f3e8", "ink": "#22252a", "light": "#f7f3e8"}
"""Colours of a theme that has none of its own in `[options.cover]`; ink on label and light on ground contrast 7:1 or more."""


RUNS = zlib.Z_RLE
"""How the PNG is compressed: by runs of one byte, of which a cover of plain areas consists; it is a tenth larger for that."""
TRIED = 32
"""Size in which a face is asked whether it has a character: to draw it large twice takes longer."""
GREYS: Mapping[str, int] = {"label": 0, "ink": 127, "ground": 128, "light": 255}
"""How each colour is drawn before the palette is put on."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A filled area, or a frame where `line` is its width."""

    left: float
    top: float
    right: float
    bottom: float
    colour: str
    line: float = 0


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text, its middle at `x`, its baseline at `y`."""

    text: str
    role: str
    size: int
    x: float
    y: float
    colour: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the cover consists of, from back to front; its parts name their colours by the keys of `colours`."""

    rectangles: tuple[Rectangle, ...]
    lines: tuple[TextLine, ...]
    colours: Mapping[str, str]


def draw_cover(book: Book, theme: Theme) -> Drawing:
    """Lay out the cover: a label with kicker, title and subtitle, the names under it, source and date at the foot."""
    left, top, right, bottom = PANEL
    areas = (
        Rectangle(0, 0, WIDTH, HEIGHT, "ground"),
        Rectangle(left, top, right, bottom, "label"),
        Rectangle(left + 24, top + 24, right - 24, bottom - 24, "ink", 5),
        Rectangle(left + 38, top + 38, right - 38, bottom - 38, "ink", 1.5),
    )
    rows = _title_rows(book)
    height = sum(size * LEADING for _, _, size, _ in rows)
    y = (top + bottom) / 2 - height / 2
    lines = []
    for text, role, size, bold in rows:
        if text:
            lines.append(TextLine(text, role, size, WIDTH / 2, y + size * 1.05, "ink", bold))
        y += size * LEADING
    colours = {key: str(theme.options.get("cover", {}).get(key, value)) for key, value in COLOURS.items()}
    return Drawing(areas, (*lines, *_foot_lines(book, "light")), colours)


def _title_rows(book: Book) -> list[tuple[str, str, int, bool]]:
    """Return text, role, size and weight of every line on the label, a blank row between their kinds."""
    kicker, title, subtitle = split_title(book.titles)
    room = PANEL[2] - PANEL[0] - 140
    for size in TITLE_SIZES:
        small = max(size // 2, 38)
        broken = [line for text in title or (book.main_title,) for line in break_title(text, room / size)]
        above = [line for text in kicker for line in break_title(text, room / small)]
        below = [line for text in subtitle for line in break_title(text, room / small)]
        rows = [(line, "Kai", small, False) for line in above]
        rows += [("", "Kai", small // 2, False)] if above else []
        rows += [(line, "Song", size, True) for line in broken]
        rows += [("", "Kai", small // 2, False)] if below else []
        rows += [(line, "Kai", small, False) for line in below]
        fits = sum(row[2] * LEADING for row in rows) <= PANEL[3] - PANEL[1] - 140
        if fits and len(broken) <= 4:
            return rows
    return _cut_rows(rows)


def _cut_rows(rows: list[tuple[str, str, int, bool]]) -> list[tuple[str, str, int, bool]]:
    """Return as many rows as the label holds, an ellipsis at the end: the whole title stands on the title page."""
    kept: list[tuple[str, str, int, bool]] = []
    room = PANEL[3] - PANEL[1] - 140
    for row in rows:
        room -= int(row[2] * LEADING)
        if room < 0:
            break
        kept.append(row)
    if len(kept) < len(rows) and kept:
        text, *rest = kept[-1]
        kept[-1] = (text[:-1] + "…", *rest)  # type: ignore[assignment]
    return kept


def _foot_lines(book: Book, colour: str) -> list[TextLine]:
    lines = []
    for number, text in enumerate(name_lines(book.authors, book.lang)[:3]):
        size = _fitting(text, 52)
        lines.append(TextLine(text, "Kai", size, WIDTH / 2, 1300 + number * 76, colour))
    origin = "\u3000".join(text for text in (book.source, book.date or "") if text)
    if origin:
        lines.append(TextLine(origin, "Hei", _fitting(origin, 36), WIDTH / 2, HEIGHT - 90, colour))
    return lines


def _fitting(text: str, size: int) -> int:
    """Return the type size at which a line fits between the margins."""
    return max(min(size, int((WIDTH - 2 * MARGIN) * 2 / max(text_width(text), 1))), 18)


def cover_svg(drawing: Drawing, theme: Theme, lang: str, label: str) -> str:
    """Return the drawing as an SVG element, its text as text, named by `label` for those who do not see it."""
    faces = {role: family_names(theme, role, lang) for role in {line.role for line in drawing.lines}}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid meet" '
        f'role="img" aria-label="{escape(label)}" xml:lang="{escape(lang)}">'
    ]
    parts += [_svg_rectangle(area, drawing.colours[area.colour]) for area in drawing.rectangles]
    for line in drawing.lines:
        weight = ' font-weight="bold"' if line.bold else ""
        families = escape(faces[line.role])
        parts.append(
            f'<text x="{line.x:g}" y="{line.y:g}" text-anchor="middle" font-family="{families}" font-size="{line.size}" '
            f'fill="{escape(drawing.colours[line.colour])}"{weight}>{escape(line.text, quote=False)}</text>'
        )
    return "".join([*parts, "</svg>"])


def _svg_rectangle(area: Rectangle, colour: str) -> str:
    box = f'x="{area.left:g}" y="{area.top:g}" width="{area.right - area.left:g}" height="{area.bottom - area.top:g}"'
    if area.line:
        return f'<rect {box} fill="none" stroke="{escape(colour)}" stroke-width="{area.line:g}"/>'
    return f'<rect {box} fill="{escape(colour)}"/>'


def family_names(theme: Theme, role: str, lang: str) -> str:
    """Return the families of a role for a presentation attribute of SVG."""
    from .style import family_list

    return family_list(theme.fonts, role, resolve_faces(theme.fonts, lang).region, {}).replace('"', "'")


def cover_picture(drawing: Drawing, theme: Theme, lang: str) -> Any:
    """Return the drawing as a picture of Pillow's, or None where no face with Chinese characters is installed.

    It is drawn in grey and coloured by its palette: one half of the greys leads from label to ink, the other from
    ground to light. That costs a third of drawing in full colour, and `RUNS` a quarter of zlib's own way.
    """
    from PIL import Image, ImageDraw

    faces = resolve_faces(theme.fonts, lang)
    if not faces.primary("Song"):
        return None
    picture = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(picture)
    for area in drawing.rectangles:
        box = (area.left, area.top, area.right - 1, area.bottom - 1)
        if area.line:
            pen.rectangle(box, outline=GREYS[area.colour], width=round(area.line))
        else:
            pen.rectangle(box, fill=GREYS[area.colour])
    for line in drawing.lines:
        _draw_line(pen, line, faces)
    picture.putpalette(_palette(drawing.colours))
    return picture


def write_png(picture: Any) -> bytes:
    """Return a drawn cover as a PNG."""
    out = io.BytesIO()
    picture.save(out, "PNG", compress_type=RUNS)
    return out.getvalue()


def _palette(colours: Mapping[str, str]) -> list[int]:
    """Return red, green and blue of 256 colours: label to ink, then ground to light."""
    from PIL import ImageColor

    values: list[int] = []
    for start, end in (("label", "ink"), ("ground", "light")):
        try:
            first, last = ImageColor.getrgb(colours[start])[:3], ImageColor.getrgb(colours[end])[:3]
        except ValueError as exc:
            raise UsageError(f"no colour: {exc}", "[options.cover]", "write colours as #rrggbb") from exc
        for step in range(128):
            values += [round(a + (b - a) * step / 127) for a, b in zip(first, last, strict=True)]
    return values


def _draw_line(pen: Any, line: TextLine, faces: Faces) -> None:
    """Draw a line character by character, each in the first face that has it."""
    families = tuple(dict.fromkeys([*faces.families[line.role], *faces.families["Song"], *faces.families["Hei"]]))
    fonts = [_chosen(families, line, character) for character in line.text]
    widths = [
        font.getlength(character) if font else line.size for font, character in zip(fonts, line.text, strict=True)
    ]
    x = line.x - sum(widths) / 2
    for font, character, width in zip(fonts, line.text, widths, strict=True):
        if font:
            pen.text((x, line.y), character, font=font, fill=GREYS[line.colour], anchor="ls")
        x += width


def _chosen(families: tuple[str, ...], line: TextLine, character: str) -> Any:
    loaded = [family for family in families if _load(family, line.size, line.bold)]
    having = (family for family in loaded if _has_glyph(_load(family, TRIED, line.bold), character))
    family = next(having, loaded[0] if loaded else None)
    return _load(family, line.size, line.bold) if family else None


@cache
def _load(family: str, size: int, bold: bool) -> Any:
    from PIL import ImageFont

    face = find_face(family, BOLD if bold else REGULAR)
    if face is None:
        return None
    # Single characters need no shaping, which takes as long as drawing them.
    return ImageFont.truetype(face.path, size, index=face.index, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _has_glyph(font: Any, character: str) -> bool:
    """Say whether a face draws something of its own: an empty box equals that of a character no face has."""
    if character.isspace():
        return True
    return bytes(font.getmask(character)) != _empty_box(font)


@cache
def _empty_box(font: Any) -> bytes:
    return bytes(font.getmask("\U0010fffe"))
