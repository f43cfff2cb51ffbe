"""Set the same texts with several engines at the same measures, and print how well each sets Chinese lines.

    python benchmarks/composition.py [ARTICLE …] [--engines weasyprint,kanben,typst,vivliostyle,calibre] [--measures 26,18,12] [--keep DIR]

The texts are six of our own (`composition_texts/`) and any articles named. All engines get the same paragraphs, 12 pt Noto Serif
CJK, first lines indented by two characters, justified. `kanben` is WeasyPrint with composed lines and fast subsetting, on the same
HTML; `hanging` lets marks hang. Typst comes from PyPI (`pip install typst`), Vivliostyle from npm (`@vivliostyle/cli`; set VIVLIOSTYLE
to the program where it is not on the path) with a Chromium, calibre from its own package. Engines that are not there are named.

Columns: share of full lines that reach the edge; prohibition rules broken; widest added space and its 95th percentile over lines,
in em; lines with more than a quarter em added; seconds for the text, in a warm process for those that are libraries.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
from measurement import MEASUREMENT  # noqa: E402

MARGIN, HEIGHT, SIZE = 40, 640, 12
Paragraphs = list[str]


class Absent(Exception):
    """An engine is not installed; the message says what is missing."""


def read_paragraphs(path: Path) -> Paragraphs:
    """Return the lines of a text that are not blank."""
    return [line.strip() for line in path.read_text("utf-8-sig").splitlines() if line.strip()]


def is_traditional(path: Path) -> bool:
    """Say whether a text is set in the shapes of Taiwan."""
    return "traditional" in path.stem


def write_html(paragraphs: Paragraphs, measure: float, traditional: bool) -> str:
    """Return one page of HTML with its style, the same for every engine that reads HTML."""
    lang, family = ("zh-Hant-TW", "Noto Serif CJK TC") if traditional else ("zh-Hans-CN", "Noto Serif CJK SC")
    style = (
        f"@page {{ size: {measure * SIZE + 2 * MARGIN}pt {HEIGHT}pt; margin: {MARGIN}pt }}"
        f"html, body {{ margin: 0; padding: 0 }} body {{ font: {SIZE}pt/1.75 '{family}'; text-align: justify; orphans: 1; widows: 1;"
        "text-autospace: normal; text-spacing-trim: trim-start; line-break: strict }"
        "p { margin: 0; text-indent: 2em }"
    )
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>text</title><style>{style}</style></head><body>{body}</body></html>'


def set_weasyprint(page: str, target: Path, composed: bool = False, hanging: bool = False) -> None:
    """Set by WeasyPrint, alone or with composed lines."""
    import weasyprint

    from kanben.outputs.pdf.engine import CompositionSettings, composed_lines

    with composed_lines(CompositionSettings(hanging_punctuation=hanging)) if composed else nullcontext():
        weasyprint.HTML(string=page).write_pdf(target, pdf_variant="pdf/ua-1")


def set_typst(paragraphs: Paragraphs, measure: float, traditional: bool, target: Path) -> None:
    """Set by Typst, with its own optimised line breaking."""
    try:
        import typst
    except ImportError as exc:
        raise Absent("PyPI package typst") from exc
    family, region = ("Noto Serif CJK TC", "tw") if traditional else ("Noto Serif CJK SC", "cn")
    source = (
        f"#set page(width: {measure * SIZE + 2 * MARGIN}pt, height: {HEIGHT}pt, margin: {MARGIN}pt)\n"
        f'#set text(font: "{family}", size: {SIZE}pt, lang: "zh", region: "{region}")\n'
        "#set par(justify: true, leading: 0.75em, spacing: 0.75em, first-line-indent: (amount: 2em, all: true))\n"
    )
    source += "".join(f"#par[#{json.dumps(paragraph, ensure_ascii=False)}]\n\n" for paragraph in paragraphs)
    target.with_suffix(".typ").write_text(source, "utf-8")
    typst.compile(str(target.with_suffix(".typ")), output=str(target))


def set_vivliostyle(page: str, target: Path) -> None:
    """Set by Vivliostyle in a Chromium."""
    program = os.environ.get("VIVLIOSTYLE") or shutil.which("vivliostyle")
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program or not browser:
        raise Absent("npm package @vivliostyle/cli, or chromium")
    source = target.with_suffix(".html")
    source.write_text(page, "utf-8")
    run(
        [program, "build", str(source), "-o", str(target), "--executable-browser", browser, "--log-level", "silent"],
        target,
    )


def set_calibre(page: str, measure: float, target: Path) -> None:
    """Set by calibre's ebook-convert."""
    program = shutil.which("ebook-convert")
    if not program:
        raise Absent("calibre")
    source = target.with_suffix(".html")
    source.write_text(page, "utf-8")
    margins = [f"--pdf-page-margin-{side}={MARGIN}" for side in ("left", "right", "top", "bottom")]
    sizes = ["--custom-size", f"{measure * SIZE + 2 * MARGIN}x{HEIGHT}", "--unit", "point", "--disable-font-rescaling"]
    run([program, str(source), str(target), *sizes, *margins], target)


def run(command: list[str], target: Path) -> None:
    """Run a program; raise Absent with its last words where it makes no PDF."""
    environment = os.environ | {"QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)
    if done.returncode or not target.exists():
        words = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise Absent(f"it failed: {words[-1][:120]}")


def set_text(engine: str, path: Path, measure: float, target: Path) -> None:
    """Set one text with one engine."""
    paragraphs, traditional = read_paragraphs(path), is_traditional(path)
    page = write_html(paragraphs, measure, traditional)
    ways: dict[str, Callable[[], None]] = {
        "weasyprint": lambda: set_weasyprint(page, target),
        "kanben": lambda: set_weasyprint(page, target, composed=True),
        "hanging": lambda: set_weasyprint(page, target, composed=True, hanging=True),
        "typst": lambda: set_typst(paragraphs, measure, traditional, target),
        "vivliostyle": lambda: set_vivliostyle(page, target),
        "calibre": lambda: set_calibre(page, measure, target),
    }
    ways[engine]()


def load_typography() -> Any:
    """Return the measuring tool, which is not part of kanben; stop where it is absent."""
    path = MEASUREMENT / "tools" / "typography.py"
    spec = importlib.util.spec_from_file_location("typography", path)
    if spec is None or spec.loader is None or not path.exists():
        sys.exit(f"the measuring tool is absent: {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", type=Path)
    parser.add_argument("--engines", default="weasyprint,kanben,hanging,typst,vivliostyle,calibre")
    parser.add_argument("--measures", default="26,18,12")
    parser.add_argument("--keep", type=Path, help="keep the PDF files here")
    options = parser.parse_args()
    typography = load_typography()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="composition-"))
    folder.mkdir(parents=True, exist_ok=True)
    absent: dict[str, str] = {}
    print(
        "| text | em | engine | lines | flush | violations | worst | p95 | loose | seconds |\n|---|---|---|---|---|---|---|---|---|---|"
    )
    for path in [*options.articles, *sorted((HERE / "composition_texts").glob("*.txt"))]:
        for measure in map(float, options.measures.split(",")):
            for engine in (name for name in options.engines.split(",") if name not in absent):
                print_row(typography, engine, path, measure, folder / f"{path.stem}-{measure:g}-{engine}.pdf", absent)
    for engine, reason in absent.items():
        print(f"\n{engine} is absent: {reason}")
    if not options.keep:
        shutil.rmtree(folder)


def print_row(typography: Any, engine: str, path: Path, measure: float, target: Path, absent: dict[str, str]) -> None:
    """Set one text twice where the engine is a library (the second time warm), and print one line of the table."""
    try:
        for _ in range(2 if engine in ("weasyprint", "kanben", "hanging", "typst") else 1):
            begun = time.perf_counter()
            set_text(engine, path, measure, target)
            seconds = time.perf_counter() - begun
    except Absent as exc:
        absent[engine] = str(exc)
        return
    found = typography.measure(target)
    print(
        f"| {path.stem} | {measure:g} | {engine} | {found['lines']} | {found['flush']:.3f} | {found['kinsoku']} "
        f"| {found['worst']:.3f} | {found['p95']:.3f} | {found['loose']:.3f} | {seconds:.2f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
