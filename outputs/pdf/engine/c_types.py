"""C types by name: all that an article needs are parsed at once.

cffi parses the name of a type when it first hears it, together with every declaration of Pango and HarfBuzz: 5 ms for each.
"""

from __future__ import annotations

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
