"""Tables drawn with tabs or spaces: rows of the same number of cells, one below the other.

年份	户数	人口
1953	162	713        →    a table of two rows and a head
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import Line, Piece
from .layout import FINAL_END
from .lines import SPACES

GAP = re.compile(rf"\t+|[{SPACES}]{{3,}}|(?<=\S)\u3000{{2,}}")
FEWEST_ROWS = 2
MOST_CELLS = 40


def split_cells(line: Line) -> list[str]:
    """Return the cells of a line: what tabs or wide gaps separate."""
    if "\t" not in line.text and "  " not in line.text and "\u3000\u3000" not in line.text:
        return [line.text]
    return [cell.strip(SPACES) for cell in (line.text.split("\t") if "\t" in line.text else GAP.split(line.text))]


def find_tables(lines: Sequence[Line]) -> list[tuple[int, int, str]]:
    """Return the runs of lines (from, to, kind) that are rows of one table."""
    runs: list[tuple[int, int, str]] = []
    index = 0
    while index < len(lines):
        cells = len(split_cells(lines[index]))
        end = index + 1
        while end < len(lines) and _same_table(lines[end], cells, end - index):
            cells = max(cells, len(split_cells(lines[end])))
            end += 1
        if _is_table(lines[index:end], cells):
            runs.append((index, end, "table"))
            index = end
        else:
            index += 1
    return runs


def _same_table(line: Line, cells: int, rows: int) -> bool:
    found = len(split_cells(line))
    near = line.blanks <= (3 if line.broken else 1)
    return 2 <= cells <= MOST_CELLS and near and (found == cells or (rows > 1 and found == cells - 1 and found >= 2))


def _is_table(rows: Sequence[Line], cells: int) -> bool:
    if len(rows) < FEWEST_ROWS or cells < 2:
        return False
    tabs = sum("\t" in row.text for row in rows) * 2 > len(rows)
    sentences = sum(bool(FINAL_END.search(row.text)) for row in rows)
    return (tabs or (cells >= 3 and len(rows) >= 3) or len(rows) >= 4) and sentences * 2 <= len(rows)


def table_piece(lines: Sequence[Line]) -> Piece:
    """Return the piece of a table: a row to a line, cells separated by tabs."""
    rows = ["\t".join(split_cells(line)) for line in lines]
    starts, at = [], 0
    for row in rows:
        starts.append(at)
        at += len(row) + 1
    text = "\n".join(rows)
    return Piece(list(lines), text, starts, text, "table", 0.95, "rows of cells")
