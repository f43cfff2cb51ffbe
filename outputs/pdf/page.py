"""The page as HTML and CSS: what WeasyPrint lays out."""

from __future__ import annotations

import re
from html import escape, unescape

from kanben.outputs.fonts import ROLES, Faces, resolve_faces
from kanben.outputs.html import split_title
from kanben.outputs.themes import Theme
from kanben.source.article import Article
from kanben.source.characters import text_width

from .front_matter import Entry, book_of, front_matter
from .type_area import TypeArea

HEADING = re.compile(r'<h([23]) id="([^"]*)"[^>]*>(.*?)</h[23]>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
TITLE_BLOCK = '<header class="title-block">'
LONGEST_HEAD = 28
"""Most characters of a running head: what fits beside a page number over the narrowest of our pages."""
CHAPTER = 4000
"""Mean number of characters from which the sections of one document are chapters of a book."""
LANGUAGE = re.compile(r'\blang="([A-Za-z0-9-]+)"')


def page_html(article: Article, body: str, front_parts: tuple[str, ...] = ()) -> str:
    """Return the whole document around an article's body, with front matter where the theme has some."""
    title = escape(article.title or article.path.stem)
    front = front_matter(book_of(article, contents_entries(body)), front_parts) if front_parts else ""
    openings = ' class="chapters"' if _has_chapters(article, body) else ""
    head = running_head(article.titles or (article.path.stem,))
    heads = f'data-head="{head}"'
    text = f'<article data-title="{title}" {heads}{openings}>\n{head_opening(body, heads)}\n</article>'
    return whole_page(title, article.lang, front, text, book=head)


def running_head(titles: tuple[str, ...]) -> str:
    """Return what a running head says of a printed title, escaped: no kicker and no subtitle, in one line.

    Of a title too long for that it is the first printed line; one that is itself too long ends in an ellipsis.
    """
    _, lines, _ = split_title(titles)
    head = "\u3000".join(lines)
    if text_width(head) > LONGEST_HEAD * 2:
        head = lines[0]
    if text_width(head) > LONGEST_HEAD * 2:
        while text_width(head) > LONGEST_HEAD * 2 - 2:
            head = head[:-1]
        head = f"{head.rstrip()}…"
    return escape(head)


def head_opening(body: str, heads: str) -> str:
    """Put the attributes of the running heads on the title block, which stands on one page only; an article is on many."""
    return body.replace(TITLE_BLOCK, f"{TITLE_BLOCK[:-1]} {heads}>", 1)


def whole_page(title: str, lang: str, front: str, text: str, kind: str = "text", book: str = "") -> str:
    """Return the HTML document of front matter and text; `title` is escaped already, `kind` is the text's class.

    `book` is the title as running heads say it, where that is another.
    """
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}"><head><meta charset="utf-8"/><title>{title}</title></head>\n'
        f'<body>\n{front}\n<div class="{kind}" data-book="{book or title}">\n{text}\n</div></body></html>'
    )


def contents_entries(body: str) -> tuple[Entry, ...]:
    """Return an entry for each heading of the two highest levels."""
    return tuple(
        Entry(unescape(TAG.sub("", inside)).strip(), unescape(identifier), int(level) - 1)
        for level, identifier, inside in HEADING.findall(body)
    )


def _has_chapters(article: Article, body: str) -> bool:
    """Say whether the sections are long enough to open on pages of their own."""
    sections = sum(level == "2" for level, _, _ in HEADING.findall(body))
    return bool(sections > 1 and len(article.text) / sections > CHAPTER)


def fixed_css(theme: Theme, area: TypeArea, lang: str, body: str) -> str:
    """Return the rules that come before the theme's: the type area, and families by role for every language met."""
    rules = [area.css()]
    main = resolve_faces(theme.fonts, lang)
    rules.append(f"@page {{ {_variables(main)} }}\n:root {{ {_variables(main)} }}")
    for tag in sorted(set(LANGUAGE.findall(body)) - {lang}):
        faces = resolve_faces(theme.fonts, tag)
        if tag.lower().startswith("zh") and faces.region != main.region:
            rules.append(f'[lang="{tag}"] {{ {_variables(faces)} }}')
    return "\n".join(rules)


def _variables(faces: Faces) -> str:
    return "; ".join(f"--{role.lower()}: {faces.css(role)}" for role in ROLES)
