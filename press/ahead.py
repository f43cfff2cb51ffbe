"""A lone article on two cores: a process of its own loads WeasyPrint while this one reads the article, then writes the PDF.

Loading takes longer than reading; the DOCX is written meanwhile too. In a batch every core has work, and nothing is to be won.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import IO, TYPE_CHECKING

from kanben.outputs import OUTPUTS, load_pdf_writer
from kanben.source.errors import KanbenError, LimitError

if TYPE_CHECKING:
    from kanben.outputs.options import OutputOptions
    from kanben.outputs.written import Writer, Written
    from kanben.source.article import Article

WRITER = "kanben.outputs.pdf"


@contextmanager
def pdf_ahead(wanted: bool) -> Iterator[PdfProcess | None]:
    """Yield a process that gets ready to write a PDF, or None where it is not wanted or would win nothing."""
    if not (wanted and can_fork()):
        yield None
        return
    process = PdfProcess()
    try:
        yield process
    finally:
        process.close()


def can_fork() -> bool:
    """Say whether a second process can be forked off, has a core, and has still to load what takes long."""
    if sys.platform != "linux" or WRITER in sys.modules or os.environ.get("KANBEN_TRACEBACK"):
        return False
    return threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


class PdfProcess:
    """A process that writes one PDF, with this one's bounds of memory; its time is that of whoever waits for it."""

    def __init__(self) -> None:
        context = get_context("fork")
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, self.connection, self.file), daemon=True)
        self.process.start()
        theirs.close()
        self.done = False

    def begin(self, article: Article, options: OutputOptions) -> Mapping[str, Writer]:
        """Let it write the article's PDF; return the writers of all formats, of which the PDF's waits for it."""
        # Through a file, as a pipe would be full before the other side has time to read.
        pickle.dump((article, options), self.file)
        self.file.flush()
        with suppress(OSError):  # that it has died is said where its PDF is asked for
            self.connection.send(True)
        return {**OUTPUTS, "pdf": self._take}

    def _take(self, article: Article, _options: OutputOptions) -> Written:
        try:
            result: Written | Exception = self.connection.recv()
        except (EOFError, OSError) as exc:
            what = "the process that writes the PDF ended, most likely for want of memory"
            raise LimitError(what, article.path, "split the article, or raise `memory`") from exc
        self.done = True
        if isinstance(result, Exception):
            raise result
        return result

    def close(self) -> None:
        """Let it leave when its work is done, which removes temporary files; else end it at once."""
        self.connection.close()
        if not self.done:
            self.process.kill()
        self.process.join()
        self.file.close()


def _serve(connection: Connection, theirs: Connection, file: IO[bytes]) -> None:
    """Load the writer, wait for the article, send its PDF or what stopped it."""
    theirs.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    with suppress(KanbenError):  # comes again when it writes
        load_pdf_writer()
    try:
        connection.recv()
        file.seek(0)
        article, options = pickle.load(file)
        connection.send(OUTPUTS["pdf"](article, options))
    except (EOFError, OSError):  # the parent is gone, or has no use for it
        return
    except Exception as exc:  # whatever it is, the parent answers as if it had happened there
        connection.send(exc)
    finally:
        if WRITER in sys.modules:
            sys.modules[WRITER].release_fonts()
