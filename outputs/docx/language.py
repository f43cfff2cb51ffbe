"""Languages: BCP 47 tags become the tags that Word knows, and stand on every paragraph and run that needs one."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any

from .ooxml import each, find, make, properties, put, qname

LATIN = "en-US"
"""Language in which the Latin words of a Chinese text are proofread."""
SCRIPTS = {"Hans": "zh-CN", "Hant": "zh-TW"}
REGIONS = {"CN": "zh-CN", "SG": "zh-SG", "TW": "zh-TW", "HK": "zh-HK", "MO": "zh-MO"}
EAST_ASIAN = {"ja": "ja-JP", "ko": "ko-KR"}
COMMON = {"en": "en-US", "fr": "fr-FR", "de": "de-DE", "ru": "ru-RU", "es": "es-ES", "la": "la-Latn"}


def word_language(tag: str) -> str:
    """Return Word's tag for a language: it knows regions of Chinese and no scripts (§17.18.51 ST_Lang).

    >>> [word_language(tag) for tag in ("zh-Hans", "zh-Hant", "zh-Hant-HK", "zh", "ja", "en", "en-GB")]
    ['zh-CN', 'zh-TW', 'zh-HK', 'zh-CN', 'ja-JP', 'en-US', 'en-GB']
    """
    parts = tag.split("-")
    if parts[0].lower() in ("zh", "yue", "lzh", "cmn"):
        region = next((REGIONS[part.upper()] for part in parts[1:] if part.upper() in REGIONS), None)
        script = next((SCRIPTS[part.title()] for part in parts[1:] if part.title() in SCRIPTS), None)
        return region or script or "zh-CN"
    if len(parts) == 1:
        return EAST_ASIAN.get(parts[0], COMMON.get(parts[0], parts[0]))
    return tag


def is_east_asian(word_tag: str) -> bool:
    """Say whether a language is set with East Asian fonts.

    >>> is_east_asian("zh-TW"), is_east_asian("en-US")
    (True, False)
    """
    return word_tag.split("-")[0] in ("zh", "ja", "ko")


def language_mark(tag: str) -> Any:
    """Return the `w:lang` of a span: an East Asian language on both scripts, another on the Latin one only."""
    return copy(_language_mark(tag))


@cache
def _language_mark(tag: str) -> Any:
    word_tag = word_language(tag)
    return make("w:lang", {"w:val": word_tag, **({"w:eastAsia": word_tag} if is_east_asian(word_tag) else {})})


def set_language(run: Any, tag: str) -> None:
    """Give a run its language, where an inner span has not given it one."""
    holder = properties(run)
    if find(holder, "w:lang") is None:
        put(holder, language_mark(tag))


def set_paragraph_language(paragraph: Any, tag: str) -> None:
    """Give a paragraph's mark and all its runs their language, so that what is typed there later has it too."""
    holder = properties(paragraph)
    mark = find(holder, "w:rPr")
    if mark is None:
        mark = put(holder, make("w:rPr"))
    put(mark, language_mark(tag))
    for run in each(paragraph, "w:r"):
        set_language(run, tag)


def default_language(tag: str) -> Any:
    """Return the `w:lang` of the document: Chinese for Han, English for Latin words."""
    word_tag = word_language(tag)
    if is_east_asian(word_tag):
        return make("w:lang", {"w:val": LATIN, "w:eastAsia": word_tag, "w:bidi": "ar-SA"})
    return make("w:lang", {"w:val": word_tag, "w:eastAsia": "zh-CN", "w:bidi": "ar-SA"})


def theme_language(tag: str) -> Any:
    """Return the `w:themeFontLang` of the settings (§17.15.1.88)."""
    mark = default_language(tag)
    mark.tag = qname("w:themeFontLang")
    return mark
