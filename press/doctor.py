"""Look at the system: what is installed, what is missing, and the command that mends it."""

from __future__ import annotations

import ctypes.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import Enum
from importlib.metadata import PackageNotFoundError, version

from kanben.outputs.fonts import REGIONS, ROLES, Faces, installed_families, resolve_faces
from kanben.outputs.themes import load_theme, theme_names
from kanben.source.errors import KanbenError
from kanben.source.pandoc import pandoc_path

from .check.validators import VALIDATORS
from .remedies import find_remedy

TAGS = {"SC": "zh-Hans", "TC": "zh-Hant-TW", "HK": "zh-Hant-HK"}
"""The language tag whose characters each region has."""


class State(Enum):
    """What was found of one thing."""

    FOUND = "found"
    """Installed and fit for use."""
    STAND_IN = "stand-in"
    """Not installed; something else does its work, less well."""
    OPTIONAL = "optional"
    """Not installed, and not needed to publish."""
    MISSING = "missing"
    """Not installed; nothing can be published without it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for."""

    name: str
    state: State
    detail: str
    remedy: str | None = None


def examine_system() -> list[Finding]:
    """Return what was found of every program, library and font that kanben uses."""
    return [*examine_programs(), *_examine_fonts(), *_examine_validators()]


def is_fit(findings: list[Finding]) -> bool:
    """Say whether nothing is missing that publishing needs."""
    return all(finding.state is not State.MISSING for finding in findings)


def finding_as_json(finding: Finding) -> dict[str, str | None]:
    """Return a finding as the schema `docs/schema/doctor.schema.json` has it."""
    return {**asdict(finding), "state": finding.state.value}


def finding_lines(findings: list[Finding]) -> Iterator[str]:
    """Yield the findings as lines for a terminal, remedies beneath, a verdict at the end."""
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        yield f"{finding.state.value:9} {finding.name:{width}}  {finding.detail}"
        if finding.remedy and finding.state is not State.FOUND:
            yield f"{'':9} {'':{width}}  → {finding.remedy}"
    missing = [finding.name for finding in findings if finding.state is State.MISSING]
    yield f"Missing: {', '.join(missing)}." if missing else "Everything that publishing needs is here."


def examine_programs() -> Iterator[Finding]:
    """Yield what was found of the programs and libraries that publishing needs."""
    yield Finding("kanben", State.FOUND, f"{version('kanben')}, Python {sys.version.split()[0]}")
    yield _examine("pandoc", _pandoc_version, "pip install pypandoc_binary")
    yield _examine("OpenCC", lambda: version("opencc"), "pip install opencc==1.4.2")
    yield _examine("Pango", _pango_version, find_remedy("Pango"))
    if ctypes.util.find_library("harfbuzz-subset"):
        yield Finding("HarfBuzz", State.FOUND, "subset library")
    else:
        detail = "no subset library: fonts are subset slowly"
        yield Finding("HarfBuzz", State.STAND_IN, detail, find_remedy("HarfBuzz"))
    yield _examine("fontconfig", lambda: f"{len(installed_families())} font families", find_remedy("fontconfig"))


def _examine(name: str, look: Callable[[], str], remedy: str | None) -> Finding:
    """Return what `look` says, or that the thing is missing where it cannot be used."""
    try:
        return Finding(name, State.FOUND, look())
    except (KanbenError, OSError, ImportError, PackageNotFoundError, subprocess.SubprocessError) as exc:
        reason = str(exc).split(". ")[0].splitlines() or [type(exc).__name__]
        return Finding(name, State.MISSING, reason[0][:120], remedy)


def _pandoc_version() -> str:
    done = subprocess.run([pandoc_path(), "--version"], capture_output=True, text=True, timeout=30, check=True)
    return done.stdout.split("\n", 1)[0].removeprefix("pandoc ")


def _pango_version() -> str:
    """Return Pango's version and WeasyPrint's; the import fails where Pango is missing."""
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}, WeasyPrint {version('weasyprint')}"


def _examine_fonts() -> Iterator[Finding]:
    """Yield the themes, and one finding for each role of each; themes with the same fonts are named together."""
    try:
        families = installed_families()
    except KanbenError:
        return  # without fontconfig nothing can be said of fonts, and it has been reported
    if not families:
        yield Finding("fonts", State.MISSING, "no font is installed", find_remedy("Song SC"))
        return
    themes = {name: load_theme(name) for name in theme_names()}
    yield Finding("themes", State.FOUND, " · ".join(themes))
    groups: dict[str, list[str]] = {}
    for name, theme in themes.items():
        groups.setdefault(repr(theme.fonts), []).append(name)
    for names in groups.values():
        faces = {region: resolve_faces(themes[names[0]].fonts, TAGS[region]) for region in REGIONS}
        for role in ROLES:
            yield _examine_role(role, faces, f" ({', '.join(names)})" if len(groups) > 1 else "")


def _examine_role(role: str, faces: dict[str, Faces], of_themes: str) -> Finding:
    """Return whether a role of a theme has a font of its own in every region."""
    lacking = [region for region in REGIONS if role in faces[region].stand_ins]
    best = {region: faces[region].primary(role) for region in REGIONS}
    if not all(best.values()):
        regions = ", ".join(region for region in REGIONS if not best[region])
        return Finding(f"{role}{of_themes}", State.MISSING, f"no font at all for {regions}", find_remedy(f"{role} SC"))
    detail = " · ".join(dict.fromkeys(str(name) for region, name in best.items() if region not in lacking))
    if not lacking:
        return Finding(f"{role}{of_themes}", State.FOUND, detail)
    others = ", ".join(f"{region}: {best[region]} stands in" for region in lacking)
    detail = f"{detail}; {others}" if detail else others
    return Finding(f"{role}{of_themes}", State.STAND_IN, detail, find_remedy(f"{role} {lacking[0]}"))


def _examine_validators() -> Iterator[Finding]:
    """Yield what is there of the programs that only `kanben check` uses."""
    for validator in VALIDATORS:
        command = validator.command()
        state = State.FOUND if command else State.OPTIONAL
        yield Finding(validator.name, state, command[0] if command else validator.would, validator.remedy)
