"""Hang composition on WeasyPrint's functions, once per process; each thread and context turns it on for itself.

What only finds the same sooner (plain values told from formulas, fonts described once) is so for all of the process.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps
from typing import Any

import pydyf
import weasyprint
from weasyprint import anchors, css, draw, pdf
from weasyprint.css import computed_values
from weasyprint.draw import text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, column, inline, page, percent, preferred
from weasyprint.pdf import fonts
from weasyprint.text import line_break

from kanben.outputs.pdf.paragraph import CompositionSettings
from kanben.source.errors import ToolError

from .annotating import draw_marks
from .c_types import TypesByName, name_types
from .copying import close_gaps, find_font, has_gaps
from .fitting import fit_picture
from .grid import measure_strut, put_on_grid, whole_lines
from .mixed_text import measure_gaps
from .setting import set_line_box
from .showing import show_glyphs
from .styles import FontDescriptions, may_calculate, share_page_styles
from .subsetting import FileContent, LateContent, describe_fonts, subset_font
from .tables import keep_whole

SUPPORTED = (70, 71)
"""WeasyPrint's major versions from the first to before the second."""

PARENT_LINK = 7
"""The place of `parent_link` among the arguments of `gather_anchors`."""

_settings: ContextVar[CompositionSettings | None] = ContextVar("composition", default=None)
_objects: ContextVar[dict[int, tuple[Any, bytes]] | None] = ContextVar("objects", default=None)
_lock = threading.Lock()
_hung: list[str] = []


@contextmanager
def composed_lines(settings: CompositionSettings | None = None) -> Iterator[None]:
    """Compose Chinese lines in everything that WeasyPrint lays out and writes inside the block.

    Raises ToolError where the installed WeasyPrint is not one that composition knows.
    """
    major = int(weasyprint.__version__.split(".")[0])
    if not SUPPORTED[0] <= major < SUPPORTED[1]:
        raise ToolError(
            f"WeasyPrint {weasyprint.__version__} is not a version that composition knows",
            remedy=f"install weasyprint>={SUPPORTED[0]},<{SUPPORTED[1]}",
        )
    with _lock:
        if not _hung:
            _hang()
    token = _settings.set(settings or CompositionSettings())
    try:
        yield
    finally:
        _settings.reset(token)


def _hang() -> None:
    inline.split_inline_box = _split_inline_box(inline.split_inline_box)
    inline.justify_line = _justify_line(inline.justify_line)
    inline.line_box_verticality = _line_box_verticality(inline.line_box_verticality)
    block.block_level_layout = column.block_level_layout = _block_level_layout(block.block_level_layout)
    inline.strut = _strut(inline.strut)
    line_break.get_font_description = FontDescriptions(line_break.get_font_description)
    css.check_math = computed_values.check_math = percent.check_math = _check_math(css.check_math)
    page.set_page_type_computed_styles = _set_page_type_computed_styles(page.set_page_type_computed_styles)
    preferred.inline_line_widths = _inline_line_widths(preferred.inline_line_widths)
    draw.draw_inline_level = _draw_inline_level(draw.draw_inline_level)
    text.draw_first_line = _draw_first_line(text.draw_first_line)
    anchors.gather_anchors = _gather_anchors(anchors.gather_anchors)
    pdf.build_fonts_dictionary = _build_fonts_dictionary(pdf.build_fonts_dictionary)
    fonts.Font._harfbuzz_subset = _harfbuzz_subset(fonts.Font._harfbuzz_subset)
    fonts.Font.file_content = FileContent()
    name_types(fonts.ffi)
    fonts.ffi = TypesByName(fonts.ffi)
    fonts.get_hb_object_data = _get_hb_object_data(fonts.get_hb_object_data)
    pydyf.PDF.write = _write(pydyf.PDF.write)
    for kind in (pydyf.Stream, pydyf.Dictionary, pydyf.Array):
        kind.data = ObjectData(kind.data)
    _hung.append(weasyprint.__version__)


def _split_inline_box(stock: Any) -> Any:
    @wraps(stock)
    def split_inline_box(context: Any, box: Any, position_x: float, max_x: float, *rest: Any) -> Any:
        settings = _settings.get()
        if settings is None or not isinstance(box, boxes.LineBox):
            return stock(context, box, position_x, max_x, *rest)
        split = set_line_box(settings, context, box, position_x, max_x, *rest)
        return split or stock(context, box, position_x, max_x, *rest)

    return split_inline_box


def _justify_line(stock: Any) -> Any:
    @wraps(stock)
    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        if not getattr(line, "composed", False):
            stock(context, line, extra_width)

    return justify_line


def _line_box_verticality(stock: Any) -> Any:
    @wraps(stock)
    def line_box_verticality(box: Any) -> tuple[float, float]:
        bottom, top = stock(box)
        return (bottom, top) if _settings.get() is None else whole_lines(box, bottom, top)

    return line_box_verticality


def _block_level_layout(stock: Any) -> Any:
    @wraps(stock)
    def block_level_layout(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any, page_is_empty: bool = True,
        absolute_boxes: Any = None, fixed_boxes: Any = None, adjoining_margins: Any = None, *rest: Any, **named: Any,
    ) -> Any:  # fmt: skip
        if _settings.get() is not None:
            put_on_grid(context, box, containing_block, adjoining_margins)
            fit_picture(context, box, containing_block, bottom_space)
        result = stock(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
            adjoining_margins, *rest, **named,
        )  # fmt: skip
        may_wait = isinstance(box, boxes.TableBox) and not page_is_empty and skip_stack is None
        if may_wait and _settings.get() is not None:
            return keep_whole(context, box, result, absolute_boxes, fixed_boxes)
        return result

    return block_level_layout


def _strut(stock: Any) -> Any:
    @wraps(stock)
    def strut(style: Any) -> tuple[float, float]:
        return stock(style) if _settings.get() is None else measure_strut(style)

    return strut


def _check_math(stock: Any) -> Any:
    @wraps(stock)
    def check_math(token: Any) -> Any:
        return may_calculate(token) and stock(token)

    return check_math


def _set_page_type_computed_styles(stock: Any) -> Any:
    @wraps(stock)
    def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
        stock(page_type, html, style_for)
        if _settings.get() is not None:
            share_page_styles(page_type, style_for)

    return set_page_type_computed_styles


def _inline_line_widths(stock: Any) -> Any:
    @wraps(stock)
    def inline_line_widths(context: Any, box: Any, *rest: Any, **named: Any) -> Iterator[float]:
        widths = stock(context, box, *rest, **named)
        settings = _settings.get()
        if settings is None or not isinstance(box, boxes.LineBox) or named.get("minimum") is not False:
            yield from widths
        else:
            found = list(widths)
            yield from found if len(found) != 1 else [found[0] + measure_gaps(box, settings.latin_gap)]

    return inline_line_widths


def _draw_inline_level(stock: Any) -> Any:
    @wraps(stock)
    def draw_inline_level(stream: Any, page: Any, box: Any, *rest: Any) -> None:
        stock(stream, page, box, *rest)
        if getattr(box, "marked", False):
            draw_marks(stream, box)

    return draw_inline_level


def _draw_first_line(stock: Any) -> Any:
    """Draw a line of text so that nobody who reads it out of the PDF takes a gap for a space."""

    @wraps(stock)
    def draw_first_line(stream: Any, box: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
        rest = text_overflow, block_ellipsis, matrix
        if getattr(box.pango_layout, "glyphs", None) is not None:
            whole = text_overflow != "ellipsis" and block_ellipsis == "none"
            if whole and show_glyphs(stream, box.pango_layout, box.style["font_size"], matrix):
                return []
            box.pango_layout.shape(box.style)
        if _settings.get() is None or not has_gaps(box.pango_layout, box.style["font_size"]):
            return stock(stream, box, *rest)
        start, (font, _) = len(stream.stream), stream._current_font or (None, 0)
        emojis = stock(stream, box, *rest)
        close_gaps(stream, start, find_font(stream, font) if font else None)
        return emojis

    return draw_first_line


def _gather_anchors(stock: Any) -> Any:
    """Make what stands inside a link part of it, not a link of its own, which PDF/UA-1 forbids (ISO 14289-1, 7.18.5)."""

    @wraps(stock)
    def gather_anchors(*arguments: Any) -> Any:
        return stock(*(arguments if _settings.get() is None else arguments[:PARENT_LINK]))

    return gather_anchors


def _build_fonts_dictionary(stock: Any) -> Any:
    @wraps(stock)
    def build_fonts_dictionary(document: Any, used: Any, compress: bool, *rest: Any) -> Any:
        dictionary = stock(document, used, compress, *rest)
        if _settings.get() is not None:
            describe_fonts(document, used.values(), compress)
        return dictionary

    return build_fonts_dictionary


def _harfbuzz_subset(stock: Any) -> Any:
    @wraps(stock)
    def harfbuzz_subset(font: Any, to_unicode: Any, hinting: bool) -> None:
        settings = _settings.get()
        if settings is None or not settings.fast_subsetting or not subset_font(font, to_unicode, hinting):
            stock(font, to_unicode, hinting)

    return harfbuzz_subset


def _get_hb_object_data(stock: Any) -> Any:
    @wraps(stock)
    def get_hb_object_data(hb_object: Any) -> Any:
        return stock(hb_object) if _settings.get() is None else LateContent(partial(stock, hb_object))

    return get_hb_object_data


def _write(stock: Any) -> Any:
    """Write and compress every object once: for the identifier of the file pydyf asks for all objects, then it asks again."""

    @wraps(stock)
    def write(document: Any, *rest: Any, **named: Any) -> None:
        if _settings.get() is None:
            stock(document, *rest, **named)
            return
        token = _objects.set({})
        try:
            stock(document, *rest, **named)
        finally:
            _objects.reset(token)

    return write


class ObjectData:
    """`data` of pydyf's numbered objects, kept while a file is written; others stand inside these."""

    def __init__(self, stock: Any) -> None:
        self._stock = stock

    def __get__(self, held: Any, owner: Any = None) -> Any:
        if held is None:
            return self
        objects = _objects.get() if held.number else None
        if objects is None:
            return self._stock.__get__(held, owner)
        # The object is kept as well: none that comes later may have its identity.
        kept = objects.get(id(held)) or objects.setdefault(id(held), (held, self._stock.__get__(held, owner)))
        return kept[1]
