"""Passes as pandoc filters: one pass, or several by name, on a pandoc JSON document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from pathlib import Path

from kanben.source.article import Article
from kanben.source.document import plain_text, read_json, write_json
from kanben.source.errors import InputError, UsageError
from kanben.source.scripts import main_script

from .options import SCRIPTS, FilterOptions
from .passes import PASSES, Pass


def pass_names() -> dict[str, Pass]:
    """Return the passes by the names they have on the command line: `convert-article`, `add-transcriptions` …"""
    return {step.__name__.replace("_", "-"): step for step in PASSES}


def assert_known(names: Sequence[str]) -> None:
    """Raise `UsageError`, which lists the passes, for the first name that no pass has."""
    known = pass_names()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(f"there is no pass `{unknown[0]}`", remedy=f"choose from {', '.join(known)}")


def filter_named(name: str, data: bytes) -> bytes:
    """Return a pandoc JSON document after one pass; its metadata `kanben-script`, `kanben-facing` … are the options."""
    return _filter((name,), data)


def filter_named_in_metadata(data: bytes) -> bytes:
    """Return a pandoc JSON document after the passes that its metadata `kanben-passes` lists, by default all."""
    return _filter(None, data)


def _filter(names: Sequence[str] | None, data: bytes) -> bytes:
    article = _read(data)
    meta = article.metadata
    if names is None:
        listed = meta.get("kanben-passes") or list(pass_names())
        names = listed if isinstance(listed, list) else re.split(r"[,\s]+", str(listed).strip())
    options = _options(meta)
    assert_known(names)
    known = pass_names()
    return write_json(reduce(lambda edition, name: known[name](edition, options), names, article).doc).encode()


def _read(data: bytes) -> Article:
    try:
        doc = read_json(data)
        text = plain_text(doc)
    except (AssertionError, AttributeError, KeyError, TypeError, ValueError) as exc:
        raise InputError("this is no pandoc JSON", "standard input", "use `pandoc -t json`") from exc
    article = Article(Path("-"), text, doc)
    if not article.metadata.get("lang"):
        doc.metadata["lang"] = "zh-Hant" if main_script(text) == "Hant" else "zh-Hans"
    return article


def _options(meta: dict[str, object]) -> FilterOptions:
    script = str(meta.get("kanben-script") or "as-written")
    if script not in SCRIPTS:
        raise UsageError(f"`kanben-script` has no value `{script}`", remedy=f"choose from {', '.join(SCRIPTS)}")
    facing = str(meta.get("kanben-facing") or "none")
    regional = meta.get("kanben-regional-vocabulary") in (True, "true", "True")
    return FilterOptions(script=script, facing=facing, regional_vocabulary=regional)
