"""The report: `OUT/index.html`, one page that needs nothing else, and `OUT/report.json` with the same for programs."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from kanben.source.document import compact_json

from .files import write_file
from .ledger import Ledger
from .plan import REPORT

FEW = 2
"""Articles from which a report is worth its page."""


def write_report(ledger: Ledger) -> tuple[Path, ...]:
    """Write both files for all that the ledger knows, failures first; nothing for a lone article.

    Articles are read from the ledger one at a time for each file, so that ten thousand need no more memory than ten.
    """
    page, data = (ledger.output / name for name in REPORT)
    summary = _summarise(ledger)
    if summary["totals"]["articles"] < FEW and not data.exists():
        return ()
    template = files("kanben.press").joinpath("data/report.html").read_text(encoding="utf-8")
    head, tail = template.split("REPORT", 1)
    pieces = map(_within_script, _pieces(summary, ledger, ()))
    write_file(page, map(_encode, chain([head], pieces, [tail])))
    write_file(data, map(_encode, _pieces(summary, ledger, ("picture",))))
    return page, data


def _pieces(summary: dict[str, Any], ledger: Ledger, without: tuple[str, ...]) -> Iterator[str]:
    """Yield the report as JSON, piece by piece, with the articles' keys except those of `without`."""
    yield f'{compact_json(summary)[:-1]},"articles":['
    for number, entry in enumerate(ledger.articles()):
        article = {key: value for key, value in _article(entry, ledger.output).items() if key not in without}
        yield f"{',' if number else ''}{compact_json(article)}"
    yield "]}"


def _within_script(text: str) -> str:
    # Within a script element only "<" could end it early.
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _article(entry: dict[str, Any], output: Path) -> dict[str, Any]:
    picture, review = entry["picture"], f"{entry['stem']}.review.html"
    return {
        "title": entry["title"],
        "source": entry["source"],
        "error": entry["error"],
        "exit_code": entry["exit_code"],
        "pages": entry["pages"],
        "edits": entry["edits"],
        "seconds": round(entry["seconds"], 3),
        "editions": entry["editions"],
        "review": review if (output / review).is_file() else None,
        "notices": entry["notices"],
        "picture": b64encode(picture).decode() if picture else None,
    }


def _summarise(ledger: Ledger) -> dict[str, Any]:
    """Return the totals, and how many articles have each kind of notice, the most frequent first."""
    totals = dict.fromkeys(("articles", "editions", "notices", "failed"), 0)
    counts: Counter[str] = Counter()
    for entry in ledger.articles():
        totals["articles"] += 1
        totals["editions"] += len(entry["editions"])
        totals["notices"] += len(entry["notices"])
        totals["failed"] += entry["error"] is not None
        counts.update({notice["code"] for notice in entry["notices"]})
    return {"totals": totals, "kinds": dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))}
