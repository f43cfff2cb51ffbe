"""The Article: a pandoc document and what is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from .decisions import Decisions
from .notices import Edit, Notice


@dataclass(frozen=True, slots=True)
class Author:
    """A name and what that person did: author, photographer, editor, correspondent, translator, proofreader …"""

    name: str
    role: str = "author"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that belongs to the article: its bytes, checked, with their real media type and size in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True)
class Article:
    """A pandoc document plus metadata, edits, notices and pictures.

    `doc` is a panflute `Doc`; its metadata hold title (string or list: kicker, title, subtitle), author (list of
    `{name, role}`), date, source, lang (BCP 47) and byline (list of lines as printed). `text` is the decoded source with
    LF line ends, to which the places of edits and notices refer. `pictures` maps the names that the document's
    images use to their bytes: nothing outside this table is ever read for an output. `decisions` are what
    people decided about its conversion. `people` are names that sign related articles and stand in this one.
    """

    path: Path
    text: str
    doc: Any
    edits: tuple[Edit, ...] = ()
    notices: tuple[Notice, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    decisions: Decisions = Decisions()
    people: frozenset[str] = frozenset()

    def with_doc(self, doc: Any) -> Self:
        """Return the same article around another document."""
        return replace(self, doc=doc)

    def noticing(self, *notices: Notice) -> Self:
        """Return the article with more notices."""
        return replace(self, notices=(*self.notices, *notices))

    @property
    def metadata(self) -> dict[str, Any]:
        """The document's metadata as plain Python values."""
        from .document import metadata_json  # panflute is loaded where a document is, not where its type is named

        return metadata_json(self.doc)

    def _value(self, key: str) -> Any:
        """Return one of the metadata: reading them all for each takes a fifth of the time of a volume."""
        from .document import metadata_value

        return metadata_value(self.doc, key)

    @property
    def lang(self) -> str:
        """The main language as a BCP 47 tag, for example `zh-Hans`."""
        return str(self._value("lang") or "zh-Hans")

    @property
    def titles(self) -> tuple[str, ...]:
        """The title as printed lines: kicker, title, subtitle, or one line; empty where the article has none."""
        return _strings(self._value("title"))

    @property
    def title(self) -> str:
        """The title in one line, its printed lines joined by a full-width space."""
        return "\u3000".join(self.titles)

    @property
    def byline(self) -> tuple[str, ...]:
        """The byline's lines as printed."""
        return _strings(self._value("byline"))

    @property
    def authors(self) -> tuple[Author, ...]:
        """The people named in the byline, in order."""
        people = self._value("author") or []
        people = people if isinstance(people, list) else [people]
        return tuple(
            Author(str(p.get("name", "")), str(p.get("role") or "author")) if isinstance(p, dict) else Author(str(p))
            for p in people
        )

    @property
    def date(self) -> str | None:
        """The date of the article, ISO 8601 where it could be read (2022-03-14, 2022-03 or 2022)."""
        value = self._value("date")
        return str(value) if value else None


def _strings(value: object) -> tuple[str, ...]:
    if not value:
        return ()
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return (str(value),)
