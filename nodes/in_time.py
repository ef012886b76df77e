"""A step of a run ends with the run's deadline, whatever it reads."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

GRACE_S = {"plan": 0.1, "assess": 0.2, "write": 0.4}
"""Seconds past the deadline at which each step has to end, so that what is nearly done isn't lost
and all of them together end within half a second of it.
"""
T = TypeVar("T")


async def in_time(
    step: Awaitable[T], *, deadline: float, grace: float, now: float, otherwise: T
) -> T:
    """What `step` gives, or `otherwise` if it isn't done `grace` s after `deadline`; 0 is none.

    `deadline` and `now` are seconds since the epoch. Work in a thread goes on to its own end, but
    nothing waits for it.
    """
    if not deadline:
        return await step
    try:
        async with asyncio.timeout(max(deadline + grace - now, 0.0)) as limit:
            return await step
    except TimeoutError:
        if limit.expired():
            return otherwise
        raise
