"""Size and time of EPUB and DOCX editions beside pandoc alone and calibre, and what the validators say of them.

    python benchmarks/editions.py [ARTICLE ...] [--runs 9] [--no-validators]

Without articles the examples are measured; the volume of twenty articles always is. The times are processor seconds, of
this process and of those it calls, for the writers in a warm process (least of the runs: what other work on the machine
adds is no part of it); the document is read before. pandoc writes the same document; calibre, where `ebook-convert` is
installed, converts pandoc's HTML of it and is timed whole, one process for each format. Validators are looked for in
.tools/bin and on the PATH.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
os.environ["PATH"] = f"{ROOT / '.tools' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"

from docx_articles import EVERYTHING, make_article  # noqa: E402

from kanben.filters import apply_passes  # noqa: E402
from kanben.filters.options import FilterOptions  # noqa: E402
from kanben.outputs import OUTPUTS, VOLUMES  # noqa: E402
from kanben.outputs.options import OutputOptions  # noqa: E402
from kanben.press.check.validators import VALIDATORS, validate  # noqa: E402
from kanben.source.document import copy_doc, write_json  # noqa: E402
from kanben.source.options import SourceOptions  # noqa: E402
from kanben.source.pandoc import run_pandoc  # noqa: E402
from kanben.source.read import read_article  # noqa: E402
from kanben.source.volume import Chapter, Volume  # noqa: E402

PANDOC_NAMES = {"epub": "epub3", "docx": "docx"}
Write = Callable[[str], bytes]


def measured(write: Callable[[], bytes], runs: int) -> tuple[float, bytes]:
    """Return the least processor milliseconds of the runs, and what was written; the first run is not counted."""
    times, data = [], write()
    for _ in range(runs):
        begun = processor_seconds()
        data = write()
        times.append(processor_seconds() - begun)
    return min(times) * 1000, data


def processor_seconds() -> float:
    """Return the processor seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def article_writers(path: Path) -> tuple[Write, bytes]:
    """Return what writes an article's editions, and its pandoc JSON."""
    article = apply_passes(read_article(path, SourceOptions()), FilterOptions())
    return lambda name: OUTPUTS[name](article, OutputOptions()).data, write_json(article.doc).encode()


def volume_writers() -> tuple[Write, bytes]:
    """Return the same for a volume of twenty articles with pictures, notes, tables, ruby and both scripts."""
    traditional = EVERYTHING.replace("lang: zh-Hans", "lang: zh-Hant-TW")
    articles = [make_article(traditional if number % 4 == 0 else EVERYTHING) for number in range(20)]
    volume = Volume(("石桥文集",), tuple(Chapter(article) for article in articles))
    whole = copy_doc(articles[0].doc)
    for article in articles[1:]:
        whole.content.extend(copy_doc(article.doc).content)
    return lambda name: VOLUMES[name](volume, OutputOptions()).data, write_json(whole).encode()


def pandoc_writer(document: bytes, name: str) -> Callable[[], bytes]:
    """Return what lets pandoc write the same document by itself."""
    return lambda: run_pandoc(["-f", "json", "-t", PANDOC_NAMES[name], "-o", "-"], document)


def calibre_writer(program: str, document: bytes, name: str, folder: Path) -> Callable[[], bytes]:
    """Return what lets calibre write the same document."""
    source, target = folder / "book.html", folder / f"book.{name}"
    source.write_bytes(run_pandoc(["-f", "json", "-t", "html5", "-s", "--metadata", "pagetitle=book"], document))
    environment = os.environ | {"QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox", "QT_QPA_PLATFORM": "offscreen"}

    def write() -> bytes:
        subprocess.run([program, source, target], check=True, capture_output=True, env=environment)
        return target.read_bytes()

    return write


def verdict(data: bytes, name: str, folder: Path) -> str:
    """Return how many findings each validator that is present has."""
    path = folder / f"edition.{name}"
    path.write_bytes(data)
    counts = []
    for validator in VALIDATORS:
        command = validator.command()
        if validator.kind == name and command:
            counts.append(f"{validator.name} {len(validate(validator, command, path))}")
    return ", ".join(counts)


def compare(title: str, write: Write, document: bytes, arguments: argparse.Namespace) -> None:
    """Print the rows of one book."""
    print(title)
    calibre = shutil.which("ebook-convert")
    sums = {"kanben": 0.0, "pandoc": 0.0}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in ("epub", "docx"):
            rows = {
                "kanben": measured(lambda: write(name), arguments.runs),  # noqa: B023
                "pandoc": measured(pandoc_writer(document, name), arguments.runs),
            }
            if calibre:
                rows["calibre"] = measured(calibre_writer(calibre, document, name, folder), 1)
            for program, (milliseconds, data) in rows.items():
                judged = "" if arguments.no_validators or program == "calibre" else verdict(data, name, folder)
                print(f"  {name:5}{program:9}{milliseconds:9.0f} ms{len(data) / 1000:10.0f} kB  {judged}", flush=True)
                if program in sums:
                    sums[program] += milliseconds
    print(f"  EPUB + DOCX: {sums['kanben'] / sums['pandoc']:.2f} of pandoc's own time")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="*", default=sorted((ROOT / "examples").glob("*.txt")))
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--no-validators", action="store_true")
    arguments = parser.parse_args()
    for path in arguments.articles:
        compare(path.name, *article_writers(path), arguments)
    compare("a volume of twenty articles", *volume_writers(), arguments)
    if not shutil.which("ebook-convert"):
        print("calibre: ebook-convert is not installed; not measured")


if __name__ == "__main__":
    main()
