"""Fitness: whether the machines of a run have the same programs and fonts, so that each makes the same bytes."""

from __future__ import annotations

from collections.abc import Mapping

from kanben.source.errors import ToolError

FONTS = "fonts"


def measure_fitness() -> dict[str, str]:
    """Return what decides how editions look that are made on this machine: versions of programs, a digest of the fonts."""
    from .doctor import examine_programs
    from .fingerprint import fonts_digest

    programs = {finding.name: finding.detail for finding in examine_programs() if finding.name != "fontconfig"}
    return {**programs, FONTS: fonts_digest()}


def assert_fit(there: Mapping[str, str], here: Mapping[str, str], where: str) -> None:
    """Raise a `ToolError` that names the machine and the first thing that is not there as it is here."""
    for name, expected in here.items():
        found = there.get(name, "missing")
        if found == expected:
            continue
        if name != FONTS:
            raise ToolError(
                f"its {name} is {found!r}, here it is {expected!r}", where, "install the same on all machines"
            )
        what = "its fonts are not those of this machine" if found else "fontconfig is missing there"
        raise ToolError(what, where, "install the same fonts on all machines, or use one image; see `kanben doctor`")
