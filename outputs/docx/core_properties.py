"""Core properties: title, people, language and dates of the document (ECMA-376 Part 2, §11)."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from typing import Any

from kanben.source.article import Article

from .language import word_language
from .ooxml import make

FIXED = "2000-01-01T00:00:00Z"
"""The date of an edition for which none is known: the same input gives the same file."""
DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def write_core_properties(article: Article) -> Any:
    """Return the root of `docProps/core.xml`."""
    root = make("cp:coreProperties")
    people = [author.name for author in article.authors if author.name]
    for name, words in (("dc:title", article.title), ("dc:creator", "；".join(people))):
        if words:
            root.append(make(name, text=_printable(words)))
    root.append(make("dc:language", text=word_language(article.lang)))
    moment = edition_time(article)
    for name in ("dcterms:created", "dcterms:modified"):
        root.append(make(name, {"xsi:type": "dcterms:W3CDTF"}, text=moment))
    return root


def edition_time(article: Article) -> str:
    """Return when the edition was made: `SOURCE_DATE_EPOCH`, else the article's date, else a fixed one."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = DATE.fullmatch(article.date or "")
    if found is None:
        return FIXED
    try:
        day = datetime(int(found[1]), int(found[2] or 1), int(found[3] or 1), tzinfo=UTC)
    except ValueError:
        return FIXED
    return f"{day.year:04d}-{day:%m-%dT%H:%M:%SZ}"


def write_application_properties() -> Any:
    """Return the root of `docProps/app.xml`."""
    return make("ep:Properties", None, make("ep:Application", text="kanben"))


def _printable(words: str) -> str:
    return "".join(character for character in words if character.isprintable())
