"""Calls inside `with_room` cost the same at every depth."""

from __future__ import annotations

import sys

import pytest

from kanben.outputs.pdf.call_stack import with_room

DEEPEST, CALLS, SHIFTS = 150, 200, 16


def count_faults() -> int:
    """Return how often a small function, called in a loop at every depth, made the system give memory."""
    resource = pytest.importorskip("resource")

    def leaf(number: int) -> int:
        return number + 1

    def descend(depth: int) -> None:
        for number in range(CALLS):
            leaf(number)
        if depth:
            descend(depth - 1)

    descend(DEEPEST)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    descend(DEEPEST)
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)


def most_faults() -> int:
    """Return the most faults that were counted, begun at depths a little apart: where a piece of stack ends is chance."""

    def begin(shift: int) -> int:
        return begin(shift - 1) if shift else count_faults()

    return max(begin(shift) for shift in range(SHIFTS))


def test_no_depth_asks_the_system_for_memory_at_each_call() -> None:
    """Where a piece of stack ends at some depth, a loop there faults at least once for every call."""
    assert with_room(most_faults)() < CALLS
    assert with_room(with_room(most_faults))() < CALLS


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="later versions may keep the piece")
def test_without_room_some_depth_does() -> None:
    """The test above can fail."""
    assert most_faults() >= CALLS


def test_arguments_results_and_errors_pass() -> None:
    """A function with room is called like the function."""

    def divide(number: int, *, by: int) -> float:
        return number / by

    assert with_room(divide)(3, by=2) == 1.5
    with pytest.raises(ZeroDivisionError):
        with_room(divide)(3, by=0)
