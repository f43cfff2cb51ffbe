"""Break a title that is too long for one line between words, into lines of nearly equal length."""

from __future__ import annotations

import re
from html import escape, unescape

from kanben.outputs.title_lines import break_title

LINE = re.compile(r'(<span class="line">)([^<]*)(</span>)')


def balance_titles(html: str, most: int) -> str:
    """Return the HTML with every printed title line longer than `most` characters set as several lines."""

    def balanced(found: re.Match[str]) -> str:
        lines = break_title(unescape(found[2]), most)
        return "<br/>".join(f"{found[1]}{escape(line)}{found[3]}" for line in lines) if len(lines) > 1 else found[0]

    return LINE.sub(balanced, html)
