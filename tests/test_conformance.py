"""Outside validators judge the editions of the examples: EPUBCheck, Ace and veraPDF find nothing to report."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from validators import find_validator

pytestmark = pytest.mark.conformance

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
ARTICLE = sorted(EXAMPLES.glob("*.txt"))[0]
EDITIONS = {
    "as written": (),
    "Traditional": ("--script", "zh-Hant-HK"),
    "vertical": ("--script", "zh-Hant-TW", "--set", "vertical=true"),
    "fonts embedded": ("--set", "embed_fonts=true"),
}


def build(folder: Path, *options: str) -> Path:
    """Build the example with kanben's command and return the one file."""
    command = [sys.executable, "-m", "kanben.cli", "build", str(ARTICLE), "-o", str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    return next(path for path in folder.iterdir() if path.suffix in (".pdf", ".epub", ".docx"))


@pytest.mark.parametrize("options", EDITIONS.values(), ids=EDITIONS)
def test_epubcheck_has_no_message(tmp_path: Path, options: tuple[str, ...]) -> None:
    epubcheck = find_validator("epubcheck")
    book = build(tmp_path, "--to", "epub", *options)
    done = subprocess.run([epubcheck, str(book), "--json", "-"], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["messages"] == []


def test_ace_finds_the_epub_accessible(tmp_path: Path) -> None:
    ace = find_validator("ace")
    book = build(tmp_path, "--to", "epub")
    subprocess.run([ace, "-f", "-s", "-o", str(tmp_path / "ace"), str(book)], check=True, capture_output=True)
    report = json.loads((tmp_path / "ace" / "report.json").read_text(encoding="utf-8"))
    assert report["earl:result"] == {"earl:outcome": "pass"}


@pytest.mark.parametrize("theme", ["article", "book", "magazine", "gongwen"])
def test_verapdf_finds_pdf_a_and_pdf_ua(tmp_path: Path, theme: str) -> None:
    verapdf = find_validator("verapdf")
    page = build(tmp_path, "--to", "pdf", "--theme", theme)
    for flavour in ("2u", "ua1"):
        command = [verapdf, "-f", flavour, "--format", "text", "-v", str(page)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stdout.startswith("PASS"), done.stdout[-2000:]
