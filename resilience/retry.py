"""Retries of what failed for a moment; nothing else in the project retries."""

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import stamina
from stamina.instrumentation import set_on_retry_hooks

from lexhop.resilience.errors import Transient

T = TypeVar("T")

_LONGEST_WAIT_S = 5.0
_LONGEST_ASKED_S = 10.0
"""Seconds. A service that asks for a longer wait counts as down."""

_TRIES_LEFT = 3
"""After a timeout, this many more tries of the same length must fit before the deadline."""

set_on_retry_hooks(())  # stamina would log and count under its own names


async def retrying(
    call: Callable[[], Awaitable[T]],
    *,
    attempts: int = 3,
    deadline: float = 0.0,
    wait_s: float = 0.2,
    clock: Callable[[], float] = time.time,
) -> T:
    """The result of `call`, in at most `attempts` tries; only a Transient failure is retried.

    The n-th wait is `wait_s` * 2**(n-1) and at most another `wait_s` of jitter, or as long as the
    other side asks for. `deadline` is in seconds since the epoch, 0 for none. The error is raised
    at once where the next wait may go past it, or a timeout took so much of the remaining time that
    a fallback should have the rest.
    """
    longest = begun = 0.0

    def worth_another(error: Exception) -> bool | float:
        if not isinstance(error, Transient):
            return False
        asked = error.retry_after
        if asked is not None and asked > _LONGEST_ASKED_S:
            return False
        if deadline and clock() + (longest if asked is None else asked) >= deadline:
            return False
        if deadline and error.kind == "timeout":
            spent, left = clock() - begun, deadline - clock()
            if spent * _TRIES_LEFT > left:
                return False
        return True if asked is None else max(asked, 0.0)

    async for attempt in stamina.retry_context(
        on=worth_another,
        attempts=attempts,
        timeout=None,
        wait_initial=wait_s,
        wait_jitter=wait_s,
        wait_max=_LONGEST_WAIT_S,
    ):
        with attempt:
            longest, begun = attempt.next_wait + wait_s, clock()
            return await call()
    raise AssertionError("stamina ends with a value or an error")
