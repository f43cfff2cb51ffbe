"""Bylines: the lines that name authors, date and source, and what they say.

文/林园 图/王磊                    →    author 林园 · photographer 王磊
本报讯（记者 李四 通讯员 张三）    →    author 李四 · correspondent 张三
来源：南方日报　2022-03-14         →    source 南方日报 · date 2022-03-14
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .captions import NUMBERED
from .characters import CHINESE_DIGITS, HAN_RANGES, INTERPUNCTS
from .names import is_name
from .numbering import chinese_number, read_label

ROLES = {
    "author": "文|文字|撰文|撰稿|作者|原作者|原文作者|著|著者|原著|口述|主讲|演讲|文稿|執筆|执笔|采写|採寫|記者|记者|本报记者|本报特约记者|本刊记者|本刊特约记者|本報記者|本刊記者|特约记者|特約記者|首席记者|全媒体记者|见习记者|見習記者|實習記者|实习记者|实习生|報道|报道|文/图|图/文|图文|圖文|文图|文圖|文、图|图、文|文、圖|圖、文|圖/文|文/圖|特约撰稿|特約撰稿|特约撰稿人|采访|採訪|采访整理|採訪整理|整理|记录|記錄|受访|述",
    "photographer": "图|圖|图片|圖片|摄影|攝影|摄|攝|供图|供圖|摄影记者|攝影記者|摄影报道|摄制|图片提供|圖片提供",
    "editor": "编辑|編輯|责编|責編|责任编辑|責任編輯|主编|主編|本期编辑|栏目编辑|编审|編審|统筹|統籌|策划|策劃|监制|監製|审核|審核|值班编委|选题|選題|编|編|终审|复审|初审|审读",
    "correspondent": "通讯员|通訊員|特约通讯员|通讯作者|通訊作者",
    "translator": "译|譯|译者|譯者|翻译|翻譯|编译|編譯|译文|中译|口译",
    "proofreader": "校对|校對|校|校译|校譯|校訂|校订|责任校对|審校|审校",
    "designer": "美编|美編|设计|設計|版式|版式设计|制图|製圖|排版|版面|插画|插畫|绘图|繪圖|漫画|漫畫|题图|題圖|书法",
}
BOTH = frozenset(
    ("文/图", "图/文", "图文", "圖文", "文图", "文圖", "文、图", "图、文", "文、圖", "圖、文", "圖/文", "文/圖")
)
"""Words that name the author and the photographer in one."""
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
CREDIT = re.compile(rf"(?:^|(?<=[\s　（(|｜；;，,、/])|(?<=[^{HAN_RANGES}]))(?P<role>{_WORDS})\s*[：:／/|｜丨∣]\s*")
WORD_CREDIT = re.compile(
    rf"(?:^|(?<=[\s　（(|｜；;，,]))(?P<role>(?:[{HAN_RANGES}]{{2,8}}(?=记者|記者)|[本该該][报報刊台社网網])?(?:{_WORDS}))[\s　]+(?P<names>{_NAME}(?:[\s　、，,]+(?!(?:{_WORDS})[\s　]){_NAME}){{0,5}})"
)
AGENCY = re.compile(
    r"^[（(【\[]?(?:本报讯|本報訊|本刊讯|本刊訊|本台消息|[讯訊]|[据據]?(?P<agency>新华社|新華社|中新社|中新网|中新網|中央社|人民网|人民網|法新社|路透社|美联社|美聯社)[^，。（(]{0,24}[电電])"
)
_REPORTER = (
    "(?:[本该][报刊台社网報網]|新华社|新華社|中央社|中新社|全媒体|全媒體|特约|特約|特派|首席|见习|見習|实习|實習|驻[^\\s]{2,4}|駐[^\\s]{2,4}){0,3}"
    "(?:记者|記者|通讯员|通訊員|实习生|實習生|撰稿人?|撰文|摄影|攝影|编辑|編輯|整理)"
)
_HAN_NAME = f"(?:[{HAN_RANGES}]{{3}}|[{HAN_RANGES}]{{2}}|[{HAN_RANGES}]{{4}})"
_FILED = rf"[\s　]*[／/]?[\s　]*(?P<place>[{HAN_RANGES}]{{2,6}}?)(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:综合|綜合)?(?:报道|報導|報道|电|電)"
TIGHT_CREDIT = re.compile(
    rf"(?:^|(?<=[\s　（(【〔\[｜|、，,；;／/])|(?<=[电電讯訊]))(?P<role>{_REPORTER})"
    rf"(?P<names>{_HAN_NAME}(?:[\s　、]+(?!{_REPORTER}){_HAN_NAME})*?)"
    rf"(?=$|[）)】〕\]／/｜|；;，,]*[\s　]*(?:$|{_REPORTER})|[）)】〕\]]|(?:{_FILED})[）)】〕\]]*$)"
)
"""A role and names with nothing between: 记者李四 通讯员张三, 【記者王小明／高雄報導】."""
SOURCE = re.compile(
    rf"(?:{SOURCE_WORDS})\s*[：:]\s*(?P<source>[^　|｜]+?)(?=\s{{2,}}|　|[|｜]|\s+(?:{_WORDS}|时间|日期|發布|发布)\s*[：:]|\s+(?:19|20)\d\d|$)"
)
PASSED = re.compile(
    r"^[—–-]{0,2}[（(]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日.{2,60}(?:通过|通過|批准|公布|修订|修正|发布|施行|[会會]上|[会會][议議]上)[）)]?$"
    r"|^[（(]?根[据據].{6,80}(?:修正|修订|修訂)[）)]?$"
)
ISSUED = re.compile(rf"^[{HAN_RANGES}]{{1,10}}[〔\[［（(](?:19|20)\d\d[〕\]］）)] ?第? ?\d{{1,4}} ?号$")
"""The number under which an office issues a document: 江政办发〔2023〕27号 (GB/T 9704)."""
DOCUMENT = re.compile(
    "(?:通知|意[见見]|公告|通告|通[报報]|[决決]定|[报報]告|[请請]示|批[复復]|函|[纪紀]要|命令|[决決][议議]|[办辦]法|[规規]定|方案)(?:[（(].{1,8}[）)])?$"
)
"""What an official document's title ends in: the kind of the document."""
CIRCULATION = re.compile("[（(]此[件文]")
"""The remark on who may read an official document: （此件公开发布） (GB/T 9704-2012, 7.3.6)."""
FOREIGN_NAME = re.compile(rf"[{HAN_RANGES}]{{1,6}}(?:[{INTERPUNCTS}][{HAN_RANGES}]{{1,8}}){{1,3}}")
"""A name in parts: 艾力·买买提."""
MARKS = " \t\u3000□■○◎●◆◇▲△▪"
"""Marks that a magazine prints before the line of the author."""
REPRINT = re.compile(
    "(?:最初|首次|首先|原)(?:发表|發表|刊登|刊载|刊載)(?:在|于|於)|(?:经|已获得?|獲)(?:授权|許可|许可).{0,6}(?:转载|轉載|发布)|(?:转载|轉載)(?:自|请|須|需)"
)


def byline_cue(text: str, printed: str = "") -> str:
    """Return what says that a line is a byline; empty where nothing does.

    credit (文/ 作者：), words (记者 张三), agency (新华社…电), source, date (nothing but a date), passed (a law's), number (of an official document), reprint.
    """
    if len(text) > 160 or CIRCULATION.match(text):
        return ""
    shown = (printed or text).strip(MARKS)
    if PASSED.match(text):
        return "passed"
    if ISSUED.match(text):
        return "number"
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
    if not _is_sentence(text) and (WORD_CREDIT.search(shown[:80]) or (len(text) <= 60 and _tight_people(shown))):
        return "words"
    if REPRINT.search(text):
        return "reprint"
    return _bare_cue(text, shown)


def _bare_cue(text: str, shown: str) -> str:
    """Tell a name, a post and a name, or two or three words set apart by wide spaces, from other short lines."""
    agency = AGENCY.match(text)
    label = read_label(text)
    if (label is not None and label.style == "chapter") or NUMBERED.match(text):
        return ""
    if len(text) > 40 or agency or re.search("[，。；：！？!?:]", text):
        return "agency" if agency and len(text) <= 40 else ""
    if len(_bare_names(shown)) > 1:
        return "spaced-names"
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
        source, agency = SOURCE.search(line), AGENCY.match(line)
        if source and not found.source:
            found.source = source["source"].strip(" 　。)）")
        elif agency and agency["agency"] and not found.source:
            found.source = agency["agency"]
    return found


def read_people(line: str) -> list[tuple[str, str]]:
    """Return (role, name) for everyone that one line names, in order."""
    line = line.strip(MARKS)
    credits = list(CREDIT.finditer(line))
    before = line[: credits[0].start()] if credits else line
    people: list[tuple[str, str]] = []
    for match in WORD_CREDIT.finditer(before):
        word = re.search(f"(?:{_WORDS})$", match["role"])
        people += _in_role(word.group() if word else "作者", _names(match["names"]))
    people = people or _tight_people(before)
    for index, match in enumerate(credits):
        end = credits[index + 1].start() if index + 1 < len(credits) else len(line)
        people += _in_role(match["role"], _names(line[match.end() : end]))
    return people or [("author", name) for name in _bare_names(line)]


def _in_role(word: str, names: list[str]) -> list[tuple[str, str]]:
    """Return the names with the role that a word gives them: 图文：张三 makes one name author and photographer."""
    return [(role, name) for role in (ROLE_OF[word], *(["photographer"] if word in BOTH else [])) for name in names]


def _tight_people(line: str) -> list[tuple[str, str]]:
    """Return the people of a line in which names follow their roles at once: 记者李四 通讯员张三."""
    people: list[tuple[str, str]] = []
    for match in TIGHT_CREDIT.finditer(line):
        names = re.split(r"[\s　、]+", match["names"])
        word = re.search(f"(?:{_WORDS})$", match["role"])
        if word and all(map(is_name, names)):
            people += _in_role(word.group(), names)
    return people


def _bare_names(line: str) -> list[str]:
    """Return the names of a line that is nothing but names, with or without a square before them.

    □ 张三              → 张三
    张 三　李 四        → 张三, 李四
    """
    words = re.split(r"[\s　、]+", line.strip(MARKS + "（）()"))
    names: list[str] = []
    for word in words:
        if len(word) == 1 and names and len(names[-1]) == 1:
            names[-1] += word
        else:
            names.append(word)
    if len(names) == 1 and FOREIGN_NAME.fullmatch(names[0]):
        return names
    return names if len(names) <= 6 and all(map(is_name, names)) else []


def _names(text: str) -> list[str]:
    """Return the names in what follows a role: 张三、李四 王五 → three names; brackets, dates and what has a label are none."""
    text = DATE.split(
        re.sub(
            rf"[（(][^）)]*[）)]?|(?:{SOURCE_WORDS}|(?:发布|發布)?(?:时间|時間)|日期|(?:^|[\s　])[{HAN_RANGES}]{{2,6}})[：:].*$",
            "　",
            text,
        ),
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
    return [
        n
        for n in merged
        if 1 < len(n) <= 40 and re.search(rf"[{HAN_RANGES}A-Za-z]", n) and not re.search("[？?！!…]", n)
    ]


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
