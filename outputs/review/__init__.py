"""Review: what recovery did to an article, for a person to look at."""

from __future__ import annotations

from collections.abc import Sequence

from kanben.outputs.written import Written
from kanben.source.article import Article
from kanben.source.choices import ChoiceGroup

from .page import write_page
from .report import explain_review, review_json

__all__ = ["explain_review", "review_json", "write_review"]


def write_review(article: Article, choices: Sequence[ChoiceGroup] = ()) -> Written:
    """Write the review page; `choices` are the doubtful conversions of an edition, which the caller knows."""
    return Written(write_page(article, choices).encode("utf-8"))
