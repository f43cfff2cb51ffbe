"""What a writer gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kanben.source.article import Article
from kanben.source.notices import Notice
from kanben.source.volume import Volume

from .options import OutputOptions


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page as it is printed: its number, and how many words of which article stand on it.

    `words` has a pair for each article on the page: its place among the articles of the edition, and the number of Han
    characters, letters and digits, notes not counted.
    """

    label: str
    words: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of one edition, the notices that making it gave, and its number of pages where it has pages.

    `printed` are its pages, of an edition that has some; `cover` its cover, where it was drawn, as a picture of Pillow's.
    """

    data: bytes
    notices: tuple[Notice, ...] = ()
    pages: int | None = None
    printed: tuple[PrintedPage, ...] = ()
    cover: Any = None


Writer = Callable[[Article, OutputOptions], Written]
VolumeWriter = Callable[[Volume, OutputOptions], Written]
