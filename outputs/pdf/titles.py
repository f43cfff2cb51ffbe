"""Break a title that is too long for one line between words, into lines of nearly equal length."""

from __future__ import annotations

import re
from html import escape, unescape

LINE = re.compile(r'(<span class="line">)([^<]*)(</span>)')
NO_START = frozenset("，。、；：！？”’）》〉」』】〕…—·的了着过们之与和及")
"""What no line of a title begins with: marks, and the particles that lean on the word before them."""
NO_END = frozenset("“‘（《〈「『【〔")
AFTER_MARK = frozenset("，。；：！？、　 —…”》」』")


def balance_titles(html: str, most: int) -> str:
    """Return the HTML with every printed title line longer than `most` characters set as several lines."""

    def balanced(found: re.Match[str]) -> str:
        lines = balance_line(unescape(found[2]), most)
        return "<br/>".join(f"{found[1]}{escape(line)}{found[3]}" for line in lines) if len(lines) > 1 else found[0]

    return LINE.sub(balanced, html)


def balance_line(text: str, most: int) -> tuple[str, ...]:
    """Return the text as the fewest lines of at most `most` characters (two letters count as one character).

    Lines end between words, after a mark where that is near, and are as equal as the words allow.

    >>> balance_line("党建引领下深圳走出基层治理新路", 14)
    ('党建引领下深圳', '走出基层治理新路')
    """
    width = _width(text)
    if width <= most:
        return (text,)
    wanted = -(-int(width * 2) // (2 * most))
    words = _words(text)
    for count in range(wanted, wanted + 3):
        lines = _divide(words, count, most)
        if lines:
            return lines
    return (text,)


def _width(text: str) -> float:
    return sum(0.55 if character < "\u0250" else 1.0 for character in text)


def _words(text: str) -> list[str]:
    """Return the words, marks joined to the word they belong to."""
    import rjieba

    joined: list[str] = []
    for word in rjieba.cut(text, False):
        if joined and (word[0] in NO_START or joined[-1][-1] in NO_END):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _divide(words: list[str], count: int, most: int) -> tuple[str, ...] | None:
    """Return the words in `count` lines whose lengths differ least, or None where some line would be too long."""
    ideal = _width("".join(words)) / count
    # best[k][i]: the least cost of setting the first i words in k lines, and where the last of them begins
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(count):
        row: dict[int, tuple[float, int]] = {}
        for begin, (cost, _before) in best[-1].items():
            for end in range(begin + 1, len(words) + 1):
                line = "".join(words[begin:end]).strip()
                if _width(line) > most:
                    break
                # A line that ends with a mark may be four characters off the ideal length.
                off = abs(_width(line) - ideal) - (4 if line[-1:] in AFTER_MARK else 0)
                total = cost + max(off, 0) ** 2
                if end not in row or total < row[end][0]:
                    row[end] = (total, begin)
        best.append(row)
    if len(words) not in best[-1]:
        return None
    lines: list[str] = []
    end = len(words)
    for row in reversed(best[1:]):
        begin = row[end][1]
        lines.insert(0, "".join(words[begin:end]))
        end = begin
    return tuple(lines)
