"""What stands around an article on a web page: navigation, shares, related links, prints, copyrights.

An element stands around by its tag, by the names that it has for style sheets, or by words that only sites say of
themselves (分享到：, 上一篇：, 点击上方蓝字关注我们).
"""

from __future__ import annotations

import re
from typing import Any

from .html import BLOCKS

LEAVES = BLOCKS - {"ul", "ol", "dl", "table", "tr", "figure", "form", "fieldset", "nav", "hr"}
"""Blocks that may hold words of their own."""
AROUND_TAGS = frozenset({"nav", "aside", "footer", "menu", "button"})
AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|sidebar|foot|footer|copyright|bread-?crumb|crumbs?|path|share|shared\w+|social|comment|related|relevant|relative"
    r"|recommend|hot|rank|qr-?code|toolbar|font-?size|advert|ads?|banner|pagination|pager|prev-?next|login|search|subscribe|reward|like|tags?"
    r"|tool|top[-_]?bar|read-?more|author-?card)(?:s|ed|ation|[\s_-]|$)",
    re.IGNORECASE,
)
"""Names of classes and identifiers that stand around articles."""
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
SAID_AROUND = re.compile(
    r"^[\s【\[（(|·]*(?:分享(?:到|至|此|让更多)|共享此|转发到|(?:相关|相關|延伸|推荐|推薦|更多)(?:新闻|新聞|阅读|閱讀|文章|链接|連結|报道|報導|推荐|推薦)[\s：:】]*$|(?:往期|精彩)(?:推荐|推薦|回顾|回顧|精选|精選|文章|好文|阅读|閱讀)[\s：:】]*$"
    r"|(?:上|下)一[篇则条][：:]|打印本?页?[】\s]*[【\[]?|[【\[]?关闭(?:本页|窗口)?[】\]]|(?:您?(?:当前|现在)的?|目前)位置[：:]|你的位置[：:]|您?当前所?在"
    r"|(?:点击|點擊).{0,8}(?:蓝字|藍字).{0,4}(?:关注|關注)|长按.{0,8}(?:二维码|识别)|扫.{0,6}(?:二维码|一扫).{0,12}$|阅读原文|点个?[“‘]?在看|(?:点击|點擊)(?:查看|看)(?:更多|原文)|热门(?:排行|文章|新闻)"
    r"|(?:小|中|大)字号|字[号体][：:]|[廣广]告$|版权所有|版權所有|copyright\s*(?:©|\(c\)|&copy;)|©|主办(?:单位)?：.{0,40}(?:技术支持|备案)|[^，。]{0,12}ICP备|备案号|powered by|本文地址[：:]|文章标签[：:])",
    re.IGNORECASE,
)
"""How short blocks begin that a site says of itself."""
LONGEST_SAID = 90
"""Characters of the longest block that such words take away."""
COUNTERS = re.compile(
    r"[\s|｜·]*(?:(?:点击|浏览|阅读|访问)(?:数|次数|量|率)?[：:]?\s*\d*(?:次)?|\d+\s*条?(?:评论|留言)|【?(?:字体|字号)[：:].*|(?:小|中|大)字号.*|【?打印.*|分享到.*)\s*$"
)
"""What stands behind a byline and counts its readers."""


def stands_around(element: Any) -> bool:
    """Say whether an element's tag or names say that it stands around the article."""
    if element.tag in ("html", "body"):
        return False
    names = CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")
    return element.tag in AROUND_TAGS or AROUND.search(names) is not None


def says_around(words: str) -> bool:
    """Say whether a block's words, without spaces, are what a site says of itself.

    >>> says_around("上一篇：县图书馆开展读书月活动"), says_around("上一篇文章里说到的桥，今天还在。")
    (True, False)
    """
    return len(words) <= LONGEST_SAID and SAID_AROUND.match(words) is not None


def drop_around(root: Any, kept: str) -> None:
    """Take away what stands around inside an element, unless the extractor took a part of it for the article."""
    for element in [e for e in root.iterdescendants() if isinstance(e.tag, str) and stands_around(e)]:
        if element.getparent() is None:
            continue
        words = text_of(element)
        held = any(own_text(leaf) in kept for leaf in element.iter() if leaf.tag in LEAVES and len(own_text(leaf)) > 12)
        if not held and (element.tag in AROUND_TAGS or not _reads_as_text(element, words)):
            element.drop_tree()
    drop_said(root)


def drop_said(root: Any) -> None:
    """Take away the short blocks that a site says of itself, with the links that such a heading opens."""
    for leaf in [e for e in root.iterdescendants() if e.tag in LEAVES and says_around(own_text(e))]:
        if leaf.getparent() is None or _holds_more(leaf):
            continue
        after = leaf.getnext()
        while after is not None and link_share(after) > (0.5 if after.tag in ("ul", "ol", "div") else 0.9):
            following = after.getnext()
            after.drop_tree()
            after = following
        leaf.drop_tree()


def _holds_more(leaf: Any) -> bool:
    return len(text_of(leaf)) > LONGEST_SAID or leaf.find(".//img") is not None


def _reads_as_text(element: Any, words: str) -> bool:
    return words.count("。") > 1 and link_share(element) < 0.3


def link_share(element: Any) -> float:
    """Return which share of an element's words are links."""
    linked = sum(len(text_of(link)) for link in element.iter("a"))
    return linked / max(1, len(text_of(element)))


def own_text(leaf: Any) -> str:
    """Return the words of a block, without spaces and without those of the blocks inside it."""
    parts = [leaf.text or ""]
    for child in leaf:
        if child.tag not in BLOCKS:
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return re.sub(r"\s+", "", "".join(parts))


def text_of(element: Any, space: str = "") -> str:
    """Return all words of an element, each run of white space as `space`."""
    return re.sub(r"\s+", space, "".join(element.itertext())).strip()


def unwrap_layout(body: Any) -> bool:
    """Turn the tables that only place blocks on the page into divisions, in place; say whether there were any.

    A table places blocks where another table, a paragraph with prose or a long text stands in one of its cells, and
    where it has one column.
    """
    found = [table for table in body.iter("table") if _is_layout(table)]
    for table in found:
        for element in [table, *table.iterdescendants("tbody", "thead", "tfoot", "tr", "td", "th", "colgroup", "col")]:
            if next(element.iterancestors("table"), None) in (table, None) or element is table:
                element.tag = "div"
    return bool(found)


LONG_CELL = 160
"""From so many characters on, a cell is a part of the page."""


def _is_layout(table: Any) -> bool:
    if table.find(".//th") is not None or table.find(".//caption") is not None:
        return False
    if table.find(".//table") is not None:
        return True
    rows = [[cell for cell in row if cell.tag == "td"] for row in table.iter("tr")]
    if all(len(row) < 2 for row in rows):
        return True
    return any(len(text_of(cell)) > LONG_CELL and "。" in text_of(cell) for row in rows for cell in row)
