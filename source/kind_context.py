"""What deciding the kind of one piece needs to know of all pieces: lengths, labels, ends, series, cues and how many are bare."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .blocks import Piece
from .bylines import byline_cue
from .captions import caption_cue
from .layout import Layout, end_class
from .ngrams import Usage
from .numbering import Label, read_label

FRONT, BACK = 8, 5
"""Pieces from the beginning, and from the end, among which a title or byline may stand."""
SPEAKER = re.compile("[^，。；！？：:]{1,10}[：:]")
SPEECHES = 3
"""From so many pieces on that begin with one name and a colon, it is that of somebody who speaks."""


def kinds_before(kinds: Sequence[str], index: int) -> Sequence[str]:
    """Return the kinds of the pieces before one, as many as tell whether it stands at the front."""
    return kinds[max(0, index - FRONT - 1) : index]


class Context:
    """What the evidence of one piece needs to know of all: lengths, labels, ends, and which labels form a series."""

    def __init__(self, pieces: Sequence[Piece], layout: Layout, usage: Usage) -> None:
        self.pieces = pieces
        self.layout = layout
        self.usage = usage
        self.labels: list[Label | None] = [read_label(piece.text) for piece in pieces]
        self.lengths = [len(piece.text) for piece in pieces]
        self.ends = [end_class(piece.text) for piece in pieces]
        self.cues = self._byline_cues()
        self.captions = ["" if piece.kind else caption_cue(piece.text) for piece in pieces]
        self.series = self._series()
        brief = sum(n <= 45 and end == "final" for n, end in zip(self.lengths, self.ends, strict=True))
        self.brief = "few" if brief * 5 < len(pieces) else "some" if brief * 2 < len(pieces) else "most"
        bare = sum(
            n <= 20 and end == "none" and label is None
            for n, end, label in zip(self.lengths, self.ends, self.labels, strict=True)
        )
        self.bare = "few" if bare <= 2 else "some" if bare <= 5 else "many"
        cued = sum(cue != "" for cue in self.captions)
        self.captioned = "none" if not cued else "few" if cued <= 2 else "many"
        self.speakers = self._speakers()
        self.colon_runs = self._colon_runs()
        self.numbered = self._numbered()
        gaps = sorted(min(piece.first.blanks, 9) for piece in pieces[1:])
        self.gap = gaps[len(gaps) // 2] if gaps else 0

    def _byline_cues(self) -> list[str]:
        """Tell what says of each piece near the front or the end that it is a byline."""
        ends = len(self.pieces) - BACK
        return [
            byline_cue(piece.text, piece.printed) if index <= FRONT or index >= ends else ""
            for index, piece in enumerate(self.pieces)
        ]

    def _speakers(self) -> list[bool]:
        """Tell which pieces begin with the name of somebody who speaks several times, and a colon: 记者：, 问：."""
        names = [match.group() if (match := SPEAKER.match(piece.text)) else "" for piece in self.pieces]
        often = {name for name, count in Counter(names).items() if name and count >= SPEECHES}
        return [name in often for name in names]

    def _numbered(self) -> str:
        """Tell whether the headings of the article are numbered: labels of one style, far apart, on short pieces."""
        styles = Counter(
            label.style
            for label, length, end, series in zip(self.labels, self.lengths, self.ends, self.series, strict=True)
            if label and length <= 40 and end == "none" and series in ("far", "middle") and label.style != "bullet"
        )
        return styles.most_common(1)[0][0] if styles and styles.most_common(1)[0][1] >= 2 else "none"

    def _series(self) -> list[str]:
        """Tell for each label whether its neighbours in number stand beside it (near), further away (far), or not at all."""
        places: dict[tuple[str, int], list[int]] = {}
        for index, label in enumerate(self.labels):
            if label and label.value:
                places.setdefault((label.style, label.value), []).append(index)
        found = []
        for index, label in enumerate(self.labels):
            if label is None:
                found.append("none")
            elif label.style == "bullet":
                found.append("bullet")
            else:
                found.append(self._distance(index, label, places))
        return found

    def _distance(self, index: int, label: Label, places: dict[tuple[str, int], list[int]]) -> str:
        """Say how far the next and the last number of the same style stand."""
        gaps = []
        for value, side in ((label.value + 1, 1), (label.value - 1, -1)):
            around = [
                (at - index) * side for at in places.get((label.style, value), ())[:50] if (at - index) * side > 0
            ]
            if around:
                gaps.append(min(around))
        if not gaps:
            return "single"
        return "near" if min(gaps) == 1 else "middle" if min(gaps) <= 3 else "far"

    def _colon_runs(self) -> list[str]:
        """Tell which pieces stand in a run of like ones after a piece that ends with a colon: items that lost their bullets."""
        found = ["no"] * len(self.pieces)
        for index, end in enumerate(self.ends[:-1]):
            if end != "colon" or self.labels[index + 1]:
                continue
            run = index + 1
            while (
                run < len(self.pieces)
                and self.lengths[run] <= 60
                and not self.labels[run]
                and self.ends[run] != "colon"
            ):
                run += 1
                if run - index > 12:
                    break
            alike = len({self.ends[i] for i in range(index + 1, run)}) == 1
            for i in range(index + 1, run):
                found[i] = f"{'alike' if alike else 'mixed'}-{min(run - index - 1, 3)}"
        return found
