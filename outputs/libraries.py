"""Load WeasyPrint without what it seldom needs, or never: font tools, and libraries under names that no system has."""

from __future__ import annotations

import contextlib
import ctypes.util
import io
import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from kanben.source.errors import ToolError


def load_pdf_writer() -> ModuleType:
    """Return the module that writes PDF. Raises `ToolError` where Pango or a library beside it is missing."""
    name = f"{__package__}.pdf"
    try:
        with _quick_names(), _late_font_tools():
            return import_module(name)
    except OSError:
        pass  # a system that knows its libraries under other names; the whole search follows
    try:
        with contextlib.redirect_stdout(io.StringIO()), _late_font_tools():  # WeasyPrint prints a page of advice
            return import_module(name)
    except OSError as exc:
        raise ToolError(f"Pango is missing ({exc})", remedy="run `kanben doctor`") from exc


SELDOM = ("fontTools.subset", "fontTools.varLib.instancer")
"""What WeasyPrint needs for variable fonts, and where HarfBuzz cannot subset: a twentieth of the time of a lone article."""


class _Late(ModuleType):
    """Stands for a module whose functions are called seldom: it is imported when the first of them is called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: getattr(import_module(self.__name__), name)(*given, **named)


@contextlib.contextmanager
def _late_font_tools() -> Iterator[None]:
    """Let modules that are imported inside the block have stand-ins for `SELDOM`; outside of it there are none."""
    stand_ins = {name: _Late(name) for name in SELDOM if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


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
