"""Runs identical work that several callers want at once only once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Flight:
    task: asyncio.Task[Any]
    waiters: int = 0


@dataclass(frozen=True, slots=True)
class SingleFlight:
    """Shares running work by key. All callers of one key must want the same type.

    The work runs in its own task, in the context of the first caller. A cancelled caller stops
    waiting; the last one cancels the work, and waits until it has cleaned up.
    """

    _flights: dict[str, _Flight] = field(default_factory=dict)

    async def __call__(self, key: str, work: Callable[[], Awaitable[T]]) -> T:
        """The result of `work`, or of the one running already for `key`; errors reach everyone."""
        flight = self._flights.get(key) or self._start(key, work)
        flight.waiters += 1
        try:
            await asyncio.wait({flight.task})
        finally:
            flight.waiters -= 1
            if not flight.waiters and not flight.task.done():
                self._end(key, flight)
                flight.task.cancel()
                await asyncio.wait({flight.task})
        result: T = flight.task.result()
        return result

    def _start(self, key: str, work: Callable[[], Awaitable[T]]) -> _Flight:
        async def run() -> T:
            return await work()

        flight = self._flights[key] = _Flight(asyncio.create_task(run()))
        flight.task.add_done_callback(lambda _: self._end(key, flight))
        flight.task.add_done_callback(seen)
        return flight

    def _end(self, key: str, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]


def seen(task: asyncio.Task[Any]) -> None:
    """Retrieve the exception of `task`, so that asyncio doesn't report it as never retrieved."""
    if not task.cancelled():
        task.exception()
