"""Characters that may not survive: those that XML forbids, and invisible ones that change how a text is read.

XML 1.0 (Fifth Edition), 2.2 Characters; Unicode 16, 23.8 Specials (noncharacters), 23.9 Tag characters; UAX #9 (overrides).
"""

from __future__ import annotations

import re

from .notices import Edit, Place

ILLEGAL_RANGES = "\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
)
"""Controls and noncharacters. Tab, LF, CR, form feed and next line (U+0085) are layout and are no part of it."""
DECEPTIVE_RANGES = "\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f"
"""Embeddings, overrides and isolates of the bidirectional algorithm, and the tag characters."""
ZERO_WIDTH_RANGES = "\u200b\u2060-\u2064\ufeff\u00ad\u180e\u206a-\u206f\ufff9-\ufffb"
"""Invisible separators; the joiners U+200C and U+200D belong to scripts and emoji and stay."""

ILLEGAL = re.compile(f"[{ILLEGAL_RANGES}]+")
DECEPTIVE = re.compile(f"[{DECEPTIVE_RANGES}]+")
INVISIBLE = re.compile(f"[{ILLEGAL_RANGES}{DECEPTIVE_RANGES}{ZERO_WIDTH_RANGES}\ud800-\udfff]+")
COMBINING_RUN = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{8})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
"""More combining marks on one character than any writing has (Unicode's Stream-Safe Text Format allows 30)."""

RULE_ILLEGAL = "control-character"
RULE_DECEPTIVE = "deceptive-character"
RULE_COMBINING = "combining-run"


def strip_invisible(text: str) -> str:
    """Return a text without illegal, deceptive and zero-width characters.

    >>> strip_invisible("刊\\u200b本\\x00\\u202e")
    '刊本'
    """
    return COMBINING_RUN.sub(r"\1", INVISIBLE.sub("", text))


def drop_controls(text: str) -> tuple[str, list[Edit]]:
    """Remove illegal and deceptive characters from a text with LF line ends; one edit names each run.

    Zero-width characters stay for the rules of the text. Places refer to the text that is returned.
    """
    edits: list[Edit] = []
    for pattern, rule, keep in (
        (ILLEGAL, RULE_ILLEGAL, ""),
        (DECEPTIVE, RULE_DECEPTIVE, ""),
        (COMBINING_RUN, RULE_COMBINING, r"\1"),
    ):
        if not pattern.search(text):
            continue
        edits += _removals(pattern, rule, text)
        text = pattern.sub(keep, text)
    return text, edits


def _removals(pattern: re.Pattern[str], rule: str, text: str) -> list[Edit]:
    """Name what a pattern removes, each at its place in the text without it."""
    edits: list[Edit] = []
    for number, line in enumerate(text.split("\n"), 1):
        removed = 0
        for match in pattern.finditer(line):
            kept = len(match.group(1)) if pattern.groups else 0
            shown = escape_invisible(match.group()[kept:])
            edits.append(Edit(rule, Place(number, match.start() + kept - removed + 1), shown, ""))
            removed += len(match.group()) - kept
    return edits


def escape_invisible(text: str, limit: int = 8) -> str:
    """Return code points by name, so that what cannot be seen can be read.

    >>> escape_invisible("\\x00\\u202e")
    'U+0000 U+202E'
    """
    names = " ".join(f"U+{ord(character):04X}" for character in text[:limit])
    return f"{names} … ({len(text)})" if len(text) > limit else names
