"""Inscriptions have exactly their printed lines, and the lines that sign them are marked."""

from __future__ import annotations

import pytest
from measurement import measurement_path

from kanben.filters import apply_passes
from kanben.filters.options import FilterOptions
from kanben.source.document import pf, plain_text
from kanben.source.options import SourceOptions
from kanben.source.read import read_article
from kanben.source.signatures import settle_lines

LINES = {
    "甲甲 乙乙 - 東安縣人民政府立于一九八五年九月": "甲甲 乙乙 東安縣人民政府立于一九八五年九月* ",
    "石橋鎮眾姓重修東橋記 歲在甲寅九月吉日立": "石橋鎮眾姓重修東橋記 歲在甲寅九月吉日立* ",
    "甲甲 乙乙 - 東安縣 一九八五年九月立": "甲甲 乙乙 東安縣* 一九八五年九月立* ",
    "甲甲 乙乙 邑人張三撰 李四敬書": "甲甲 乙乙 邑人張三撰* 李四敬書* ",
    "甲甲 乙乙 - 丙丙 丁丁 - 民國三年立": "甲甲 乙乙 - 丙丙 丁丁 民國三年立* ",
    "甲甲 乙乙 - 丙丙 丁丁": "甲甲 乙乙 - 丙丙 丁丁 ",
    "甲甲 - 乙乙 - 丙丙": "甲甲 乙乙 丙丙 ",
    "甲甲 - 乙乙 - 民國三年立": "甲甲 乙乙 民國三年立* ",
    "為了堅持國內和平 從此登船北撤山東": "為了堅持國內和平 從此登船北撤山東 ",
    "為了和平 犧牲於一九四五年八月": "為了和平 犧牲於一九四五年八月 ",
    "民國三年立": "民國三年立 ",
}
"""Lines of an inscription, `-` for an empty one, and what becomes of them: `*` marks a signature."""


@pytest.mark.parametrize(("printed", "wanted"), LINES.items())
def test_lines_and_signature(printed: str, wanted: str) -> None:
    lines, signed = settle_lines(["" if line == "-" else line for line in printed.split(" ")])
    shown = [(line or "-") + "*" * (n >= len(lines) - signed) for n, line in enumerate(lines)]
    assert " ".join(shown) == wanted.strip()


def test_the_real_inscription_has_four_lines_and_so_has_its_reading() -> None:
    article = read_article(measurement_path("articles", "shenzhen.txt"), SourceOptions())
    edition = apply_passes(article, FilterOptions())
    (inscription,) = (b for b in edition.doc.content if isinstance(b, pf.Div) and "inscription" in b.classes)
    (reading,) = (b for b in inscription.content if isinstance(b, pf.Div) and "transcription" in b.classes)
    for block in (inscription.content[0], reading.content[0]):
        assert isinstance(block, pf.LineBlock)
        assert len(block.content) == 4
        assert all(plain_text(line) for line in block.content)
        (span,) = block.content[3].content
        assert isinstance(span, pf.Span) and span.classes == ["signature"]
