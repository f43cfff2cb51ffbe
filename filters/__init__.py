"""Filters: an Article becomes an Article, one pass per file. Knows pandoc's document model; never files or formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kanben.source.article import Article

    from .options import FilterOptions


def apply_passes(article: Article, options: FilterOptions) -> Article:
    """Return the edition of an article: all passes of `passes.PASSES`, on a copy of its document."""
    from .passes import fold_passes  # plain text is converted without the document model, which is slow to load

    return fold_passes(article, options)
