"""Interlinear annotation: `w:ruby` over its base (§17.3.3.25; CLREQ, Interlinear annotation)."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from kanben.source.characters import is_han

from .appearance import Appearance
from .language import word_language
from .ooxml import each, find, make, properties, put, qname, value_of
from .paragraphs import style_of
from .styles import half_points

BASE_SIZE = 24
"""Half-points of the base, until the size of its paragraph is known."""


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
    values: dict[str, str | int] = {"rubyAlign": "center", "hps": BASE_SIZE // 2}
    values |= {"hpsRaise": BASE_SIZE - 2, "hpsBaseText": BASE_SIZE}
    marks = (make(f"w:{name}", {"w:val": value}) for name, value in values.items())
    return make("w:rubyPr", None, *marks, make("w:lid", {"w:val": tag}))


def _replace(run: Any, others: list[Any]) -> None:
    parent = run.getparent()
    at = parent.index(run)
    parent[at : at + 1] = others


def size_annotations(root: Any, appearance: Appearance) -> None:
    """Set every annotation in half the size of its paragraph, as far above the base as the base is high."""
    for ruby in each(root, "w:ruby"):
        paragraph = next(ruby.iterancestors(qname("w:p")))
        form = {**appearance.styles["Normal"], **appearance.styles.get(style_of(paragraph), {})}
        size = half_points(form["size"])
        sizes = {"hps": size // 2, "hpsRaise": size - 2, "hpsBaseText": size}
        for mark in find(ruby, "w:rubyPr"):
            name = mark.tag.rpartition("}")[2]
            if name in sizes:
                mark.set(qname("w:val"), str(sizes[name]))
        for run in each(find(ruby, "w:rt"), "w:r"):
            put(properties(run), make("w:sz", {"w:val": size // 2}))
