"""Where the measurement data stand: beside the checkout, or where KANBEN_MEASUREMENT points. They are not part of kanben."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MEASUREMENT = Path(os.environ.get("KANBEN_MEASUREMENT") or ROOT.parent / "shared")


def measurement_path(*parts: str) -> Path:
    """Return a path inside the measurement data; skip by name where they are absent, fail where CI is set."""
    path = MEASUREMENT.joinpath(*parts)
    if not path.exists():
        message = f"measurement data are absent: {'/'.join(parts)}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message, allow_module_level=True)
    return path
