"""What the READMEs say is so: their commands, themes, links, and the output that they show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kanben import cli
from kanben.outputs.review import explain_review
from kanben.press.options import Options
from kanben.press.review import prepare_review

ROOT = Path(__file__).resolve().parent.parent
READMES = {path.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("README*.md"))}
EXAMPLE = "examples/临溪县博物馆.txt"


@pytest.mark.parametrize("name", READMES)
def test_every_command_has_its_row_and_every_row_its_command(name: str) -> None:
    rows = re.findall(r"^\| `kanben ([a-z]+)", READMES[name], re.MULTILINE)
    commands = [command.name or getattr(command.callback, "__name__", "") for command in cli.app.registered_commands]
    assert sorted(rows) == sorted(commands)


@pytest.mark.parametrize("name", READMES)
def test_every_theme_is_named(name: str) -> None:
    themes = {path.parent.name for path in (ROOT / "outputs/themes").glob("*/theme.toml")}
    assert themes
    assert all(f"`{theme}`" in READMES[name] for theme in themes)


@pytest.mark.parametrize(
    "name", [*READMES, "CONTRIBUTING.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_every_link_leads_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_review_that_is_shown_is_the_one_that_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    said = explain_review(*prepare_review(Path(EXAMPLE), Options())).splitlines()
    shown = re.search(
        rf"\$ \.venv/bin/kanben review {EXAMPLE} --explain \| sed -n 3,9p\n(.*?)```", READMES["README.md"], re.DOTALL
    )
    assert shown is not None
    for printed, line in zip(shown[1].splitlines(), said[2:9], strict=True):
        assert line.startswith(printed.removesuffix("……"))
