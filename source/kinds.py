"""Kinds of blocks: what each piece is, decided by weighed evidence of its words, its place and its neighbours, in two readings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import Piece
from .bylines import DOCUMENT
from .kind_context import BACK, FRONT, Context, kinds_before
from .kind_evidence import Observations
from .kind_rows import agree_in_rows, agree_in_series, keep_to_numbers
from .kind_survey import Survey
from .layout import Layout
from .letters import ENCLOSURE
from .model import Decision, read_decision
from .ngrams import Usage

KINDS = ("title", "byline", "heading", "paragraph", "caption", "item")
PAPER_DATA = re.compile(
    "(?:关键词|關鍵[词詞]|關鍵字|关键字|中图分类号|中圖分類號|文献标[识志]码|文章编号|收稿日期|基金[项項]目|作者[简簡]介|通[讯訊]作者|DOI)[：:]",
    re.IGNORECASE,
)
"""What a paper says of itself below its abstract (GB/T 7713.2)."""
TITLE_LINES = 3
SUBTITLE = re.compile("[—–―]{1,2}[^—–―。！？]{2,40}")
"""A line with a dash before it, right below the title."""
IN_BRACKETS = re.compile("[（(][^（）()]+[）)]")
REMARK = re.compile("[（(][^（）()]{1,8}[）)]|[^，。！？]{1,6}[。！？]")
"""（众人笑）, 没有。"""
NO_TITLE = ("credit", "date", "passed", "number")
"""What makes a line at the front a byline and no title."""


def choose_kinds(pieces: Sequence[Piece], layout: Layout, usage: Usage) -> None:
    """Set the kind of every piece that has none yet, with its confidence and the evidence that spoke for it."""
    context = Context(pieces, layout, usage)
    observations = Observations(context)
    survey = Survey(observations, first_kinds(observations, read_decision("kind")))
    decision = read_decision("survey")
    kinds = [piece.kind for piece in pieces]
    weighed: dict[int, dict[str, float]] = {}
    for index, piece in enumerate(pieces):
        if piece.kind:
            continue
        evidence = survey.evidence(index)
        chances = decision.weigh(evidence, allowed_kinds(context, index, kinds_before(kinds, index)))
        piece.kind = max(chances, key=lambda kind: chances[kind])
        piece.confidence = chances[piece.kind]
        piece.reason = decision.strongest(evidence, piece.kind)
        kinds[index], weighed[index] = piece.kind, chances
    agree_in_rows(context, weighed)
    agree_in_series(context, weighed)
    keep_to_numbers(pieces)


def first_kinds(observations: Observations, decision: Decision) -> list[str]:
    """Return what each piece is taken for by a reader who goes from the first to the last and does not look ahead."""
    context = observations.context
    kinds: list[str] = []
    for index, piece in enumerate(context.pieces):
        chosen = kinds_before(kinds, index)
        allowed = allowed_kinds(context, index, chosen)
        kinds.append(piece.kind or decision.likeliest(observations.after(index, chosen), allowed))
    return kinds


def allowed_kinds(context: Context, index: int, chosen: Sequence[str]) -> list[str]:
    """Return the kinds that a piece can be at its place, with its length and label; `chosen` are the kinds before it."""
    length = context.lengths[index]
    label, text = context.labels[index], context.pieces[index].text
    kinds = ["paragraph", "item"]
    if label and label.style == "bullet":
        return kinds
    if chosen and chosen[-1] == "inscription" and not label and length <= 30 and context.captions[index]:
        return ["caption"]
    if _stands_alone(context, index):
        kinds = []
    front = index <= FRONT and not set(chosen) - {"title", "byline"}
    repeated = index < FRONT and text in {piece.text for piece in context.pieces[:index]}
    if _opens_chapter(context, index):
        return ["title", "heading"] if front and not repeated else ["heading"]
    if front and _names_document(context, index, chosen):
        return ["title"]
    if front and chosen and chosen[-1] == "title" and SUBTITLE.fullmatch(text) and context.cues[index] in ("", "short"):
        return ["title"]
    titled = any(c.isalpha() for c in text) and context.cues[index] not in NO_TITLE
    sentence = context.ends[index] == "final" and length > 20 and "，" in text
    cut = context.ends[index] in ("pause", "colon")
    # The second line of a title counts nothing and is no sentence: what does is the first heading, or the lead.
    second = "title" in chosen and (label is not None or text.endswith("。"))
    if front and length <= 80 and not sentence and not cut and titled and not repeated and not second:
        kinds.append("title")
    bracketed = IN_BRACKETS.fullmatch(text) is not None
    near_end = index >= len(context.pieces) - BACK
    if (
        length <= 160
        and context.cues[index]
        and (front or context.cues[index] != "short" or not REMARK.fullmatch(text))
        and not repeated
        and ((index <= FRONT and not set(chosen) - {"title", "byline", "paragraph"}) or near_end)
    ):
        kinds.append("byline")
    if length <= 80 and any(c.isalnum() for c in text) and not bracketed:
        kinds.append("heading")
    uncaptioned = ENCLOSURE.match(text) is not None or _is_no_caption(context, index)
    if (
        length <= 100
        and not uncaptioned
        and not _counts_as_heading(context, index)
        and not _one_of_many(context, index)
    ):
        kinds.append("caption")
    return kinds


def _names_document(context: Context, index: int, chosen: Sequence[str]) -> bool:
    """Say whether a line below an official document's number is its title, in up to three lines (GB/T 9704-2012, 7.3.1)."""
    if "number" not in context.cues[:index] or chosen[-1:] not in (["byline"], ["title"]):
        return False
    texts = [piece.text for piece in context.pieces[index : index + TITLE_LINES]]
    last = next((number for number, text in enumerate(texts) if DOCUMENT.search(text)), None)
    return last is not None and not any(re.search("[，。：；]", text) for text in texts[: last + 1])


def _is_no_caption(context: Context, index: int) -> bool:
    """Say whether a piece is what no caption is: a paper's data; without a cue a word or two with a full stop, a remark in brackets."""
    text = context.pieces[index].text
    remark = REMARK.fullmatch(text) is not None and not context.captions[index]
    return remark or PAPER_DATA.match(text) is not None


def _opens_chapter(context: Context, index: int) -> bool:
    """Say whether a short line begins with the number of a chapter and ends without a mark: 第三章　碑碣石刻, 其二."""
    label = context.labels[index]
    chapter = label is not None and label.style in ("chapter", "one-of")
    return chapter and context.lengths[index] <= 30 and context.ends[index] == "none"


def _stands_alone(context: Context, index: int) -> bool:
    """Say whether a short line without mark or number stands between blank lines in an article of numbered headings.

    It is no paragraph then: 深圳党史馆 between two paragraphs is the caption of a picture, or a title or byline at the front.
    """
    if (
        context.numbered == "none"
        or context.labels[index]
        or context.lengths[index] > 24
        or index > len(context.pieces) - 3
    ):
        return False
    apart = context.pieces[index].first.blanks > 0 and context.pieces[index + 1].first.blanks > 0
    unmarked = context.ends[index] == "none" and not re.search("[，。；：！？]", context.pieces[index].text)
    return apart and unmarked and context.layout.blank > 0.8 and context.colon_runs[index] == "no"


def _one_of_many(context: Context, index: int) -> bool:
    """Say whether a sentence without a cue stands in an article whose paragraphs are single sentences."""
    return context.brief == "most" and context.ends[index] == "final" and not context.captions[index]


def _counts_as_heading(context: Context, index: int) -> bool:
    """Say whether a short piece has its number in the article's row of numbered headings."""
    label = context.labels[index]
    same = label is not None and label.style == context.numbered
    return same and context.lengths[index] <= 45 and context.series[index] in ("far", "middle")
