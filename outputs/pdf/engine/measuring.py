"""Measure a line box: its text and boxes become one `Paragraph`; each box remembers which characters are its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, can_break_text, line_size

from kanben.outputs.pdf.annotation import pair_readings
from kanben.outputs.pdf.character_classes import FULL_WIDTH
from kanben.outputs.pdf.paragraph import LINE_FEED, OBJECT, Paragraph
from kanben.source.characters import CLOSING, OPENING, PAUSE_OR_STOP, WIDE

from .glyphs import index_bytes, measure_blanks, read_breaks, read_glyphs
from .grid import measure_strut
from .shaped_text import ShapedText

MEASURED = OPENING + CLOSING + PAUSE_OR_STOP
"""Marks whose ink is measured."""
UNSET = frozenset("\t\xad\u2028\u2029\x85\x0c")
"""Characters that WeasyPrint lays out alone: tabs, soft hyphens, line and paragraph separators."""
SHARED_MARKS = "“”‘’·"
"""Marks that Chinese and Latin share, which some Chinese fonts have in their Latin width only."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
NOTE_CALL = "::footnote-call"
"""The number of a note, which stays with the word before it (CLREQ, Prohibition rules for line start)."""
ANNOTATION_SIZE = 0.5
READING_GAP = 0.25
"""Least space between neighbouring readings, in em of their own size."""
MARK_CLASSES = {"emphasis-mark": "emphasis", "proper-noun": "line", "book-title": "wave"}


class Unplanned(Exception):
    """Something in the line box is not for composition; the message names it."""


@dataclass(slots=True)
class Run:
    """A box's characters in the paragraph, and what its slices share."""

    start: int
    end: int
    height: float = 0.0
    half_leading: float = 0.0
    baseline: float = 0.0
    layout: dict[str, Any] = field(default_factory=dict)
    shaped: ShapedText | None = None
    marks: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """An interlinear annotation over some characters: its text and width."""

    owner: int
    """The identity of its `span.ruby` box."""
    start: int
    end: int
    text: str
    width: float
    style: Any


@dataclass(slots=True)
class Measured:
    """A line box turned into a paragraph."""

    paragraph: Paragraph
    runs: dict[int, Run]
    readings: list[Reading]
    widened: dict[int, tuple[float, float]]
    """Space before and after a character, part of its advance, that makes room for a long reading."""


class Measurer:
    """Walks a line box once and gathers advances, sizes, breaks and insets of its characters."""

    def __init__(self, context: Any, containing_block: Any):
        self.context, self.containing_block = context, containing_block
        self.text: list[str] = []
        self.count = 0
        self.advances: list[float] = []
        self.sizes: list[float] = []
        self.breaks: list[bool | None] = []
        self.blanks: dict[int, tuple[float, float]] = {}
        self.joined: set[int] = set()
        self.bound: set[int] = set()
        self.insets: dict[int, tuple[float, float]] = {}
        self.pending = 0.0
        self.runs: dict[int, Run] = {}
        self.readings: list[Reading] = []
        self.widened: dict[int, tuple[float, float]] = {}
        self.narrow: list[int] = []

    def measure(self, line_box: Any) -> Measured:
        """Return the paragraph of a line box; raises Unplanned where composition has no place."""
        self.walk(line_box, ())
        text = "".join(self.text)
        if not WIDE.search(text):
            raise Unplanned("no Han")
        self._join_boxes(text, line_box.style["lang"])
        self._widen_marks(text)
        justified = line_box.style["text_align_all"] == "justify"
        paragraph = Paragraph(
            text, self.advances, self.sizes, self.breaks, self.blanks, frozenset(self.joined), frozenset(self.bound),
            self.insets, justified, not justified and line_box.element_tag in HEADINGS,
        )  # fmt: skip
        return Measured(paragraph, self.runs, self.readings, self.widened)

    def walk(self, parent: Any, marks: tuple[str, ...]) -> None:
        """Gather a box's children."""
        for child in parent.children:
            if isinstance(child, boxes.TextBox):
                self._add_text(child, marks)
            elif isinstance(child, boxes.InlineBox):
                self._add_inline(child, marks)
            elif child.is_floated() and child.is_in_normal_flow() is False:
                raise Unplanned("float")
            elif not child.is_in_normal_flow():
                continue
            elif isinstance(child, (boxes.AtomicInlineLevelBox, boxes.InlineFlexBox, boxes.InlineGridBox)):
                self._add_object(child)
            else:
                raise Unplanned(type(child).__name__)

    def _add_inline(self, box: Any, marks: tuple[str, ...]) -> None:
        if box.is_leader:
            raise Unplanned("leader")
        if box.style["box_decoration_break"] == "clone":
            raise Unplanned("cloned decoration")
        if not box.is_in_normal_flow():
            if box.is_floated():
                raise Unplanned("float")
            return
        resolve_percentages(box, self.containing_block)
        before, after = (
            sum(0 if value == "auto" else value for value in sides)
            for sides in (
                (box.margin_left, box.padding_left, box.border_left_width),
                (box.margin_right, box.padding_right, box.border_right_width),
            )
        )
        start = self.count
        self.pending += before
        if (box.element_tag or "").endswith(NOTE_CALL):
            self.bound.add(start)
        classes = (box.element.get("class") or "").split() if box.element is not None else []
        self.walk(box, marks + tuple(MARK_CLASSES[name] for name in classes if name in MARK_CLASSES))
        if "ruby" in classes and self.count > start:
            self._add_readings(box, start)
        if after and self.count:
            widen(self.insets, self.count - 1, 0.0, after)
        self.runs[id(box)] = Run(start, self.count)

    def _add_object(self, box: Any) -> None:
        resolve_percentages(box, self.containing_block)
        laid_out = inline.split_inline_level(
            self.context, box, 0, float("inf"), 0, None, self.containing_block, [], [], [], [], [], None, None
        )[0]
        self.runs[id(box)] = Run(self.count, self.count + 1)
        self._append(OBJECT, [laid_out.margin_width()], [True], box.style)

    def _append(self, text: str, advances: list[float], breaks: list[bool | None], style: Any) -> None:
        if self.pending:
            widen(self.insets, self.count, self.pending, 0.0)
            self.pending = 0.0
        if self.count and breaks:
            breaks[0] = None
        self.text.append(text)
        self.advances += advances
        self.breaks += breaks
        self.sizes += [style["font_size"]] * len(text)
        self.count += len(text)

    def _add_text(self, box: Any, marks: tuple[str, ...]) -> None:
        style, text = box.style, box.text
        resolve_percentages(box, self.containing_block)
        start = self.count
        if text == LINE_FEED:
            self._append(text, [0.0], [False], style)
            self.runs[id(box)] = Run(start, start + 1)
            return
        if not text:
            self.runs[id(box)] = Run(start, start)
            return
        check_text(box)
        run = Run(start, start + len(text), marks=marks)
        self._append(text, *self._measure_text(box, run), style)
        self.runs[id(box)] = run
        if (style["lang"] or "zh").startswith("zh"):
            self.narrow += [
                index
                for index in range(start, self.count)
                if self.text[-1][index - start] in SHARED_MARKS
                and 0 < self.advances[index] < FULL_WIDTH * self.sizes[index]
            ]
        if style["white_space"] == "nowrap":
            self.bound.update(range(start + 1, self.count))

    def _measure_text(self, box: Any, run: Run) -> tuple[list[float], list[bool | None]]:
        """Shape a text box once and read its glyphs."""
        style, text = box.style, box.text
        layout = Layout(style)
        layout.set_text(text)
        line, rest = layout.get_first_line()
        if rest is not None or layout.text != text:
            raise Unplanned("more than one line")
        advances = [0.0] * len(text)
        starts = index_bytes(text)
        run.shaped = ShapedText(text, style)
        seen: set[int] = set()
        item = line.runs
        while item != ffi.NULL:
            glyphs, item = item.data, item.next
            if glyphs.item.analysis.level % 2:
                raise Unplanned("right to left")
            found = read_glyphs(glyphs, starts)
            run.shaped.add(found)
            seen.update(found.characters)
            for place, (width, character) in enumerate(zip(found.widths, found.characters, strict=True)):
                advances[character] += width * FROM_UNITS
                if text[character] in MEASURED:
                    self.blanks[self.count + character] = measure_blanks(glyphs, place, width)
        if len(seen) < len(text):
            self.joined.update(self.count + index for index in range(1, len(text)) if index not in seen)
        breaks = read_breaks(layout, len(text))
        _, run.height = line_size(line, style)
        line_height, _ = measure_strut(style)
        run.half_leading = (line_height - run.height) / 2
        run.baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS + run.half_leading
        layout.deactivate()
        run.layout = {key: value for key, value in vars(layout).items() if key != "text"}
        return advances, breaks

    def _join_boxes(self, text: str, lang: str | None) -> None:
        """Ask for the break opportunities between boxes, which no box knows of."""
        for index in range(1, len(text)):
            if self.breaks[index] is None and LINE_FEED not in text[index - 1 : index + 1]:
                self.breaks[index] = can_break_text(text[index - 1 : index + 1], lang)

    def _widen_marks(self, text: str) -> None:
        """Give a quotation mark or interpunct beside Han the full body that Kai and Fangsong fonts often lack."""
        for index in self.narrow:
            beside = text[max(index - 1, 0) : index] + text[index + 1 : index + 2]
            if not any(WIDE.match(character) or character in SHARED_MARKS for character in beside):
                continue
            lack = self.sizes[index] - self.advances[index]
            before = {"·": lack / 2, "“": lack, "‘": lack}.get(text[index], 0.0)
            widen(self.widened, index, before, lack - before)
            widen(self.blanks, index, before, lack - before)
            self.advances[index] += lack

    def _add_readings(self, box: Any, start: int) -> None:
        """Put the readings of `span.ruby` over its characters, and widen a base that is narrower than its reading."""
        text = "".join(self.text)[start:]
        style = annotation_style(box.style)
        for first, last, reading in pair_readings(text, box.element.get("data-rt") or box.element.get("rt") or ""):
            layout = Layout(style)
            layout.set_text(reading)
            line, _ = layout.get_first_line()
            width, _ = line_size(line, style)
            layout.deactivate()
            lack = width + READING_GAP * style["font_size"] - sum(self.advances[start + first : start + last])
            if lack > 0:
                widen(self.widened, start + first, lack / 2, 0.0)
                widen(self.widened, start + last - 1, 0.0, lack / 2)
                self.advances[start + first] += lack / 2
                self.advances[start + last - 1] += lack / 2
            self.bound.update(range(start + first + 1, start + last))
            self.readings.append(Reading(id(box), start + first, start + last, reading, width, style))


def widen(insets: dict[int, tuple[float, float]], index: int, before: float, after: float) -> None:
    """Add space before and after a character."""
    left, right = insets.get(index, (0.0, 0.0))
    insets[index] = (left + before, right + after)


def check_text(box: Any) -> None:
    """Raise Unplanned where a text box is one that only WeasyPrint lays out."""
    style, text = box.style, box.text
    if LINE_FEED in text or not UNSET.isdisjoint(text) or style["white_space"] == "pre":
        raise Unplanned("white space")
    if style["font_size"] <= 0 or style["direction"] != "ltr":
        raise Unplanned("direction")
    if style["letter_spacing"] != "normal" or style["word_spacing"]:
        raise Unplanned("spacing")


def annotation_style(style: Any) -> Any:
    """Return the style of an interlinear annotation: half the size of its base (CLREQ, Interlinear annotation)."""
    style = style.copy()
    style["font_size"] = style["font_size"] * ANNOTATION_SIZE
    style["text_decoration_line"] = "none"
    return style
