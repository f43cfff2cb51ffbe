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
    """The bytes of one edition, the notices that making it gave, and its number of pages where it has pages."""

    data: bytes
    notices: tuple[Notice, ...] = ()
    pages: int | None = None


Writer = Callable[[Article, OutputOptions], Written]
VolumeWriter = Callable[[Volume, OutputOptions], Written]
