"""Captions: lines that name a picture that is not there, and where they belong.

▲ 党员志愿者在卡口服务（摄影：王磊）        →    caption
"""

from __future__ import annotations

import re

from .characters import HAN_RANGES

MARK = re.compile(r"^[▲▼△▽↑↓←→◀▶◄►◤◥⬆⬇⇧⇩]")
LABEL = re.compile(
    r"^[（(【\[]?(?:[题題资資配插组組上下左右本]?[图圖](?:[片表]|[说說]|[解注]|为|為)?|照片|[附]?表|Fig(?:ure|\.)?)\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})?\s*(?:[-–.]\d{1,2})?\s*[：:、.／/）)】\]　 ]"
)
NUMBERED = re.compile(r"^[图圖表]\s*(?:\d{1,3}(?:[-–.]\d{1,2})?|[一二三四五六七八九十]{1,3})(?![年月日个個])")
CREDIT = re.compile(
    r"[（(【\[][^（()）]{0,30}(?:摄|攝|供图|供圖|图源|圖源|资料图|資料圖|资料照片|資料照片|图片|圖片|摄影|攝影|绘|繪|翻拍)[^（()）]{0,30}[)）】\]]。?$"
    rf"|(?:[　\s]|[。）)”])(?:本报|本刊|新华社)?(?:记者|通讯员)?\s*[{HAN_RANGES}·]{{2,6}}\s*[/／]?\s*[摄攝][影]?$|(?:^|[　\s。])(?:摄影|攝影|供图|供圖|图|圖)\s*[：:/／]\s*[{HAN_RANGES}·]{{2,8}}$"
)
PLACE = re.compile(
    r"^(?:[（(]?(?:左|右|上|下|前排|后排|中|左起|右起|左一|右二|左图|右图|上图|下图|图为|圖為|图中|圖中))(?:[：:为為]|[一二三四五]|起|图|圖)"
)
OBJECT = re.compile(
    "(?:旧址|舊址|纪念碑|紀念碑|纪念馆|紀念館|博物馆|博物館|故居|外景|全景|一角|夜景|遗址|遺址|遗像|遺像|合影|拓片|书影|書影|手稿|手迹|手跡|墨迹|墨跡|塑像|雕像|雕塑|照片|剧照|劇照|油画|油畫|现场|現場|留影|外观|外觀|内景|內景|剪影|示意图|示意圖|地图|地圖|截图|截圖|线框图|摹本|碑|墓|照|图|圖)$"
)


def caption_cue(text: str) -> str:
    """Return what says that a line is a caption: mark, label, numbered, credit, place, object; empty where nothing does."""
    for name, pattern in (
        ("mark", MARK), ("label", LABEL), ("numbered", NUMBERED), ("credit", CREDIT), ("place", PLACE), ("object", OBJECT),
    ):  # fmt: skip
        if pattern.search(text):
            return name
    return ""
