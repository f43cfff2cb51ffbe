"""Convert a plain text, or tell the scripts it is written in: `kanben convert`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kanben.filters.conversion import Conversion, convert
from kanben.filters.editions import Edition
from kanben.source.decisions import Decisions, decisions_path, read_decisions
from kanben.source.decode import decode_bytes
from kanben.source.errors import LimitError
from kanben.source.read import read_bytes
from kanben.source.scripts import ScriptSpan, find_spans

from .options import Options

STANDARD_INPUT = Path("-")


def read_plain_text(path: Path, options: Options) -> str:
    """Return the text of a file, or of standard input for `-`; white space alone is a text too."""
    if path != STANDARD_INPUT:
        data = read_bytes(path, options.source.max_bytes)
    else:
        data = sys.stdin.buffer.read(options.source.max_bytes + 1)
        if len(data) > options.source.max_bytes:
            raise LimitError(f"it has more than {options.source.max_bytes:,} bytes", path, "raise `max_bytes`")
    if not data.strip():
        return data.decode("ascii", "ignore")
    return decode_bytes(data, options.source.encoding, path).text


def convert_file(path: Path, options: Options) -> Conversion:
    """Return the conversion of a plain text, by the decisions beside the file and the glossary."""
    text = read_plain_text(path, options)
    decisions = _decisions(path, options)
    if options.filters.script == "as-written":
        return Conversion(text, Edition.of("zh"), tuple(find_spans(text)), ())
    return convert(text, Edition.of(options.filters.script, options.filters.regional_vocabulary), decisions)


def _decisions(path: Path, options: Options) -> Decisions:
    beside = path if path != STANDARD_INPUT and decisions_path(path).is_file() else None
    return read_decisions(beside, options.filters.glossary)


def text_spans(text: str) -> list[ScriptSpan]:
    """Return in which script each part of a text is written."""
    return find_spans(text)


def conversion_json(conversion: Conversion, script: str) -> dict[str, Any]:
    """Return a conversion as plain values (schema: docs/schema/convert.schema.json)."""
    return {
        "script": script,
        "text": conversion.output,
        "spans": spans_json(conversion.spans),
        "replacements": [
            {
                "start": replacement.start,
                "end": replacement.end,
                "source": replacement.source,
                "output": replacement.output,
                "candidates": list(replacement.candidates),
                "rule": replacement.rule,
            }
            for replacement in conversion.replacements
        ],
        "stale": [
            {"left": decision.left, "source": decision.source, "right": decision.right, "target": decision.target}
            for decision in conversion.stale
        ],
    }


def spans_json(spans: tuple[ScriptSpan, ...] | list[ScriptSpan]) -> list[dict[str, Any]]:
    """Return spans as plain values (schema: docs/schema/spans.schema.json)."""
    return [{"start": span.start, "end": span.end, "label": span.label} for span in spans]


def span_lines(text: str, spans: list[ScriptSpan]) -> Iterator[str]:
    """Yield what a person reads of the spans: where, which script, and how the span begins and ends."""
    for span in spans:
        words = " ".join(text[span.start : span.end].split())
        shown = words if len(words) <= 40 else f"{words[:24]} … {words[-12:]}"
        yield f"{span.start:>7}-{span.end:<7} {span.label:<6} {shown}"


def remark_lines(conversion: Conversion) -> Iterator[str]:
    """Yield what a person should know of a conversion: words of the region that were put in, decisions without a place."""
    regional: dict[tuple[str, str], int] = {}
    for replacement in conversion.replacements:
        if replacement.rule == "regional-vocabulary":
            key = (replacement.source, replacement.output)
            regional[key] = regional.get(key, 0) + 1
    for (source, output), count in regional.items():
        yield f"regional vocabulary: {source} → {output} ({count})"
    for decision in conversion.stale:
        context = f"{decision.left}[{decision.source}]{decision.right}"
        yield f"stale decision: {context} → {decision.target}: its place is not in the text any more"
