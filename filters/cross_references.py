"""Cross-references: links from one article of a volume to another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kanben.source.article import Article
from kanben.source.document import pf
from kanben.source.volume import CROSS_REFERENCE, TITLE, chapter_prefix


def link_articles(article: Article, numbers: Mapping[Path, int]) -> Article:
    """Return the article with its links to other articles' files pointing into the volume.

    `numbers` gives the chapter of each file (absolute paths). `[桥](bridge.txt)` becomes a link to `article:a2-title`,
    `[桥](bridge.md#历史)` one to `article:a2-历史`. Changes the document in place.
    """
    folder = Path(os.path.abspath(article.path)).parent

    def point(element: Any, _doc: Any) -> None:
        if isinstance(element, pf.Link):
            file, _, identifier = unquote(element.url).partition("#")
            number = numbers.get(Path(os.path.normpath(folder / file))) if file and ":" not in file else None
            if number is not None:
                element.url = f"{CROSS_REFERENCE}{chapter_prefix(number)}{identifier or TITLE}"

    article.doc.walk(point)
    return article
