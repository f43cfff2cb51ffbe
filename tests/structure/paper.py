"""Set text in lines of a fixed width and cut the lines into pages with running heads and page numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from damage import Style

NOT_AT_LINE_HEAD = "，。、；：？！）》」』”’…,.:;?!)"
TOKEN = re.compile(r"[A-Za-z0-9.,%+\-/@_]+|.", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """A line of a case: its text, the block it belongs to, and what it is when it belongs to none."""

    text: str
    owner: int | None = None
    noise: str | None = None


def wrap_text(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text, `width` Han characters long; a mark that would begin a line hangs or takes a neighbour along.

    >>> list(wrap_text("桥长十二丈，宽一丈二尺。", 5))
    ['桥长十二丈，', '宽一丈二尺。']
    """
    line, used = "", 0.0
    for token in TOKEN.findall(text):
        room = sum(0.5 if char.isascii() else 1.0 for char in token)
        if used + room > width and line.strip() and token not in NOT_AT_LINE_HEAD:
            yield line.rstrip(" ")
            line, used = "", 0.0
            if token == " ":
                continue
        line, used = line + token, used + room
    if line:
        yield line


def break_pages(lines: list[Line], style: Style, rng: random.Random) -> list[Line]:
    """Return the lines with what stands between two pages put in; a paragraph may be cut anywhere."""
    pages: list[Line] = []
    number, total, left = rng.randrange(1, 60), rng.randrange(62, 90), style.page
    for line in lines:
        rest = line
        while left < (rows := _rows(rest, style)):
            if left:
                pages.append(Line(rest.text[: left * style.width], rest.owner, rest.noise))
            if rest.text[left * style.width :]:
                rest = Line(rest.text[left * style.width :], rest.owner, rest.noise)
            else:
                rows = 0
            pages += _between_pages(number, total, style, rng)
            number, left = number + 1, style.page
            if not rows:
                break
        else:
            pages.append(rest)
            left -= rows
    return pages


def _rows(line: Line, style: Style) -> int:
    return 1 if style.wrapped else max(1, -(-len(line.text) // style.width))


def _between_pages(number: int, total: int, style: Style, rng: random.Random) -> list[Line]:
    if not style.furniture:
        return [Line("")] * rng.choice((0, 1, 1, 2))
    foot = style.number.format(number, total=total)
    head = style.running_head
    if foot and head and rng.random() < 0.3:
        noise = [Line(f"{head}  {foot}", None, "running_head+page_number")]
    else:
        noise = [Line(foot, None, "page_number")] * bool(foot) + [Line(head, None, "running_head")] * bool(head)
    gap = [Line("")] * rng.randrange(3)
    between = [Line("")] * rng.randrange(2)
    return [*gap, *(noise[:1]), *(between + noise[1:] if noise[1:] else []), *gap]
