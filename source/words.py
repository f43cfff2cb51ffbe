"""No word is lost: the promise about every article, checked whenever one is read.

The words of a text are its Han characters, letters and digits after the foldings that edits name (full-width forms,
radicals, compatibility code points). Taken away may be what an edit names as furniture or as a mark of the input's own
mark-up; moved may be what an edit names with both places; everything else stands in the article in the source's order.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import Any

from .characters import INVISIBLE, RADICALS, is_word
from .document import pf
from .errors import WordLossError
from .notices import Edit, Place

REMOVING_RULES = frozenset({"furniture", "note-mark"})
"""Rules whose edits name what is no part of the text."""
MOVING_RULES = frozenset({"byline"})
"""Rules whose edits name what went to the head of the article; others name the second place themselves."""
NEARBY = 4
"""How many characters the place of a cut may be off."""
MOST_TRIALS = 2_000
"""How many places of moved words are tried, where the same words stand at many."""
CONTEXT = 12
"""How many characters around a difference the error shows."""


def fold_words(text: str) -> str:
    """Return the words of a text in one spelling.

    >>> fold_words("２０１９年，⺠⽣①。Café")
    '2019年民生1Cafe'
    """
    text = unicodedata.normalize("NFKD", INVISIBLE.sub("", text).translate(RADICALS))
    return "".join(filter(is_word, text.translate(RADICALS)))


def assert_words_kept(
    source: str,
    metadata: dict[str, Any],
    blocks: Iterable[Any],
    edits: Iterable[Edit],
    where: Path,
    set_aside: Set[int] = frozenset(),
) -> None:
    """Raise `WordLossError`, naming the place, unless every word of the source stands in the article, in order.

    `set_aside` are the `id`s of notes that the source text does not show. Takes time proportional to the text.
    """
    edits = tuple(edits)
    moved = [edit for edit in edits if edit.to is not None or edit.rule in MOVING_RULES]
    cut = [*moved, *(edit for edit in edits if edit.rule in REMOVING_RULES)]
    lines = cut_places(source, cut)
    expected = [fold_words(line) for line in lines]
    pieces = list(article_pieces(metadata, blocks, set_aside))
    words = [fold_words(edit.before) for edit in moved]
    left, right = "".join(expected), "".join(drop_moved(pieces, words))
    if left != right:
        title = metadata.get("title") or []
        kept = len(title) if isinstance(title, list) else 1
        right = "".join((*pieces[:kept], *drop_moved(pieces[kept:], words)))  # a byline may have the title's words
    if left != right and not stands_in_step(left, pieces, words):
        raise _difference(left, right, expected, where)


def cut_places(source: str, edits: Iterable[Edit]) -> list[str]:
    """Return the source's lines without what the edits name at their places."""
    lines = source.split("\n")
    for edit in sorted(edits, key=lambda edit: edit.place, reverse=True):
        _cut(lines, edit.place, edit.before)
    return lines


def _cut(lines: list[str], place: Place, text: str) -> None:
    """Cut the words of `text` from where it begins, over as many lines as they take; spacing may differ."""
    words = fold_words(text)
    number, column, left = place.line - 1, place.column - 1, len(words)
    if not fold_words(lines[number][column:]).startswith(words):
        # Cleaning shifts columns by a character or two where it joins or drops marks: the named text is nearby.
        found = lines[number].find(text, max(0, column - NEARBY))
        column = found if 0 <= found <= column + NEARBY else column
    while left > 0 and number < len(lines):
        line = lines[number]
        at = column
        while left > 0 and at < len(line):
            left -= len(fold_words(line[at]))
            at += 1
        lines[number] = line[:column] + line[at:]
        number, column = number + 1, 0


def drop_moved(pieces: list[str], moved: list[str]) -> list[str]:
    """Return the pieces of an article without the moved ones: whole pieces first, else the part of one."""
    wanted = Counter(text for text in moved if text)
    kept: list[str] = []
    for piece in pieces:
        if wanted.get(piece, 0) > 0:
            wanted[piece] -= 1
        else:
            kept.append(piece)
    for text in wanted.elements():
        at = next((i for i, piece in enumerate(kept) if text in piece), None)
        if at is not None:
            kept[at] = kept[at].replace(text, "", 1)
    return kept


def stands_in_step(left: str, pieces: Iterable[str], moved: Iterable[str]) -> bool:
    """Say whether the pieces are the source's words in order, but for the moved ones, wherever these have come to stand.

    `drop_moved` takes the first piece that has a moved one's words; where the same words stand twice (a caption like
    the name of its poem) only the order of the source tells which of them moved.
    """
    wanted = Counter(text for text in moved if text)
    at = 0
    budget = [MOST_TRIALS]
    for piece in pieces:
        if not left.startswith(piece, at) and wanted[piece] > 0:
            wanted[piece] -= 1
            continue
        found = _follow(left, at, piece, wanted, budget)
        if found is None:
            return False
        at = found
    return at == len(left) and not any(wanted.values())


def _follow(left: str, at: int, piece: str, wanted: Counter[str], budget: list[int]) -> int | None:
    """Return where the words of a piece end in the source when those that moved into it are left out; None where they differ."""
    if left.startswith(piece, at):
        return at + len(piece)
    if not any(wanted.values()):
        return None
    same = _first_difference(left[at : at + len(piece)], piece)
    for moved in [text for text, count in wanted.items() if count > 0]:
        start = piece.rfind(moved, 0, same + len(moved))
        while start >= 0 and budget[0] > 0:
            budget[0] -= 1
            wanted[moved] -= 1
            end = _follow(left, at + start, piece[start + len(moved) :], wanted, budget)
            if end is not None:
                return end
            wanted[moved] += 1
            start = piece.rfind(moved, 0, start + len(moved) - 1)
    return None


def article_pieces(metadata: dict[str, Any], blocks: Iterable[Any], set_aside: Set[int] = frozenset()) -> Iterator[str]:
    """Yield the words of title, byline and every block, in reading order; a note stands where it is called."""
    for key in ("title", "byline"):
        value = metadata.get(key) or []
        yield from map(fold_words, value if isinstance(value, list) else [str(value)])
    for block in blocks:
        yield from block_pieces(block, set_aside)


def block_pieces(block: Any, set_aside: Set[int] = frozenset()) -> Iterator[str]:
    """Yield the words of a block, piece by piece: paragraphs, lines, cells, the labels of list items."""
    if isinstance(block, pf.OrderedList):
        for number, item in enumerate(block.content, block.start):
            yield fold_words(list_label(number, block.style))
            for child in item.content:
                yield from block_pieces(child, set_aside)
    elif isinstance(block, pf.Para | pf.Plain | pf.Header | pf.LineItem):
        yield fold_words(_words(block, set_aside))
    elif isinstance(block, pf.CodeBlock | pf.RawBlock):
        yield fold_words(block.text)
    elif isinstance(block, pf.Table):
        yield from _table_pieces(block, set_aside)
    elif isinstance(block, pf.Figure):
        for child in (*block.content, *(block.caption.content if block.caption else ())):
            yield from block_pieces(child, set_aside)
    elif isinstance(block, pf.DefinitionItem):
        yield fold_words("".join(_words(i, set_aside) for i in block.term))
        for definition in block.definitions:
            for child in definition.content:
                yield from block_pieces(child, set_aside)
    elif hasattr(block, "content") and block.content is not None:
        for child in block.content:
            yield from block_pieces(child, set_aside)


def _table_pieces(table: Any, set_aside: Set[int]) -> Iterator[str]:
    caption = table.caption.content if table.caption else ()
    for child in caption:
        yield from block_pieces(child, set_aside)
    for part in (table.head, *table.content, table.foot):
        rows = (*part.head, *part.content) if isinstance(part, pf.TableBody) else part.content
        for row in rows:
            for cell in row.content:
                for child in cell.content:
                    yield from block_pieces(child, set_aside)


def _words(element: Any, set_aside: Set[int]) -> str:
    """Return the text of inlines, notes in their place."""
    parts: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, pf.Str | pf.Code | pf.Math | pf.RawInline):
            parts.append(node.text)
        elif id(node) in set_aside:
            continue
        elif isinstance(node, pf.Note):
            parts += [piece for child in node.content for piece in block_pieces(child, set_aside)]
        elif isinstance(node, pf.Image):
            continue
        elif hasattr(node, "content") and node.content is not None:
            stack.extend(reversed(list(node.content)))
    return "".join(parts)


def list_label(number: int, style: str) -> str:
    """Return the words of a list item's number as pandoc's list style prints it."""
    if style in ("LowerAlpha", "UpperAlpha"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if style == "UpperAlpha" else letter
    if style in ("LowerRoman", "UpperRoman"):
        roman = _roman(number)
        return roman if style == "UpperRoman" else roman.lower()
    return str(number)


def _roman(number: int) -> str:
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    names = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    out = ""
    for value, name in zip(values, names, strict=True):
        count, number = divmod(max(0, number), value)
        out += name * min(count, 4)
    return out


def _difference(left: str, right: str, expected: list[str], where: Path) -> WordLossError:
    """Return the error for the first place at which the words differ."""
    at = _first_difference(left, right)
    ends, total = [], 0
    for words in expected:
        total += len(words)
        ends.append(total)
    line = min(bisect_right(ends, at) + 1, len(expected))
    source, article = left[at : at + CONTEXT] or "the end", right[at : at + CONTEXT] or "the end"
    what = f"the words differ after {left[max(0, at - CONTEXT) : at]!r}: {source!r} in the source, {article!r} in the article"
    return WordLossError(what, where, "please report this with the file", line=line)


def _first_difference(left: str, right: str) -> int:
    low, high = 0, min(len(left), len(right))
    while low < high:  # the longest common head, by halves, so that a megabyte costs a few comparisons
        middle = (low + high + 1) // 2
        if left[:middle] == right[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
