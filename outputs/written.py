"""What a writer gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kanben.source.article import Article
from kanben.source.notices import Notice
from kanben.source.volume import Volume

from .options import OutputOptions


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of one edition, the notices that making it gave, and its number of pages where it has pages.

    `page_words` counts the words of the text on each page, notes not counted.
    """

    data: bytes
    notices: tuple[Notice, ...] = ()
    pages: int | None = None
    page_words: tuple[int, ...] = ()


Writer = Callable[[Article, OutputOptions], Written]
VolumeWriter = Callable[[Volume, OutputOptions], Written]
