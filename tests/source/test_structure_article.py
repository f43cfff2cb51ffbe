"""The real article comes out right, by general rules."""

from __future__ import annotations

from functools import cache

from measurement import measurement_path

from kanben.source.blocks import Recovered
from kanben.source.notices import NoticeCode
from kanben.source.structure import recover_article


@cache
def recovered() -> Recovered:
    return recover_article(measurement_path("articles", "shenzhen.txt").read_text(encoding="utf-8"))


def test_title_and_byline() -> None:
    metadata = recovered().metadata
    assert metadata["title"] == "党建引领下深圳走出基层治理新路"
    assert metadata["byline"] == ["文/林园 图/王磊"]
    assert metadata["author"] == [{"name": "林园", "role": "author"}, {"name": "王磊", "role": "photographer"}]
    assert metadata["lang"] == "zh-Hans"


def test_headings_and_captions() -> None:
    headings = [block for block in recovered().blocks if block.kind == "heading"]
    assert [block.label.strip() for block in headings] == ["A", "B", "C"]
    assert {block.level for block in headings} == {2}
    captions = [block.text for block in recovered().blocks if block.kind == "caption"]
    assert captions == ["深圳党史馆", "党建活动在白花岗纪念馆广场开展", "东江湖红色文化博物馆", "东江纵队纪念馆"]


def test_joins_and_the_lost_character() -> None:
    paragraphs = [block.text for block in recovered().blocks if block.kind in ("paragraph", "lead")]
    assert paragraphs[0].startswith("探索建成“1+10+N”党群服务中心联盟体系，几年时间")
    assert any("落实市、区、街、社四级党织主体责任" in text for text in paragraphs)
    lost = [notice for notice in recovered().notices if notice.code is NoticeCode.LOST_CHARACTER]
    assert [(notice.suggestion, str(notice.place)) for notice in lost] == [("党组织", "67:1")]
    assert len(recovered().notices) <= 3


def test_inscription() -> None:
    (inscription,) = (block for block in recovered().blocks if block.kind == "inscription")
    assert inscription.lines == [
        "一九四六年六月三十日人民抗日游擊隊東江縱隊及各江武裝部隊",
        "為了堅持國內和平",
        "從此登船北撤山東",
        "東安縣人民政府立于一九八五年九月",
    ]
    assert inscription.signed == 1
    assert inscription.lang == "zh-Hant"
    assert [child.text for child in inscription.children] == ["东江纵队北撤纪念碑"]
