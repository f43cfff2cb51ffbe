"""`kanben review` writes a page beside the article, or prints the same for a terminal or a program."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kanben import cli

ARTICLE = "石桥记\n\n县城以东有一座石桥，建于清代，后来重修，至今仍可通行。村民干了一天活，又在桥头松了一口气，吃面。\n\n桥面用青石铺成，两侧各有望柱十二根，是县里最老的桥。\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "石桥.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    monkeypatch.setattr(sys, "argv", ["kanben", "review", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert not left.value.code
    return capsys.readouterr().out


def test_the_page_stands_beside_the_article(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = run(monkeypatch, capsys, article, "--script", "zh-Hant")
    page = article.with_name("石桥.review.html")
    assert said.strip() == str(page)
    assert "Doubtful conversions" in page.read_text(encoding="utf-8")


def test_the_terminal_and_programs_get_the_same(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "石桥记" in run(monkeypatch, capsys, article, "--explain")
    found = json.loads(run(monkeypatch, capsys, article, "--json", "--script", "zh-Hant"))
    assert [piece["first_line"] for piece in found["pieces"]] == [1, 3, 5]
    assert found["choices"]
