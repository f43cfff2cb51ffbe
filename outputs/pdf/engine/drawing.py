"""Draw set lines: glyphs where composition put them."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from .glyphs import GLYPH_WORDS, index_bytes

MILLI = 1000
WIDEST = 2**20
"""Pixels that no line reaches: set lines fit, and need no ellipsis."""
NUDGE = 2
"""Pango units added so that WeasyPrint's `int()` of a thousandth falls on the thousandth that is meant."""


class SetLayout(Layout):  # type: ignore[misc]
    """A Pango layout whose glyphs stand where composition put them; WeasyPrint makes it anew when the line is drawn."""

    extras: array[float]
    shifts: Mapping[int, float]
    fresh = False

    @classmethod
    def of(cls, text: str, measured: Mapping[str, Any], extras: array[float], shifts: Mapping[int, float]) -> SetLayout:
        """Return a layout that is not active yet; `measured` holds the metrics of the box's font."""
        layout = cls.__new__(cls)
        for name, value in measured.items():
            setattr(layout, name, value)
        layout.text, layout.extras, layout.shifts = text, extras, shifts
        layout.max_width = WIDEST
        return layout

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
        size = self.style["font_size"]
        unit = size / FROM_UNITS / MILLI
        totals = list(accumulate(self.extras, initial=0.0))
        carry = 0.0
        item = line.runs
        while item != ffi.NULL:
            run, item = item.data, item.next
            words, edges = read_clusters(run, starts, len(self.extras))
            for place, (start, end) in enumerate(zip(edges, edges[1:], strict=False)):
                if start == end:
                    continue
                wanted = (totals[end] - totals[start]) / size * MILLI + carry
                whole = round(wanted)
                carry = wanted - whole
                if whole:
                    words[GLYPH_WORDS * place + 1] += round(whole * unit) + (NUDGE if whole > 0 else -NUDGE)
                shift = self.shifts.get(start)
                if shift:
                    words[GLYPH_WORDS * place + 2] += round(shift * MILLI)


def read_clusters(run: Any, starts: Mapping[int, int], count: int) -> tuple[Any, list[int]]:
    """Return a run's glyphs as words, and the character at which each glyph's cluster begins, with the run's end."""
    glyphs = run.glyphs.num_glyphs
    words = memoryview(ffi.buffer(run.glyphs.glyphs, 4 * GLYPH_WORDS * glyphs)).cast("B").cast("i")
    clusters = memoryview(ffi.buffer(run.glyphs.log_clusters, 4 * glyphs)).cast("B").cast("i")
    offset = run.item.offset
    edges = [starts[cluster + offset] for cluster in clusters]
    edges.append(starts.get(offset + run.item.length, count))
    return words, edges
