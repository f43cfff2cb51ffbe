"""The report: `OUT/index.html`, one page that needs nothing else, and `OUT/report.json` with the same for programs."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

from kanben.source.document import compact_json

from .files import write_file
from .ledger import Ledger
from .plan import REPORT

FEW = 2
"""Articles from which a report is worth its page."""


def write_report(ledger: Ledger) -> tuple[Path, ...]:
    """Write both files for all that the ledger knows, failures first; nothing for a lone article."""
    articles = [_article(entry, ledger.output) for entry in ledger.articles()]
    page, data = (ledger.output / name for name in REPORT)
    if len(articles) < FEW and not data.exists():
        return ()
    report = {"totals": _totals(articles), "kinds": _kinds(articles), "articles": articles}
    template = files("kanben.press").joinpath("data/report.html").read_text(encoding="utf-8")
    # Within a script element only "<" could end it early.
    embedded = compact_json(report).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    write_file(page, template.replace("REPORT", embedded, 1).encode("utf-8", "backslashreplace"))
    bare = [{key: value for key, value in article.items() if key != "picture"} for article in articles]
    write_file(data, compact_json({**report, "articles": bare}).encode("utf-8", "backslashreplace"))
    return page, data


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


def _totals(articles: list[dict[str, Any]]) -> dict[str, int]:
    return {
        "articles": len(articles),
        "editions": sum(len(article["editions"]) for article in articles),
        "notices": sum(len(article["notices"]) for article in articles),
        "failed": sum(article["error"] is not None for article in articles),
    }


def _kinds(articles: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many articles have each kind of notice, the most frequent first."""
    counts = Counter(code for article in articles for code in {notice["code"] for notice in article["notices"]})
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
