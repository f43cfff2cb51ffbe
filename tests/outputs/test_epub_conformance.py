"""EPUBCheck and Ace judge EPUB editions; Chromium shows them."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx_articles import make_article
from epub_books import make_volume
from PIL import Image
from validators import find_validator

from kanben.filters import apply_passes
from kanben.filters.options import FilterOptions
from kanben.outputs.epub import write_epub
from kanben.outputs.options import OutputOptions
from kanben.source.options import SourceOptions
from kanben.source.read import read_article

pytestmark = pytest.mark.conformance

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PICTURES = Path(os.environ.get("KANBEN_PICTURES") or "")
SCREENS = {"phone": (500, 844), "tablet": (820, 1180)}


def example(script: str = "as-written", **options: object) -> bytes:
    path = next(EXAMPLES.glob("*.txt"))
    article = apply_passes(read_article(path, SourceOptions()), FilterOptions(script=script))
    return write_epub(article, OutputOptions(**options)).data  # type: ignore[arg-type]


BOOKS = {
    "everything": lambda: write_epub(make_article(), OutputOptions()).data,
    "vertical": lambda: write_epub(make_article(), OutputOptions(vertical=True)).data,
    "fonts": lambda: write_epub(make_article(), OutputOptions(embed_fonts=True)).data,
    "example": example,
    "example-hant": lambda: example("zh-Hant"),
    "example-tw-vertical": lambda: example("zh-Hant-TW", vertical=True),
    "volume": make_volume,
    **{f"theme-{name}": lambda name=name: example(theme=name) for name in ("book", "gongwen", "magazine")},
}


@pytest.fixture(scope="module")
def epub(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("epub") / f"{request.param}.epub"
    path.write_bytes(BOOKS[request.param]())
    return path


@pytest.mark.parametrize("epub", BOOKS, indirect=True)
def test_epubcheck_says_nothing(epub):
    done = subprocess.run([find_validator("epubcheck"), epub, "--json", "-", "--quiet"], capture_output=True)
    assert json.loads(done.stdout)["messages"] == []


@pytest.mark.parametrize("epub", ["everything", "vertical", "example", "volume"], indirect=True)
def test_ace_says_nothing(epub, tmp_path):
    subprocess.run([find_validator("ace"), "--force", "--silent", "--outdir", tmp_path, epub], capture_output=True)
    report = json.loads((tmp_path / "report.json").read_text())
    assert [found for subject in report["assertions"] for found in subject["assertions"]] == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("epub", ["everything", "vertical"], indirect=True)
def test_pages_fit_the_screen(epub, screen, tmp_path):
    chromium = find_validator("chromium")
    with zipfile.ZipFile(epub) as archive:
        archive.extractall(tmp_path / "book")
    folder = PICTURES if PICTURES.name else tmp_path
    picture = folder / f"{epub.stem}-{screen}.png"
    width, height = SCREENS[screen]
    command = [chromium, "--headless=new", "--disable-gpu", "--hide-scrollbars", f"--window-size={width},{height}"]
    # In a frame, as readers show it: a page of its own would be shown from the left, where vertical text ends.
    frame = f'<body style="margin: 0"><iframe src="book/EPUB/text.xhtml" width="{width}" height="{height}"></iframe>'
    (tmp_path / "frame.html").write_text(frame)
    address = (tmp_path / "frame.html").as_uri()
    subprocess.run([*command, f"--screenshot={picture}", address], capture_output=True, timeout=120, check=True)
    with Image.open(picture) as shown:
        assert shown.size == (width, height)
        assert len(shown.convert("L").getcolors() or ()) > 10  # something is drawn
