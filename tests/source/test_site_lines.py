"""Lines of a web site are told from text that begins like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanben.source.lines import read_lines
from kanben.source.site_lines import find_site_lines

LINES = Path(__file__).parent / "structure" / "site_lines.txt"
TEXT = "河上从前没有桥，过河要等船，船夫姓姚，一天只摆六趟渡。"


def read_pairs() -> list[list[str]]:
    return [line.rsplit(" -> ", 1) for line in LINES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("line", "wanted"), read_pairs())
def test_line(line: str, wanted: str) -> None:
    alone = find_site_lines(read_lines(f"{TEXT}\n{line}\n{TEXT}\n"))
    with_another = find_site_lines(read_lines(f"{TEXT}\n{line}\n{TEXT}\n上一篇：渡口的灯\n"))
    assert (1 in alone, 1 in with_another) == (wanted == "certain", wanted != "none")
