"""Core properties: title, people, language and dates of the document (ECMA-376 Part 2, §11)."""

from __future__ import annotations

from typing import Any

from kanben.outputs.dates import edition_date
from kanben.source.article import Article

from .language import word_language
from .ooxml import make, xml_text


def write_core_properties(article: Article) -> Any:
    """Return the root of `docProps/core.xml`."""
    root = make("cp:coreProperties")
    people = [author.name for author in article.authors if author.name]
    for name, words in (("dc:title", article.title), ("dc:creator", "；".join(people))):
        if words:
            root.append(make(name, text=xml_text(words)))
    root.append(make("dc:language", text=word_language(article.lang)))
    moment = moment_of(article)
    for name in ("dcterms:created", "dcterms:modified"):
        root.append(make(name, {"xsi:type": "dcterms:W3CDTF"}, text=moment))
    return root


def moment_of(article: Article) -> str:
    """Return when the edition was made, as Word writes it: in universal time, marked Z."""
    return str(edition_date(article.date, always=True)).replace("+00:00", "Z")


def write_application_properties() -> Any:
    """Return the root of `docProps/app.xml`."""
    return make("ep:Properties", None, make("ep:Application", text="kanben"))
