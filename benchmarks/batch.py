"""Measure a batch: articles per second, scaling, memory, a run without changes and one with a single change.

    python benchmarks/batch.py [--articles 200] [--workers 1,2] [--others 6] [--keep DIR]

The corpus is made by a seeded generator below: distinct articles of 500 to 8,000 characters, some with pictures. What
others need (pandoc and the WeasyPrint command one after another; calibre where it is installed) is measured on a few.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
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


def run_kanben(source: Path, output: Path, workers: int, *more: str) -> tuple[float, str]:
    """Return the seconds of one `kanben build` and the last line it said."""
    command = [*KANBEN, "build", str(source), "-o", str(output), "--jobs", str(workers), *more]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
    return seconds, (done.stdout.strip().splitlines() or [""])[-1]


def cpu_seconds() -> float:
    """Return the processor time of all processes that this one has waited for: what a busy machine does not change."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def peak_megabytes() -> float:
    """Return the largest memory of any process that this one has waited for, and of theirs."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def run_others(articles: list[Path], folder: Path) -> None:
    """Measure pandoc and the WeasyPrint command one after another, then calibre, on a few articles."""
    from kanben.source.pandoc import pandoc_path

    weasyprint = str(Path(sys.executable).with_name("weasyprint"))

    def with_pandoc(article: Path) -> None:
        for ending in ("epub", "docx", "html"):
            target = folder / f"{article.stem}.{ending}"
            subprocess.run(
                [pandoc_path(), "-s", "-f", "markdown", article, "-o", target], check=True, capture_output=True
            )
        subprocess.run(
            [weasyprint, folder / f"{article.stem}.html", folder / f"{article.stem}.pdf"],
            check=True,
            capture_output=True,
        )

    def with_calibre(article: Path) -> None:
        for ending in ("epub", "docx", "pdf"):
            command = ["ebook-convert", article, folder / f"{article.stem}.c.{ending}"]
            subprocess.run(
                command,
                check=True,
                capture_output=True,
                env=os.environ | {"QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"},
            )

    for name, convert in (("pandoc + weasyprint", with_pandoc), ("calibre", with_calibre)):
        if name == "calibre" and not shutil.which("ebook-convert"):
            print("calibre: not installed")
            continue
        begun = time.perf_counter()
        for article in articles:
            convert(article)
        print(f"{name}: {len(articles) / (time.perf_counter() - begun):.2f} articles/s, one at a time")


def main() -> None:
    """Make the corpus, measure, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=200)
    arguments.add_argument("--workers", default="1,2")
    arguments.add_argument("--others", type=int, default=6)
    arguments.add_argument("--keep", type=Path)
    given = arguments.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="kanben-batch-"))
    source = folder / f"corpus-{given.articles}"
    if not source.exists():
        make_corpus(source, given.articles)
    rates = {}
    for workers in map(int, given.workers.split(",")):
        shutil.rmtree(folder / "out", ignore_errors=True)
        before = cpu_seconds()
        seconds, said = run_kanben(source, folder / "out", workers)
        rates[workers] = given.articles / seconds
        spent = (cpu_seconds() - before) / given.articles
        print(f"{workers} workers: {rates[workers]:.2f} articles/s, {spent:.2f} CPU seconds each ({said})")
        print(f"largest process: {peak_megabytes():.0f} MB", flush=True)
    if len(rates) > 1:
        least, most = min(rates), max(rates)
        print(f"from {least} to {most} workers: {rates[most] / rates[least]:.2f} times")
    print(f"nothing changed: {run_kanben(source, folder / 'out', 2)[0]:.2f} s")
    changed = next(source.rglob("*.txt"))
    changed.write_text(changed.read_text(encoding="utf-8") + "\n又及：桥还在。\n", encoding="utf-8")
    print(f"one article changed: {run_kanben(source, folder / 'out', 2)[0]:.2f} s")
    if given.others:
        run_others(sorted(source.rglob("*.txt"))[: given.others], folder)
    if given.keep is None:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
