"""Bylines: the lines that name authors, date and source, and what they say.

文/林园 图/王磊                    →    author 林园 · photographer 王磊
本报讯（记者 李四 通讯员 张三）    →    author 李四 · correspondent 张三
来源：南方日报　2022-03-14         →    source 南方日报 · date 2022-03-14
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .characters import CHINESE_DIGITS, HAN_RANGES
from .numbering import chinese_number

ROLES = {
    "author": "文|文字|撰文|撰稿|作者|原作者|原文作者|著|著者|原著|口述|主讲|演讲|文稿|執筆|执笔|采写|採寫|記者|记者|本报记者|本报特约记者|本刊记者|本刊特约记者|本報記者|本刊記者|特约记者|特約記者|首席记者|全媒体记者|见习记者|見習記者|實習記者|实习记者|实习生|報道|报道|文/图|图/文|图文|圖文|文图|文圖|特约撰稿|特約撰稿|特约撰稿人|采访|採訪|采访整理|採訪整理|整理|记录|記錄|受访|述",
    "photographer": "图|圖|图片|圖片|摄影|攝影|摄|攝|供图|供圖|摄影记者|攝影記者|摄影报道|摄制|图片提供|圖片提供",
    "editor": "编辑|編輯|责编|責編|责任编辑|責任編輯|主编|主編|本期编辑|栏目编辑|编审|編審|统筹|統籌|策划|策劃|监制|監製|审核|審核|值班编委|选题|選題|编|編|终审|复审|初审|审读",
    "correspondent": "通讯员|通訊員|特约通讯员|通讯作者|通訊作者",
    "translator": "译|譯|译者|譯者|翻译|翻譯|编译|編譯|译文|中译|口译",
    "proofreader": "校对|校對|校|校译|校譯|校訂|校订|责任校对|審校|审校",
    "designer": "美编|美編|设计|設計|版式|版式设计|制图|製圖|排版|版面|插画|插畫|绘图|繪圖|漫画|漫畫|题图|題圖|书法",
}
ROLE_OF = {word: role for role, words in ROLES.items() for word in words.split("|")}
_WORDS = "|".join(sorted(map(re.escape, ROLE_OF), key=len, reverse=True))
SOURCE_WORDS = "来源|來源|稿源|转自|轉自|转载自|轉載自|摘自|选自|選自|原载|原載|出处|出處|原文|原文链接|图片来自|图片来源|圖片來源|文章来源|信息来源|刊载于|原文出处|资料来源"
DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*(?:年|[-./])\s*(?P<m>\d{1,2})(?:\s*(?:月|[-./])\s*(?:(?P<d>\d{1,2})\s*日?)?)?"
    r"|(?P<yo>(?:19|20)\d\d)年"
    rf"|(?P<hy>[一二][{CHINESE_DIGITS}]{{3}})年(?:(?P<hm>[{CHINESE_DIGITS}]{{1,2}})月(?:(?P<hd>[{CHINESE_DIGITS}]{{1,3}})日)?)?"
)
REPUBLIC = re.compile(
    rf"(?:中[华華]民[国國]|民[国國])\s*(?P<y>\d{{1,3}}|[{CHINESE_DIGITS}]{{1,4}})年(?:\s*(?P<m>\d{{1,2}}|[{CHINESE_DIGITS}]{{1,2}})月(?:\s*(?P<d>\d{{1,2}}|[{CHINESE_DIGITS}]{{1,3}})日)?)?"
)
_NAME = rf"(?:[{HAN_RANGES}]{{1,4}}(?:·[{HAN_RANGES}]{{1,8}}){{0,3}}|[A-Za-z][A-Za-z0-9_.\-]*(?: (?:\"[^\"]{{1,12}}\" )?[A-Z][A-Za-z0-9_.\-]*){{0,3}})"
CREDIT = re.compile(rf"(?:^|(?<=[\s　（(|｜；;，,、/])|(?<=[^{HAN_RANGES}]))(?P<role>{_WORDS})\s*[：:／/|｜]\s*")
WORD_CREDIT = re.compile(
    rf"(?:^|(?<=[\s　（(|｜；;，,]))(?P<role>(?:[{HAN_RANGES}]{{2,8}}(?=记者|記者))?(?:{_WORDS}))[\s　]+(?P<names>{_NAME}(?:[\s　、，,]+(?!(?:{_WORDS})[\s　]){_NAME}){{0,5}})"
)
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻鍾譚鄒陸龍萬錢湯喬賀賴龔龐蘭顏嚴溫蘆韋畢聶叢齊莊塗時關費紀項陽衛鮑單寧閔強車邊饒簡婁蓋黨談連郟欒鬱計竇遲藍鞏練樂應臺諶銀揚習"
)
"""Surnames of one character, the frequent ones, in both scripts."""
LONG_SURNAMES = frozenset(
    (
        "欧阳",
        "歐陽",
        "司马",
        "司馬",
        "上官",
        "诸葛",
        "諸葛",
        "司徒",
        "东方",
        "東方",
        "独孤",
        "南宫",
        "闻人",
        "聞人",
        "夏侯",
        "尉迟",
        "尉遲",
        "公孙",
        "公孫",
        "慕容",
        "皇甫",
        "令狐",
        "宇文",
        "长孫",
        "长孙",
        "端木",
    )
)
AGENCY = re.compile(
    r"^[（(【\[]?(?:本报讯|本報訊|本刊讯|本刊訊|本台消息|[讯訊]|(?:据)?(?:新华社|新華社|中新社|中新网|中央社|人民网|法新社|路透社|美联社)[^，。]{0,24}[电電])"
)
SOURCE = re.compile(
    rf"(?:{SOURCE_WORDS})\s*[：:]\s*(?P<source>[^　|｜]+?)(?=\s{{2,}}|　|[|｜]|\s+(?:{_WORDS}|时间|日期|發布|发布)\s*[：:]|\s+(?:19|20)\d\d|$)"
)
PASSED = re.compile(
    r"^[（(]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日.{2,60}(?:通过|通過|批准|公布|修订|修正|发布|施行)[）)]?$"
)
REPRINT = re.compile(
    "(?:最初|首次|首先|原)(?:发表|發表|刊登|刊载|刊載)(?:在|于|於)|(?:经|已获得?|獲)(?:授权|許可|许可).{0,6}(?:转载|轉載|发布)|(?:转载|轉載)(?:自|请|須|需)"
)
TIME_WORDS = re.compile("^(?:发布|發布|发表|發表|刊登|更新|撰写|成文|出版)?(?:时间|時間|日期|于|於)\\s*[：:]")


def byline_cue(text: str, printed: str = "") -> str:
    """Return what says that a line is a byline; empty where nothing does.

    credit (文/ 作者：), words (记者 张三), agency (新华社…电), source, date (nothing but a date), passed (a law's), reprint.
    """
    if len(text) > 160:
        return ""
    shown = printed or text
    if PASSED.match(text):
        return "passed"
    if CREDIT.search(shown[:60]) and not _is_sentence(text):
        return "credit" if CREDIT.match(shown) else "credit-inside"
    if SOURCE.search(shown[:40]):
        return "source"
    rest = DATE.sub("", REPUBLIC.sub("", text))
    if (
        rest != text
        and len(re.sub(r"[\d\s:：年月日时分星期一二三四五六天第期版（）()|｜-]", "", rest)) <= 8
        and len(text) <= 50
    ):
        return "date" if len(rest.strip(" （）()")) <= 2 else "date-more"
    match = WORD_CREDIT.search(shown[:80])
    if match and not _is_sentence(text):
        return "words"
    if REPRINT.search(text):
        return "reprint"
    return _bare_cue(text, shown)


def _bare_cue(text: str, shown: str) -> str:
    """Tell a name, a post and a name, or two or three words set apart by wide spaces, from other short lines."""
    if len(text) > 40 or re.search("[，。；：！？!?:]", text):
        return "agency" if AGENCY.match(text) and len(text) <= 40 else ""
    words = re.split("[\\s\u3000]+", shown.strip("　 ○◎●□■（）()"))
    if all(len(word) <= 2 for word in words) and len("".join(words)) <= 4:
        words = ["".join(words)]
    named = [word for word in words if is_name(word)]
    if len(words) == 1:
        return (
            "name"
            if named
            else "name-and-place"
            if re.match(rf"[{HAN_RANGES}]{{2,4}}[（(].{{2,}}[）)]$", text)
            else "short"
            if len(text) <= 20
            else ""
        )
    return (
        "spaced-names"
        if named
        else "spaced"
        if "\u3000" in shown or "  " in shown
        else "short"
        if len(text) <= 20
        else ""
    )


def is_name(word: str) -> bool:
    """Say whether a word can be a Chinese person's name: a surname and one or two characters."""
    return re.fullmatch(f"[{HAN_RANGES}]{{2,4}}", word) is not None and (
        (word[0] in SURNAMES and len(word) <= 3) or word[:2] in LONG_SURNAMES
    )


def _is_sentence(text: str) -> bool:
    return bool(re.search("[。！？?!]$", text)) or text.count("，") >= 3


@dataclass
class Byline:
    """What bylines say: people with roles, a date and a source."""

    authors: list[dict[str, str]] = field(default_factory=list)
    date: str = ""
    source: str = ""


def read_byline(lines: list[str]) -> Byline:
    """Return the people, date and source that the lines name."""
    found = Byline()
    for line in lines:
        for role, name in read_people(line):
            if {"name": name, "role": role} not in found.authors:
                found.authors.append({"name": name, "role": role})
        found.date = found.date or read_date(line)
        source = SOURCE.search(line)
        if source and not found.source:
            found.source = source["source"].strip(" 　。)）")
    return found


def read_people(line: str) -> list[tuple[str, str]]:
    """Return (role, name) for everyone that one line names, in order."""
    credits = list(CREDIT.finditer(line))
    people: list[tuple[str, str]] = []
    for match in WORD_CREDIT.finditer(line[: credits[0].start()] if credits else line):
        word = re.search(f"(?:{_WORDS})$", match["role"])
        role = ROLE_OF[word.group()] if word else "author"
        people += [(role, name) for name in _names(match["names"])]
    for index, match in enumerate(credits):
        end = credits[index + 1].start() if index + 1 < len(credits) else len(line)
        role = ROLE_OF[match["role"]]
        people += [(role, name) for name in _names(line[match.end() : end])]
        if match["role"] in ("文/图", "图/文", "图文", "圖文", "文图", "文圖"):
            people += [("photographer", name) for name in _names(line[match.end() : end])]
    if not people:
        bare = re.fullmatch(rf"[（(○◎●\s　]*(?P<names>{_NAME}(?:[\s　、]+{_NAME})*)[）)\s　]*", line)
        if bare and len(line) <= 24 and byline_cue(line.replace(" ", ""), line) == "name":
            name = re.sub(r"[\s　○◎●（）()]", "", line) if len(line) <= 6 else ""
            people += [("author", n) for n in ([name] if name else _names(bare["names"]))]
    return people


def _names(text: str) -> list[str]:
    """Return the names in what follows a role: 张三、李四 王五 → three names; brackets and dates are none."""
    text = DATE.split(
        re.sub(rf"[（(][^）)]*[）)]?|(?:{SOURCE_WORDS}|(?:发布|發布)?(?:时间|時間)|日期)[：:].*$", "　", text),
        maxsplit=1,
    )[0]
    parts = re.split(
        r"[、，,;；|｜　/／&]+|\s{2,}|\s+(?=和|与)|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])",
        text.strip(" 　)）]】。"),
    )
    names = [part.strip(" 　。：:）)（(") for part in parts]
    merged: list[str] = []
    for name in names:
        if len(name) == 1 and merged and len(merged[-1]) == 1:
            merged[-1] += name
        elif name:
            merged.append(name)
    return [n for n in merged if 1 < len(n) <= 40 and re.search(rf"[{HAN_RANGES}A-Za-z]", n)]


def read_date(line: str) -> str:
    """Return the date of a line as ISO 8601, as far as it is given: 2022-03-14, 2022-03, 2022; empty without one."""
    republic = REPUBLIC.search(line)
    if republic:
        return _iso(_number(republic["y"]) + 1911, _number(republic["m"]), _number(republic["d"]))
    match = DATE.search(line)
    if match is None:
        return ""
    if match["hy"]:
        return _iso(_number(match["hy"]), _number(match["hm"]), _number(match["hd"]))
    return _iso(_number(match["y"] or match["yo"]), _number(match["m"]), _number(match["d"]))


def _number(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() else chinese_number(text)


def _iso(year: int, month: int, day: int) -> str:
    if not 1 <= month <= 12:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= 31 else f"{year:04d}-{month:02d}"
