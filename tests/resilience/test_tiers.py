"""A tier makes a value once, keeps it, and never fails for its cache."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from lexhop.resilience.cache import CacheOutcome, MemoryCache
from lexhop.resilience.errors import Failure, Permanent, Transient
from lexhop.resilience.tiers import Tier, open_tiers


@dataclass
class Seen:
    outcomes: Counter[tuple[str, CacheOutcome]] = field(default_factory=Counter)

    def cache_used(self, tier: str, outcome: CacheOutcome, times: int) -> None:
        self.outcomes[tier, outcome] += times


@dataclass(slots=True, kw_only=True)
class BrokenCache(MemoryCache):
    """Fails as it's told to."""

    reading: Failure | None = None
    writing: Failure | None = None

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        if self.reading:
            raise self.reading
        return await super(BrokenCache, self).get(keys)

    async def set(self, values: Mapping[str, bytes], *, ttl: float) -> None:
        if self.writing:
            raise self.writing
        await super(BrokenCache, self).set(values, ttl=ttl)


class Number:
    """Makes numbers, and remembers how often."""

    def __init__(self) -> None:
        self.made = 0

    async def __call__(self) -> int:
        await asyncio.sleep(0)
        self.made += 1
        return self.made

    async def of(self, tier: Tier, key: str = "k") -> int:
        return await tier.get_or_make(key, self, encode=lambda n: str(n).encode(), decode=int)


def tier_over(cache: MemoryCache, *observers: Seen, ttl: float = 60) -> Tier:
    return Tier(name="numbers", ttl=ttl, cache=cache, observers=observers)


async def test_a_value_is_made_once_and_then_kept() -> None:
    seen, number = Seen(), Number()
    tier = tier_over(MemoryCache(), seen)
    assert [await number.of(tier) for _ in range(3)] == [1, 1, 1]
    assert seen.outcomes == {("numbers", "miss"): 1, ("numbers", "hit"): 2}
    assert await tier.cache.counts() == {"numbers": {"miss": 1, "hit": 2}}


async def test_64_at_once_make_it_once() -> None:
    number = Number()
    tier = tier_over(MemoryCache())
    assert await asyncio.gather(*(number.of(tier) for _ in range(64))) == [1] * 64
    assert number.made == 1


async def test_a_value_is_made_anew_when_its_time_is_up() -> None:
    now = 0.0
    number = Number()
    tier = tier_over(MemoryCache(clock=lambda: now), ttl=10)
    await number.of(tier)
    now = 11.0
    assert await number.of(tier) == 2


async def test_what_can_not_be_read_is_made_anew_and_replaced() -> None:
    seen, number = Seen(), Number()
    cache = MemoryCache()
    await cache.set({"k": b"no number"}, ttl=60)
    tier = tier_over(cache, seen)
    assert [await number.of(tier), await number.of(tier)] == [1, 1]
    assert seen.outcomes == {("numbers", "error"): 1, ("numbers", "hit"): 1}


BROKEN = (Transient("down", kind="connection"), Permanent("left alone", kind="breaker_open"))


@pytest.mark.parametrize("failure", BROKEN, ids=lambda failure: failure.kind)
async def test_a_cache_that_can_not_be_read_is_no_failure(failure: Failure) -> None:
    seen, number = Seen(), Number()
    tier = tier_over(BrokenCache(reading=failure), seen)
    assert [await number.of(tier), await number.of(tier)] == [1, 2]
    assert seen.outcomes["numbers", "error"] == 2


async def test_a_cache_that_is_full_is_no_failure() -> None:
    seen, number = Seen(), Number()
    tier = tier_over(BrokenCache(writing=Permanent("full", kind="rejected")), seen)
    assert [await number.of(tier), await number.of(tier)] == [1, 2]
    assert seen.outcomes == {("numbers", "miss"): 2, ("numbers", "error"): 2}


async def test_a_failure_to_make_reaches_the_caller_and_is_not_kept() -> None:
    tier = tier_over(MemoryCache())

    async def fail() -> int:
        raise Transient("no model")

    with pytest.raises(Transient, match="no model"):
        await tier.get_or_make("k", fail, encode=lambda n: str(n).encode(), decode=int)
    assert await Number().of(tier) == 1


async def test_without_a_shared_cache_all_tiers_are_in_memory_and_apart() -> None:
    tiers = open_tiers()
    assert [(tier.name, tier.ttl, tier.cache.where) for tier in tiers] == [
        ("embeddings", 604_800, "memory"),
        ("results", 3600, "memory"),
        ("replies", 3600, "memory"),
        ("session", 1800, "memory"),
    ]
    await Number().of(tiers.results)
    assert (await tiers.replies.cache.size("")).entries == 0


async def test_a_session_is_never_shared() -> None:
    shared = MemoryCache(where="redis")
    tiers = open_tiers(shared)
    assert [tier.cache is shared for tier in tiers] == [True, True, True, False]
    await tiers.aclose()
