"""Whatever the text, no word is lost, every edit has a place, and the time is bounded."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanben.source.assemble import assemble_document
from kanben.source.document import metadata_json
from kanben.source.structure import recover_article
from kanben.source.words import assert_words_kept

LINES = st.one_of(
    st.sampled_from(
        ("一、起因", "（二）经过", "1. 准备", "① 县志卷三。", "A 新路", "- 12 -", "第 3 页", "12", "文史纵横 2022年第4期 7", "图1　旧桥",
         "文/林园 图/王磊", "作者：张三 编辑：李四", "来源：南方日报 2022-03-14", "為了堅持國內和平", "從此登船北撤山東", "年份\t户数\t人口", "1953\t162\t713",
         "粉笔成灰字不灰，", "满园桃李一时开。", "• 第一件事", "他说：", "　　这一年发大水，河里的船都停了。①", "提 问 的 智 慧", "第三章", "exam-", "ple of text", "* 注", "[1] 注",
         "# 渡口", "## 早市 ##", "＊", "————★————", "01", "02", "江政办发〔2023〕27号", "关于修船", "检查工作的通知", "——以柳河为例", "（众人笑）", "没有。",
         "参考文献", "[2] 乙某. 水碓考[M]. 1985.", "月份   甲仓  乙仓  丙仓", "1月    9.8   10.1  9.9", "合计   31.4        28.0", "单位：万元",
         "阅读 2.3万　点赞 418", "首页 > 新闻 > 正文", "此致", "敬礼", "兄　长河", "1962年11月3日夜", "（一）调查（6月）", "（二）征集（7月）", "岚 川 县 志        213")
    ),
    st.text(alphabet="一二三刊本，。“”「」\"'(（)）.…—-：:；; 　\t0123４５ABabé①⺠⽴\u200b\ufeff\u3000^*", max_size=60),
)  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(LINES, st.integers(0, 3)), max_size=40))
def test_words_are_kept(parts: list[tuple[str, int]]) -> None:
    text = "".join(line + "\n" * (blanks + 1) for line, blanks in parts)
    recovered = recover_article(text)
    doc = assemble_document(recovered)
    assert_words_kept(text, metadata_json(doc), doc.content, recovered.edits, Path("article.txt"))
    lines = text.split("\n")
    for edit in recovered.edits:
        assert edit.rule
        assert edit.reason or edit.rule == "byline"
        assert 1 <= edit.place.line <= len(lines)
        assert 0 <= edit.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "刊\n" * 5_000,
        "\n" * 500_000,
        "刊本" * 200_000,
        "。" * 100_000,
        "“" * 50_000,
        "(刊" * 50_000,
        '"刊' * 50_000,
        "a" + "\u0301" * 3_000,
        "a\tb\n" * 5_000,
        "為東縣國和\n" * 4_000,
        "一、刊本\n" * 3_000,
        "基层通讯 2022年第4期 12\n刊本\n" * 2_000,
        "." * 100_000 + "刊",
        " " * 100_000 + "刊" + " " * 100_000,
    ],
    ids=range(14),
)
def test_time_is_bounded(text: str) -> None:
    begun = time.perf_counter()
    recover_article(text)
    assert time.perf_counter() - begun < 30
