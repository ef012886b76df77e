"""The tiers of the cache: what is stored where and for how long."""

import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from lexhop.resilience.cache import Cache, CacheOutcome, MemoryCache
from lexhop.resilience.errors import Failure
from lexhop.resilience.singleflight import SingleFlight

V = TypeVar("V")

_HOUR = 3600.0
_UNDECODABLE = (ValueError, TypeError, LookupError, RecursionError, MemoryError)
"""What is raised for bytes that nobody of ours made, however odd: a miss."""


class CacheObserver(Protocol):
    """Told of every cache lookup, for metrics."""

    def cache_used(self, tier: str, outcome: CacheOutcome, times: int) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One kind of value in a cache. A failing cache never fails the caller.

    `ttl` is in seconds. What a `decode` can't read is a miss.
    """

    name: str
    ttl: float
    cache: Cache
    observers: Sequence[CacheObserver] = ()
    flights: SingleFlight = field(default_factory=SingleFlight)

    async def get_or_make(
        self,
        key: str,
        make: Callable[[], Awaitable[V]],
        *,
        encode: Callable[[V], bytes],
        decode: Callable[[bytes], V],
    ) -> V:
        """The cached value of `key`, else that of `make`, which runs once for concurrent callers.

        Raises what `make` raises; a failure isn't cached.
        """

        async def get() -> V:
            found = await self.get([key], decode)
            if key in found:
                return found[key]
            made = await make()
            await self.set({key: made}, encode)
            return made

        return await self.flights(key, get)

    async def get(self, keys: Sequence[str], decode: Callable[[bytes], V]) -> dict[str, V]:
        """The cached values, by key."""
        try:
            values = await self.cache.get(keys)
        except Failure:
            self._count("error", len(keys))
            return {}
        found: dict[str, V] = {}
        for key, value in zip(keys, values, strict=True):
            if value is not None:
                try:
                    found[key] = decode(value)
                except _UNDECODABLE:
                    self._count("error", 1)
        self._count("hit", len(found))
        self._count("miss", values.count(None))
        return found

    async def set(self, values: Mapping[str, V], encode: Callable[[V], bytes]) -> None:
        """Store `values`; a failure is only counted."""
        try:
            encoded = {key: encode(value) for key, value in values.items()}
            await self.cache.set(encoded, ttl=self.ttl)
        except (Failure, ValueError):
            self._count("error", len(values))

    def _count(self, outcome: CacheOutcome, times: int) -> None:
        if times:
            self.cache.count(self.name, outcome, times)
            for observer in self.observers:
                observer.cache_used(self.name, outcome, times)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """The four tiers of the project."""

    embeddings: Tier
    results: Tier
    replies: Tier
    session: Tier

    def __iter__(self) -> Iterator[Tier]:
        return iter((self.embeddings, self.results, self.replies, self.session))

    async def aclose(self) -> None:
        """Send pending counts and close connections. The tiers can be used again."""
        for cache in {id(tier.cache): tier.cache for tier in self}.values():
            await cache.aclose()


def open_tiers(
    shared: Cache | None = None,
    *,
    observers: Sequence[CacheObserver] = (),
    clock: Callable[[], float] = time.monotonic,
) -> Tiers:
    """The tiers over `shared`, or in memory if it is None; the session tier is always in memory."""

    def tier(name: str, ttl: float, cache: Cache | None) -> Tier:
        own = cache or MemoryCache(clock=clock)
        return Tier(name=name, ttl=ttl, cache=own, observers=observers)

    return Tiers(
        embeddings=tier("embeddings", 7 * 24 * _HOUR, shared),
        results=tier("results", _HOUR, shared),
        replies=tier("replies", _HOUR, shared),
        session=tier("session", _HOUR / 2, None),
    )
