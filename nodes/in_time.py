"""A step of a run ends with the run's deadline, whatever it reads."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

GRACE_S = 0.25
"""Seconds that a step may take past the deadline, so that what is nearly done isn't lost."""
T = TypeVar("T")


async def in_time(step: Awaitable[T], *, deadline: float, now: float, otherwise: T) -> T:
    """What `step` gives, or `otherwise` if it takes longer than to `deadline`; 0 is none.

    `deadline` and `now` are seconds since the epoch. Work in a thread goes on to its own end, but
    nothing waits for it.
    """
    if not deadline:
        return await step
    try:
        async with asyncio.timeout(max(deadline - now, 0.0) + GRACE_S) as limit:
            return await step
    except TimeoutError:
        if limit.expired():
            return otherwise
        raise
