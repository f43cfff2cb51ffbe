"""Saved web pages as browsers leave them: the article alone, whole, with its title, byline, pictures, notes and tables.

`pages/NAME.html` becomes `pages/NAME.md`; `python tests/source/test_web_pages.py --accept` writes the latter anew, to be read
in the diff.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image

from kanben.source.markdown import write_markdown
from kanben.source.options import SourceOptions
from kanben.source.read import read_article

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
PICTURES = ("boat.png", "ice.png", "page_files/b01.jpg")


def recovered(page: Path, folder: Path) -> str:
    """Return the Markdown of a page that stands in a folder with its pictures."""
    out = io.BytesIO()
    Image.new("RGB", (8, 5), "teal").save(out, "PNG")
    for name in PICTURES:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(out.getvalue())
    return write_markdown(read_article(Path(shutil.copy(page, folder)), SourceOptions()))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_gives_its_article(page: Path, tmp_path: Path) -> None:
    assert recovered(page, tmp_path) == page.with_suffix(".md").read_text(encoding="utf-8")


if __name__ == "__main__" and sys.argv[1:] == ["--accept"]:
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            page.with_suffix(".md").write_text(recovered(page, Path(folder)), encoding="utf-8")
