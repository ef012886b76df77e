"""A remote cache that costs next to no time when it is down."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from lexhop.resilience.breaker import Breaker
from lexhop.resilience.cache import ROOT, Cache, CacheOutcome, Counts, Size
from lexhop.resilience.errors import Failure, Permanent, Transient
from lexhop.resilience.singleflight import seen

T = TypeVar("T")

_TURNS, _TURN_S = 5, 0.001
"""Extra turns of a busy event loop after each limit, so that a reply in time is still seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedCache:
    """Gives up on a reply after `limit_s`, and stops asking `inner` while its breaker is open.

    A reply that takes more than `slow_s` is used but counts as a failure, so that many slow ones
    open the breaker. The probe of an open breaker runs in the background and delays nobody.
    `breaker` belongs to this cache alone; `failures` * `limit_s` is the time a dead cache costs.
    """

    inner: Cache
    breaker: Breaker
    limit_s: float = 0.08
    slow_s: float = 0.025
    _probes: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def where(self) -> str:
        return self.inner.where

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        return await self._guarded(lambda: self.inner.get(keys))

    async def set(self, values: Mapping[str, bytes], *, ttl: float) -> None:
        await self._guarded(lambda: self.inner.set(values, ttl=ttl))

    def count(self, tier: str, outcome: CacheOutcome, times: int = 1) -> None:
        self.inner.count(tier, outcome, times)

    async def counts(self) -> Counts:
        return await self.inner.counts()

    async def size(self, prefix: str) -> Size:
        return await self.inner.size(prefix)

    async def clear(self, prefix: str) -> int:
        return await self.inner.clear(prefix)

    async def aclose(self) -> None:
        """Takes `limit_s` at most."""
        for probe in self._probes:
            probe.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(self.limit_s):
                await self.inner.aclose()

    async def _guarded(self, call: Callable[[], Awaitable[T]]) -> T:
        state = self.breaker.state
        if state == "half_open" and not self._probes:
            probe = asyncio.create_task(self._probe())
            self._probes.add(probe)
            probe.add_done_callback(self._probes.discard)
        if state != "closed":
            raise Permanent(f"{self.where} is left alone", kind="breaker_open")
        late: list[T] = []
        try:
            return await self.breaker(lambda: self._in_time(call, late))
        except Transient:
            if late:
                return late[0]
            raise

    async def _probe(self) -> None:
        async def twice() -> None:  # the first call connects, the second is timed
            await self._in_time(lambda: self.inner.get([f"{ROOT}probe"]), [])
            late: list[object] = []
            await self._in_time(lambda: self.inner.get([f"{ROOT}probe"]), late)

        with suppress(Failure):
            await self.breaker(twice)

    async def _in_time(self, call: Callable[[], Awaitable[T]], late: list[T]) -> T:
        """The result of `call`. Raises Transient for a slow one too, having put it into `late`."""

        async def run() -> T:
            return await call()

        task = asyncio.create_task(run())
        task.add_done_callback(seen)
        try:
            if await _done(task, self.slow_s):
                return task.result()
            if await _done(task, self.limit_s - self.slow_s):
                late.append(task.result())
        finally:
            task.cancel()
        raise Transient(f"{self.where} is slow", kind="timeout")


async def _done(task: asyncio.Task[T], seconds: float) -> bool:
    """Whether `task` is done within `seconds`, allowing for an event loop that is behind."""
    await asyncio.wait({task}, timeout=seconds)
    for _ in range(_TURNS):
        if task.done():
            break
        await asyncio.sleep(_TURN_S)
    return task.done()
