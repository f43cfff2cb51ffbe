"""Collect what WeasyPrint says while it works, instead of printing it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def collected_log() -> Iterator[list[logging.LogRecord]]:
    """Yield the list to which WeasyPrint's warnings and errors are added; nothing reaches the terminal."""
    collector = _Collector()
    loggers = [logging.getLogger("weasyprint"), logging.getLogger("fontTools")]
    before = [(logger.handlers, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [collector], False
    try:
        yield collector.records
    finally:
        for logger, (handlers, propagate) in zip(loggers, before, strict=True):
            logger.handlers, logger.propagate = handlers, propagate


def characters_without_glyph(records: list[logging.LogRecord]) -> list[str]:
    """Return the characters for which WeasyPrint drew an empty box, in the order it met them."""
    found = [record.args[0] for record in records if isinstance(record.args, tuple) and ".notdef" in str(record.msg)]
    return [str(character) for character in dict.fromkeys(found)]
