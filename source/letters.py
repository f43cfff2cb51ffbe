"""Letters and announcements: who signs them, and when (落款), at the end of their text.

此致
敬礼！
李某某               →    ::: signature
2022年3月8日              李某某 / 2022年3月8日
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import Piece
from .bylines import byline_cue
from .characters import CHINESE_DIGITS, HAN_RANGES
from .draft import Draft
from .lines import SPACE
from .numbering import read_label

SIGNER_LENGTH = 24
DATED_LENGTH = 36
MOST_LINES = 3
_DIGIT = rf"[\d{CHINESE_DIGITS}○元正腊臘冬]"
_DATE = rf"(?:(?:公元|西元|(?:中[华華])?民[国國])?{_DIGIT}{{1,4}}\s?年\s?)?{_DIGIT}{{1,3}}\s?月(?:\s?{_DIGIT}{{1,3}}\s?[日号號])?"
_WHERE = rf"(?:[，,]?\s*[晨夜晚午]*\s*(?:[写寫记記改草作]?[于於在]|[于於])?\s*[{HAN_RANGES}]{{2,10}}|[晨夜晚午])?"
DATED = re.compile(rf"[（(]?{_DATE}{_WHERE}[）)]?")
SIGNED = re.compile(rf"(?P<who>[{HAN_RANGES}A-Za-z·]{{1,16}})[\s\u3000，,]+{_DATE}{_WHERE}")
PLACED = re.compile(rf"[（(]?{_DATE}.{{0,3}}[于於].{{2,10}}")
SALUTATION = re.compile(rf"[{HAN_RANGES}A-Za-z·、\s]{{1,18}}[：:]")
FORMULA = re.compile(
    "(?:(?:此致)?[，,]?敬[礼禮][！!。]?|此致|[顺順即敬恭][颂頌祝候请請].{1,8}|祝(?:你|您|君|好|安|健康|平安|[身工学學合快万萬新]).{0,10}[！!。]?|此[据據]|特此.{2,10}[。]?)"
)
ENCLOSURE = re.compile("附[：:件录錄]")
REMARK = re.compile("[（(][^（）()]{2,40}[）)]")
"""What stands under the date of an official document (附注; GB/T 9704-2012, 7.3.6): （此件公开发布）."""
AFTER = re.compile(
    f"{ENCLOSURE.pattern}|(?:[又再]及|附言|P\\.?S\\.?)[：:，,]|.{{0,10}}(?:[联聯][系絡络](?:人|电话|電話|方式)|咨询电话|电话|電話|地址|邮编|抄送|抄报)[：:]"
)
"""What follows a signature: enclosures, an afterthought, whom to call, who gets copies."""
DAY_ALONE = re.compile(
    rf"[（(]?{_DATE}(?<=[日号號])\s?(?:[深清凌]?[夜晨晚午]|[上下中]午|傍晚|[于於]?[灯燈]下)?[）)]?",
)
"""A line that is a day, with its hour at most."""
MOST_SIGNERS = 2
WHO = re.compile(rf"[{HAN_RANGES}A-Za-z·（）()\s\u3000]{{1,{SIGNER_LENGTH}}}")
STATED = ("credit", "credit-inside", "source", "agency", "passed", "words", "reprint")
"""What says that a line tells of the article, not of a letter in it."""


def set_signatures_apart(draft: Draft) -> None:
    """Give the pieces that sign a letter or an announcement the kind `signature`, and its formula that of a paragraph."""
    pieces = draft.pieces
    prose = next(
        (n for n, piece in enumerate(pieces) if piece.kind == "paragraph" and len(piece.text) > 30), len(pieces)
    )
    for index in range(prose + 1, len(pieces)):
        if FORMULA.fullmatch(pieces[index].text) and _may_close(pieces[index]):
            pieces[index].kind = "paragraph"
            _sign(draft, _signed_below(pieces, index), "a signer and a date stand below a closing formula")
        elif pieces[index].kind != "signature" and _is_last(pieces, index):
            _sign(draft, _signature(pieces, index, prose), "a signer or a date ends a text")
    days = [piece for piece in pieces if piece.kind != "signature" and DAY_ALONE.fullmatch(piece.text)]
    if len(days) == 1 and days[0].kind == "heading":  # several are those of a diary
        days[0].kind, days[0].reason = "paragraph", "a day alone is no heading"


def _may_close(piece: Piece) -> bool:
    """Say whether a piece was taken for something that a closing formula, without a label, may be instead."""
    return piece.kind in ("paragraph", "heading", "caption", "byline", "title") or (
        piece.kind == "item" and read_label(piece.text) is None
    )


def _sign(draft: Draft, signed: Sequence[Piece], reason: str) -> None:
    for piece in signed:
        piece.kind, piece.confidence, piece.reason = "signature", 0.85, reason
        _keep_spaces(draft, piece)


def _signed_below(pieces: Sequence[Piece], index: int) -> Sequence[Piece]:
    """Return the signers and the date right below a closing formula; none where no date is there: the text may go on."""
    end = index + 1
    while end < len(pieces) and end - index <= MOST_SIGNERS and not _dates(pieces[end].text) and _signs(pieces[end]):
        end += 1
    return pieces[index + 1 : end + 1] if end < len(pieces) and _dates(pieces[end].text) else ()


def _keep_spaces(draft: Draft, piece: Piece) -> None:
    """Give a signature its printed spaces back: 学生　周小满 is a post and a name."""
    if SPACE.sub("", piece.text) == SPACE.sub("", piece.printed):
        numbers = {line.number for line in piece.lines}
        draft.edits = [e for e in draft.edits if e.rule != "space-between-han" or e.place.line not in numbers]
        piece.text, piece.starts, piece.origins = piece.printed, list(piece.printed_starts), ()


def _is_last(pieces: Sequence[Piece], index: int) -> bool:
    """Say whether a text ends with a piece: the article does, or a heading, a letter or an enclosure begins after it."""
    if index + 1 == len(pieces):
        return True
    after = pieces[index + 1]
    if REMARK.fullmatch(after.text) and not _dates(after.text):
        return _is_last(pieces, index + 1)
    begins = SALUTATION.fullmatch(after.text) or AFTER.match(after.text)
    return bool(begins) or after.kind == "heading" or (after.kind == "byline" and byline_cue(after.text) in STATED)


def _signature(pieces: Sequence[Piece], index: int, prose: int) -> Sequence[Piece]:
    """Return the pieces that sign a text whose last piece has the index; none where nothing speaks for it."""
    first = index
    dated = _dates(pieces[index].text)
    if not dated and not _signs(pieces[index]):
        return ()
    while first - 1 > prose and index - first + 2 <= MOST_LINES and _signs(pieces[first - 1]):
        first -= 1
    letter = _is_letter(pieces, first)
    alone = first == index
    told = alone and (SIGNED.fullmatch(pieces[index].text) or PLACED.fullmatch(pieces[index].text))
    if dated and (told or not alone or letter) and _ends(pieces[first - 1]):
        return pieces[first : index + 1]
    closed = FORMULA.fullmatch(pieces[first - 1].text) is not None and letter
    return pieces[first : index + 1] if not dated and closed else ()


def _dates(text: str) -> bool:
    """Say whether a piece is a date, with a place or a name at most."""
    return len(text) <= DATED_LENGTH and bool(DATED.fullmatch(text) or SIGNED.fullmatch(text) or PLACED.fullmatch(text))


def _signs(piece: Piece) -> bool:
    """Say whether a piece may be who signs: a few words without marks that say nothing of the article itself."""
    free = _may_close(piece) and piece.kind != "title" and WHO.fullmatch(piece.text) is not None
    return free and byline_cue(piece.text, piece.printed) not in STATED and not FORMULA.fullmatch(piece.text)


def _ends(piece: Piece) -> bool:
    """Say whether a text may be over with a piece: a sentence, a poem, a list, a formula, what is enclosed."""
    ended = piece.text[-1:] in "。！？…”」』）!?." or piece.kind in ("verse", "item") or FORMULA.fullmatch(piece.text)
    return bool(ended) or read_label(piece.text) is not None or ENCLOSURE.match(piece.text) is not None


def _is_letter(pieces: Sequence[Piece], end: int) -> bool:
    """Say whether a salutation begins, or a formula ends, the text before a piece."""
    if FORMULA.fullmatch(pieces[end - 1].text):
        return True
    for piece in reversed(pieces[:end]):
        if SALUTATION.fullmatch(piece.text):
            return True
        if piece.kind in ("heading", "title"):
            return False
    return False
