"""Editions: the script that a reader wants, and the chain of OpenCC that leads to it from what the source is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Script = Literal["Hans", "Hant"]
Region = Literal["TW", "HK", ""]

_TAIWAN = re.compile("[裡汙]|(?<=[看聽說想跟隨帶有拿接沿順對向朝憑走站坐])著(?![名作者書述])")
_HONG_KONG = re.compile(
    "[裏説衞綫啓脱鋭悦閲税温煴媪揾醖緼粧羣]|(?<=[看聽說説想跟隨帶有拿接沿順對向朝憑走站坐])着|[佢哋嘅咗喺冇嚟]"
)


@dataclass(frozen=True, slots=True)
class Edition:
    """The script and region that a BCP 47 tag names, and whether the region's words are wanted too.

    >>> Edition.of("zh-Hant-HK").chain("Hans", "")
    's2hk'
    """

    tag: str
    script: Script
    region: Region = ""
    regional_vocabulary: bool = False

    @classmethod
    def of(cls, tag: str, regional_vocabulary: bool = False) -> Edition:
        """Return the edition of a tag; tags without a script get the one their region is known for (zh-TW)."""
        return cls(tag, script_of(tag) or "Hans", region_of(tag), regional_vocabulary)

    @property
    def other_script(self) -> Script:
        """The script that this edition is not in."""
        return "Hans" if self.script == "Hant" else "Hant"

    def chain(self, source: Script, region: Region) -> str | None:
        """Return the configuration that leads here from text in a script as a region writes it; None if it is there.

        Traditional without a region is Taiwan's, as in CLDR's likely subtags: OpenCC's own standard (爲 喫 裏) is
        nobody's spelling.
        """
        if source == self.script:
            return None
        if self.script == "Hant":
            return ("s2hk" if self.region == "HK" else "s2tw") + ("p" if self.regional_vocabulary else "")
        if self.regional_vocabulary:
            return "hk2sp" if region == "HK" else "tw2sp"
        return {"TW": "tw2s", "HK": "hk2s", "": "t2s"}[region]


def script_of(tag: str) -> Script | None:
    """Return the script of a language tag, None for another language.

    >>> script_of("zh-Hant-HK"), script_of("zh-TW"), script_of("zh-CN"), script_of("ja")
    ('Hant', 'Hant', 'Hans', None)
    """
    parts = tag.replace("_", "-").lower().split("-")
    if "hant" in parts:
        return "Hant"
    if "hans" in parts:
        return "Hans"
    if parts[0] not in ("zh", "cmn", "yue", "lzh"):
        return None
    return "Hant" if {"tw", "hk", "mo"} & set(parts) or parts[0] == "yue" else "Hans"


def region_of(tag: str) -> Region:
    """Return the region of a language tag whose spelling OpenCC knows."""
    parts = tag.replace("_", "-").upper().split("-")
    if "TW" in parts:
        return "TW"
    return "HK" if {"HK", "MO", "YUE"} & set(parts) else ""


def traditional_region(text: str) -> Region:
    """Return whose spelling a Traditional text follows; "" where nothing tells.

    >>> traditional_region("他看著窗外，心裡想"), traditional_region("他看着窗外，心裏想"), traditional_region("人民")
    ('TW', 'HK', '')
    """
    taiwan, hong_kong = len(_TAIWAN.findall(text)), len(_HONG_KONG.findall(text))
    if taiwan == hong_kong:
        return ""
    return "TW" if taiwan > hong_kong else "HK"
