"""Whom a letter or an official document is for, how it closes, and what is enclosed (GB/T 9704-2012, 7.3.2 and 7.3.4).

各乡镇人民政府：      →    ::: addressee
敬礼！               →    ::: closing
附件：1. 古桥名录     →    ::: enclosure

Only what somebody signs has these parts: without a signature everything stays what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .blocks import Piece
from .characters import HAN_RANGES
from .draft import Draft
from .letters import FORMULA, SALUTATION

ADDRESSEE_LENGTH = 160
BODY = "[府局委院厅廳部处處会會办辦校社厂廠站所中心队隊组組行司位构構门門级級区區县縣市乡鄉镇鎮村]"
"""What the name of a body ends in."""
PEOPLE = "同[志学學仁事行]|[朋网網战戰]友|家[长長]|先生|女士"
ADDRESSED = re.compile(
    rf"[{HAN_RANGES}A-Za-z0-9（）()〔〕《》“”·、，,；;\s]*(?:{BODY}|{PEOPLE})[^。！？：:]{{0,4}}[：:]"
)
"""Bodies and people in a row, and a colon."""
INTRODUCES = re.compile("(?:如下|以下|是|说|說|道|为|為|认为|認為|指出|表示|强调|強調)[：:]")
ENCLOSED = re.compile(r"附件[：:]")
NUMBERED = re.compile(r"(?:附件[：:]\s*)?(\d{1,2})\s?[.．、]")


def set_official_parts(draft: Draft) -> None:
    """Give addressee, closing formula and enclosures of every signed text their kinds."""
    pieces = draft.pieces
    for end in _signed_texts(pieces):
        begin = _begin_enclosures(pieces, end)
        _mark(pieces[begin:end], "enclosure", "named between a text and its signature")
        if begin > 1 and FORMULA.fullmatch(pieces[begin - 1].text) and FORMULA.fullmatch(pieces[begin - 2].text):
            _mark(pieces[begin - 1 : begin], "closing", "the second half of a closing formula")
        for first in _beginnings(pieces, begin):
            if _addresses(pieces[first]):
                _mark(pieces[first : first + 1], "addressee", "names and a colon begin a text that is signed")


def _mark(pieces: Sequence[Piece], kind: str, reason: str) -> None:
    for piece in pieces:
        piece.kind, piece.confidence, piece.reason = kind, 0.85, reason


def _signed_texts(pieces: Sequence[Piece]) -> Iterator[int]:
    """Yield the index of every piece that a signature begins with."""
    for index, (before, piece) in enumerate(pairwise(pieces), 1):
        if piece.kind == "signature" != before.kind:
            yield index


def _begin_enclosures(pieces: Sequence[Piece], end: int) -> int:
    """Return where the list of enclosures before a signature begins: `end` where there is none, or its numbers have gaps."""
    for index in range(end - 1, -1, -1):
        if ENCLOSED.match(pieces[index].text):
            numbers = [match[1] for piece in pieces[index:end] if (match := NUMBERED.match(piece.text))]
            alone = index == end - 1 and not numbers
            return index if alone or numbers == [str(n + 1) for n in range(end - index)] else end
        if not NUMBERED.match(pieces[index].text):
            break
    return end


def _beginnings(pieces: Sequence[Piece], end: int) -> Iterator[int]:
    """Yield the piece a signed text begins with: after the heading before it, and after the article's title."""
    start = end
    while start and pieces[start - 1].kind not in ("heading", "title", "byline", "signature"):
        start -= 1
    front = next((n for n, piece in enumerate(pieces) if piece.kind not in ("title", "byline")), end)
    signed_before = any(piece.kind == "signature" for piece in pieces[front:end])
    yield from {start, start if signed_before else front} - {end}


def _addresses(piece: Piece) -> bool:
    """Say whether a piece names bodies or people and ends in a colon: 各乡镇人民政府，县政府各部门："""
    text = piece.text
    if len(text) > ADDRESSEE_LENGTH or piece.kind not in ("paragraph", "lead", "caption", "heading"):
        return False
    named = ADDRESSED.fullmatch(text) or SALUTATION.fullmatch(text) and piece.kind != "heading"
    return bool(named) and not INTRODUCES.search(text)
