"""A facing edition stands side by side in each format."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from kanben.filters import apply_passes
from kanben.filters.options import FilterOptions
from kanben.outputs import OUTPUTS
from kanben.outputs.options import OutputOptions
from kanben.source.article import Article
from kanben.source.document import read_json
from kanben.source.pandoc import run_pandoc

MARKDOWN = "---\ntitle: 头发\nlang: zh-Hans\n---\n\n## 后来\n\n他说后来的事。\n\n又说头发的事。\n"


def facing_article() -> Article:
    doc = read_json(run_pandoc(["-f", "markdown-smart", "-t", "json"], MARKDOWN.encode()))
    return apply_passes(Article(Path("x.md"), MARKDOWN, doc), FilterOptions(facing="article"))


def test_docx_has_a_row_of_two_cells() -> None:
    data = OUTPUTS["docx"](facing_article(), OutputOptions()).data
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert document.count("<w:tr>") + document.count("<w:tr ") == 2
    assert re.search("又說頭髮的事", re.sub("<[^>]+>", "", document))


def test_epub_has_pairs_with_their_languages() -> None:
    data = OUTPUTS["epub"](facing_article(), OutputOptions()).data
    archive = zipfile.ZipFile(io.BytesIO(data))
    text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith("xhtml"))
    assert text.count('class="facing-pair"') == 2
    assert len(re.findall('class="facing" [^>]*lang="zh-Hant"|lang="zh-Hant"[^>]* class="facing"', text)) == 2
