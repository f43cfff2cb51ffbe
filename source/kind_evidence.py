"""Evidence of kind: what can be seen of a piece, its words, its place and its neighbours, and what that means together.

Every observation is evidence by its name and value (`end:final`); so is each group of `TOGETHER` whose observations were all
made (`end:final+length:12`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .characters import HAN
from .evidence import name_evidence, name_more, size_class
from .kind_context import Context
from .ngrams import RUN

LENGTHS = (6, 12, 20, 30, 45, 80, 160)
SIZES = (2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 38, 45, 60, 80, 110, 160)
SHORT = ("6", "12", "20", "30")
"""Lengths of which headings and captions are."""
TOGETHER = (
    ("end", "length"),
    ("end", "size"),
    ("label", "series"),
    ("label", "series", "end"),
    ("label", "length"),
    ("blanks", "length"),
    ("indent", "length"),
    ("indent", "label"),
    ("colon-run", "end"),
    ("place", "length"),
    ("place", "end"),
    ("place", "spaced", "length"),
    ("label-before", "label"),
    ("label-after", "label"),
    ("before", "shape"),
    ("after", "shape"),
    ("before", "label"),
    ("after", "label"),
    ("numbered", "end"),
    ("gap", "length", "end"),
    ("brief", "length", "end"),
    ("byline", "zone"),
    ("caption", "length"),
    ("captioned", "length", "end"),
    ("semicolon", "label", "series"),
    ("speaker", "length"),
    ("question", "brevity", "end"),
    ("pronoun", "brevity"),
    ("verbs", "brevity"),
    ("commas", "length"),
    ("first", "brevity"),
    ("no-han", "brevity", "end"),
)
"""Observations that mean more together than one by one."""
AFTER = (("last", "length"), ("last", "label", "end"), ("byline", "last", "bare"))
"""The same for those with the kind of the piece before."""
_PRONOUN = re.compile("[我你您他她它们們]")
_VERB = re.compile("[是在有了着著过過会會将將把被让讓使于於與与和的]")
_COMMA = re.compile("[，；,]")
_QUESTION = re.compile("[?？]|如何|怎么|怎麼|什么|什麼|为何|為何|吗|嗎|呢$")
_QUOTED = re.compile("[“「《]")
_SPACE = re.compile("[ \u3000]")
_DIGIT = re.compile(r"\d")
_FIRST = (
    ("dash", "—–"),
    ("quote", '“「"‘『'),
    ("book", "《"),
    ("bracket", "（([【〔"),
    ("triangle", "▲▼△▽"),
    ("star", "*※"),
    ("at", "@"),
)


class Observations:
    """What can be seen of the pieces of an article whatever they are taken for: seen and named once, used in every reading."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.seen = [dict(observe(context, index)) for index in range(len(context.pieces))]
        self.names = [name_evidence(seen, TOGETHER) for seen in self.seen]

    def after(self, index: int, kinds: Sequence[str]) -> list[str]:
        """Return the names of the evidence about one piece; `kinds` are those of the pieces before it."""
        last = {"last": kinds[-1] if kinds else "none"}
        return self.names[index] + name_more(self.seen[index], last, AFTER)


def observe(context: Context, index: int) -> Iterator[tuple[str, str]]:
    """Yield what can be seen of a piece, by name; what is not there has no name."""
    length, label = size_class(context.lengths[index], LENGTHS), context.labels[index]
    yield "length", length
    yield "size", size_class(context.lengths[index], SIZES)
    yield "brevity", "short" if context.lengths[index] <= 30 else "long"
    yield "end", context.ends[index]
    yield "shape", _shape(context, index)
    yield "label", label.style if label else "none"
    yield "series", context.series[index]
    yield "colon-run", context.colon_runs[index]
    yield "blanks", _blanks(context, index)
    yield "gap", _gap(context, index)
    yield "indent", _indent(context, index)
    yield "brief", context.brief
    yield "captioned", context.captioned
    if context.speakers[index]:
        yield "speaker", "yes"
    yield from _place(context, index)
    yield from _neighbours(context, index)
    yield from _cues(context, index)
    yield from _words(context.pieces[index].text)
    yield from _numbered(context, index, length)
    yield from _subject(context, index, length)


def _shape(context: Context, index: int) -> str:
    """Return roughly how long a piece is, and how it ends; edge where there is none."""
    if not 0 <= index < len(context.pieces):
        return "edge"
    length = context.lengths[index]
    return f"{'short' if length <= 24 else 'middle' if length <= 60 else 'long'}-{context.ends[index]}"


def _blanks(context: Context, index: int) -> str:
    piece = context.pieces[index]
    before = min(piece.first.blanks, 3)
    after = min(context.pieces[index + 1].first.blanks, 3) if index + 1 < len(context.pieces) else 9
    habit = "rare" if context.layout.blank < 0.15 else "usual" if context.layout.blank > 0.8 else "mixed"
    return f"{before}{after}-{habit}"


def _gap(context: Context, index: int) -> str:
    """Compare the blank lines around a piece with those that are usual here."""
    before = context.pieces[index].first.blanks - context.gap
    after = context.pieces[index + 1].first.blanks - context.gap if index + 1 < len(context.pieces) else 0
    return f"{_sign(before)}{_sign(after)}"


def _sign(value: int) -> str:
    return "+" if value > 0 else "-" if value < 0 else "="


def _indent(context: Context, index: int) -> str:
    style = "style" if context.layout.indented else "plain"
    indent = context.pieces[index].first.indent
    return f"{style}-{'out' if indent < 2 else 'in' if indent <= 6 else 'far'}"


def _place(context: Context, index: int) -> Iterator[tuple[str, str]]:
    last = len(context.pieces) - 1
    yield "from-front", str(min(index, 5))
    yield "from-end", str(min(last - index, 3))
    yield "zone", "front" if index <= 3 else "end" if index >= last - 2 else "middle"
    if index <= 3:
        yield "place", str(index)
        if context.pieces[index].printed != context.pieces[index].text:
            yield "spaced", "yes"


def _neighbours(context: Context, index: int) -> Iterator[tuple[str, str]]:
    for name, at in (("before", index - 1), ("after", index + 1)):
        yield name, _shape(context, at)
        if 0 <= at < len(context.pieces):
            label = context.labels[at]
            yield f"label-{name}", label.style if label else "none"


def _cues(context: Context, index: int) -> Iterator[tuple[str, str]]:
    if context.cues[index]:
        yield "byline", context.cues[index]
        yield "bare", context.bare
    if context.captions[index]:
        yield "caption", context.captions[index]


def _words(text: str) -> Iterator[tuple[str, str]]:
    yield "verbs", str(min(len(_VERB.findall(text[:40])), 3))
    yield "commas", str(min(len(_COMMA.findall(text[:80])), 3))
    yield (
        "first",
        next((name for name, signs in _FIRST if text[:1] in signs), "latin" if text[:1].isascii() else "other"),
    )
    if "：" in text[:12]:
        yield "lead-in", "yes"
    for name, pattern in (
        ("question", _QUESTION), ("pronoun", _PRONOUN), ("quoted", _QUOTED), ("space", _SPACE), ("digits", _DIGIT),
    ):  # fmt: skip
        if pattern.search(text):
            yield name, "yes"
    if not HAN.search(text):
        yield "no-han", "yes"
    if text[-1] in "；;":
        yield "semicolon", "yes"


def _numbered(context: Context, index: int, length: str) -> Iterator[tuple[str, str]]:
    if context.numbered != "none" and length in (*SHORT, "45"):
        label = context.labels[index]
        yield "numbered", "without" if label is None else "same" if label.style == context.numbered else "other"


def _subject(context: Context, index: int, length: str) -> Iterator[tuple[str, str]]:
    """Tell whether the words of a short piece are taken up by the text after it, or were used before it."""
    if length not in SHORT or context.labels[index]:
        return
    runs = RUN.findall(context.pieces[index].text)
    grams = {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
    if grams:
        after = context.pieces[index + 1].text[:200] if index + 1 < len(context.pieces) else ""
        before = context.pieces[index - 1].text[-200:] if index else ""
        yield "taken-up", _share(sum(g in after for g in grams) / len(grams))
        yield "taken-back", _share(sum(g in before for g in grams) / len(grams))


def _share(value: float) -> str:
    return "none" if value == 0 else "some" if value < 0.4 else "most"
