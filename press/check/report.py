"""Tell what a check found: one table for a person, JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kanben.source.counting import counted

from .findings import Checked, CheckReport, Finding, Severity, Unchecked

LABELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: ""}
ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)


def print_report(report: CheckReport) -> None:
    """Print a table of the findings, errors first, then who looked at what, and what nobody looked at."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=False)
    if report.findings:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("", "where", "checker", "what", "what to do"):
            table.add_column(name, overflow="fold")
        for finding in sorted(report.findings, key=lambda f: (ORDER.index(f.severity), str(f.path))):
            style = STYLES[finding.severity]
            cells = (LABELS[finding.severity], where(finding), finding.checker, what(finding), finding.remedy)
            table.add_row(*(Text(cell, style=style if number == 0 else "") for number, cell in enumerate(cells)))
        console.print(table)
        console.print()
    for line in summary_lines(report):
        console.print(Text(line))


def where(finding: Finding) -> str:
    """Return file and place of a finding."""
    return f"{finding.path}:{finding.place}" if finding.place else str(finding.path)


def what(finding: Finding) -> str:
    """Return code and message of a finding."""
    return f"{finding.code}: {finding.message}" if finding.code else finding.message


def summary_lines(report: CheckReport) -> Iterator[str]:
    """Yield a line for each kind of file with those who looked at it, one for each missing checker, and the counts."""
    kinds = Counter(checked.kind for checked in report.checked)
    for kind, number in kinds.items():
        own = [checked for checked in report.checked if checked.kind == kind]
        names = dict.fromkeys(name for checked in own for name in checked.checkers)
        yield f"{counted(number, kind) if kind == 'article' else f'{number} {kind}'}: {', '.join(names) or 'nobody looked at it'}{_figures(own)}"
    for missing in report.unchecked:
        yield f"not checked: {missing.would} ({missing.checker} is missing; {missing.remedy})"
    yield ", ".join(counted(report.count(severity), LABELS[severity]) for severity in ORDER)


def _figures(checked: list[Checked]) -> str:
    totals: Counter[str] = Counter()
    for one in checked:
        totals.update({key: int(value) for key, value in one.figures.items() if key in {"pages", "lines", "words"}})
    return f" ({', '.join(counted(value, key[:-1]) for key, value in totals.items())})" if totals else ""


def report_json(report: CheckReport) -> dict[str, Any]:
    """Return the report as plain values, as `docs/schema/check.schema.json` describes them."""
    return {
        "checked": [_checked_json(checked) for checked in report.checked],
        "findings": [_finding_json(finding) for finding in report.findings],
        "unchecked": [_unchecked_json(missing) for missing in report.unchecked],
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "notices": report.count(Severity.NOTICE),
    }


def _checked_json(checked: Checked) -> dict[str, Any]:
    return {
        "file": str(checked.path),
        "kind": checked.kind,
        "checkers": list(checked.checkers),
        "figures": dict(checked.figures),
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "file": str(finding.path),
        "checker": finding.checker,
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "place": finding.place,
        "remedy": finding.remedy,
    }


def _unchecked_json(missing: Unchecked) -> dict[str, Any]:
    return {
        "checker": missing.checker,
        "would": missing.would,
        "files": missing.files,
        "remedy": missing.remedy,
    }
