"""Make the pictures of the README: pages of the example article, side by side.

python docs/make_pictures.py          write docs/pictures/pages.png and one picture for each theme
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from kanben.outputs.themes import theme_names

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "临溪县博物馆.txt"
PICTURES = ROOT / "docs" / "pictures"
MOST = 3
"""Pages of one theme side by side."""
SCALE = 0.9
"""Pixels per point."""
GAP = 14
"""Pixels around each page."""
DESK = "#dfe3e6"
"""Colour on which the pages lie."""


def main() -> None:
    """Write every picture."""
    for theme in ("article", *(name for name in theme_names() if name != "article")):
        with tempfile.TemporaryDirectory() as folder:
            pages = render_pages(publish_example(Path(folder), theme))
        if theme == "article":
            save_small(lay_out(pages), PICTURES / "pages.png")
        save_small(lay_out(telling(pages)), PICTURES / f"theme-{theme}.png")


def publish_example(folder: Path, theme: str) -> Path:
    """Return the PDF of the example in a theme."""
    options = ["--to", "pdf", "--theme", theme, "-o", str(folder), "--quiet"]
    subprocess.run([sys.executable, "-m", "kanben.cli", "build", str(EXAMPLE), *options], check=True)
    return folder / f"{EXAMPLE.stem}.pdf"


def render_pages(pdf: Path) -> list[Image.Image]:
    """Return the pages of a PDF as pictures."""
    document = pypdfium2.PdfDocument(pdf)
    return [document[number].render(scale=SCALE).to_pil() for number in range(len(document))]


def telling(pages: list[Image.Image]) -> list[Image.Image]:
    """Return the first pages that are full of text, and the last: it holds the inscription."""
    inks = [sum(page.convert("L").histogram()[:192]) for page in pages]
    full = [number for number in range(len(pages) - 1) if inks[number] > max(inks) / 2]
    return [pages[number] for number in (*full[: MOST - 1], len(pages) - 1)]


def lay_out(pages: list[Image.Image]) -> Image.Image:
    """Return the pages in a row, each with a thin edge, on a plain ground."""
    width = sum(page.width + GAP for page in pages) + GAP
    desk = Image.new("RGB", (width, max(page.height for page in pages) + 2 * GAP), DESK)
    left = GAP
    for page in pages:
        desk.paste(page, (left, GAP))
        ImageDraw.Draw(desk).rectangle((left, GAP, left + page.width, GAP + page.height), outline="#b9c0c6")
        left += page.width + GAP
    return desk


def save_small(picture: Image.Image, path: Path) -> None:
    """Write the picture with few colours: it is black on white."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(48, Image.Quantize.MAXCOVERAGE).save(path, optimize=True)
    print(path.relative_to(ROOT), f"{path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
