"""C types by name: all that an article needs are parsed at once.

cffi parses the name of a type when it first hears it, together with every declaration of Pango and HarfBuzz: 5 ms for each.
"""

from __future__ import annotations

import re
from typing import Any

NAMES = (
    "PangoFcFontMap *",
    "PangoLogAttr[]",
    "PangoRectangle *",
    "char[]",
    "char[4]",
    "hb_codepoint_t *",
    "hb_codepoint_t[]",
    "hb_tag_t[100]",
    "int[2]",
    "unsigned int *",
)
"""The types that WeasyPrint and we ask for by name while an article is laid out and written."""


def name_types(ffi: Any) -> None:
    """Make `NAMES` known to WeasyPrint's `ffi`, in one parse: as what the arguments of one function point to."""
    pointers = ", ".join(_point_to(name) for name in NAMES)
    for name, pointer in zip(NAMES, ffi.typeof(f"void(*)({pointers})").args, strict=True):
        ffi._parsed_types.setdefault(name, (pointer.item, False))


def _point_to(name: str) -> str:
    """Return the name of the type of pointers to a type.

    >>> _point_to("int *"), _point_to("int[2]")
    ('int **', 'int(*)[2]')
    """
    kind, bracket, length = name.partition("[")
    return f"{kind}(*)[{length}" if bracket else f"{name}*"


class TypesByName:
    """WeasyPrint's `ffi` in its font module, which names a type of its own for every number of glyphs.

    cffi parses each name together with all declarations, 15 ms of a lone article's second, and keeps it for ever.
    """

    LENGTH = re.compile(r"\[\d+\]$")

    def __init__(self, ffi: Any) -> None:
        self._ffi = ffi

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ffi, name)

    def new(self, kind: str, *initial: Any) -> Any:
        """Return what `ffi.new` returns; an array with contents has its length from them."""
        return self._ffi.new(self.LENGTH.sub("[]", kind) if initial else kind, *initial)
