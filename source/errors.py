"""The errors that kanben reports, and the exit code of each.

::

    KanbenError                1   anything that has no class of its own
    ├── UsageError             2   an option, key or value that does not exist or does not fit
    ├── InputError             3   the article cannot be used
    │   ├── MissingInput       3   no such file, or a folder without articles
    │   ├── EmptyInput         3   nothing but white space
    │   └── UndecodableInput   4   bytes that no encoding reads faithfully
    ├── OutputError            5   the result cannot be written: permission, full disk
    ├── ToolError              6   a program, library or font is missing, or failed
    ├── LimitError             7   time, memory, size or nesting beyond its bound
    ├── WordLossError          8   the words of source and article differ: a fault of kanben's own
    └── CheckError             9   an edition is not valid, or the editions' words differ

A batch in which some articles failed exits with 10 (`PARTIAL_FAILURE`).

Every message says what is wrong, where (file, or file:line), and what to do next, in one line.
Foreign exceptions are turned into these where they enter, with ``raise … from exc``; only `cli.py` prints them.
"""

from __future__ import annotations

from pathlib import Path

PARTIAL_FAILURE = 10


class KanbenError(Exception):
    """Say in one line what is wrong, where, and what to do about it."""

    exit_code = 1

    def __init__(self, what: str, where: Path | str | None = None, remedy: str | None = None, line: int | None = None):
        super().__init__(what)
        self.what = what
        self.where = None if where is None else f"{where}:{line}" if line else str(where)
        self.remedy = remedy

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.remedy:
            parts.append(self.remedy)
        return "; ".join(" ".join(part.split()) for part in parts)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by rebuilding, so that an error crosses from a worker to the parent unchanged."""
        return _rebuild, (type(self), self.what, self.where, self.remedy)


def _rebuild(cls: type[KanbenError], what: str, where: str | None, remedy: str | None) -> KanbenError:
    return cls(what, where, remedy)


class UsageError(KanbenError):
    """An option, key or value that does not exist or does not fit."""

    exit_code = 2


class InputError(KanbenError):
    """The article cannot be used as it is."""

    exit_code = 3


class MissingInput(InputError):
    """No such file, or a folder in which no article stands."""


class EmptyInput(InputError):
    """Nothing but white space."""


class UndecodableInput(InputError):
    """Bytes that no encoding reads faithfully."""

    exit_code = 4


class OutputError(KanbenError):
    """The result cannot be written."""

    exit_code = 5


class ToolError(KanbenError):
    """A program, library or font is missing, or failed."""

    exit_code = 6


class LimitError(KanbenError):
    """Time, memory, size or nesting beyond its bound."""

    exit_code = 7


class WordLossError(KanbenError):
    """The words of the source and of the article differ."""

    exit_code = 8


class CheckError(KanbenError):
    """An edition is not valid, or the words of the editions differ."""

    exit_code = 9


def reason_of(exc: Exception) -> str:
    """Return why a file cannot be read, in a few words: the system's own without its number and the file's name.

    >>> reason_of(FileNotFoundError(2, "No such file or directory", "/a"))
    'No such file or directory'
    """
    if isinstance(exc, UnicodeDecodeError):
        return "it is not UTF-8"
    return (isinstance(exc, OSError) and exc.strerror) or str(exc)
