"""What a check found, and what it could not look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path


class Severity(Enum):
    """How much a finding weighs. The value is what `--json` prints; errors decide the exit code."""

    ERROR = "error"
    """The edition is not valid, or words differ."""
    WARNING = "warning"
    """A reader or a program may stumble over it."""
    NOTICE = "notice"
    """A person should look at it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: who found what, in which file, at which place in it, and what to do about it."""

    path: Path
    checker: str
    severity: Severity
    code: str
    message: str
    place: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A checker that is missing: what it would have looked at, in how many files, and how it is had."""

    checker: str
    would: str
    files: int
    remedy: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One file that was looked at: its kind (`epub`, `pdf`, `docx` or `article`), who looked, and figures."""

    path: Path
    kind: str
    checkers: tuple[str, ...]
    figures: Mapping[str, int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The whole outcome of a check."""

    checked: tuple[Checked, ...]
    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]

    def count(self, severity: Severity) -> int:
        """Return how many findings there are of a severity."""
        return sum(finding.severity is severity for finding in self.findings)
