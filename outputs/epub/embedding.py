"""Embed fonts, subset to the characters of the book: all faces on demand, rare characters always."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kanben.outputs.fonts import families_with, resolve_faces
from kanben.outputs.themes import Theme
from kanben.source.errors import ToolError
from kanben.source.notices import Notice, NoticeCode

from .content import ContentDocument
from .faces import BOLD, REGULAR, Face, find_face

EMBEDDED_ROLES = ("Song", "Kai", "Hei", "Fangsong")
RARE_FROM = 0x20000
"""Characters from here on (Extension B and beyond) are missing from the fonts of most reading devices."""
FEATURES = ["vert", "vrt2", "halt", "palt", "vhal", "vpal", "kern", "locl", "ruby", "mark", "mkmk", "ccmp", "liga"]
RESTRICTED = 0x0002
"""The bit of `fsType` that forbids embedding (OpenType, OS/2)."""
SFNT_CFF = "OTTO"


@dataclass(frozen=True, slots=True)
class Embedded:
    """What is embedded: the files, the family that stands for each role, the rules that name them, and notices."""

    families: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, bytes] = field(default_factory=dict)
    css: str = ""
    notices: tuple[Notice, ...] = ()


def embed_faces(theme: Theme, lang: str, documents: Sequence[ContentDocument], whole: bool) -> Embedded:
    """Return subset fonts for the book: with `whole` one for each role of the theme, else only for rare characters."""
    text = {character for document in documents for part in document.body.itertext() for character in part}
    rare = {character for character in text if ord(character) >= RARE_FROM and character.isalpha()}
    if not whole and not rare:
        return Embedded()
    collected = _Collected()
    if whole:
        _embed_roles(theme, lang, text, collected)
    if rare:
        _embed_rare(rare, collected)
    return Embedded(collected.families, collected.members, "".join(collected.rules), tuple(collected.notices))


class _Collected:
    """Fonts gathered so far."""

    def __init__(self) -> None:
        self.families: dict[str, str] = {}
        self.members: dict[str, bytes] = {}
        self.rules: list[str] = []
        self.notices: list[Notice] = []

    def add(self, key: str, face: Face, characters: Iterable[str], weight: str = "normal") -> bool:
        """Embed a face under the name `kanben KEY`; say whether its licence bits allow it."""
        found = subset_face(face, characters)
        if found is None:
            message = f"the font of {key} forbids embedding: the EPUB names it only"
            self.notices.append(Notice(NoticeCode.MISSING_FONT, message))
            return False
        data, suffix = found
        path = f"fonts/{key.lower()}{'-bold' if weight == 'bold' else ''}.{suffix}"
        self.members[path] = data
        self.families[key] = f"kanben {key}"
        self.rules.append(f'@font-face {{ font-family: "kanben {key}"; font-weight: {weight}; src: url("{path}") }}\n')
        return True


def _embed_roles(theme: Theme, lang: str, text: set[str], collected: _Collected) -> None:
    faces = resolve_faces(theme.fonts, lang)
    for role in EMBEDDED_ROLES:
        family = faces.primary(role)
        regular = find_face(family, REGULAR) if family and role not in faces.stand_ins else None
        if regular and collected.add(role, regular, text) and role in {"Song", "Hei"}:
            bold = find_face(family or "", BOLD)
            if bold and bold != regular:
                collected.add(role, bold, text, "bold")


def _embed_rare(rare: set[str], collected: _Collected) -> None:
    """Embed the rare characters from as few installed families as have them."""
    left = set(rare)
    number = 0
    while left:
        character = min(left)
        face = next((face for family in families_with(character) if (face := find_face(family))), None)
        covered = {c for c in left if face and ord(c) in _coverage(face)} if face else set()
        if not face or character not in covered:
            left.discard(character)
            message = f"no installed font has {character} (U+{ord(character):X}): readers may show an empty box"
            collected.notices.append(Notice(NoticeCode.MISSING_GLYPH, message))
            continue
        number += 1
        collected.add("rare" if number == 1 else f"rare{number}", face, covered)
        left -= covered


@cache
def _coverage(face: Face) -> frozenset[int]:
    with _opened(face) as font:
        return frozenset(font.getBestCmap() or ())


def _opened(face: Face) -> Any:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        return TTFont(face.path, fontNumber=face.index, lazy=True)
    except (TTLibError, OSError) as exc:
        raise ToolError(f"the font {face.path} cannot be read ({exc})", remedy="run `kanben doctor`") from exc


def subset_face(face: Face, characters: Iterable[str]) -> tuple[bytes, str] | None:
    """Return a face with the glyphs of the characters alone, and its suffix; None where it forbids embedding."""
    from fontTools import subset

    settings = subset.Options(layout_features=FEATURES, notdef_outline=True, recalc_timestamp=False)
    settings.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    settings.drop_tables += ["DSIG"]
    with _opened(face) as font:
        if "OS/2" in font and font["OS/2"].fsType & RESTRICTED:
            return None
        suffix = "otf" if font.sfntVersion == SFNT_CFF else "ttf"
        subsetter = subset.Subsetter(settings)
        subsetter.populate(unicodes=sorted({ord(character) for character in characters} | set(range(0x20, 0x7F))))
        subsetter.subset(font)
        out = io.BytesIO()
        font.save(out, reorderTables=None)
        return out.getvalue(), suffix
