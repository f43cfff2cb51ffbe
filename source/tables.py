"""Tables drawn with tabs, spaces or bars: rows of the same number of cells, one below the other.

年份	户数	人口
1953	162	713        →    a table of two rows and a head

| 年份 | 户数 |
|------|------|
| 1953 | 162  |        →    the same; its rule goes
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import Line, Piece
from .columns import find_columns, read_rows
from .layout import FINAL_END
from .lines import SPACES
from .notices import Edit

GAP = re.compile(rf"\t+|[{SPACES}]{{3,}}|(?<=\S)\u3000{{2,}}")
BARRED = re.compile(r"\|.*\|$")
"""A row between bars, as Markdown and terminals draw it."""
RULE = re.compile(r"\|(?:\s*:?-+:?\s*[|+])+$")
"""The line below the head of such a table."""
UNIT = re.compile(
    rf"[（(]?(?:[计計]量)?[单單][位元][{SPACES}]*[：:][^。！？]{{1,40}}"
    r"|[（(]?(?:[%％‰℃°]C?|[万萬亿億千百]?(?:元|人|[户戶]|[亩畝]|[吨噸]|公[顷頃斤里]|千[米克瓦]|立方米|平方米|平方公里)|[cmk]?m[²³23]?|[mk]?g|kW|hm2|hm²|t)[）)]?"
)
"""The line of units above a table: 单位：万元、吨; ℃."""
FOREIGN_TITLE = re.compile(r"(?:Table|TABLE|Tab\.)\s*[\dA-Z].{0,120}")
"""A table's title in English, below the Chinese one."""
FEWEST_ROWS = 2
MOST_CELLS = 40


def split_cells(line: Line) -> list[str]:
    """Return the cells of a line: what tabs, wide gaps or bars separate; empty ones at its ends are cells too."""
    if BARRED.match(line.text):
        return [cell.strip(SPACES) for cell in line.text[1:-1].split("|")]
    if "\t" in line.text:
        ends = line.raw[len(line.raw.rstrip(SPACES)) :].count("\t")
        return [*(cell.strip(SPACES) for cell in line.text.split("\t")), *[""] * ends]
    if "  " not in line.text and "\u3000\u3000" not in line.text:
        return [line.text]
    return [cell.strip(SPACES) for cell in GAP.split(line.text)]


def find_tables(lines: Sequence[Line]) -> list[tuple[int, int, str]]:
    """Return the runs of lines (from, to, kind) that are rows of one table; where its columns can be told, by them."""
    runs = [(start, end, "table") for start, end in find_columns(lines)]
    taken = {index for start, end, _ in runs for index in range(start, end)}
    drawn = [run for run in _find_drawn(lines) if taken.isdisjoint(range(run[0], run[1]))]
    return sorted([*runs, *drawn])


def _find_drawn(lines: Sequence[Line]) -> list[tuple[int, int, str]]:
    """Return the runs of lines with as many cells, wherever these stand."""
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
    if RULE.match(line.text):
        return rows > 0 and not line.blanks
    found = len(split_cells(line))
    near = line.blanks <= (3 if line.broken else 1)
    return 2 <= cells <= MOST_CELLS and near and (found == cells or (rows > 1 and found == cells - 1 and found >= 2))


def _is_table(rows: Sequence[Line], cells: int) -> bool:
    if len(rows) < FEWEST_ROWS or cells < 2:
        return False
    if all(BARRED.match(row.text) for row in rows):
        return any(RULE.match(row.text) for row in rows) or len(rows) > 2
    tabs = sum("\t" in row.text for row in rows) * 2 > len(rows)
    sentences = sum(bool(FINAL_END.search(row.text)) for row in rows)
    return (tabs or (cells >= 3 and len(rows) >= 3) or len(rows) >= 4) and sentences * 2 <= len(rows)


def table_piece(lines: Sequence[Line]) -> tuple[Piece, list[Edit]]:
    """Return the piece of a table, a row to a line, cells separated by tabs, and the edits that name its rules."""
    edits = [
        Edit("table-rule", line.place(), line.text, "", 1.0, reason="the rule of a table drawn with bars")
        for line in lines
        if RULE.match(line.text)
    ]
    rows = [line for line in lines if not RULE.match(line.text)]
    texts = ["\t".join(cells) for cells in read_rows(rows) or map(split_cells, rows)]
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    text = "\n".join(texts)
    return Piece(rows, text, starts, text, "table", 0.95, "rows of cells"), edits


def settle_units(pieces: Sequence[Piece]) -> None:
    """Let the line of units and the foreign title above a table be paragraphs, whatever they look like."""
    for index, piece in enumerate(pieces):
        if piece.kind != "table":
            continue
        for above in reversed(pieces[max(0, index - 2) : index]):
            if above.kind or not is_table_line(above.text):
                break
            above.kind, above.confidence, above.reason = "paragraph", 0.9, "it belongs to the table below it"


def is_table_line(text: str) -> bool:
    """Say whether a line that stands above a table belongs to it: its unit, or its title in English."""
    return bool(UNIT.fullmatch(text) or FOREIGN_TITLE.fullmatch(text))
