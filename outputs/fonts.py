"""Installed fonts by role: which families set Song, Kai, Hei, Fangsong, Latin and code in a language."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kanben.source.errors import ToolError
from kanben.source.notices import Notice, NoticeCode, Place

ROLES = ("Song", "Kai", "Hei", "Fangsong", "Latin", "code")
STAND_INS: Mapping[str, tuple[str, ...]] = {
    "Song": ("Hei", "Kai"),
    "Kai": ("Fangsong", "Song", "Hei"),
    "Hei": ("Song", "Kai"),
    "Fangsong": ("Song", "Kai", "Hei"),
    "Latin": ("Song",),
    "code": ("Hei", "Latin"),
}
"""Which role stands in where no font of a role is installed, nearest first."""
GENERIC: Mapping[str, str] = {"Hei": "sans-serif", "code": "monospace"}
REGIONS = ("SC", "TC", "HK")

Choices = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Families in order of preference, by role and then by region."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The installed families of each role in one region, best first, and the roles that others fill."""

    region: str
    families: Mapping[str, tuple[str, ...]]
    stand_ins: Mapping[str, str]

    def css(self, role: str) -> str:
        """Return the value of `font-family` for a role: its families, then those of Song, then a generic one."""
        names = dict.fromkeys([*self.families[role], *self.families["Song"]])
        return ", ".join([*(_quote(name) for name in names), GENERIC.get(role, "serif")])

    def primary(self, role: str) -> str | None:
        """Return the first family of a role, or None where nothing is installed."""
        return next(iter(self.families[role]), None)


def region_of(lang: str) -> str:
    """Return which regional forms of characters a language tag asks for: `SC`, `TC` or `HK`.

    >>> [region_of(tag) for tag in ("zh-Hans", "zh-Hant", "zh-TW", "zh-Hant-HK", "en")]
    ['SC', 'TC', 'TC', 'HK', 'SC']
    """
    parts = {part.lower() for part in lang.split("-")}
    if parts & {"hk", "mo"}:
        return "HK"
    return "TC" if parts & {"hant", "tw"} else "SC"


def assert_fonts() -> None:
    """Raise `ToolError` where no font is installed at all; said before WeasyPrint is imported, which warns of it."""
    if not installed_families():
        raise ToolError("no font is installed", remedy="run `kanben doctor` for the command that installs some")


def resolve_faces(choices: Choices, lang: str) -> Faces:
    """Return the installed families for every role in the language's region.

    Families meant for another region come after those of the region itself; an empty role is filled by another.
    Raises `ToolError` where no font is installed at all: Pango would crash.
    """
    assert_fonts()
    region = region_of(lang)
    own = {role: _installed(choices.get(role, {}), region) for role in ROLES}
    families, stand_ins = dict(own), {}
    for role, names in own.items():
        if not names:
            stand_in = next((other for other in STAND_INS[role] if own[other]), None)
            families[role] = own[stand_in] if stand_in else ()
            stand_ins[role] = families[role][0] if families[role] else ""
    return Faces(region, families, stand_ins)


def _installed(by_region: Mapping[str, tuple[str, ...]], region: str) -> tuple[str, ...]:
    known = installed_families()
    return tuple(name for name in by_region.get(region, ()) if name.lower() in known)


@cache
def installed_families() -> frozenset[str]:
    """Return the names of all installed font families in lower case, as fontconfig lists them."""
    lines = run_fc_list("--format", "%{family}\n").splitlines()
    return frozenset(name.strip().lower() for line in lines for name in line.split(","))


def families_with(character: str) -> tuple[str, ...]:
    """Return the installed families that have a glyph for the character."""
    lines = run_fc_list("--format", "%{family[0]}\n", f":charset={ord(character):x}").splitlines()
    return tuple(sorted({line.strip() for line in lines if line.strip()}))


def run_fc_list(*arguments: str) -> str:
    """Return what fontconfig's `fc-list` prints. Raises `ToolError` where it is missing or fails."""
    program = shutil.which("fc-list")
    if program is None:
        raise ToolError("fontconfig's fc-list is missing", remedy="run `kanben doctor`")
    try:
        done = subprocess.run([program, *arguments], capture_output=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError) as exc:
        raise ToolError(f"fc-list failed ({exc})", remedy="run `kanben doctor`") from exc
    return done.stdout.decode("utf-8", "replace")


def font_notices(faces: Faces, roles: Iterable[str]) -> list[Notice]:
    """Return a notice for each of the roles that has no font of its own."""
    notices = []
    for role in roles:
        if role in faces.stand_ins:
            other = faces.stand_ins[role]
            message = f"no {role} font for {faces.region} is installed" + (f"; {other} stands in" if other else "")
            notices.append(Notice(NoticeCode.MISSING_FONT, message, suggestion="run `kanben doctor`"))
    return notices


def glyph_notices(characters: Iterable[str], text: str) -> list[Notice]:
    """Return a notice with code point and place for each character that no installed font has."""
    notices = []
    for character in dict.fromkeys(characters):
        at = text.find(character)
        line = text.count("\n", 0, at) + 1
        place = Place(line, at - text.rfind("\n", 0, at)) if at >= 0 else None
        message = f"no installed font has {character} (U+{ord(character):04X})"
        notices.append(
            Notice(NoticeCode.MISSING_GLYPH, message, place, text[max(at - 10, 0) : at + 10] if at >= 0 else "")
        )
    return notices


def _quote(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
