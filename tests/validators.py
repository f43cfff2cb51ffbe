"""Where the outside validators stand: `.tools/bin`, filled by `make conformance`, or the PATH."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parent.parent / ".tools" / "bin"


def find_validator(name: str) -> str:
    """Return the command `name` (verapdf, epubcheck, ace, chromium, soffice); skip by name where it is missing, fail where CI is set."""
    found = shutil.which(name, path=f"{TOOLS}{os.pathsep}{os.environ.get('PATH', '')}")
    if found:
        return found
    message = f"{name} is missing: run `make conformance`"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
