"""Old forms: characters of an inscription or old book that conversion to Simplified leaves as they are (衞 靑 淸)."""

from __future__ import annotations

from collections.abc import Iterator

from kanben.source.characters import HAN

from .conversion import Conversion
from .replacements import CONVERSION, Replacement

MODERN = dict(
    zip(
        "衞靑淸畧鎗甯敎旣卽鄕淨尙眞愼塡顚旣緖靜爲羣峯畵讐讎牀洩僞祕絕彔錄說脫稅銳悅閱絲產彥顏虛吿戶溫縕醞榲搵慍揾氳",
        "卫青清略枪宁教既即乡净尚真慎填颠既绪静为群峰画仇仇床泄伪秘绝录录说脱税锐悦阅丝产彦颜虚告户温缊酝榅揾愠揾氲",
        strict=True,
    )
)
"""Old forms whose modern one is known; the rest are shown without a proposal."""


def find_old_forms(conversion: Conversion) -> Iterator[Replacement]:
    """Yield the characters of converted Traditional text that stand outside GB 2312 when all is converted."""
    if conversion.edition.script != "Hans":
        return
    outputs = {r.start: r for r in conversion.replacements if r.end == r.start + 1}
    covered = {place for r in conversion.replacements for place in range(r.start, r.end)}
    covered |= {place for start, end in conversion.kept for place in range(start, end)}
    for span in conversion.spans:
        if span.label != "Hant":
            continue
        for match in HAN.finditer(conversion.text, span.start, span.end):
            place = match.start()
            if place in covered and place not in outputs:
                continue
            output = outputs[place].output if place in outputs else match[0]
            if len(output) == 1 and not _in_gb2312(output):
                modern = MODERN.get(match[0])
                candidates = (output, modern) if modern else (output,)
                yield Replacement(place, place + 1, match[0], output, candidates, CONVERSION)


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
