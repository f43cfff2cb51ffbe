"""Lines of a web site in a text copied from it: where one is, how many read it, what to press and to share, who owns it.

    首页 > 新闻中心 > 民生 > 正文  ·  字号：大 中 小  ·  阅读 2.3万　点赞 418　在看 206  ·  👆点击上方蓝字关注我们👆

Every pattern is of a whole line: 分享到居民群里的第一张图 begins like one and is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import Line
from .characters import text_width
from .lines import SPACE
from .notices import Edit

LONGEST = 90
"""Characters of the longest line that a site says of itself."""
_COUNT = r"(?:阅读|閱讀|浏览|瀏覽|点击|點擊|点赞|點讚|赞|在看|评论|評論|留言|转发|轉發|收藏|分享|喜欢)(?:[数數量]|次[数數]|人[数數])?[：:]?[（(]?\d[\d.,]*[万萬wWkK千]?\+?[次人条條]?[）)]?[|｜·/]?"
_APP = "(?:APP|微信|微信好友|朋友圈|微信朋友圈|微博|新浪微博|腾讯微博|QQ|QQ空间|QQ好友|空间|豆瓣|人人网?|知乎|抖音|好友|更多|Facebook|FB|Twitter|LINE)[、|｜/·]?"
_SIZE = r"字[号號体體](?:[：:]|[：:]?(?:\s*[\[【(（]?(?:特大|超大|加大|大|中|小|标准|正常|默认|[TA][+-]|[|｜/])[\]】)）]?)+)"
_PRESS = r"(?:(?:我要)?(?:打印|列印)(?:本[页頁文]|此[页頁]|文章)?|[关關][闭閉](?:本?[页頁]面?|[窗視]口|視窗)?|返回(?:[顶頂]部|首[页頁]|列表|上一?[页頁])|(?:加入)?收藏(?:本[页頁文])?|纠错|糾錯)"
_BUTTONS = rf"(?:[\[【(（]{_PRESS}[\]】)）][|｜/]?)+|{_PRESS}(?:[|｜/]?{_PRESS})+"
_SHARE = rf"(?:分享(?:到|至)?|[转轉][发發]到)[：:](?:{_APP})*|分享(?:到|至)(?:{_APP})+"
_LINK = "(?:[关關]于(?:我们|本站|本網)|關於我們|[网網]站(?:简介|介绍|地[图圖]|[声聲]明|[导導]航)|[联聯][系絡络]我[们們]|[广廣]告(?:服务|服務|刊登|合作)|版[权權][声聲]明|免[责責][声聲]明|法律[声聲]明|[隐隱]私(?:政策|保[护護]|[权權])|[诚誠]聘英才|人才招聘|加入我们|投稿(?:[须須]知|[邮郵]箱)|友情[链鏈]接|[设設][为為]首[页頁]|加入收藏|[意]见反馈|帮助中心|服务条款)"
_PLACE = "(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|中国香港|香港|中国澳门|澳门|中国台湾|台湾|美国|日本|英国|加拿大|澳大利亚|新加坡|德国|法国|韩国|马来西亚)"
_RECORD = r"[^，。；]{0,24}ICP[备備证證]案?[号號]?[：:]?\d{4,}[号號]?(?:-\d+)?[^，。；]{0,12}"
CERTAIN = re.compile(
    rf"(?:{_COUNT}){{2,}}|{_BUTTONS}"
    r"|(?:[^，。：:]{0,6}位置(?:是|在)?[：:])?(?:[网網]站)?首[页頁](?:[>＞»›→]{1,2}[^>＞»›→，。]{1,16}){1,6}"
    r"|(?:[点點][击擊]|戳|[轻輕][触觸])(?:[上下]方|[上下]面|文末|[左右][上下]角)?的?(?:[蓝藍]色?字[体體]?|(?<=[上下]方)名片|(?<=文末)名片)[^。！？；]{0,40}"
    r"|(?:轻触|点击|點擊)[阅閱][读讀]原文|微信扫一扫[，,]?关注该公众号|继续滑动看下一个|向上滑动看下一个|预览时标签不可点"
    rf"|IP属地[：:]{_PLACE}|{_RECORD}",
    re.IGNORECASE,
)
"""What nobody writes but a site."""
LIKELY = re.compile(
    rf"{_COUNT}|[\[【(（]?{_SIZE}[\]】)）]?(?:[|｜]?(?:{_PRESS}|{_SHARE}))*|{_SHARE}|{_PRESS}|\d+[条條](?:[评評][论論]|留言)"
    r"|[上下]一[篇则則条條][：:][^。]{0,50}|您?(?:当前|现在|目前|當前)的?位置[：:].{0,40}|本文(?:地址|网址|链接)[：:].{0,80}|文章[标標][签籤][：:].{0,40}"
    r"|(?:[相关關]{2}|延伸|推[荐薦]|更多|往期|精彩|[热熱][门門])(?:新[闻聞]|[阅閱][读讀]|文章|[链鏈連][接結]|[报報][道導]|推[荐薦]|回[顾顧]|精[选選]|好文|排行)[：:]?"
    r"|(?:(?:觉得|如果|喜欢|看完)[^。！？]{0,14}[，,]?(?:就|请|记得|欢迎)?)?[点點]{1,2}个?(?:[“‘「]?(?:在看|赞|再看|小?星标)[”’」]?[、和]?)+[^。]{0,8}"
    r"|[长長]按[^，。]{0,8}(?:二[维維][码碼]|识别)[^。]{0,20}|[扫掃][^，。]{0,6}(?:二[维維][码碼]|一[扫掃])[^。]{0,12}|(?:[点點][击擊])(?:查看|看)(?:更多|原文)"
    r"|[廣广]告|(?:THE)?END|(?:版[权權]|免[责責]|特别)[声聲]明[：:].{0,50}(?:转载|轉載|[删刪]除|本[网網站]|授[权權]).{0,30}|版[权權]所有(?![者的人权]).{0,40}"
    r"|(?:copyright)?(?:©|\(c\)).{0,60}|copyright.{0,60}|主[办辦](?:[单單]位)?[：:].{0,40}(?:技术支持|备案).{0,30}|powered\s?by.{0,40}",
    re.IGNORECASE,
)
"""What a site writes, and somebody else might: two such lines in one text tell that it was copied from a site."""
RELATED = re.compile("(?:[相关關]{2}|延伸|推[荐薦]|更多|往期|精彩|[热熱][门門])")
"""How a line begins that has links to other articles below it."""
TO_ORIGINAL = re.compile("[阅閱][读讀]原文")
SHORT = 30
"""Characters of the longest line below it: where a paragraph follows, it is a heading."""
SENT = re.compile(rf"(?:发表|发布)于{_PLACE}")
TIME = re.compile(r"\d{1,2}[：:]\d{2}$|\d{1,2}日$|\d{4}-\d{1,2}-\d{1,2}$")
"""How a line ends that has the time of an article."""
BULLET = re.compile(r"[•·●○◆■▪◦★▶►➢*-]\s*[^。！？]{2,40}")
_EDGE = re.compile(r"^[^\w\[【(（“‘「《©]+|[^\w\]】)）”’」》+：:。]+$")
"""Pictures, arrows, stars and rules that dress a line at both ends."""
REASON = "what a web site says of itself"
TITLE_WITHIN = 8
"""Lines from the beginning among which the headline stands that the browser's title repeats."""
SUFFIX = re.compile(r"(?:\s*[_|｜]\s*|\s+[-–—]\s+|-)[^_|｜，。！？：]{2,16}$")
"""What the title of a browser's window says after the headline: _澜港晚报网, - 知乎."""
SIZE_AT_END = re.compile(rf"[\s|｜·]+{_SIZE}(?:[\s|｜]*(?:{_PRESS}|{_SHARE}))*\s*$")
"""What stands behind a byline and changes how large the site shows the text."""


def find_site_lines(lines: Sequence[Line]) -> dict[int, str]:
    """Return the indexes of the lines that a web site says of itself, each with the reason."""
    bare = [undress(line.text) if len(line.text) <= LONGEST else "" for line in lines]
    certain = {n for n, words in enumerate(bare) if words and (CERTAIN.fullmatch(words) or _is_foot(words))}
    certain |= {n for n in range(1, len(lines)) if SENT.fullmatch(bare[n]) and TIME.search(lines[n - 1].text)}
    end = next((n for n in range(len(lines), 0, -1) if len(lines[n - 1].text) > SHORT), 0)
    certain |= {n for n in range(end, len(lines)) if TO_ORIGINAL.fullmatch(bare[n])}
    likely = {n for n, words in enumerate(bare) if words and LIKELY.fullmatch(words)}
    found = certain | likely if len(certain | likely) > 1 else certain
    found |= _related(lines, bare, found)
    if _is_window_title(lines):
        found.add(0)
    return dict.fromkeys(sorted(found), REASON)


def undress(text: str) -> str:
    """Return a line without its spaces and without what dresses it at both ends.

    >>> undress("👇点击下方名片，看更多👇"), undress("— END —")
    ('点击下方名片，看更多', 'END')
    """
    return _EDGE.sub("", SPACE.sub("", text))


def _is_foot(words: str) -> bool:
    """Say whether a line is a row of links to what a site says of itself, between bars."""
    parts = re.split("[|｜]", words)
    return len(parts) > 2 and sum(re.fullmatch(f"{_LINK}|{_RECORD}", part) is not None for part in parts) > 1


def _related(lines: Sequence[Line], bare: Sequence[str], found: set[int]) -> set[int]:
    """Return the links below a found 相关阅读, where nothing but what the site says of itself comes after them."""
    taken: set[int] = set()
    for index in sorted(found):
        end = index + 1
        if not RELATED.match(bare[index]):
            continue
        while end < len(lines) and BULLET.fullmatch(lines[end].text):
            end += 1
        if end == len(lines) or end in found:
            taken |= set(range(index + 1, end))
    return taken


def _is_window_title(lines: Sequence[Line]) -> bool:
    """Say whether the first line is the title of a browser's window: a headline that comes again, and the site's name."""
    title = lines[0].text if lines and len(lines[0].text) <= LONGEST else ""
    headlines = {line.text.strip() for line in lines[1:TITLE_WITHIN]}
    while suffix := SUFFIX.search(title):
        title = title[: suffix.start()]
        if len(title) > 3 and title in headlines:
            return True
    return False


def trim_site_words(line: Line) -> list[Edit]:
    """Take 字号：大 中 小 off the end of a line, in its place, and return the edit."""
    match = SIZE_AT_END.search(line.text) if len(line.text) <= LONGEST else None
    if match is None or not match.start():
        return []
    edit = Edit("furniture", line.place(match.start()), match.group(), "", 0.95, reason=REASON)
    line.extent -= text_width(match.group())
    line.text, line.columns = line.text[: match.start()], line.columns[: match.start()]
    return [edit]
