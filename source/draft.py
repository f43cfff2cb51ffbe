"""The draft: an article on its way from text to blocks, as the steps of `structure` hand it on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .blocks import Block, Line, Piece
from .layout import Layout
from .ngrams import Usage
from .notices import Edit, Notice
from .related import NOTHING, Related


@dataclass(slots=True)
class Draft:
    """Text and what related articles say of it; then lines, layout, usage and script; then pieces; then metadata and blocks."""

    text: str
    related: Related = NOTHING
    lines: list[Line] = field(default_factory=list)
    layout: Layout = Layout(0, False, 0.5)
    usage: Usage = field(default_factory=lambda: Usage(()))
    traditional: bool = False
    pieces: list[Piece] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
