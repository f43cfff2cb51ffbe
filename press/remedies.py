"""The commands that bring what is missing, by the package manager of the system."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping

FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf"
APT_FANGSONG = (
    "mkdir -p ~/.local/share/fonts && cd /tmp && apt-get download texlive-lang-chinese && "
    "dpkg-deb --fsys-tarfile texlive-lang-chinese_*.deb | "
    f"tar -xO ./{FANDOL} > ~/.local/share/fonts/FandolFang-Regular.otf && fc-cache"
)

INSTALL: Mapping[str, str] = {
    "apt-get": "apt-get install --no-install-recommends",
    "dnf": "dnf install",
    "pacman": "pacman -S",
    "zypper": "zypper install",
    "apk": "apk add",
    "brew": "brew install",
}
"""How each package manager installs; the first that is on PATH is the system's."""

PACKAGES: Mapping[str, Mapping[str, str]] = {
    "apt-get": {
        "Pango": "libpango-1.0-0 libpangoft2-1.0-0",
        "HarfBuzz": "libharfbuzz-subset0",
        "fontconfig": "fontconfig",
        "Song": "fonts-noto-cjk",
        "Hei": "fonts-noto-cjk",
        "Kai": "fonts-lxgw-wenkai",
        "Fangsong TC": "fonts-cwtex-fs",
        "Fangsong HK": "fonts-cwtex-fs",
        "Latin": "fonts-liberation",
        "code": "fonts-dejavu-core",
    },
    "dnf": {
        "Pango": "pango",
        "HarfBuzz": "harfbuzz",
        "fontconfig": "fontconfig",
        "Song": "google-noto-serif-cjk-fonts",
        "Hei": "google-noto-sans-cjk-fonts",
        "Kai": "lxgw-wenkai-fonts",
        "Latin": "google-noto-serif-fonts",
        "code": "dejavu-sans-mono-fonts",
    },
    "pacman": {
        "Pango": "pango",
        "HarfBuzz": "harfbuzz",
        "fontconfig": "fontconfig",
        "Song": "noto-fonts-cjk",
        "Hei": "noto-fonts-cjk",
        "Kai": "ttf-lxgw-wenkai",
        "Latin": "noto-fonts",
        "code": "ttf-dejavu",
    },
    "zypper": {
        "Pango": "libpango-1_0-0",
        "HarfBuzz": "libharfbuzz-subset0",
        "fontconfig": "fontconfig",
        "Song": "noto-serif-sc-fonts",
        "Hei": "noto-sans-sc-fonts",
        "Latin": "noto-serif-fonts",
        "code": "dejavu-fonts",
    },
    "apk": {
        "Pango": "pango",
        "HarfBuzz": "harfbuzz-subset",
        "fontconfig": "fontconfig",
        "Song": "font-noto-cjk",
        "Hei": "font-noto-cjk",
        "Latin": "font-noto",
        "code": "font-dejavu",
    },
    "brew": {
        "Pango": "pango",
        "HarfBuzz": "harfbuzz",
        "fontconfig": "fontconfig",
        "Song": "font-noto-serif-cjk",
        "Hei": "font-noto-sans-cjk",
        "Kai": "font-lxgw-wenkai",
    },
}
"""Packages by what they bring; a role of fonts may stand with a region of its own."""


def find_remedy(what: str) -> str | None:
    """Return the command that brings `what` (Pango, `Fangsong SC` …) on this system, or None where none is known."""
    manager = next((name for name in INSTALL if shutil.which(name)), None)
    if manager is None:
        return None
    if manager == "apt-get" and what == "Fangsong SC":
        return APT_FANGSONG
    packages = PACKAGES[manager].get(what) or PACKAGES[manager].get(what.split()[0])
    return f"{_as_root(manager)}{INSTALL[manager]} {packages}" if packages else None


def _as_root(manager: str) -> str:
    return "" if manager == "brew" or (hasattr(os, "geteuid") and os.geteuid() == 0) else "sudo "
