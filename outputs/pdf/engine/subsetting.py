"""Subset CID-keyed CFF fonts the short way."""

from __future__ import annotations

from typing import Any


def subset_font(font: Any, to_unicode: Any) -> bool:
    """Subset one font; say whether it was done."""
    return False
