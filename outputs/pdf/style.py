"""The style sheets of a page, parsed, and the fonts that go with them: kept from one article to the next."""

from __future__ import annotations

import atexit
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from kanben.outputs.themes import StyleSheet

from .fetcher import OwnFetcher

KEPT = 8
"""Cascades that are kept: a batch has one for each combination of languages."""


@dataclass(frozen=True, slots=True)
class Cascade:
    """Parsed style sheets in their order, and the configuration that knows the fonts they bring."""

    sheets: tuple[CSS, ...]
    fonts: FontConfiguration


def parse_cascade(sheets: tuple[StyleSheet, ...], folders: tuple[Path, ...]) -> Cascade:
    """Return style sheets as WeasyPrint takes them. `folders` are those of the theme: nothing else is fetched.

    Parsing costs a twelfth of a short article and finding its fonts as much: both are done once for articles that are
    set in the same way. Pango's fonts belong to one thread, and so does what is kept.
    """
    return _parse(sheets, folders, threading.get_ident())


@lru_cache(maxsize=KEPT)
def _parse(sheets: tuple[StyleSheet, ...], folders: tuple[Path, ...], _thread: int) -> Cascade:
    fetcher, fonts = OwnFetcher({}, folders), FontConfiguration()
    parsed = [
        CSS(string=sheet.text, base_url=f"{sheet.folder.as_uri()}/", url_fetcher=fetcher, font_config=fonts)
        for sheet in sheets
    ]
    return Cascade(tuple(parsed), fonts)


def release_fonts() -> None:
    """Let go of what is kept; fonts that a theme brings lie in a temporary folder until then."""
    _parse.cache_clear()


atexit.register(release_fonts)
