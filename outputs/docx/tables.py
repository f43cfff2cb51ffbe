"""Tables: as wide as the type area, their columns in the proportions pandoc gave them (§17.4)."""

from __future__ import annotations

from typing import Any

from .appearance import Appearance
from .ooxml import each, find, make, qname, value_of

FULL = 5000
"""The whole width, in fiftieths of a per cent."""


def fit_tables(root: Any, appearance: Appearance) -> None:
    """Give every table the width of a line: pandoc measures columns for a page of its own."""
    for table in each(root, "w:tbl"):
        holder = find(table, "w:tblPr")
        width = find(holder, "w:tblW")
        if width is not None:
            width.set(qname("w:type"), "pct")
            width.set(qname("w:w"), str(FULL))
        for row in each(table, "w:tr"):
            _keep_whole(row)
        columns = table.findall(f"{qname('w:tblGrid')}/{qname('w:gridCol')}")
        widths = [int(value_of(column, "w:w") or 1) for column in columns]
        for column, part in zip(columns, widths, strict=True):
            column.set(qname("w:w"), str(round(appearance.measure * part / sum(widths))))


def _keep_whole(row: Any) -> None:
    """Let no row break between pages, as long as it fits one."""
    holder = find(row, "w:trPr")
    if holder is None:
        holder = make("w:trPr")
        row.insert(int(find(row, "w:tblPrEx") is not None), holder)
    if find(holder, "w:cantSplit") is None:
        holder.insert(0, make("w:cantSplit"))
