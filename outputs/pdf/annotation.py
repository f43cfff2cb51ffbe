"""Which characters an interlinear annotation stands over (CLREQ, Interlinear annotation: mono and group)."""

from __future__ import annotations

from kanben.source.characters import is_han

Pairing = tuple[int, int, str]
"""First character, character after the last, and the reading over them."""


def pair_readings(base: str, annotation: str) -> list[Pairing]:
    """Pair the characters of a base with the readings of an annotation.

    As many readings, divided by spaces, as Han characters: each stands over its own (mono). Otherwise all stand over all (group).

    >>> pair_readings("拼音", "pīn yīn")
    [(0, 1, 'pīn'), (1, 2, 'yīn')]
    >>> pair_readings("刊本", "printed edition of a book")
    [(0, 2, 'printed edition of a book')]
    """
    readings = annotation.split()
    places = [index for index, character in enumerate(base) if is_han(character)]
    if not readings or not base.strip():
        return []
    if len(readings) == len(places):
        return [(place, place + 1, reading) for place, reading in zip(places, readings, strict=True)]
    start = len(base) - len(base.lstrip())
    return [(start, len(base.rstrip()), " ".join(readings))]
