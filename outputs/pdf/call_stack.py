"""Room on the call stack: layout is deep, and CPython pays for depth where its stack is in pieces.

CPython keeps the frames of calls in pieces of 16 KB. It asks the system for the next one when a call does not fit, and gives
it back on return: a loop that calls a function just where a piece ends does so every time, which has taken a third of
an article's time. Where a piece ends depends on everything that called before, so it strikes by chance.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

SLOTS = 16_400
"""Size of a frame, in pointers, that takes a little more than half of a piece of 256 KB.

The other half holds some hundred calls, and is too small for a second such frame, which gets a piece of its own.
"""


def with_room(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function, called so that what it calls shares one piece of stack of 128 KB."""

    def call(*given: P.args, **named: P.kwargs) -> R:
        return function(*given, **named)

    # Nothing is written to the slots of a frame that its code does not use.
    return FunctionType(call.__code__.replace(co_stacksize=SLOTS), globals(), function.__name__, None, call.__closure__)
