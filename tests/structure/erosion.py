"""Wear the characters of a text as scanning, copying and old encodings do; the words stay."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from damage import Style

HALF = str.maketrans("，：；？！（）", ",:;?!()")
FULL_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
RADICALS = str.maketrans("一人入八力十又口土士大女子小山工己干广弓心手支文斗方日月木水火父牛玉瓜生用田白皮目石示立竹米老耳肉自至舌舟色虫行衣见角言谷豆足身车里金长门雨非面音页风飞食首香马骨高鱼鸟鹿麦麻黄黑鼓鼠齐龙",
                         "⼀⼈⼊⼋⼒⼗⼜⼝⼟⼠⼤⼥⼦⼩⼭⼯⼰⼲⼴⼸⼼⼿⽀⽂⽃⽅⽇⽉⽊⽔⽕⽗⽜⽟⽠⽣⽤⽥⽩⽪⽬⽯⽰⽴⽵⽶⽼⽿⾁⾃⾄⾆⾈⾊⾍⾏⾐⻅⾓⾔⾕⾖⾜⾝⻋⾥⾦⻓⻔⾬⾮⾯⾳⻚⻛⻜⻝⾸⾹⻢⾻⾼⻥⻦⿅⻨⿇⻩⿊⿎⿏⻬⻰")  # fmt: skip
HAN_PAIR = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
ZERO_WIDTH = ("\u200b", "\ufeff", "\u200c")
CONTACT = re.compile(r"\d{4}[.\-/]\d")  # a date or number with marks of its own is left as printed


def erode_text(text: str, kind: str, role: str | None, style: Style, rng: random.Random) -> str:
    """Return the text with the kinds of wear that the style has, each on some blocks only."""
    if kind == "verse" or role == "table":
        return text
    wear = set(style.eroded)
    if "half" in wear and rng.random() < 0.25:
        text = text.translate(HALF)
    if "full_digits" in wear and rng.random() < 0.2 and not CONTACT.search(text):
        text = text.translate(FULL_DIGITS)
    if "radicals" in wear and rng.random() < 0.3:
        text = "".join(char.translate(RADICALS) if rng.random() < 0.5 else char for char in text)
    if "letter_spaced" in wear and kind in ("title", "heading") and len(text) < 9 and rng.random() < 0.5:
        return HAN_PAIR.sub(rng.choice((" ", "　")), text)
    if "spaced" in wear and kind != "byline" and rng.random() < 0.25:
        text = _sprinkle(text, (" ", " ", " ", "　"), 0.06, rng)
    if "zero_width" in wear and rng.random() < 0.15:
        text = _sprinkle(text, ZERO_WIDTH, 0.02, rng)
    if style.level == "heavy" and rng.random() < 0.08:
        text += " "
    return text


def _sprinkle(text: str, marks: tuple[str, ...], share: float, rng: random.Random) -> str:
    mark = rng.choice(marks)
    return HAN_PAIR.sub(lambda _: mark if rng.random() < share else "", text)
