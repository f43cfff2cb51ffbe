"""The caption with a table's number is the table's own, from plain text and from mark-up; other captions stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanben.source.document import pf, plain_text
from kanben.source.options import SourceOptions
from kanben.source.read import read_article

TEXT = """青陵县农村饮水安全工作情况

全县现有农村集中供水工程一百八十六处，服务人口三十一万，自来水普及率比上年有所提高，山区工程冬季易冻。

县里每年拿出专项资金，用来更换老旧管道，去年一共换了四十公里，今年计划再换六十公里，先从漏得最厉害的村子换起。

水费由村里统一收取，收不上来的部分先由集体垫付，到年底再向各户公布账目，几年下来还没有出过差错。

{caption}

乡镇\t工程处数\t人口
石门镇\t23\t4.6
下河镇\t31\t5.2

山区的工程要加强维护，各乡镇按时上报水质监测的结果，漏损率高的管道今年之内全部换完。
"""
PAGE = """<h1>青陵县农村饮水</h1><p>全县现有农村集中供水工程一百八十六处，服务人口三十一万，山区工程冬季易冻。</p>
<p>县里每年拿出专项资金，用来更换老旧管道，去年一共换了四十公里，今年计划再换六十公里，先从漏得最厉害的村子换起。</p><p>水费由村里统一收取，收不上来的部分先由集体垫付，到年底再向各户公布账目，几年下来还没有出过差错。</p><p>{caption}</p><table><tr><th>乡镇</th><th>处数</th></tr><tr><td>石门镇</td><td>23</td></tr></table>
<p>山区的工程要加强维护，各乡镇按时上报水质监测的结果，漏损率高的管道今年之内全部换完。</p>"""


@pytest.mark.parametrize(("name", "form"), [("a.txt", TEXT), ("a.html", PAGE)])
@pytest.mark.parametrize(("caption", "own"), [("表1　各乡镇农村供水情况", True), ("图1　石门镇的水塔", False)])
def test_caption_of_a_table(tmp_path: Path, name: str, form: str, caption: str, own: bool) -> None:
    path = tmp_path / name
    path.write_text(form.format(caption=caption), encoding="utf-8")
    blocks = list(read_article(path, SourceOptions()).doc.content)
    table = next(block for block in blocks if isinstance(block, pf.Table))
    words = [caption in plain_text(pf.Para(*part.content)) for part in (table.caption.content if table.caption else ())]
    assert words == [True] * own
    assert sum(caption in plain_text(block) for block in blocks if block is not table) == (not own)


def test_the_unit_above_a_table_stands_in_its_caption(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT.format(caption="表1　各乡镇农村供水情况\n\n单位：处、万人"), encoding="utf-8")
    blocks = list(read_article(path, SourceOptions()).doc.content)
    table = next(block for block in blocks if isinstance(block, pf.Table))
    words = plain_text(pf.Para(*table.caption.content[0].content))
    assert words.startswith("表1")
    assert words.endswith("单位：处、万人")
