"""The page as HTML and CSS: what WeasyPrint lays out."""

from __future__ import annotations

import re
from html import escape

from kanben.outputs.fonts import ROLES, Faces, resolve_faces
from kanben.outputs.themes import Theme
from kanben.source.article import Article

from .type_area import TypeArea

LANGUAGE = re.compile(r'\blang="([A-Za-z0-9-]+)"')


def page_html(article: Article, body: str) -> str:
    """Return the whole document around an article's body."""
    title = escape(article.title or article.path.stem)
    lang = escape(article.lang)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"/><title>{title}</title></head>\n'
        f'<body><article data-title="{title}">\n{body}\n</article></body></html>'
    )


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
