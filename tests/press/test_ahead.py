"""The PDF of a lone article is written by a process of its own, as it would be written by this one."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from kanben.filters import apply_passes
from kanben.outputs import write_editions
from kanben.press.ahead import WRITER, PdfProcess, pdf_ahead
from kanben.press.options import Options
from kanben.source.article import Article
from kanben.source.errors import LimitError, UsageError
from kanben.source.read import read_article

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="fork")
OPTIONS = Options()


@pytest.fixture
def article(tmp_path: Path) -> Article:
    path = tmp_path / "石桥.txt"
    path.write_text("石桥记\n\n文/林远\n\n县城以东有一座石桥，建于清代，至今仍可通行。\n", encoding="utf-8")
    return apply_passes(read_article(path, OPTIONS.source), OPTIONS.filters)


def test_editions_are_the_same(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    names = ("pdf", "epub", "docx")
    process = PdfProcess()
    try:
        written = write_editions(article, OPTIONS.outputs, names, process.begin(article, OPTIONS.outputs))
    finally:
        process.close()
    assert tuple(written) == names
    assert written == write_editions(article, OPTIONS.outputs, names)


def test_an_error_is_raised_here(article: Article) -> None:
    options = replace(OPTIONS.outputs, pdf_variant="pdf/z")
    process = PdfProcess()
    try:
        with pytest.raises(UsageError, match="no PDF variant"):
            process.begin(article, options)["pdf"](article, options)
    finally:
        process.close()


def test_its_death_is_an_error_of_the_article(article: Article) -> None:
    process = PdfProcess()
    assert process.process.pid
    os.kill(process.process.pid, signal.SIGKILL)
    try:
        with pytest.raises(LimitError, match="want of memory"):
            process.begin(article, OPTIONS.outputs)["pdf"](article, OPTIONS.outputs)
    finally:
        process.close()


def test_leaving_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kanben.press.ahead.can_fork", lambda: True)
    with pdf_ahead(True) as process:
        assert process and process.process.is_alive()
        pid = process.process.pid or 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(
    ("cores", "loaded", "used"), [((0, 1), False, True), ((0,), False, False), ((0, 1), True, False)]
)
def test_it_is_used_where_a_core_is_free_and_the_writer_not_loaded(
    monkeypatch: pytest.MonkeyPatch, cores: tuple[int, ...], loaded: bool, used: bool
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda process: set(cores))
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.delenv("KANBEN_TRACEBACK", raising=False)
    monkeypatch.setitem(sys.modules, WRITER, ModuleType(WRITER))
    if not loaded:
        monkeypatch.delitem(sys.modules, WRITER)
    with pdf_ahead(True) as process:
        assert (process is not None) == used
