"""Ambiguity: the doubtful choices of a conversion, the surest suspicions first, grouped so that a person can decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kanben.source.alignment import convert_text
from kanben.source.choices import (
    CHANNELS,
    OLD_FORM,
    ONE_TO_MANY,
    REGIONAL,
    SURNAME,
    WORD_BOUNDARY,
    ChoiceGroup,
    ChoicePlace,
)

from .conversion import Conversion
from .names import find_surnames
from .old_forms import find_old_forms
from .places import Places
from .replacements import CONVERSION, Replacement
from .replacements import REGIONAL as REGIONAL_RULE
from .word_boundaries import find_boundary_suspects, word_starts

CONTEXT = 8
"""Characters shown on either side of a place."""
NEVER_WRONG = frozenset("个了家果录证同局万广挂回向具党团背它吃坐才群峰床线秘占采夫伙厘床沈厂几听")
"""Characters whose other forms live on in fixed words only, which the dictionaries have: those are right every time."""
LAST_OF_PLANE = "\uffff"


def group_choices(conversion: Conversion, places: Places | None = None) -> tuple[ChoiceGroup, ...]:
    """Return the doubtful choices of a conversion by channel, then by how often each is made.

    A place is shown once, by the first channel that sees it. What a person decided is not shown again.
    """
    groups: dict[tuple[str, str, str], list[Replacement]] = {}
    seen: set[int] = set()
    for channel, suspects in _channels(conversion):
        for suspect in suspects:
            covered = range(suspect.start, suspect.end)
            if seen.isdisjoint(covered):
                seen.update(covered)
                groups.setdefault((channel, suspect.source, suspect.output), []).append(suspect)
    found = [_group(key, suspects, conversion, places) for key, suspects in groups.items()]
    return tuple(sorted(found, key=lambda g: (g.collapsed, CHANNELS.index(g.channel), -g.count)))


def _channels(conversion: Conversion) -> Iterator[tuple[str, Iterable[Replacement]]]:
    replacements = conversion.replacements
    if conversion.edition.script == "Hant":
        yield WORD_BOUNDARY, find_boundary_suspects(conversion)
    starts = word_starts(conversion.text)
    yield SURNAME, find_surnames(conversion.text, replacements, conversion.edition, starts)
    yield OLD_FORM, find_old_forms(conversion)
    yield REGIONAL, (r for r in replacements if r.rule == REGIONAL_RULE)
    yield ONE_TO_MANY, (r for r in replacements if r.rule == CONVERSION and r.candidates)


def _group(
    key: tuple[str, str, str], suspects: list[Replacement], conversion: Conversion, places: Places | None
) -> ChoiceGroup:
    channel, source, output = key
    text = conversion.text
    shown = tuple(
        ChoicePlace(
            s.start,
            s.end,
            text[max(0, s.start - CONTEXT) : s.start].rpartition("\n")[2],
            text[s.end : s.end + CONTEXT].partition("\n")[0],
            places.find(text, s.start) if places else None,
        )
        for s in suspects
    )
    candidates = dict.fromkeys((output, *(c for s in suspects for c in s.candidates)))
    if channel == REGIONAL:
        candidates |= dict.fromkeys([_without_region(source, conversion)])
    return ChoiceGroup(channel, source, output, tuple(candidates), shown, _is_collapsed(channel, source, candidates))


def _without_region(source: str, conversion: Conversion) -> str:
    edition = conversion.edition
    chain = edition.chain(edition.other_script, edition.region) or ""
    return convert_text(source, chain.removesuffix("p"))


def _is_collapsed(channel: str, source: str, candidates: Iterable[str]) -> bool:
    """Say whether a choice was never wrong; a rare character that few fonts have is no real alternative either."""
    output, *others = candidates
    rare = output <= LAST_OF_PLANE and all(other > LAST_OF_PLANE for other in others)
    return channel == ONE_TO_MANY and (source in NEVER_WRONG or rare)
