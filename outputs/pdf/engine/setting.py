"""Set the lines of a line box: build the boxes of one planned line, and say where the next resumes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.absolute import absolute_layout

from kanben.outputs.pdf.composition import Composer
from kanben.outputs.pdf.paragraph import CompositionSettings, Line

from .annotating import Place, place_readings
from .drawing import SetLayout
from .measuring import Measured, Measurer, Run, Unplanned

SkipStack = dict[int, Any] | None
NO_FLOATS = {"left": 0, "right": 0}
SAME = 0.01
"""Measures that differ by less, in pixels, are the same."""


@dataclass(slots=True)
class Composition:
    """What is known of a line box between its lines: kept on the box, also across pages."""

    children: Any
    measured: Measured | None
    composer: Composer | None
    lines: dict[int, tuple[Line, float]]
    """Planned lines by first character, with the measure they were planned for."""
    generated: tuple[Any, ...] = ()
    """Text boxes inside generated content: WeasyPrint makes them anew when a page number that they show is known."""


@dataclass(slots=True)
class LineContext:
    """What `split_inline_box` was given, less the box."""

    context: Any
    max_x: float
    bottom_space: float
    containing_block: Any
    absolute_boxes: list[Any]
    fixed_boxes: list[Any]
    line_placeholders: list[Any]
    waiting_floats: list[Any]
    line_children: list[Any]
    measured: Measured
    line: Line
    places: dict[int, Place] = field(default_factory=dict)
    """Where the characters of annotated text stand on the line."""
    broken: bool = False
    marked: bool = False


def set_line_box(
    settings: CompositionSettings,
    context: Any,
    box: Any,
    position_x: float,
    max_x: float,
    bottom_space: float,
    skip_stack: SkipStack,
    containing_block: Any,
    absolute_boxes: list[Any],
    fixed_boxes: list[Any],
    line_placeholders: list[Any],
    waiting_floats: list[Any],
    line_children: list[Any],
    first_letter_style: Any,
    first_line_style: Any,
) -> tuple[Any, ...] | None:
    """Return what `split_inline_box` would for the next line, or None where the box is not for composition."""
    if first_letter_style or first_line_style or not box.children or box.style["direction"] != "ltr":
        return None
    composition = find_composition(settings, context, box, containing_block)
    if composition.measured is None:
        return None
    measured = composition.measured
    start = find_character(measured, box, skip_stack)
    if start is None or start >= len(measured.paragraph.text):
        return None
    measure = containing_block.width if not context.excluded_shapes else max_x - position_x
    line = find_line(composition, settings, start, max_x - position_x, measure)
    setting = LineContext(
        context, max_x, bottom_space, containing_block, absolute_boxes, fixed_boxes, line_placeholders, waiting_floats,
        line_children, measured, line,
    )  # fmt: skip
    new_box, resume_at = set_box(setting, box, position_x, skip_stack)
    new_box.composed, new_box.marked = True, setting.marked
    return new_box, resume_at, setting.broken, None, None, NO_FLOATS.copy()


def find_composition(settings: CompositionSettings, context: Any, box: Any, containing_block: Any) -> Composition:
    """Return the composition kept on a line box, or measure it."""
    kept: Composition | None = getattr(box, "composition", None)
    if kept is not None and kept.children is box.children and _same_content(kept, box):
        return kept
    try:
        measured = Measurer(context, containing_block).measure(box)
    except Unplanned:
        composition = Composition(box.children, None, None, {})
    else:
        composition = Composition(box.children, measured, None, {}, tuple(_generated_text(box)))
    box.composition = composition
    return composition


def _same_content(kept: Composition, box: Any) -> bool:
    """Say whether the generated content is still the one that was measured."""
    if not kept.generated:
        return True
    now = tuple(_generated_text(box))
    return len(now) == len(kept.generated) and all(a is b for a, b in zip(now, kept.generated, strict=True))


def _generated_text(box: Any, inside: bool = False) -> Iterator[Any]:
    for child in box.children:
        generated = inside or "::" in (child.element_tag or "")
        if isinstance(child, boxes.TextBox):
            if generated:
                yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _generated_text(child, generated)


def find_line(
    composition: Composition, settings: CompositionSettings, start: int, first: float, measure: float
) -> Line:
    """Return the planned line that begins at a character; plan from there where none was planned for this measure."""
    kept = composition.lines.get(start)
    if kept is not None and abs(kept[1] - first) < SAME:
        return kept[0]
    assert composition.measured is not None
    composer = composition.composer or Composer(composition.measured.paragraph, settings)
    composition.composer = composer
    for index, line in enumerate(composer.compose_lines(start, first, measure)):
        make_room(line, composition.measured.widened)
        composition.lines[line.start] = (line, measure if index else first)
    return composition.lines[start][0]


def make_room(line: Line, widened: dict[int, tuple[float, float]]) -> None:
    """Put the room that a long reading needs beside the ink of its base."""
    for index in widened.keys() & range(line.start, line.end) if widened else ():
        before, after = widened[index]
        line.extras[index - line.start] += before + after
        line.offsets[index] = line.offsets.get(index, 0.0) + before


def find_character(measured: Measured, box: Any, skip_stack: SkipStack) -> int | None:
    """Return the character where a skip stack points."""
    if skip_stack is None:
        return 0
    ((index, rest),) = skip_stack.items()
    if isinstance(box, boxes.TextBox):
        run = measured.runs.get(id(box))
        return None if run is None else run.start + len(box.text.encode()[:index].decode())
    for child in box.children[index:]:
        run = measured.runs.get(id(child))
        if run is not None:
            return run.start if rest is None else find_character(measured, child, rest)
        rest = None
    return len(measured.paragraph.text)


def set_box(setting: LineContext, box: Any, position_x: float, skip_stack: SkipStack) -> tuple[Any, SkipStack]:
    """Return a copy of a line or inline box with what the line takes of it, and where the rest resumes."""
    is_start = skip_stack is None
    first, rest = (0, None) if skip_stack is None else next(iter(skip_stack.items()))
    absolute_boxes = setting.absolute_boxes
    if box.style["position"] == "relative":
        setting.absolute_boxes = []
    left_x = position_x
    if is_start:
        position_x += box.margin_left + box.padding_left + box.border_left_width
    children, resume_at = set_children(setting, box, position_x, first, rest)
    new_box = box.copy_with_children([child for _, child, _ in children])
    new_box.remove_decoration(start=not is_start, end=resume_at is not None)
    new_box.position_x = left_x
    new_box.width = measure_content(new_box)
    inline._adjust_line_height(new_box)
    new_box.__dict__.pop("composition", None)
    if box.style["position"] == "relative":
        for absolute_box in setting.absolute_boxes:
            absolute_layout(
                setting.context, absolute_box, new_box, setting.fixed_boxes, setting.bottom_space, skip_stack=None
            )
        setting.absolute_boxes = absolute_boxes
    place_readings(
        [reading for reading in setting.measured.readings if reading.owner == id(box)], setting.places, new_box
    )
    return new_box, resume_at


def measure_content(box: Any) -> float:
    """Return the width of a box's children."""
    for child in reversed(box.children):
        if child.is_in_normal_flow():
            return float(child.position_x + child.margin_width() - box.content_box_x())
    return 0.0


def set_children(
    setting: LineContext, box: Any, position_x: float, first: int, rest: SkipStack
) -> tuple[list[tuple[int, Any, Any]], SkipStack]:
    """Set a box's children from `first` on, until the line is full."""
    children: list[tuple[int, Any, Any]] = []
    for index, child in enumerate(box.children[first:], first):
        child.position_y = box.position_y
        if not child.is_in_normal_flow():
            inline._out_of_flow_layout(
                setting.context, box, setting.containing_block, index, child, children, setting.line_children, children,
                setting.waiting_floats, setting.absolute_boxes, setting.fixed_boxes, setting.line_placeholders,
                NO_FLOATS.copy(), setting.max_x, position_x, setting.bottom_space,
            )  # fmt: skip
            continue
        new_child, child_resume = set_child(setting, child, position_x, rest)
        rest = None
        if new_child is not None:
            position_x = new_child.position_x + new_child.margin_width()
            children.append((index, new_child, child))
            if isinstance(box, boxes.LineBox):
                setting.line_children.append((index, new_child))
        if child_resume is not None:
            return children, {index: child_resume if child_resume else None}
    return children, None


def set_child(setting: LineContext, child: Any, position_x: float, rest: SkipStack) -> tuple[Any, SkipStack]:
    """Set one child: its part on the line, or None, and where it resumes: None for done, empty for from its beginning."""
    run, line = setting.measured.runs[id(child)], setting.line
    if rest is None and run.start >= line.next and run.end > run.start and run.start > line.start:
        return None, {}
    if isinstance(child, boxes.TextBox):
        return set_text(setting, child, run, position_x, rest)
    if isinstance(child, boxes.InlineBox):
        for side in ("left", "right"):
            if getattr(child, f"margin_{side}") == "auto":
                setattr(child, f"margin_{side}", 0)
        return set_box(setting, child, position_x, rest)
    new_child = inline.split_inline_level(
        setting.context, child, position_x, setting.max_x, setting.bottom_space, rest, setting.containing_block,
        setting.absolute_boxes, setting.fixed_boxes, setting.line_placeholders, setting.waiting_floats,
        setting.line_children, None, None,
    )[0]  # fmt: skip
    return new_child, None


def set_text(setting: LineContext, box: Any, run: Run, position_x: float, rest: SkipStack) -> tuple[Any, SkipStack]:
    """Set the part of a text box that stands on the line."""
    line = setting.line
    skip = next(iter(rest)) if rest else 0
    start = run.start + (len(box.text.encode()[:skip].decode()) if skip else 0)
    end = min(run.end, line.end)
    if box.text == "\n":
        setting.broken = setting.broken or start < line.next
    resume: SkipStack = None
    if run.end > line.next:
        resume = {len(box.text[: line.next - run.start].encode()): None}
    if start >= end:
        return None, resume
    return make_text_box(setting, box, run, start, end, position_x), resume


def make_text_box(setting: LineContext, box: Any, run: Run, start: int, end: int, position_x: float) -> Any:
    """Return a text box for some characters of the line, of final width."""
    line = setting.line
    left, right = start - line.start, end - line.start
    new_box = box.copy_with_text(box.text[start - run.start : end - run.start])
    shifts = {index - start: shift for index, shift in line.offsets.items() if start <= index < end}
    glyphs = run.shaped.take(start - run.start, end - run.start) if run.shaped else None
    new_box.pango_layout = SetLayout.of(new_box.text, run.layout, line.extras[left:right], shifts, glyphs)
    new_box.width = sum(line.advances[left:right]) - (line.tail if end == line.end else 0.0)
    new_box.height, new_box.baseline = run.height, run.baseline
    new_box.margin_top = new_box.margin_bottom = run.half_leading
    new_box.position_x = position_x
    if run.marks or setting.measured.readings:
        places = list_places(box.text, run, line, range(start, end), position_x)
        setting.places.update(zip(range(start, end), places, strict=True))
        if run.marks:
            new_box.marks, new_box.mark_places, new_box.mark_origin = run.marks, places, position_x
            setting.marked = True
    return new_box


def list_places(text: str, run: Run, line: Line, indexes: range, x: float) -> list[Place]:
    """Return each character with the left edge and the width of its body."""
    places = []
    for index in indexes:
        advance = line.advances[index - line.start]
        natural = advance - line.extras[index - line.start]
        places.append(Place(text[index - run.start], x + line.offsets.get(index, 0.0), natural))
        x += advance
    return places
