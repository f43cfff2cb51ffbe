"""Measure a batch: articles per second, scaling, memory, a run without changes and one with a single change.

    python benchmarks/batch.py [--articles 200] [--workers 1,2] [--to pdf,epub,docx] [--others 6] [--keep DIR]

The corpus is made by a seeded generator below: distinct articles of 500 to 8,000 characters, some with pictures. For 1,000
and 10,000 articles say `--articles 1000 --keep DIR`, then `--articles 10000 --keep DIR`: peaks are to be the same.

Processor seconds are those of a run with its workers and what they start; other work on the machine changes them less than
the rates. Memory is proportional (PSS of smaps_rollup(5), sampled): what processes share counts once. What others
need (pandoc and the WeasyPrint command one after another; calibre, one and two at a time, where it is installed) is
measured on a few.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

KANBEN = [sys.executable, "-m", "kanben.cli"]
PLACES = [
    "临溪",
    "北泽",
    "东岸",
    "石门",
    "青浦口",
    "白鹭湾",
    "南坪",
    "云岭",
    "柳河",
    "长亭",
    "松坡",
    "小榆",
    "大渡",
    "桐乡里",
    "枫桥镇",
    "鹿鸣坡",
]
NAMES = ["林远", "苏明远", "何小满", "周可", "陈若水", "许知秋", "罗青", "方圆", "沈一舟", "韩松", "唐棣", "顾春生"]
SUBJECTS = [
    "县里的博物馆",
    "新修的石桥",
    "镇上的合作社",
    "村口的老槐树",
    "河边的水文站",
    "山腰的茶园",
    "年轻的护林员",
    "退休的教师",
    "渡口的船工",
]
VERBS = ["记录着", "见证了", "改变了", "守护着", "重新讲述了", "连接起", "照亮了", "保存下"]
OBJECTS = [
    "几代人的记忆",
    "两岸的往来",
    "一座城的清晨",
    "山里的四季",
    "先人的手艺",
    "孩子们的功课",
    "远行者的归路",
    "一条河的脾气",
]
TAILS = [
    "谁也没有想到它会留到今天",
    "这件事要从头说起",
    "说到这里他停了停",
    "而人们渐渐习惯了这样的日子",
    "数字背后是一张张面孔",
]
QUOTES = ["慢一点没关系", "路总要有人走", "把账记清楚", "东西是大家的", "水不等人"]
LETTERS = "ABCDEF"
SAMPLE = 0.5
"""Seconds between two looks at the memory."""


def make_corpus(folder: Path, count: int, seed: int = 20220314) -> None:
    """Write `count` distinct articles into folders of two hundred."""
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")
        place = folder / f"{number // 200:03d}"
        place.mkdir(parents=True, exist_ok=True)
        text = "\n\n".join(_blocks(chance, number))
        if number % 10 == 9:
            _write_picture(place / f"{number:05d}.png", chance)
            text = _as_markdown(text, f"{number:05d}.png")
            (place / f"{number:05d}.md").write_text(text, encoding="utf-8")
        else:
            (place / f"{number:05d}.txt").write_text(text + "\n", encoding="utf-8")


def _blocks(chance: random.Random, number: int) -> Iterator[str]:
    place, length = chance.choice(PLACES), int(500 * 16 ** chance.random())
    yield f"{place}{chance.choice(SUBJECTS)}{chance.choice(VERBS)}第{number + 1}个春天"
    yield f"文/{chance.choice(NAMES)}　图/{chance.choice(NAMES)}"
    written, section = 0, 0
    while written < length:
        if written and chance.random() < 0.12 and section < len(LETTERS):
            yield f"{LETTERS[section]} “{chance.choice(QUOTES)}”与{chance.choice(PLACES)}"
            section += 1
        if written and chance.random() < 0.06:
            yield f"{chance.choice(PLACES)}{chance.choice(SUBJECTS)}"
        paragraph = "".join(_sentence(chance) for _ in range(chance.randint(2, 7)))
        written += len(paragraph)
        yield paragraph
    if number % 7 == 3:
        yield "一九四六年六月三十日\n為了堅持兩岸往來\n從此登船北上東岸\n臨溪縣人民立于一九八五年九月"


def _sentence(chance: random.Random) -> str:
    year, count = chance.randint(1905, 2022), chance.randint(2, 9800)
    forms = (
        f"{year}年，{chance.choice(PLACES)}{chance.choice(SUBJECTS)}{chance.choice(VERBS)}{chance.choice(OBJECTS)}。",
        f"据{chance.choice(NAMES)}介绍，这里先后登记了{count}件物品，{chance.choice(TAILS)}。",
        f"“{chance.choice(QUOTES)}。”{chance.choice(NAMES)}说，{chance.choice(TAILS)}。",
        f"{chance.choice(SUBJECTS)}与{chance.choice(PLACES)}相距{count % 90 + 1}公里，{chance.choice(TAILS)}。",
    )
    return chance.choice(forms)


def _as_markdown(text: str, picture: str) -> str:
    title, byline, *blocks = text.split("\n\n")
    blocks.insert(len(blocks) // 2, f"![{blocks[0][:12]}]({picture})")
    return f"---\ntitle: {title}\nbyline: ['{byline}']\nlang: zh-Hans\n---\n\n" + "\n\n".join(blocks) + "\n"


def _write_picture(path: Path, chance: random.Random) -> None:
    from PIL import Image

    Image.new("RGB", (900, 600), tuple(chance.randint(60, 220) for _ in range(3))).save(path)


@dataclass(slots=True)
class Run:
    """What one `kanben build` cost: wall and processor seconds, peaks in MB, and the last line it said."""

    wall: float
    cpu: float
    parent: float
    together: float
    said: str

    def __str__(self) -> str:
        memory = f"peak {self.parent:.0f} MB in the parent, {self.together:.0f} MB in all processes"
        return f"{self.wall:.1f} s, {self.cpu:.1f} processor seconds; {memory} ({self.said})"


def run_kanben(source: Path, output: Path, workers: int, formats: str) -> Run:
    """Run `kanben build` and measure it."""
    command = [*KANBEN, "build", str(source), "-o", str(output), "--jobs", str(workers), "--to", formats]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    run = Run(0.0, 0.0, 0.0, 0.0, "")
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryFile("w+") as complaints:
        process = subprocess.Popen(command, env=environment, stdout=told, stderr=complaints)
        ended = threading.Event()
        sampler = threading.Thread(target=_sample, args=(process.pid, run, ended))
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        run.wall = time.perf_counter() - begun
        ended.set()
        sampler.join()
        run.cpu = usage.ru_utime + usage.ru_stime
        run.said = (_read(told).strip().splitlines() or [""])[-1]
        if process.returncode:
            print(_read(complaints)[-2000:], file=sys.stderr)
    return run


def _read(file: object) -> str:
    file.seek(0)  # type: ignore[attr-defined]
    return str(file.read())  # type: ignore[attr-defined]


def _sample(parent: int, run: Run, ended: threading.Event) -> None:
    """Keep the greatest memory of the parent, and of it and its descendants together, until the run has ended."""
    while not ended.wait(SAMPLE):
        own, below = _proportional(parent), sum(map(_proportional, _descendants(parent)))
        run.parent, run.together = max(run.parent, own), max(run.together, own + below)


def _proportional(process: int) -> float:
    """Return a process's PSS in MB; 0 where it has ended, or the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def _descendants(process: int) -> Iterator[int]:
    try:
        children = [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield child
        yield from _descendants(child)


def with_pandoc(article: Path, folder: Path) -> None:
    """Make three editions with pandoc and the WeasyPrint command."""
    from kanben.source.pandoc import pandoc_path

    for ending in ("epub", "docx", "html"):
        command = [pandoc_path(), "-s", "-f", "markdown", article, "-o", folder / f"{article.stem}.{ending}"]
        subprocess.run(command, check=True, capture_output=True)
    weasyprint = Path(sys.executable).with_name("weasyprint")
    command = [weasyprint, folder / f"{article.stem}.html", folder / f"{article.stem}.pdf"]
    subprocess.run(command, check=True, capture_output=True)


def with_calibre(article: Path, folder: Path) -> None:
    """Make three editions with calibre, whose Chromium refuses to run as root inside its sandbox."""
    environment = os.environ | {"QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox", "QT_QPA_PLATFORM": "offscreen"}
    for ending in ("epub", "docx", "pdf"):
        command = ["ebook-convert", article, folder / f"{article.stem}.c.{ending}"]
        subprocess.run(command, check=True, capture_output=True, env=environment)


def measure_other(
    name: str, convert: Callable[[Path, Path], None], articles: list[Path], folder: Path, together: int = 1
) -> None:
    """Measure another tool on a few articles, so many at a time."""
    before, begun = _children_cpu(), time.perf_counter()
    with ThreadPoolExecutor(together) as pool:
        list(pool.map(lambda article: convert(article, folder), articles))
    rate = len(articles) / (time.perf_counter() - begun)
    cpu = (_children_cpu() - before) / len(articles)
    print(f"{name}, {together} at a time: {rate:.2f} articles/s, {cpu:.2f} processor seconds each", flush=True)


def _children_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system


def measure_others(articles: list[Path], folder: Path) -> None:
    """Measure the others, calibre where it is installed."""
    measure_other("pandoc + weasyprint", with_pandoc, articles, folder)
    if shutil.which("ebook-convert"):
        for together in (1, 2):
            measure_other("calibre", with_calibre, articles, folder, together)
    else:
        print("calibre: not installed")


def measure_kanben(source: Path, out: Path, workers: list[int], formats: str, articles: int) -> None:
    """Measure whole runs with so many workers each, then one without changes and one with a single change."""
    rates = {}
    for count in workers:
        shutil.rmtree(out, ignore_errors=True)
        run = run_kanben(source, out, count, formats)
        rates[count] = articles / run.wall
        print(f"{count} workers: {rates[count]:.2f} articles/s, {run.cpu / articles:.3f} processor seconds each")
        print(f"  {run}", flush=True)
    if len(rates) > 1:
        least, most = min(rates), max(rates)
        print(f"from {least} to {most} workers: {rates[most] / rates[least]:.2f} times")
    print(f"nothing changed: {run_kanben(source, out, 2, formats)}", flush=True)
    changed = next(iter(sorted(source.rglob("*.txt"))))
    before = changed.read_text(encoding="utf-8")
    changed.write_text(before + "\n又及：桥还在。\n", encoding="utf-8")
    print(f"one article changed: {run_kanben(source, out, 2, formats)}", flush=True)
    changed.write_text(before, encoding="utf-8")


def main() -> None:
    """Make the corpus, measure, print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=200)
    arguments.add_argument("--workers", default="1,2")
    arguments.add_argument("--to", default="pdf,epub,docx")
    arguments.add_argument("--others", type=int, default=6)
    arguments.add_argument("--keep", type=Path)
    given = arguments.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="kanben-batch-"))
    source = folder / f"corpus-{given.articles}"
    if not source.exists():
        make_corpus(source, given.articles)
    workers = [int(count) for count in given.workers.split(",")]
    measure_kanben(source, folder / "out", workers, given.to, given.articles)
    if given.others:
        measure_others(sorted(source.rglob("*.txt"))[: given.others], folder)
    if given.keep is None:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
