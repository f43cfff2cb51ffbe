"""Imposition: pages put on sheets so that they follow each other when the sheets are folded."""

from __future__ import annotations

import io
from typing import Any

ONE_SECTION = 64
"""Most pages that are folded into one another; longer books are made of several sections."""
SECTION = 32
"""Pages of a section of a longer book."""


def impose_booklet(data: bytes) -> bytes:
    """Return the PDF's pages two by two on sheets to print on both sides and fold, blanks added at the end."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as target:
        pages = list(source.pages)
        width, height = _trimmed_size(pages[0])
        for left, right in sheet_sides(len(pages)):
            side = target.add_blank_page(page_size=(2 * width, height))
            side.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary())
            content = b"".join(
                _placed(target, side, name, pages[number - 1], at)
                for name, number, at in (("/Left", left, 0.0), ("/Right", right, width))
                if number
            )
            side.Contents = target.make_stream(content)
        if "/Info" in source.trailer:
            target.trailer.Info = target.copy_foreign(source.trailer.Info)
        for key in ("/Lang", "/OutputIntents"):
            if key in source.Root:
                value = source.Root[key]
                target.Root[key] = target.copy_foreign(value) if value.is_indirect else _copied(target, source, value)
        out = io.BytesIO()
        target.save(out, deterministic_id=True)
        return out.getvalue()


def sheet_sides(pages: int) -> list[tuple[int, int]]:
    """Return left and right page number of every side of every sheet, front then back; 0 stands for a blank.

    >>> sheet_sides(6)
    [(0, 1), (2, 0), (6, 3), (4, 5)]
    """
    sides: list[tuple[int, int]] = []
    longest = ONE_SECTION if pages <= ONE_SECTION else SECTION
    for first in range(1, pages + 1, longest):
        size = -(-min(longest, pages + 1 - first) // 4) * 4
        last = first + size - 1

        def real(number: int) -> int:
            return number if number <= pages else 0

        for turn in range(size // 4):
            a, b = first + 2 * turn, last - 2 * turn
            sides += [(real(b), real(a)), (real(a + 1), real(b - 1))]
    return sides


def _trimmed_size(page: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(value) for value in page.trimbox)
    return right - left, top - bottom


def _placed(target: Any, side: Any, name: str, page: Any, at: float) -> bytes:
    """Add a page to the side's resources and return the operators that draw its trimmed area at `at` points."""
    form = target.copy_foreign(page.as_form_xobject())
    left, bottom, right, top = (float(value) for value in page.trimbox)
    form.BBox = [left, bottom, right, top]
    for key in ("/StructParents", "/StructParent"):
        if key in form:
            del form[key]
    side.Resources.XObject[name] = form
    return f"q 1 0 0 1 {at - left:.4f} {-bottom:.4f} cm {name} Do Q\n".encode()


def _copied(target: Any, source: Any, value: Any) -> Any:
    """Return a direct object of one file as one of another."""
    return target.copy_foreign(source.make_indirect(value))
