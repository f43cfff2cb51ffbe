"""What a person may decide about an edition's text."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

SCRIPTS = ("as-written", "zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK")
FACING = ("none", "inscriptions", "article")


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """Options of `filters`: each field is a key of `kanben.toml`."""

    script: str = field(default="as-written", metadata={"choices": SCRIPTS})
    """Script of the edition: `as-written` or a BCP 47 tag."""
    regional_vocabulary: bool = False
    """Use the words of the region too (軟體 for 软件), not only its characters."""
    facing: str = field(default="none", metadata={"choices": FACING})
    """Set both scripts side by side: `none`, `inscriptions` or `article`."""
    glossary: Path | None = None
    """Site-wide glossary, a TSV of source, target and note."""
