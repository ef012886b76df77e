"""The one place where something that failed is tried again."""

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import stamina
from stamina.instrumentation import set_on_retry_hooks

from lexhop.resilience.errors import Transient

T = TypeVar("T")

_LONGEST_WAIT_S = 5.0
_LONGEST_ASKED_S = 10.0
"""Who asks for more patience than this is as good as down: something else had better answer."""

_TRIES_LEFT = 3
"""So many more tries as long as one that timed out have to fit into the time that is left."""

set_on_retry_hooks(())  # else stamina logs, and counts under names of its own


async def retrying(
    call: Callable[[], Awaitable[T]],
    *,
    attempts: int = 3,
    deadline: float = 0.0,
    wait_s: float = 0.2,
    clock: Callable[[], float] = time.time,
) -> T:
    """What `call` gives, in at most `attempts` tries; only what is Transient is tried again.

    The n-th wait is `wait_s` * 2**(n-1) and at most another `wait_s` of jitter, or as long as the
    other side asks for. `deadline` is in seconds since the epoch, 0 for none: a wait that may go
    past it isn't begun, and the error is raised at once. So is a timeout that took so much of the
    time there is that something else had better have the rest.
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
