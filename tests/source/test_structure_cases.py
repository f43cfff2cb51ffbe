"""Cases of recovery, refusals among them: a text, and what must stand in what is made of it.

`only N` says that titles, bylines and blocks are N together.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kanben.source.blocks import Block
from kanben.source.structure import recover_article

CASES = Path(__file__).parent / "structure" / "cases.txt"


def read_cases() -> list[tuple[str, str, list[str]]]:
    cases = []
    for part in CASES.read_text(encoding="utf-8").split("== ")[1:]:
        name, _, body = part.partition("\n")
        lines = body.rstrip("\n").split("\n")
        wanted = [line[3:] for line in lines if line.startswith("-> ")]
        cases.append((name, "\n".join(line for line in lines if not line.startswith("-> ")) + "\n", wanted))
    return cases


def flatten(blocks: list[Block]) -> list[str]:
    found = []
    for block in blocks:
        found.append(f"{block.kind}| {'/'.join(block.lines) or block.label * (block.kind == 'item') + block.text}")
        found += flatten(block.children)
    return found


@pytest.mark.parametrize(("name", "text", "wanted"), read_cases(), ids=[case[0] for case in read_cases()])
def test_case(name: str, text: str, wanted: list[str]) -> None:
    recovered = recover_article(text)
    found = flatten(recovered.blocks)
    titles = recovered.metadata.get("title", [])
    found += [f"title| {title}" for title in ([titles] if isinstance(titles, str) else titles)]
    found += [f"byline| {line}" for line in recovered.metadata.get("byline", [])]
    found += [f"notice| {notice.code.value}" for notice in recovered.notices]
    for want in wanted:
        if want.startswith("only "):
            assert len(recovered.blocks) + sum(f.startswith(("title|", "byline|")) for f in found) == int(want[5:]), (
                found
            )
            continue
        assert any(want in block for block in found), (want, found)
