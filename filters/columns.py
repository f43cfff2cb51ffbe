"""Columns: the Divs in which the two readings of a facing edition stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kanben.source.document import pf

from .editions import Script, script_of

PAIR, COLUMN, BELOW = "facing-pair", "facing", "facing-below"


def pair_columns(first: Sequence[Any], first_tag: str, second: Sequence[Any], second_tag: str) -> Any:
    """Return two readings side by side."""
    return pf.Div(
        pf.Div(*first, classes=[COLUMN], attributes={"lang": first_tag}),
        pf.Div(*second, classes=[COLUMN], attributes={"lang": second_tag}),
        classes=[PAIR],
    )


def other_columns(doc: Any, script: Script) -> Iterator[Any]:
    """Yield the columns of a document that are not in the edition's script."""
    found: list[Any] = []

    def collect(element: Any, _doc: Any) -> None:
        if is_other_column(element, script):
            found.append(element)

    doc.walk(collect)
    yield from found


def is_other_column(element: Any, script: Script) -> bool:
    """Say whether an element is a column that is not in the edition's script."""
    return COLUMN in getattr(element, "classes", ()) and script_of(element.attributes.get("lang", "")) != script


def stands_in_other_column(element: Any, script: Script) -> bool:
    """Say whether an element stands in a column that is not in the edition's script."""
    while element is not None:
        if is_other_column(element, script):
            return True
        element = element.parent
    return False


def is_column(element: Any) -> bool:
    """Say whether an element is a column of either script."""
    return COLUMN in getattr(element, "classes", ())
