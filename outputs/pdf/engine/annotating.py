"""Annotate set lines: readings above their bases, marks under their characters (CLREQ, Interlinear annotation; Emphasis marks;
Proper noun marks; Book title marks)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import Layout

from .drawing import WIDEST
from .measuring import Reading

READING_RISE = 1.0
"""Base line of a reading above that of its base, in em of the base: clear of its body and of letters like g and p."""
DOT_DEPTH = 0.28
"""Centre of an emphasis mark under the base line, in em."""
DOT_RADIUS = 0.07
CIRCLE = 0.5523
"""Length of the handles of a quarter circle drawn as a Bézier curve, in radii."""
LINE_DEPTH = 0.22
LINE_WIDTH = 0.045
LINE_SHORTER = 0.05
"""How much a line stands back at both ends, so that neighbouring names keep lines of their own."""
WAVE_LENGTH = 0.34
WAVE_HEIGHT = 0.09


class Place(NamedTuple):
    """A character on the page: the left edge and the width of its body."""

    character: str
    x: float
    width: float


def place_readings(readings: Sequence[Reading], places: Mapping[int, Place], new_box: Any) -> None:
    """Add the readings over a box's own text on this line, as text boxes behind their base that take no room on the line.

    They are text to a reader of the PDF, after the base in reading order.
    """
    template = next(_list_text(new_box), None) if readings else None
    if template is None:
        return
    added = []
    for reading in readings:
        if not all(index in places for index in (reading.start, reading.end - 1)):
            continue
        left, last = places[reading.start].x, places[reading.end - 1]
        middle = (left + last.x + last.width) / 2
        added.append(_make_reading(template, reading, middle - reading.width / 2))
    new_box.children = (*new_box.children, *added)


def _make_reading(template: Any, reading: Reading, x: float) -> Any:
    box = template.copy_with_text(reading.text)
    for name in ("marks", "mark_places"):
        vars(box).pop(name, None)
    box.style = reading.style.copy()
    box.style["vertical_align"] = READING_RISE * template.style["font_size"]
    layout = Layout(box.style, max_width=WIDEST)
    layout.set_text(reading.text)
    layout.get_first_line()
    layout.deactivate()
    box.pango_layout, box.width, box.position_x = layout, reading.width, x
    box.height = box.baseline = box.margin_top = box.margin_bottom = 0
    box.is_reading = True
    return box


def _list_text(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _list_text(child)


def draw_marks(stream: Any, line_box: Any) -> None:
    """Draw emphasis marks, proper noun marks and book title marks under the characters of a line, as artifacts."""
    for box in _list_text(line_box):
        marks = getattr(box, "marks", ())
        if not marks or box.style["visibility"] != "visible":
            continue
        shift = box.position_x - box.mark_origin
        with stream.artifact(), stream.stacked():
            for mark in marks:
                if mark == "emphasis":
                    _draw_dots(stream, box, shift)
                else:
                    _draw_line(stream, box, mark == "wave", shift)


def _draw_dots(stream: Any, box: Any, shift: float) -> None:
    """Draw a dot under every Han character, letter and digit; marks and spaces have none."""
    em = box.style["font_size"]
    radius, y = DOT_RADIUS * em, box.position_y + box.baseline + DOT_DEPTH * em
    handle = radius * CIRCLE
    stream.set_color(box.style["color"])
    for place in box.mark_places:
        if not place.character.isalnum():
            continue
        x = place.x + place.width / 2 + shift
        stream.move_to(x - radius, y)
        stream.curve_to(x - radius, y - handle, x - handle, y - radius, x, y - radius)
        stream.curve_to(x + handle, y - radius, x + radius, y - handle, x + radius, y)
        stream.curve_to(x + radius, y + handle, x + handle, y + radius, x, y + radius)
        stream.curve_to(x - handle, y + radius, x - radius, y + handle, x - radius, y)
    stream.fill()


def _draw_line(stream: Any, box: Any, wavy: bool, shift: float) -> None:
    em = box.style["font_size"]
    y = box.position_y + box.baseline + LINE_DEPTH * em
    left = box.mark_places[0].x + shift + LINE_SHORTER * em
    right = box.mark_places[-1].x + box.mark_places[-1].width + shift - LINE_SHORTER * em
    stream.set_color(box.style["color"], stroke=True)
    stream.set_line_width(LINE_WIDTH * em)
    stream.move_to(left, y)
    if wavy:
        waves = max(1, ceil((right - left) / (WAVE_LENGTH * em)))
        length, height = (right - left) / waves, WAVE_HEIGHT * em
        for wave in range(waves):
            x = left + wave * length
            stream.curve_to(x + length / 2, y - height * 2, x + length / 2, y + height * 2, x + length, y)
    else:
        stream.line_to(right, y)
    stream.stroke()
