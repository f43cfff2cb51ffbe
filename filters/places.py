"""Places: where in the source text something of the document stands, found by its Han characters."""

from __future__ import annotations

import re
from bisect import bisect_right

from kanben.source.characters import HAN
from kanben.source.notices import Place

KEY = 12
"""Han characters that are looked up."""


class Places:
    """The Han characters of a source text and the place of each.

    The document has the source's words in their order but neither its line breaks nor all of its marks.
    """

    def __init__(self, text: str) -> None:
        self._han = "".join(HAN.findall(text))
        self._places: list[int] = [match.start() for match in HAN.finditer(text)]
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def find(self, flow: str, position: int) -> Place:
        """Return the place of `flow[position]` in the source, the beginning where its words are not found there."""
        key = "".join(HAN.findall(flow[position : position + 4 * KEY]))[:KEY]
        while key:
            found = self._han.find(key)
            if found >= 0:
                return self._place(self._places[found])
            key = key[: len(key) // 2]
        return Place(1, 1)

    def _place(self, offset: int) -> Place:
        line = bisect_right(self._lines, offset)
        return Place(line, offset - self._lines[line - 1] + 1)
