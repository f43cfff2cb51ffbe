"""Counts as a person reads them in a message."""

from __future__ import annotations


def counted(number: int, name: str) -> str:
    """Return a number and the name of what is counted, which is plural where it is not one.

    >>> counted(1, "notice"), counted(1200, "notice")
    ('1 notice', '1,200 notices')
    """
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"
