"""Books for the tests of EPUB editions."""

from __future__ import annotations

import io
import zipfile

from docx_articles import EVERYTHING, make_article
from lxml import etree

from kanben.outputs.epub import write_epub, write_volume
from kanben.outputs.options import OutputOptions
from kanben.source.article import Article, Author
from kanben.source.volume import Chapter, IndexedName, Volume

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def make_book(article: Article | None = None, **options: object) -> dict[str, bytes]:
    """Return the members of an article's EPUB by path below `EPUB/`, the two before them by their own names."""
    return members(write_epub(article or make_article(), OutputOptions(**options)).data)  # type: ignore[arg-type]


def members(data: bytes) -> dict[str, bytes]:
    """Return the members of an EPUB."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist()}


def tree(book: dict[str, bytes], name: str) -> etree._Element:
    """Return the root of an XML member."""
    return etree.fromstring(book[name])


def metadata(book: dict[str, bytes], name: str) -> list[str]:
    """Return the values of a property of the package document."""
    return [node.text or "" for node in tree(book, "package.opf").iter(f"{OPF}meta") if node.get("property") == name]


def make_volume() -> bytes:
    """Return a volume of twenty articles with pictures, notes, tables, ruby and both scripts."""
    traditional = EVERYTHING.replace("lang: zh-Hans", "lang: zh-Hant-TW")
    articles = [make_article(traditional if number % 4 == 0 else EVERYTHING) for number in range(20)]
    chapters = [
        Chapter(article, "第一編" if number == 1 else "", "preface" if number == 0 else "chapter")
        for number, article in enumerate(articles)
    ]
    volume = Volume(
        titles=("石桥文集", "——二十篇"),
        chapters=tuple(chapters),
        authors=(Author("某编者", "editor"),),
        date="2023",
        imprint=("出版：石桥社",),
        index=(IndexedName("跳级", ("a1-b", "a2-b")),),
        more={"belongs-to-collection": "石桥丛书", "group-position": 3, "publisher": "石桥社"},
    )
    return write_volume(volume, OutputOptions()).data
