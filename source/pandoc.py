"""Run pandoc: always sandboxed, with bounded time and memory, its failures turned into ours."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from functools import cache
from pathlib import Path

from .errors import LimitError, ToolError

MEMORY = "1500M"
"""Largest heap of one pandoc run (GHC's `-M`)."""
SECONDS = 120
"""Longest run of one pandoc call."""
HEAP_EXHAUSTED = 251
"""The exit code of a Haskell program that reached its heap limit."""


@cache
def pandoc_path() -> str:
    """Return the pandoc that `pypandoc_binary` brings, else the one on PATH."""
    spec = importlib.util.find_spec("pypandoc")
    if spec and spec.origin:
        for name in ("pandoc", "pandoc.exe"):
            bundled = Path(spec.origin).parent / "files" / name
            if bundled.is_file():
                return str(bundled)
    found = shutil.which("pandoc")
    if found is None:
        raise ToolError("pandoc is missing", remedy="run `pip install pypandoc_binary`")
    return found


def run_pandoc(arguments: list[str], data: bytes, where: Path | str | None = None, seconds: float = SECONDS) -> bytes:
    """Return what pandoc writes for `data` on standard input.

    `--sandbox` keeps it from every file and address that the document names. Raises `ToolError` when pandoc fails and
    `LimitError` when it needs more than `seconds` or `MEMORY`.
    """
    command = [pandoc_path(), "+RTS", f"-M{MEMORY}", "-RTS", "--sandbox", *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as exc:
        raise LimitError(
            f"pandoc took more than {seconds:g} s", where, "split the article, or raise `timeout`"
        ) from exc
    except OSError as exc:
        raise ToolError(f"pandoc cannot be run ({exc.strerror})", where, "run `kanben doctor`") from exc
    if done.returncode == HEAP_EXHAUSTED:
        raise LimitError(f"pandoc needed more than {MEMORY} of memory", where, "split the article")
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {done.returncode}"]
        raise ToolError(f"pandoc failed: {reason[-1]}", where, "run `kanben doctor`")
    return done.stdout
