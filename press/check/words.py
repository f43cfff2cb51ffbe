"""The words of an edition in reading order, however its format holds them: text and notes apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kanben.outputs.html import byline_lines
from kanben.outputs.terms import term
from kanben.source.article import Article
from kanben.source.characters import is_word
from kanben.source.document import pf
from kanben.source.volume import Volume

CONTEXT = 12
"""How many words of each side a difference shows."""
ANCHOR = 24
"""How many words find the place where an edition's text begins."""


@dataclass(frozen=True, slots=True)
class Words:
    """The Han characters, letters and digits of the running text, and those of the notes, in order.

    `annotated` is the text with interlinear annotation behind what it annotates, as a PDF holds it; empty where it is
    not known apart. `captions` are those of figures, which a page may hold a few paragraphs later than the article.
    `drawn` is the text of a PDF with the heads that tables have again on every page; empty where there are none.
    """

    text: str
    notes: str = ""
    annotated: str = ""
    captions: tuple[str, ...] = ()
    drawn: str = ""


def only_words(texts: Iterable[str]) -> str:
    """Return the Han characters, letters and digits alone, in Unicode's composed form.

    >>> only_words(["探索建成“1+10+N”", "。"])
    '探索建成110N'
    """
    joined = unicodedata.normalize("NFC", "".join(texts))
    return "".join(character for character in joined if is_word(character))


def article_words(article: Article) -> Words:
    """Return the words that every edition of an article shows: title, byline, text with its transcriptions, notes."""
    plain, annotated = _Walk(article), _Walk(article, annotated=True)
    head = [*article.titles, *byline_lines(article)]
    texts = [only_words([*head, *walk.block_texts(article.doc.content)]) for walk in (plain, annotated)]
    captions = tuple(filter(None, (only_words([caption]) for caption in plain.captions)))
    return Words(texts[0], only_words(plain.notes), texts[1], captions)


def volume_words(volume: Volume) -> Words:
    """Return the words that every edition of a volume shows in one run: of each article, before it the title of its part."""
    parts = [only_words([chapter.part]) for chapter in volume.chapters]
    found = [article_words(chapter.article) for chapter in volume.chapters]
    return Words(
        "".join(part + words.text for part, words in zip(parts, found, strict=True)),
        "".join(words.notes for words in found),
        "".join(part + words.annotated for part, words in zip(parts, found, strict=True)),
    )


class _Walk:
    """A walk through a pandoc document in reading order; notes are set aside."""

    def __init__(self, article: Article, annotated: bool = False) -> None:
        self.article = article
        self.annotated = annotated
        self.notes: list[str] = []
        self.captions: list[str] = []

    def block_texts(self, blocks: Iterable[Any]) -> Iterator[str]:
        """Yield the texts of blocks."""
        for block in blocks:
            if isinstance(block, pf.Table):
                yield from self.table_texts(block)
            elif isinstance(block, pf.Figure):
                yield from self.figure_texts(block)
            elif isinstance(block, pf.DefinitionItem):
                yield from self.inline_texts(block.term)
                yield from self.block_texts(block.definitions)
            elif isinstance(block, pf.CodeBlock | pf.RawBlock):
                yield block.text
            elif isinstance(block, pf.Para | pf.Plain | pf.Header | pf.LineItem):
                yield from self.inline_texts(block.content)
            elif getattr(block, "content", None):
                if isinstance(block, pf.Div) and "transcription" in block.classes:
                    yield term("transcription", block.attributes.get("lang") or self.article.lang)
                yield from self.block_texts(block.content)

    def table_texts(self, table: Any) -> Iterator[str]:
        """Yield caption, head, bodies and foot of a table."""
        if table.caption:
            yield from self.block_texts(table.caption.content)
        yield from self.block_texts(table.head.content)
        for body in table.content:
            yield from self.block_texts([*body.head, *body.content])
        yield from self.block_texts(table.foot.content)

    def figure_texts(self, figure: Any) -> Iterator[str]:
        """Yield what a figure holds besides its picture, then its caption."""
        blocks = [b for b in figure.content if not (isinstance(b, pf.Plain) and _only_images(b))]
        yield from self.block_texts(blocks)
        if figure.caption:
            self.captions.append("".join(self.block_texts(figure.caption.content)))
            yield self.captions[-1]

    def inline_texts(self, inlines: Iterable[Any]) -> Iterator[str]:
        """Yield the texts of inlines; a picture that is there has none."""
        for inline in inlines:
            if isinstance(inline, pf.Note):
                self.notes += list(self.block_texts(inline.content))
            elif isinstance(inline, pf.Image) and inline.url in self.article.pictures:
                continue
            elif isinstance(inline, pf.Str | pf.Code | pf.Math | pf.RawInline):
                yield inline.text
            elif getattr(inline, "content", None):
                yield from self.inline_texts(inline.content)
                if self.annotated and isinstance(inline, pf.Span):
                    yield inline.attributes.get("rt", "")


def _only_images(plain: Any) -> bool:
    return all(isinstance(inline, pf.Image | pf.SoftBreak | pf.Space) for inline in plain.content)


def without_captions(text: str, captions: Iterable[str]) -> str | None:
    """Return a text from which the captions of figures were taken, one after the other; None where one is missing.

    >>> without_captions("石桥桥头甲乙", ["桥头"])
    '石桥甲乙'
    """
    parts, done = [], 0
    for caption in captions:
        at = text.find(caption, done)
        if at < 0:
            return None
        parts.append(text[done:at])
        done = at + len(caption)
    return "".join([*parts, text[done:]])


def says_the_same(expected: Words, found: str) -> bool:
    """Say whether a text holds the words with its annotation, or with figures standing some paragraphs later."""
    texts = [text for text in (expected.text, expected.annotated) if text]
    if any(text in found for text in texts):
        return True
    bare = without_captions(found, expected.captions)
    rests = (without_captions(text, expected.captions) for text in texts)
    return bare is not None and any(rest is not None and rest in bare for rest in rests)


def text_difference(expected: Words, found: Words) -> str | None:
    """Return where the texts part; None where `found` says the same, with or without what looks like a repeated head."""
    if says_the_same(expected, found.text) or found.drawn and says_the_same(expected, found.drawn):
        return None
    return describe_difference(expected.text, found.text)


def describe_difference(expected: str, found: str) -> str | None:
    """Return where the words part, or None where `found` holds all of `expected` as one run.

    >>> describe_difference("石桥边的图书馆", "石桥的图书馆")
    'after 石桥 stands 的图书馆, not 边的图书馆'
    """
    if expected in found:
        return None
    start = _find_start(expected, found)
    rest = found[start:]
    at = next(
        (i for i, (a, b) in enumerate(zip(expected, rest, strict=False)) if a != b), min(len(expected), len(rest))
    )
    before = expected[max(at - CONTEXT, 0) : at] or "the beginning"
    there = rest[at : at + CONTEXT] or "nothing"
    missing = expected[at : at + CONTEXT] or "the end"
    return f"after {before} stands {there}, not {missing}"


def _find_start(expected: str, found: str) -> int:
    """Return where the text begins behind front matter: where its first words stand, as many as can be found."""
    length = min(ANCHOR, len(expected))
    while length > 3:
        at = found.find(expected[:length])
        if at >= 0:
            return at
        length //= 2
    return 0


def surplus(expected: str, found: str) -> str:
    """Return the words of `found` before and after the run of `expected`."""
    before, _, after = found.partition(expected)
    return before + after
