"""Themes: folders of data that say how editions look."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kanben.outputs.fonts import REGIONS, ROLES, Choices
from kanben.source.errors import UsageError, reason_of

FOLDER = Path(__file__).parent
LARGEST_FILE = 2_000_000
"""Largest size of a theme's file of text, in bytes."""


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The text of a style sheet and the folder of the theme it belongs to, beyond which its addresses cannot reach."""

    text: str
    folder: Path


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """A theme together with all it extends: style sheets in the order of the cascade, tables merged key by key.

    It is equal to itself only, so that what is made from it can be kept beside it.

    `fonts` gives families by role and region; `page` the type area (see `pdf.type_area`); `options` whatever else a
    writer asks for; `docx` the settings of Word styles.
    """

    name: str
    folders: tuple[Path, ...]
    fonts: Choices
    page: Mapping[str, Any]
    options: Mapping[str, Any]
    pdf_css: tuple[StyleSheet, ...]
    epub_css: tuple[StyleSheet, ...]
    docx: Mapping[str, Any]


def theme_names() -> tuple[str, ...]:
    """Return the names of the themes that kanben brings."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/theme.toml")))


def load_theme(name: str) -> Theme:
    """Return the theme of that name, or the one in the folder of that path. Raises `UsageError` where there is none."""
    return _load(_find(name, Path.cwd()))


def _find(name: str, beside: Path) -> Path:
    """Return the folder of a theme: a name of ours, else a path relative to `beside`."""
    if (FOLDER / name / "theme.toml").is_file() and name in theme_names():
        return FOLDER / name
    folder = beside / Path(name).expanduser()
    if (folder / "theme.toml").is_file():
        return folder.resolve()
    what = f"no theme `{name}`" if not folder.is_dir() else f"the folder `{name}` holds no theme.toml"
    raise UsageError(what, "theme", f"name a folder with a theme.toml, or one of {', '.join(theme_names())}")


@cache
def _load(folder: Path) -> Theme:
    chain = _chain(folder)  # from the most general to the theme itself
    tables = [_read_toml(part / "theme.toml") for part in chain]
    merged: dict[str, Any] = {}
    for table in tables:
        merged = _merge(merged, table)
    docx: dict[str, Any] = {}
    for part in chain:
        docx = _merge(docx, _read_toml(part / "docx.toml") if (part / "docx.toml").is_file() else {})
    return Theme(
        name=folder.name,
        folders=tuple(chain),
        fonts=_choices(merged.get("fonts", {}), folder / "theme.toml"),
        page=merged.get("page", {}),
        options=merged.get("options", {}),
        pdf_css=_style_sheets(chain, "pdf.css"),
        epub_css=_style_sheets(chain, "epub.css"),
        docx=docx,
    )


def _chain(folder: Path) -> list[Path]:
    """Return the folders a theme is made of, from the one that extends nothing to the theme itself."""
    chain: list[Path] = []
    while True:
        if folder in chain:
            raise UsageError("the theme extends itself", folder / "theme.toml", "mend `extends`")
        chain.insert(0, folder)
        parent = _read_toml(folder / "theme.toml").get("extends")
        if not parent:
            return chain
        folder = _find(str(parent), folder)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read_text(path))
    except tomllib.TOMLDecodeError as exc:
        raise UsageError(f"not valid TOML: {exc}", path, "mend the line it names") from exc


def _style_sheets(chain: list[Path], name: str) -> tuple[StyleSheet, ...]:
    return tuple(StyleSheet(_read_text(part / name), part) for part in chain if (part / name).is_file())


def _read_text(path: Path) -> str:
    """Return a theme's file; one that a link leads out of the theme's folder is refused."""
    if path.resolve().parent != path.parent.resolve():
        raise UsageError("a theme's files cannot be links to other places", path, "copy the file into the folder")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError("the file is too large for a theme", path, "make it smaller")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(
            f"cannot be read ({reason_of(exc)})", path, "save it as UTF-8 and check its permissions"
        ) from exc


def _choices(table: Any, path: Path) -> Choices:
    """Return the families by role and region; a role may give one list for all regions."""
    if not isinstance(table, dict):
        raise UsageError("`fonts` is not a table", path, "write [fonts] with a list of families for each role")
    for role in table:
        if role not in ROLES:
            raise UsageError(f"unknown font role `{role}`", path, f"roles are {', '.join(ROLES)}")
    return {role: _by_region(families, role, path) for role, families in table.items()}


def _by_region(families: Any, role: str, path: Path) -> Mapping[str, tuple[str, ...]]:
    table = families if isinstance(families, dict) else dict.fromkeys(REGIONS, families)
    for names in table.values():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise UsageError(f"the families of `{role}` are not a list of names", path, 'write ["Name", "Other name"]')
    return {region: tuple(table.get(region, ())) for region in REGIONS}


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return both tables as one: sub-tables are merged, every other value of `over` wins."""
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = _merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged
