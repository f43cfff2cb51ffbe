"""Interlinear annotation: `w:ruby` over its base (§17.3.3.25; CLREQ, Interlinear annotation)."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from kanben.source.characters import is_han

from .language import word_language
from .ooxml import each, find, make, properties, put, value_of

SIZE = 12
"""Half-points of the annotation where the base says no size of its own."""
BASE_SIZE = 24
"""Half-points of the base."""
RAISE = 22
"""Half-points by which the annotation stands above the base's line."""


def annotate(runs: list[Any], reading: str) -> None:
    """Set a reading over runs: syllable by syllable where they are as many as the characters, else over all of it.

    石桥 with `shí qiáo` becomes two annotations, 刊本 with `printed edition` one.
    """
    base = "".join(_words(run) for run in runs)
    if not base:
        return
    syllables = reading.split()
    if len(syllables) == len(base) and all(is_han(character) for character in base):
        pieces = iter(syllables)
        for run in runs:
            _replace(run, [_ruby(part, next(pieces)) for part in _by_character(run)])
        return
    first = runs[0]
    joined = make("w:ruby", None, _ruby_properties(first), _reading(reading), make("w:rubyBase"))
    holder = make("w:r", None, *_copied_properties(first), joined)
    first.addprevious(holder)
    joined[-1].extend(runs)


def _words(run: Any) -> str:
    return "".join(node.text or "" for node in each(run, "w:t"))


def _by_character(run: Any) -> Iterator[Any]:
    for character in _words(run):
        part = make("w:r", None, *_copied_properties(run))
        part.append(make("w:t", {"xml:space": "preserve"}, text=character))
        yield part


def _ruby(base: Any, reading: str) -> Any:
    joined = make("w:ruby", None, _ruby_properties(base), _reading(reading), make("w:rubyBase", None, base))
    return make("w:r", None, *_copied_properties(base), joined)


def _copied_properties(run: Any) -> list[Any]:
    holder = find(run, "w:rPr")
    return [] if holder is None else [deepcopy(holder)]


def _reading(reading: str) -> Any:
    run = make("w:r")
    put(properties(run), make("w:rStyle", {"w:val": "Ruby"}))
    run.append(make("w:t", {"xml:space": "preserve"}, text=reading))
    return make("w:rt", None, run)


def _ruby_properties(run: Any) -> Any:
    holder = find(run, "w:rPr")
    lang = find(holder, "w:lang") if holder is not None else None
    tag = value_of(lang, "w:eastAsia") or word_language("zh-Hans")
    values = (("rubyAlign", "distributeSpace"), ("hps", SIZE), ("hpsRaise", RAISE), ("hpsBaseText", BASE_SIZE))
    return make("w:rubyPr", None, *(make(f"w:{k}", {"w:val": v}) for k, v in values), make("w:lid", {"w:val": tag}))


def _replace(run: Any, others: list[Any]) -> None:
    parent = run.getparent()
    at = parent.index(run)
    parent[at : at + 1] = others
