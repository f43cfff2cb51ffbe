"""Review one article: what recovery made of it and, for an edition in another script, which conversions are doubtful."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .files import write_file
from .options import Options
from .related import relate_article

if TYPE_CHECKING:
    from kanben.source.article import Article
    from kanben.source.choices import ChoiceGroup


def prepare_review(path: Path, options: Options) -> tuple[Article, tuple[ChoiceGroup, ...]]:
    """Return the article as it was read, and the doubtful conversions of the edition that the options name."""
    from kanben.filters.article_conversion import find_choices
    from kanben.source.decisions import read_decisions
    from kanben.source.read import read_article

    article = read_article(path, options.source, relate_article(path, options))
    if options.filters.script == "as-written":
        return article, ()
    decided = replace(article, decisions=read_decisions(path, options.filters.glossary))
    return decided, find_choices(decided, options.filters)


def review_path(path: Path, output: Path | None) -> Path:
    """Return where the page of an article goes: the file named, into the folder named, or beside the article."""
    if output is None:
        return path.with_suffix(".review.html")
    return output / f"{path.stem}.review.html" if output.is_dir() else output


def write_review_page(path: Path, output: Path | None, options: Options) -> Path:
    """Write the review page of an article and return its path."""
    from kanben.outputs.review import write_review

    article, choices = prepare_review(path, options)
    target = review_path(path, output)
    write_file(target, write_review(article, choices).data)
    return target
