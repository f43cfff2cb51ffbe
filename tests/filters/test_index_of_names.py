"""An index marks the longest of the names that overlap, once in a block, and changes no word."""

from __future__ import annotations

from pathlib import Path

from kanben.filters.index_of_names import CLASS, mark_names
from kanben.source.article import Article
from kanben.source.document import pf, plain_text, read_json
from kanben.source.pandoc import run_pandoc

TEXT = "沈大有和沈大有的船，沈大在岸上。\n\n| 沈大有\n\n*沈大*回来了，`沈大`没有。\n"


def test_names_are_marked() -> None:
    doc = read_json(run_pandoc(["-f", "markdown-smart", "-t", "json"], TEXT.encode()))
    before = [plain_text(block) for block in doc.content]
    places = mark_names(Article(Path("x.md"), TEXT, doc), ["沈大", "沈大有", "没有人"])
    marked: list[tuple[str, str]] = []

    def collect(element: pf.Element, _doc: pf.Doc) -> None:
        if isinstance(element, pf.Span) and CLASS in element.classes:
            marked.append((plain_text(element), element.identifier))

    doc.walk(collect)
    assert [name for name, _ in marked] == ["沈大有", "沈大", "沈大有", "沈大"]
    assert sorted(identifier for _, identifier in marked) == sorted(sum(places.values(), []))
    assert len({identifier for _, identifier in marked}) == 4
    assert [plain_text(block) for block in doc.content] == before


def test_without_names_nothing_is_marked() -> None:
    doc = read_json(run_pandoc(["-f", "markdown-smart", "-t", "json"], TEXT.encode()))
    assert mark_names(Article(Path("x.md"), TEXT, doc), []) == {}
