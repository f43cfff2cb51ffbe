"""Convert an article: everything a reader sees together, text, titles, captions, alternative texts and metadata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kanben.source.article import Article
from kanben.source.choices import OLD_FORM, ONE_TO_MANY, REGIONAL, SURNAME, WORD_BOUNDARY, ChoiceGroup
from kanben.source.document import pf
from kanben.source.notices import Edit, Notice, NoticeCode

from .ambiguity import group_choices
from .columns import is_column, stands_in_other_column
from .conversion import Conversion, convert
from .editions import Edition, script_of
from .flows import Flow, document_flows, join_flows, write_flows
from .inscriptions import stands_in_inscription
from .names import surname_rules
from .options import FilterOptions
from .places import Places
from .replacements import QUOTATION, Replacement

NOTICED = {
    WORD_BOUNDARY: (NoticeCode.AMBIGUOUS_CONVERSION, "a word boundary may be misread"),
    REGIONAL: (NoticeCode.AMBIGUOUS_CONVERSION, "a word of the region"),
    SURNAME: (NoticeCode.SURNAME, "it may be a surname"),
    OLD_FORM: (NoticeCode.OLD_FORM, "an old form that conversion leaves"),
}


@dataclass(frozen=True)
class ArticleConversion:
    """The flows of an article, where each begins in their joined text, and the conversion of that text."""

    flows: tuple[Flow, ...]
    starts: tuple[int, ...]
    conversion: Conversion


def edition_of(article: Article, options: FilterOptions) -> Edition:
    """Return the edition that the options name; `as-written` is the article's own script."""
    tag = article.lang if options.script == "as-written" else options.script
    return Edition.of(tag, options.regional_vocabulary)


def other_edition(article: Article, options: FilterOptions) -> Edition:
    """Return the edition that faces the one that the options name: as written, if that is in the other script."""
    edition = edition_of(article, options)
    tag = article.lang if script_of(article.lang) == edition.other_script else f"zh-{edition.other_script}"
    return Edition.of(tag, options.regional_vocabulary)


def find_replacements(article: Article, edition: Edition) -> ArticleConversion:
    """Return how an article's text is to be converted, without changing it."""
    flows = [f for f in document_flows(article.doc) if not stands_in_other_column(f.element, edition.script)]
    text, starts = join_flows(flows)
    protected = list(_protected(flows, starts))
    rules = surname_rules([*(author.name for author in article.authors), *sorted(article.people)], edition)
    decisions = replace(article.decisions, glossary=(*rules, *article.decisions.glossary))
    conversion = convert(text, edition, decisions, protected, script_of(article.lang))
    return ArticleConversion(tuple(flows), tuple(starts), conversion)


def choices_edition(article: Article, options: FilterOptions) -> Edition:
    """Return the edition whose choices a person may decide: the one that is named, else the other script's."""
    edition = edition_of(article, options)
    if options.script == "as-written":
        return Edition.of(f"zh-{edition.other_script}", options.regional_vocabulary)
    return edition


def find_choices(article: Article, options: FilterOptions) -> tuple[ChoiceGroup, ...]:
    """Return the doubtful choices of an edition, for a person to decide; as written, those of the other script's."""
    conversion = find_replacements(article, choices_edition(article, options)).conversion
    return group_choices(conversion, Places(article.text))


def convert_article(article: Article, options: FilterOptions) -> Article:
    """Return the article in the edition's script; as written, it stays as it is.

    Inscriptions are left to their transcriptions. What was rewritten is an edit for each pair of source and output;
    what is doubtful is a notice.
    """
    if options.script == "as-written":
        return article
    edition = edition_of(article, options)
    found = find_replacements(article, edition)
    write_flows(found.flows, found.starts, found.conversion.replacements)
    _tag_language(article.doc, edition)
    places = Places(article.text)
    edits = tuple(_edits(found.conversion, places))
    return replace(article, edits=(*article.edits, *edits)).noticing(*_notices(found.conversion, places))


def _protected(flows: Sequence[Flow], starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    for flow, start in zip(flows, starts, strict=True):
        if stands_in_inscription(flow.element):
            yield start, start + len(flow.text)
        else:
            yield from ((start + first, start + last) for first, last in flow.protected)


def _tag_language(doc: Any, edition: Edition) -> None:
    """Set the edition's tag in the metadata, and take it from parts that were in the other script."""
    doc.metadata["lang"] = pf.MetaString(edition.tag)

    def untag(element: Any, _doc: Any) -> None:
        attributes = getattr(element, "attributes", None)
        if attributes and script_of(attributes.get("lang", "")) and not _is_kept(element):
            del attributes["lang"]

    doc.walk(untag)


def _is_kept(element: Any) -> bool:
    return stands_in_inscription(element) or is_column(element) or "keep" in getattr(element, "classes", ())


def _edits(conversion: Conversion, places: Places) -> Iterator[Edit]:
    """Yield one edit for each pair of source and output, at its first place."""
    first: dict[tuple[str, str, str], Replacement] = {}
    counts: Counter[tuple[str, str, str]] = Counter()
    for replacement in conversion.replacements:
        if replacement.source != replacement.output and replacement.rule != QUOTATION:
            key = (replacement.rule, replacement.source, replacement.output)
            first.setdefault(key, replacement)
            counts[key] += 1
    for key, replacement in first.items():
        rule, source, output = key
        place = places.find(conversion.text, replacement.start)
        yield Edit(rule, place, source, output, reason=f"{counts[key]} times" if counts[key] > 1 else "")


def _notices(conversion: Conversion, places: Places) -> Iterator[Notice]:
    for decision in conversion.stale:
        yield Notice(
            NoticeCode.STALE_DECISION,
            f"{decision.source} was decided to be {decision.target}, but its place is not in the text any more",
            context=decision.left + decision.source + decision.right,
        )
    for span in conversion.spans:
        if span.label == "mixed":
            context = conversion.text[span.start : span.end][:40]
            message = "Simplified and Traditional characters stand in one clause"
            yield Notice(NoticeCode.MIXED_SCRIPT, message, places.find(conversion.text, span.start), context)
    yield from choice_notices(group_choices(conversion, places))


def choice_notices(groups: Sequence[ChoiceGroup]) -> Iterator[Notice]:
    """Yield a notice for each suspicion, and one for all the characters that have several forms together."""
    several = [group for group in groups if group.channel == ONE_TO_MANY and not group.collapsed]
    for group in groups:
        if group.channel in NOTICED:
            first = group.places[0]
            code, reason = NOTICED[group.channel]
            times = f" ({group.count} times)" if group.count > 1 else ""
            context = first.left + group.source + first.right
            other = next((c for c in group.candidates if c != group.output), None)
            message = f"{group.source} became {group.output}{times}: {reason}"
            yield Notice(code, message, first.place, context, other)
    if several:
        shown = " ".join(f"{group.source}→{group.output}" for group in several[:8])
        message = f"{len(several)} characters or words have other forms too ({shown}); `kanben review` shows them"
        yield Notice(NoticeCode.AMBIGUOUS_CONVERSION, message, several[0].places[0].place)
