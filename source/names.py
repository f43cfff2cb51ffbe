"""Names of persons: the surnames that tell a Chinese name from other short words."""

from __future__ import annotations

import re

from .characters import HAN_RANGES

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻鍾譚鄒陸龍萬錢湯喬賀賴龔龐蘭顏嚴溫蘆韋畢聶叢齊莊塗時關費紀項陽衛鮑單寧閔強車邊饒簡婁蓋黨談連郟欒鬱計竇遲藍鞏練樂應臺諶銀揚習"
)
"""Surnames of one character, the frequent ones, in both scripts."""
KEPT_SURNAMES = {"Hant": frozenset("于范余岳郁干咸后游涂种征朴占台"), "Hans": frozenset("於")}
"""Surnames that are written alike in both scripts, though OpenCC converts the character, by the script converted to."""
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
        "長孫",
        "长孙",
        "端木",
    )
)


def is_name(word: str) -> bool:
    """Say whether a word can be a Chinese person's name: a surname and one or two characters."""
    return re.fullmatch(f"[{HAN_RANGES}]{{2,4}}", word) is not None and (
        (word[0] in SURNAMES and len(word) <= 3) or word[:2] in LONG_SURNAMES
    )
