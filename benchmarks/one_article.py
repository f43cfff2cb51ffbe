"""Time one article into PDF, EPUB and DOCX: kanben beside calibre, cold processes, in turns.

    python benchmarks/one_article.py ARTICLE [--runs 5] [--with-kanben PATH]

Prints wall seconds and peak memory of each (median of the runs, least and greatest) and the ratio of the medians. The
peak is that of the largest process (getrusage: RUSAGE_CHILDREN counts a child and what it waited for). Where calibre's
`ebook-convert` is missing it says so and prints kanben's figures alone.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FORMATS = ("pdf", "epub", "docx")
Runs = list[tuple[float, float]]
EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "临溪县博物馆.txt"


def environment() -> dict[str, str]:
    """Return an environment in which compiled modules are kept, as on a person's machine."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # calibre makes PDF with Chromium, which refuses to run as root inside its sandbox.
    return kept | {"QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox", "QT_QPA_PLATFORM": "offscreen"}


def run_measured(commands: list[list[str]]) -> tuple[float, float]:
    """Run the commands one after another; return wall seconds and the peak memory in MB of the largest process."""
    begun, peak = time.perf_counter(), 0.0
    for command in commands:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment())
        complaint = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{command[0]} failed: {complaint.decode('utf-8', 'replace').strip()[-400:]}")
        peak = max(peak, usage.ru_maxrss / 1024)
    return time.perf_counter() - begun, peak


def kanben_commands(program: str, article: Path, out: Path) -> list[list[str]]:
    """Return the one command that makes all three formats."""
    return [[program, "build", str(article), "-o", str(out), "--to", ",".join(FORMATS)]]


def calibre_commands(program: str, article: Path, out: Path) -> list[list[str]]:
    """Return a command for each format: calibre makes one at a time."""
    return [[program, str(article), str(out / f"{article.stem}.{suffix}")] for suffix in FORMATS]


def print_row(name: str, runs: Runs) -> float:
    """Print one line of the table; return the median of the wall seconds."""
    walls, peaks = [wall for wall, _ in runs], [peak for _, peak in runs]
    wall = statistics.median(walls)
    print(f"{name:10}{wall:8.2f}{min(walls):8.2f}{max(walls):8.2f}{statistics.median(peaks):12.0f}")
    return wall


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", type=Path, nargs="?", default=EXAMPLE)
    parser.add_argument("--runs", type=int, default=5)
    beside = Path(sys.executable).parent / "kanben"
    parser.add_argument("--with-kanben", default=str(beside) if beside.exists() else "kanben")
    arguments = parser.parse_args()
    contenders: dict[str, Callable[[Path], list[list[str]]]] = {
        "kanben": lambda out: kanben_commands(arguments.with_kanben, arguments.article, out)
    }
    calibre = shutil.which("ebook-convert")
    if calibre:
        contenders["calibre"] = lambda out: calibre_commands(calibre, arguments.article, out)
    results: dict[str, Runs] = {name: [] for name in contenders}
    for turn in range(arguments.runs + 1):
        for name, commands in contenders.items():
            with tempfile.TemporaryDirectory() as folder:
                measured = run_measured(commands(Path(folder)))
            if turn:  # the first turn warms the disk
                results[name].append(measured)
    print(f"{'':10}{'wall s':>8}{'least':>8}{'most':>8}{'peak MB':>12}")
    medians = {name: print_row(name, runs) for name, runs in results.items()}
    if calibre:
        print(f"kanben / calibre = {medians['kanben'] / medians['calibre']:.2f}")
    else:
        print("calibre: ebook-convert is not installed; not measured")


if __name__ == "__main__":
    main()
