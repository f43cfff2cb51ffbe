"""What a person may decide about reading an article."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """Options of `source`: each field is a key of `kanben.toml`."""

    encoding: str | None = None
    """Name of the source's encoding, where it is known; without it, it is found by strict decoding."""
    max_bytes: int = 50_000_000
    """Largest size of an article's file, in bytes."""
    max_pixels: int = 80_000_000
    """Largest number of pixels of one picture."""
