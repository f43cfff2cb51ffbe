"""Transcriptions (释文): an inscription in another script than the edition's is followed by its converted reading."""

from __future__ import annotations

from typing import Any

from kanben.source.article import Article
from kanben.source.decisions import Decisions
from kanben.source.document import copy_doc, pf

from .article_conversion import edition_of
from .conversion import convert
from .editions import Edition
from .flows import element_flows, join_flows, write_flow
from .inscriptions import TRANSCRIPTION, find_inscriptions, inscription_script, written_blocks
from .options import FilterOptions


def add_transcriptions(article: Article, options: FilterOptions) -> Article:
    """Return the article with a transcription under every inscription that is in another script than the edition.

    ::

        一九四六年東江縱隊    ->    一九四六年東江縱隊
                                    一九四六年东江纵队

    In an edition of its own script an inscription stands alone. A transcription that the article brought stays.
    """
    edition = edition_of(article, options)
    for inscription in find_inscriptions(article.doc):
        script = inscription_script(inscription)
        blocks = written_blocks(inscription)
        own = script is None or script == edition.script
        rest = [block for block in inscription.content if block not in blocks]
        if own:
            rest = [block for block in rest if TRANSCRIPTION not in getattr(block, "classes", ())]
        elif not any(TRANSCRIPTION in getattr(block, "classes", ()) for block in rest):
            blocks.append(make_transcription(blocks, edition, article.decisions))
        inscription.content = [*blocks, *rest]
    return article


def make_transcription(blocks: list[Any], edition: Edition, decisions: Decisions) -> Any:
    """Return a Div with the blocks' words converted for an edition."""
    copy = pf.Div(*copy_blocks(blocks), classes=[TRANSCRIPTION], attributes={"lang": edition.tag})
    convert_element(copy, edition, decisions)
    return copy


def convert_element(element: Any, edition: Edition, decisions: Decisions) -> None:
    """Convert what stands in an element, in place."""
    flows = element_flows(element)
    text, starts = join_flows(flows)
    protected = [(s + a, s + b) for flow, s in zip(flows, starts, strict=True) for a, b in flow.protected]
    own = Decisions(decisions.words, (), decisions.glossary)
    conversion = convert(text, edition, own, protected, edition.other_script)
    for flow, start in zip(flows, starts, strict=True):
        write_flow(flow, conversion.replacements, start)


def copy_blocks(blocks: list[Any]) -> list[Any]:
    """Return independent copies of blocks."""
    return list(copy_doc(pf.Doc(*blocks)).content)
