"""Draw set lines: glyphs where composition put them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from .glyphs import GLYPH_WORDS, index_bytes
from .shaped_text import LineGlyphs

MILLI = 1000
WIDEST = 2**20
"""Pixels that no line reaches: set lines fit, and need no ellipsis."""
NUDGE = 2
"""Pango units added so that WeasyPrint's `int()` of a thousandth falls on the thousandth that is meant."""


class SetLayout(Layout):  # type: ignore[misc]
    """A Pango layout whose glyphs stand where composition put them; WeasyPrint makes it anew when the line is drawn.

    With `glyphs` known there is none to make: `showing.show_glyphs` draws the line without one.
    """

    extras: array[float]
    shifts: Mapping[int, float]
    glyphs: LineGlyphs | None
    fresh = False

    @classmethod
    def of(
        cls,
        text: str,
        measured: Mapping[str, Any],
        extras: array[float],
        shifts: Mapping[int, float],
        glyphs: LineGlyphs | None = None,
    ) -> SetLayout:
        """Return a layout that is not active yet; `measured` holds the metrics of the box's font."""
        layout = cls.__new__(cls)
        layout.__dict__.update(measured)
        layout.text, layout.extras, layout.shifts, layout.glyphs = text, extras, shifts, glyphs
        layout.max_width = WIDEST
        return layout

    def reactivate(self, style: Any) -> None:
        """Shape the line again to draw it, where its glyphs are not known."""
        if self.glyphs is None:
            super().reactivate(style)

    def deactivate(self) -> None:
        """Let go of what `reactivate` made."""
        if self.glyphs is None:
            super().deactivate()

    def shape(self, style: Any) -> None:
        """Shape the line again although its glyphs are known: it is not drawn as it is set."""
        self.glyphs = None
        self.reactivate(style)

    def set_text(self, text: str, justify: bool = False) -> None:
        """Hand the text to Pango as one line."""
        super().set_text(text, False)
        pango.pango_layout_set_single_paragraph_mode(self.layout, True)
        self.fresh = text == self.text

    def get_first_line(self) -> tuple[Any, int | None]:
        """Return the line with its glyphs moved."""
        line, index = super().get_first_line()
        if self.fresh:
            self.fresh = False
            self._move_glyphs(line)
        return line, index

    def _move_glyphs(self, line: Any) -> None:
        starts = index_bytes(self.text)
        clusters: list[tuple[Any, int, int, int]] = []
        item = line.runs
        while item != ffi.NULL:
            run, item = item.data, item.next
            words, edges = read_clusters(run, starts, len(self.extras))
            clusters += (
                (words, GLYPH_WORDS * place, start, end)
                for place, (start, end) in enumerate(zip(edges, edges[1:], strict=False))
                if start != end
            )
        widened = widen_clusters(self.extras, self.style["font_size"], [(start, end) for _, _, start, end in clusters])
        for words, place, start, _ in clusters:
            words[place + 1] += widened.get(start, 0)
            words[place + 2] += shift_ink(self.shifts, start)


def widen_clusters(extras: array[float], size: float, clusters: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return by how many of Pango's units clusters become wider, by their first character: whole thousandths of an em.

    `clusters` are first characters and those behind the last, in order; what is cut off is passed on to the next.
    """
    unit = size / FROM_UNITS / MILLI
    totals = list(accumulate(extras, initial=0.0))
    carry = 0.0
    found = {}
    for start, end in clusters:
        wanted = (totals[end] - totals[start]) / size * MILLI + carry
        whole = round(wanted)
        carry = wanted - whole
        if whole:
            found[start] = round(whole * unit) + (NUDGE if whole > 0 else -NUDGE)
    return found


def shift_ink(shifts: Mapping[int, float], index: int) -> int:
    """Return how far the ink of a character moves to the right, in WeasyPrint's units of a glyph's offset."""
    shift = shifts.get(index)
    return round(shift * MILLI) if shift else 0


def read_clusters(run: Any, starts: Mapping[int, int], count: int) -> tuple[Any, list[int]]:
    """Return a run's glyphs as words, and the character at which each glyph's cluster begins, with the run's end."""
    glyphs = run.glyphs.num_glyphs
    words = memoryview(ffi.buffer(run.glyphs.glyphs, 4 * GLYPH_WORDS * glyphs)).cast("B").cast("i")
    clusters = memoryview(ffi.buffer(run.glyphs.log_clusters, 4 * glyphs)).cast("B").cast("i")
    offset = run.item.offset
    edges = [starts[cluster + offset] for cluster in clusters]
    edges.append(starts.get(offset + run.item.length, count))
    return words, edges
