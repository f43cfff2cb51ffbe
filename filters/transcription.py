"""Transcriptions (释文): an inscription in another script than the edition's is followed by its converted reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kanben.source.article import Article
from kanben.source.decisions import Decisions
from kanben.source.document import copy_doc, pf

from .article_conversion import edition_of, other_edition
from .columns import pair_columns
from .conversion import convert
from .editions import Edition, script_of
from .flows import element_flows, join_flows, write_flows
from .inscriptions import TRANSCRIPTION, find_inscriptions, inscription_script, written_blocks
from .options import FilterOptions


def add_transcriptions(article: Article, options: FilterOptions) -> Article:
    """Return the article with a transcription under every inscription that is in another script than the edition.

    ::

        一九四六年東江縱隊    ->    一九四六年東江縱隊
                                    一九四六年东江纵队

    In an edition of its own script an inscription stands alone. A transcription that the article brought stays. In a
    facing edition the two stand side by side, whatever the edition's script.
    """
    edition = edition_of(article, options)
    for inscription in find_inscriptions(article.doc):
        script = inscription_script(inscription)
        blocks = written_blocks(inscription)
        rest = [block for block in inscription.content if block not in blocks]
        readings = [block for block in rest if TRANSCRIPTION in getattr(block, "classes", ())]
        if options.facing != "none" and script is not None:
            target = edition if script != edition.script else other_edition(article, options)
            made = make_transcription(blocks, target, article.decisions)
            reading = readings[0] if readings and script != edition.script else made
            blocks = [pair_columns(blocks, f"zh-{script}", [reading], target.tag)]
        elif not readings and script not in (None, edition.script):
            blocks.append(make_transcription(blocks, edition, article.decisions))
        elif script not in (None, edition.script):
            blocks += readings
        inscription.content = [*blocks, *(block for block in rest if block not in readings)]
    return article


def make_transcription(blocks: list[Any], edition: Edition, decisions: Decisions) -> Any:
    """Return a Div with the blocks' words converted for an edition."""
    copy = pf.Div(*copy_blocks(blocks), classes=[TRANSCRIPTION], attributes={"lang": edition.tag})
    convert_elements([copy], edition, replace(decisions, occurrences=()), f"zh-{edition.other_script}")
    return copy


def convert_elements(elements: Sequence[Any], edition: Edition, decisions: Decisions, written: str) -> None:
    """Convert what stands in some elements, in place; `written` is the language tag of the article."""
    flows = [flow for element in elements for flow in element_flows(element)]
    text, starts = join_flows(flows)
    protected = [(s + a, s + b) for flow, s in zip(flows, starts, strict=True) for a, b in flow.protected]
    conversion = convert(text, edition, decisions, protected, script_of(written))
    write_flows(flows, starts, conversion.replacements)


def copy_blocks(blocks: Sequence[Any]) -> list[Any]:
    """Return independent copies of blocks."""
    return list(copy_doc(pf.Doc(*blocks)).content)
