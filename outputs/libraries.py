"""Load WeasyPrint without asking the system for libraries under names that no system has."""

from __future__ import annotations

import contextlib
import ctypes.util
import io
import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from kanben.source.errors import ToolError


def load_pdf_writer() -> ModuleType:
    """Return the module that writes PDF. Raises `ToolError` where Pango or a library beside it is missing."""
    name = f"{__package__}.pdf"
    try:
        with _quick_names():
            return import_module(name)
    except OSError:
        pass  # a system that knows its libraries under other names; the whole search follows
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # WeasyPrint prints a page of advice
            return import_module(name)
    except OSError as exc:
        raise ToolError(f"Pango is missing ({exc})", remedy="run `kanben doctor`") from exc


@contextlib.contextmanager
def _quick_names() -> Iterator[None]:
    """Let only the dynamic linker look for libraries, where it is Linux's.

    WeasyPrint asks for every library under the names of several systems. For a name that no file has, ctypes runs
    `ldconfig`: 22 times, a quarter of a second. The names that Linux uses are file names, which the linker knows.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            yield
    finally:
        ctypes.util.find_library = search
