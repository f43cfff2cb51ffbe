"""Proofing: what a person should look at in the recovered text, few and true. Nothing here changes a character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from .alignment import convert_text
from .blocks import Block, Piece
from .characters import CLOSING, HAN_RANGES, OPENING, PAIRED
from .draft import Draft
from .notices import Notice, NoticeCode
from .numbering import chinese_number, read_label
from .traditional import count_traditional, simplified_only, traditional_only

FUNCTION_WORDS = frozenset("的了在是和与及或为有于之以而就也都被把对从到等中上下不这那其他她它们我你一个")
REPEATED = re.compile(rf"([{HAN_RANGES}]{{3,8}})\1|([{HAN_RANGES}，]{{4,24}}[，；])\2")
DAY = re.compile(r"(?:年)?(?P<m>[一二三四五六七八九十]{1,3}|\d{1,2})月(?P<d>[一二三四五六七八九十廿]{1,3}|\d{1,2})日")
PLACE = re.compile("[\u4e00-\u9fff]{2,3}?[縣县]")
UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]+")
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
SENTENCE_CONTEXT = 10
DOUBT = 0.5
MOST_DOUBTS = 5
MOST_NOTICES = 40
"""Notices of one kind in one article: what is beyond them would not be read."""
_PARTNER = dict(zip(CLOSING, OPENING, strict=True))


def proofread(draft: Draft) -> None:
    """Add the notices of every check to the draft, in the order of the text."""
    found: list[Notice] = []
    for check in CHECKS:
        for count, notice in enumerate(check(draft)):
            if count >= MOST_NOTICES:
                break
            found.append(notice)
    draft.notices += sorted(found, key=lambda notice: (notice.place is None, notice.place))


def find_lost_characters(draft: Draft) -> Iterator[Notice]:
    """Report joins at which a word of the article lacks its middle: 四级党|织 where 党组织 stands elsewhere, 党织 nowhere."""
    lost = dict(draft.related.lost)
    for piece, at in _joins(draft):
        left, right = piece.text[at - 1], piece.text[at]
        around = piece.text[max(0, at - 2) : at + 2]
        word = lost.get(around, "")
        if word and word[2] not in FUNCTION_WORDS and not draft.usage.count(around):
            message = f"A character may be lost here: related articles write “{word}”"
            yield _notice(NoticeCode.LOST_CHARACTER, message, piece, at, word)
            continue
        after = piece.text[at : at + 2]
        if left in FUNCTION_WORDS or right in FUNCTION_WORDS or draft.usage.count(left + right):
            continue
        middle = next(iter(draft.usage.between(left, right)), ("", 0))
        word = left + middle[0] + right
        if (
            middle[1] >= 3
            and middle[0] not in FUNCTION_WORDS
            and draft.usage.count(after) - 1 <= draft.usage.count(word) // 4
        ):
            message = f"A character may be lost here: “{left}{right}” stands nowhere else, “{word}” {middle[1]} times"
            yield _notice(NoticeCode.LOST_CHARACTER, message, piece, at, word)


def find_private_characters(draft: Draft) -> Iterator[Notice]:
    """Report the characters that stand for what extraction could not read: U+FFFD and those of private use."""
    for piece in draft.pieces:
        for match in UNREADABLE.finditer(piece.text):
            codes = " ".join(f"U+{ord(character):04X}" for character in match.group()[:3])
            message = f"{codes} stands for a character that was lost before: look it up where the text comes from"
            yield _notice(NoticeCode.PRIVATE_CHARACTER, message, piece, match.start())


def find_doubled_characters(draft: Draft) -> Iterator[Notice]:
    """Report joins at which a character stands twice: 党组织|织主体."""
    for piece, at in _joins(draft):
        character = piece.text[at]
        if character != piece.text[at - 1] or draft.usage.count(character * 2) or at < 2:
            continue
        without = piece.text[at - 2 : at] + piece.text[at + 1 : at + 2]
        if len(without) == 3 and draft.usage.count(without):
            message = f"“{character}” stands on both sides of a line break; “{without}” is written elsewhere"
            yield _notice(NoticeCode.DOUBLED_CHARACTER, message, piece, at, without)


def find_repeated_words(draft: Draft) -> Iterator[Notice]:
    """Report a word of three characters or more, or a clause, that follows itself."""
    for piece in _prose(draft):
        for match in REPEATED.finditer(piece.text):
            words = match.group(1) or match.group(2)
            if len(set(words)) > 1 and not _is_reduplicated(words):
                yield _notice(NoticeCode.REPEATED_WORDS, f"“{words}” follows itself", piece, match.start(), words)


def _is_reduplicated(words: str) -> bool:
    """Say whether words that follow themselves are good Chinese: 研究研究 twice, 一条街一条街地."""
    half = len(words) // 2
    return (len(words) % 2 == 0 and words[:half] == words[half:]) or (words[0] == "一" and len(words) <= 4)


def find_unbalanced_marks(draft: Draft) -> Iterator[Notice]:
    """Report brackets and quotation marks without a partner; a quotation of several paragraphs closes only in its last."""
    prose = list(_prose(draft))
    for index, piece in enumerate(prose):
        stack: list[tuple[str, int]] = []
        after = prose[index + 1].text[:1] if index + 1 < len(prose) else ""
        for match in PAIRED.finditer(piece.text):
            character, offset = match.group(), match.start()
            if character in OPENING:
                stack.append((character, offset))
            elif character not in "）’":
                if stack and stack[-1][0] == _PARTNER[character]:
                    stack.pop()
                elif not stack:
                    yield _notice(NoticeCode.UNBALANCED_MARKS, f"{character} closes what nothing opened", piece, offset)
                    break
                else:
                    yield _notice(
                        NoticeCode.UNBALANCED_MARKS, f"{character} does not close {stack[-1][0]}", piece, offset
                    )
                    stack = []
                    break
            elif character == "）" and stack and stack[-1][0] == "（":
                stack.pop()
        if stack and stack[-1][0] != "‘" and not (stack[-1][0] in "“「『" and after == stack[-1][0]):
            yield _notice(NoticeCode.UNBALANCED_MARKS, f"{stack[-1][0]} is not closed", piece, stack[-1][1])


def find_mixed_quotes(draft: Draft) -> Iterator[Notice]:
    """Report, once, that both “” and 「」 are used."""
    curls = [(p, p.text.index("“")) for p in _prose(draft) if "“" in p.text]
    corners = [(p, p.text.index("「")) for p in _prose(draft) if "「" in p.text]
    if curls and corners:
        piece, at = min(curls, corners, key=len)[0]
        yield _notice(NoticeCode.MIXED_QUOTES, "“” and 「」 are both used in this article", piece, at)


def find_number_jumps(draft: Draft) -> Iterator[Notice]:
    """Report headings of one style, and items of one list, between which a number is missing: 一、二、四."""
    rows: dict[tuple[str, int], list[tuple[int, Block]]] = {}
    for block in draft.blocks:
        if block.kind == "heading":
            label = read_label(block.text)
            for key in [key for key in rows if key[1] > block.level]:
                del rows[key]
            if label and label.value:
                row = rows.setdefault((label.style, block.level), [])
                if row and label.value - row[-1][0] in (2, 3):
                    yield _jump(row[-1][0], label.value, block)
                row.append((label.value, block))
        for before, item in pairwise(block.children if block.kind == "list" else ()):
            first, second = read_label(before.label + before.text), read_label(item.label + item.text)
            if (
                first
                and second
                and first.style == second.style
                and second.value - first.value in (2, 3)
                and first.value
            ):
                yield _jump(first.value, second.value, item)


def find_half_width(draft: Draft) -> Iterator[Notice]:
    """Report straight quotation marks that did not pair beside Han."""
    for piece in _prose(draft):
        match = re.search(f'(?<=[{HAN_RANGES}])"|"(?=[{HAN_RANGES}])', piece.text)
        if match:
            yield _notice(NoticeCode.HALF_WIDTH, "A straight quotation mark has no partner", piece, match.start())


def find_mixed_words(draft: Draft) -> Iterator[Notice]:
    """Report a Simplified character beside a Traditional one inside a run of Han."""
    simplified, traditional = simplified_only(), traditional_only()
    for piece in _prose(draft):
        if simplified.isdisjoint(piece.text) or traditional.isdisjoint(piece.text):
            continue
        for at, (left, right) in enumerate(pairwise(piece.text)):
            mixed = (left in simplified and right in traditional) or (left in traditional and right in simplified)
            if mixed:
                yield _notice(
                    NoticeCode.SCRIPT_IN_WORD, f"“{left}{right}” mixes Simplified and Traditional characters", piece, at
                )
                break


def find_doubtful_inscriptions(draft: Draft) -> Iterator[Notice]:
    """Report in inscriptions days that do not exist, and counties that the article names nowhere else."""
    others = [piece.text for piece in draft.pieces if piece.kind != "inscription"]
    for piece in draft.pieces:
        if piece.kind != "inscription":
            continue
        for match in DAY.finditer(piece.text):
            month, day = _number(match["m"]), _number(match["d"])
            if not 1 <= month <= 12 or not 1 <= day <= DAYS[month - 1]:
                yield _notice(NoticeCode.DOUBTFUL_DATE, f"There is no {match.group()}", piece, match.start())
        for match in PLACE.finditer(piece.text):
            name = match.group()
            start = re.split("[于於在至由知任年月日]", name)[-1]
            spellings = {start, start[:-1] + "县", start[:-1] + "縣", convert_text(start, "t2s")}
            known = any(spelling in text for spelling in spellings for text in others)
            if not known and len(start) >= 3 and count_traditional(piece.text):
                message = f"The article names {start} nowhere else: compare it with the inscription itself"
                yield _notice(NoticeCode.DOUBTFUL_PLACE, message, piece, match.start())


def find_doubtful_kinds(draft: Draft) -> Iterator[Notice]:
    """Report the blocks of whose kind the evidence leaves most doubt."""
    doubtful = sorted((p for p in draft.pieces if p.confidence < DOUBT and p.kind), key=lambda p: p.confidence)
    for piece in doubtful[:MOST_DOUBTS]:
        yield _notice(NoticeCode.DOUBTFUL_STRUCTURE, f"Taken for a {piece.kind}, with little certainty", piece, 0)


CHECKS: tuple[Callable[[Draft], Iterator[Notice]], ...] = (
    find_lost_characters,
    find_private_characters,
    find_doubled_characters,
    find_repeated_words,
    find_unbalanced_marks,
    find_mixed_quotes,
    find_number_jumps,
    find_half_width,
    find_mixed_words,
    find_doubtful_inscriptions,
    find_doubtful_kinds,
)
"""Every check, in order."""


def _prose(draft: Draft) -> Iterator[Piece]:
    return (piece for piece in draft.pieces if piece.kind not in ("table", "inscription", "verse", "byline"))


def _joins(draft: Draft) -> Iterator[tuple[Piece, int]]:
    """Yield the joins between two Han characters: the piece and the offset of the second."""
    han = re.compile(f"[{HAN_RANGES}]{{2}}")
    for piece in _prose(draft):
        for start in piece.starts[1:]:
            if 0 < start < len(piece.text) and han.match(piece.text, start - 1):
                yield piece, start


def _notice(code: NoticeCode, message: str, piece: Piece, offset: int, suggestion: str | None = None) -> Notice:
    context = piece.text[max(0, offset - SENTENCE_CONTEXT) : offset + SENTENCE_CONTEXT].replace("\n", " ")
    return Notice(code, message, piece.place(offset), context, suggestion)


def _jump(before: int, after: int, block: Block) -> Notice:
    return Notice(NoticeCode.NUMBER_JUMPS, f"The numbers jump from {before} to {after}", block.place, block.text[:20])


def _number(text: str) -> int:
    return int(text) if text.isascii() else chinese_number(text)
