"""Transcriptions (释文): an inscription in another script than the edition's is followed by its converted reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kanben.source.article import Article
from kanben.source.choices import OLD_FORM, SURNAME
from kanben.source.decisions import Decisions
from kanben.source.document import copy_doc, pf
from kanben.source.notices import Notice

from .ambiguity import group_choices
from .article_conversion import choice_notices, edition_of, other_edition
from .columns import pair_columns
from .conversion import Conversion, convert
from .editions import Edition, script_of
from .flows import element_flows, join_flows, write_flows
from .inscriptions import TRANSCRIPTION, find_inscriptions, inscription_script, written_blocks
from .options import FilterOptions
from .places import Places


def add_transcriptions(article: Article, options: FilterOptions) -> Article:
    """Return the article with a transcription under every inscription that is in another script than the edition.

    ::

        一九四六年東江縱隊    ->    一九四六年東江縱隊
                                    一九四六年东江纵队

    In an edition of its own script an inscription stands alone. A transcription that the article brought stays. In a
    facing edition the two stand side by side, whatever the edition's script.
    """
    notices: list[Notice] = []
    for inscription in find_inscriptions(article.doc):
        notices += _transcribe(inscription, article, options)
    return article.noticing(*notices)


def _transcribe(inscription: Any, article: Article, options: FilterOptions) -> list[Notice]:
    """Put the transcription of one inscription into it; return what is doubtful in it."""
    edition = edition_of(article, options)
    script, blocks = inscription_script(inscription), written_blocks(inscription)
    rest = [block for block in inscription.content if block not in blocks]
    readings = [block for block in rest if TRANSCRIPTION in getattr(block, "classes", ())]
    others = [block for block in rest if block not in readings]
    own, facing = script in (None, edition.script), options.facing != "none" and script is not None
    if own and not facing:
        inscription.content = [*blocks, *others]
        return []
    target = edition if not own else other_edition(article, options)
    notices: list[Notice] = []
    if own or not readings:
        made, conversion = make_transcription(blocks, target, article.decisions)
        readings, notices = [made], _doubts(conversion, article)
    inscription.content = (
        [pair_columns(blocks, f"zh-{script}", readings, target.tag)] if facing else [*blocks, *readings]
    )
    inscription.content.extend(others)
    return notices


def _doubts(conversion: Conversion, article: Article) -> list[Notice]:
    groups = group_choices(conversion, Places(article.text))
    return list(choice_notices([group for group in groups if group.channel in (OLD_FORM, SURNAME)]))


def make_transcription(blocks: list[Any], edition: Edition, decisions: Decisions) -> tuple[Any, Conversion]:
    """Return a Div with the blocks' words converted for an edition, and their conversion."""
    copy = pf.Div(*copy_blocks(blocks), classes=[TRANSCRIPTION], attributes={"lang": edition.tag})
    return copy, convert_elements([copy], edition, decisions, f"zh-{edition.other_script}")


def convert_elements(elements: Sequence[Any], edition: Edition, decisions: Decisions, written: str) -> Conversion:
    """Convert what stands in some elements, in place; `written` is the language tag of the article."""
    flows = [flow for element in elements for flow in element_flows(element)]
    text, starts = join_flows(flows)
    protected = [(s + a, s + b) for flow, s in zip(flows, starts, strict=True) for a, b in flow.protected]
    conversion = convert(text, edition, decisions, protected, script_of(written))
    write_flows(flows, starts, conversion.replacements)
    return conversion


def copy_blocks(blocks: Sequence[Any]) -> list[Any]:
    """Return independent copies of blocks."""
    return list(copy_doc(pf.Doc(*blocks)).content)
