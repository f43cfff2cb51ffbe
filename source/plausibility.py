"""How much a reading of bytes looks like Chinese: the judge between encodings that all decode without an error.

A right reading consists mostly of the few hundred characters that every Chinese text is made of; a wrong one scatters
over the whole code table. The measure is therefore the mean weight of the characters beyond ASCII.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from .characters import CLOSING, DASHES, HANGUL, KANA, NO_START, OPENING, is_han

FREQUENT = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法"
    "所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政"
    "四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最"
    "立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论"
    "运农指几九区强放决西被干做必战先回则任取据处府研世务位市场村街镇省县州京书记报者教育服科技技术企业群众社区人民委员会议"
    "工作发展建设领导改革开放历史文化传统艺术城乡生态环境保护治理创新服务中心学校老师学生孩子父母家庭生活故事世界时间地方东南"
    "北海江河湖金木火土石田花草树林风雨雪云春夏秋冬早晚今昨每半百千万亿六七八零元角分号楼门车站名字姓爱美好真善听读写话语言说"
    "问答请让给叫走跑飞站坐吃喝住行买卖便宜贵新旧快慢高低远近左右男女老少身体心手足眼耳口鼻白黑红黄蓝绿色光声音权利自由尊严"
    "谢感首诗词歌曲画影视新闻刊本集卷篇译注序跋祖民族纪念馆碑墓寺庙塔桥古城村落宗祠战士烈军队游击抗日"
    "条款规定法律责任任何享有受到不得均应当依照根据第章节号令院长局办公室党支部书记主任代表张王李赵刘陈杨"
)
"""Characters that Chinese texts of all kinds are full of, Simplified and common to both scripts."""

FREQUENT_TRADITIONAL = (
    "這個為國們時來產種經過發動會對說實體當點從業應開還後進學電間樣與關各線內數質氣變條沒結問無係軍題黨總設長頭資邊級圖統"
    "較將組見計別論運農幾區強決戰則據處務場鎮縣書記報教術眾員議領導歷環護創愛藝鄉態風雲雨萬億號樓門車東請讓給飛買賣貴舊遠"
    "聽讀寫話語認識離難馬鳥魚龍門紅黃藍綠聲權屬嚴規責張趙劉陳楊鑒於並聯華灣臺歐亞連續選舉權陸島嶼師親並準備製復歲樂靈觀"
    "裏裡麼嗎啊呢吧嘅咗佢哋咁嘢冇嚟喺啲唔點畀"
)
"""The same in Traditional characters, with the commonest of written Cantonese."""

FREQUENT_HANGUL = "이다의는에을를가은로하고지도한기사자인시서일대과정아나수어그리있들것만제전보부장적해라상주"

_LEVEL_ONE_GB = (0xB0, 0xD7)
_LEVEL_ONE_BIG5 = (0xA4, 0xC6)
_MARKS = frozenset(NO_START + OPENING + CLOSING + DASHES + "　・—–‐-•◆■●▲△○□※→①②③④⑤⑥⑦⑧⑨⑩《》〈〉【】°×÷±€£¥£℃′″")
_ORDINARY = re.compile(r"[ -\x7f\t\n\r\f\x1a]+")

FREQUENT_WEIGHT, COMMON_WEIGHT, MARK_WEIGHT = 2.0, 0.2, 0.5
RARE_WEIGHT, FOREIGN_WEIGHT, BROKEN_WEIGHT = -1.0, -1.0, -3.0

SAMPLE = 20_000
"""How many characters beyond ASCII are weighed: a longer text is no clearer."""


@cache
def common_characters() -> frozenset[str]:
    """Return the first levels of GB 2312 (3,755 characters) and Big5 (5,401), which the standards filled by frequency."""
    gb = (bytes((lead, trail)) for lead in range(_LEVEL_ONE_GB[0], _LEVEL_ONE_GB[1] + 1) for trail in range(0xA1, 0xFF))
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = (bytes((lead, trail)) for lead in range(_LEVEL_ONE_BIG5[0], _LEVEL_ONE_BIG5[1] + 1) for trail in trails)
    text = b"".join(gb).decode("gb2312", "ignore") + b"".join(big5).decode("big5", "ignore")
    return frozenset(character for character in text if is_han(character))


@cache
def weight(character: str) -> float:
    """Return how much one character beyond ASCII speaks for a reading, from 2 (frequent) to -3 (no text has it)."""
    if character in FREQUENT or character in FREQUENT_TRADITIONAL:
        return FREQUENT_WEIGHT
    if is_han(character):
        return COMMON_WEIGHT if character in common_characters() else RARE_WEIGHT
    if character in _MARKS or "\uff01" <= character <= "\uff5e":
        return MARK_WEIGHT
    if _is_broken(character):
        return BROKEN_WEIGHT
    return FOREIGN_WEIGHT


def _is_broken(character: str) -> bool:
    code = ord(character)
    private = 0xE000 <= code <= 0xF8FF or code >= 0xF0000
    return private or 0x80 <= code <= 0x9F or character == "\ufffd" or code & 0xFFFE == 0xFFFE


def beyond_ascii(text: str) -> str:
    """Return the characters that tell encodings apart, up to `SAMPLE` of them, C0 controls counted in.

    >>> beyond_ascii("A刊 本1")
    '刊本'
    """
    return _ORDINARY.sub("", text[: SAMPLE * 8])[:SAMPLE]


def plausibility(text: str) -> float:
    """Return the mean weight of the characters beyond ASCII: about 1.3 for Chinese prose, below 0.4 for a wrong reading.

    A text of ASCII alone has 0.
    """
    sample = beyond_ascii(text)
    if not sample:
        return 0.0
    weights = (count * (weight(c) if c > "\x7f" else BROKEN_WEIGHT) for c, count in Counter(sample).items())
    return sum(weights) / len(sample)


def japanese_share(text: str) -> float:
    """Return the share of kana among the characters beyond ASCII."""
    sample = beyond_ascii(text)
    return len(KANA.findall(sample)) / len(sample) if sample else 0.0


def korean_share(text: str) -> float:
    """Return the share of frequent syllables among the Hangul, 0 where most characters are something else."""
    sample = beyond_ascii(text)
    hangul = HANGUL.findall(sample)
    if len(hangul) * 2 < len(sample) or not hangul:
        return 0.0
    return sum(c in FREQUENT_HANGUL for c in hangul) / len(hangul)
