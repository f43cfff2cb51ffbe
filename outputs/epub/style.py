"""The style sheet of a book: the theme's rules, with families for readers that know CSS variables and those that do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kanben.outputs.fonts import GENERIC, ROLES, Choices, region_of
from kanben.outputs.themes import Theme

VARIABLE = re.compile(r"font-family:\s*var\(--(\w+)\)")
ALIASES: Mapping[str, str] = {role.lower(): role for role in ROLES}


def style_sheet(theme: Theme, lang: str, languages: Iterable[str], embedded: Mapping[str, str]) -> str:
    """Return the book's CSS. `languages` are all that its text names; `embedded` gives by role a family that stands in it.

    A rule of the theme that says `font-family: var(--kai)` keeps it, behind the same list spelt out for readers
    without CSS variables. Languages of another region get the same roles in their own families.
    """
    main = region_of(lang)
    rules = [f":root {{ {_variables(theme.fonts, main, embedded)} }}"]
    for language in sorted(set(languages) - {lang}):
        if language.lower().startswith("zh") and region_of(language) != main:
            rules.append(f":lang({language}) {{ {_variables(theme.fonts, region_of(language), embedded)} }}")
    text = "\n".join(sheet.text for sheet in theme.epub_css)
    return "\n".join(rules) + "\n" + VARIABLE.sub(lambda found: _spelt_out(found, theme.fonts, main, embedded), text)


def _spelt_out(found: re.Match[str], fonts: Choices, region: str, embedded: Mapping[str, str]) -> str:
    role = ALIASES.get(found[1])
    if role is None:
        return found[0]
    return f"font-family: {family_list(fonts, role, region, embedded)}; {found[0]}"


def _variables(fonts: Choices, region: str, embedded: Mapping[str, str]) -> str:
    return "; ".join(f"--{role.lower()}: {family_list(fonts, role, region, embedded)}" for role in ROLES)


def family_list(fonts: Choices, role: str, region: str, embedded: Mapping[str, str]) -> str:
    """Return the value of `font-family` for a role: what the book embeds, the theme's choices, then a generic family.

    All choices are named, installed here or not: the book is read elsewhere.
    """
    names = [*([embedded[role]] if role in embedded else []), *fonts.get(role, {}).get(region, ())]
    names += [family for key, family in embedded.items() if key.startswith("rare")]
    quoted = [f'"{name}"' for name in dict.fromkeys(names) if '"' not in name and "\\" not in name]
    return ", ".join([*quoted, GENERIC.get(role, "serif")])
