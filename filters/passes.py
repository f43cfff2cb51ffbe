"""The passes of an edition, in their order."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from kanben.source.article import Article
from kanben.source.document import copy_doc

from .article_conversion import convert_article
from .facing import convert_facing, set_facing
from .languages import tag_languages
from .options import FilterOptions
from .transcription import add_transcriptions

Pass = Callable[[Article, FilterOptions], Article]

PASSES: tuple[Pass, ...] = (
    set_facing,
    convert_facing,
    convert_article,
    add_transcriptions,
    tag_languages,
)
"""Each may change the document it is given."""


def fold_passes(article: Article, options: FilterOptions) -> Article:
    """Return an article after all passes, which work on a copy of its document."""

    def apply(edition: Article, step: Pass) -> Article:
        return step(edition, options)

    return reduce(apply, PASSES, article.with_doc(copy_doc(article.doc)))
