"""Limits of one article: time by an alarm, memory by the system's bound on data."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from kanben.source.errors import LimitError

AGAIN = 1.0
"""Seconds after which the alarm goes off again: a library may swallow the first."""
MEGABYTE = 1_000_000


@contextlib.contextmanager
def within_limits(seconds: float, megabytes: int, where: Path) -> Iterator[None]:
    """Run a block with bounded time and memory; raises `LimitError` where it needs more.

    Programs that are started inside have the same bound of memory each. Systems without alarms (Windows) and threads
    other than the main one leave time to whoever waits for them.
    """
    with _bounded_memory(megabytes), _alarm(seconds, where):
        try:
            yield
        except MemoryError as exc:
            what = f"it needed more than {megabytes:,} MB of memory"
            raise LimitError(what, where, "split the article, or raise `memory`") from exc


@contextlib.contextmanager
def _alarm(seconds: float, where: Path) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise too_long(seconds, where)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def too_long(seconds: float, where: Path) -> LimitError:
    """Return the error of an article that took longer than it may."""
    return LimitError(f"it took more than {seconds:g} s", where, "split the article, or raise `timeout`")


@contextlib.contextmanager
def _bounded_memory(megabytes: int) -> Iterator[None]:
    """Lower the bound of the data segment, which on Linux counts every private writable page (setrlimit(2))."""
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * MEGABYTE
    lower = min(value for value in (wanted, soft, hard) if value != resource.RLIM_INFINITY)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (lower, hard))
    try:
        yield
    finally:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
