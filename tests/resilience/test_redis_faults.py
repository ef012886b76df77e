"""However Redis fails, a question costs little more, and then nothing more."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest

from lexhop.resilience.breaker import Breaker
from lexhop.resilience.cache import MemoryCache, cache_key
from lexhop.resilience.errors import Transient
from lexhop.resilience.guarded_cache import GuardedCache
from lexhop.resilience.redis_cache import RedisCache
from lexhop.resilience.tiers import Tier
from tests.redis_server import Fault, FaultProxy, RedisServer

OPEN_S = 0.3


@dataclass
class Setup:
    """A tier over Redis behind the proxy."""

    tier: Tier
    breaker: Breaker
    made: int = 0

    async def ask(self, text: str) -> str:
        async def make() -> str:
            self.made += 1
            return text.upper()

        key = cache_key("results", tenant="", text=text)
        return await self.tier.get_or_make(key, make, encode=str.encode, decode=bytes.decode)

    async def until(self, state: str) -> None:
        for number in range(1000):
            await self.ask(f"until {state} {number}")
            if self.breaker.state == state:
                return
            await asyncio.sleep(0.01)
        pytest.fail(f"the breaker is never {state}")


@pytest.fixture
async def setup(proxy: FaultProxy) -> AsyncIterator[Setup]:
    breaker = Breaker("redis", failures=2, open_s=OPEN_S)
    # slow_s is generous, so that a loaded machine isn't taken for a slow Redis
    cache = GuardedCache(inner=RedisCache(proxy.url), breaker=breaker, limit_s=0.2, slow_s=0.19)
    setup = Setup(Tier(name="results", ttl=60, cache=cache), breaker)
    await setup.ask("known")
    yield setup
    await cache.aclose()


FAULTS: tuple[Fault, ...] = ("hang", "slow", "garbage", "cut", "dead")


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_question_fails_and_the_breaker_opens_and_closes_again(
    fault: Fault, setup: Setup, proxy: FaultProxy
) -> None:
    await proxy.turn(fault)
    answers = [await setup.ask(text) for text in ("known", "b", "c")]
    assert answers == ["KNOWN", "B", "C"]
    assert setup.breaker.state != "closed"
    await proxy.turn("none")
    await setup.until("closed")
    made = setup.made
    assert await setup.ask("known") == "KNOWN"
    assert setup.made == made, "what was kept before the failure is still there"


@pytest.mark.parametrize("fault", FAULTS)
async def test_nothing_is_sent_while_the_breaker_is_open(
    fault: Fault, setup: Setup, proxy: FaultProxy
) -> None:
    await proxy.turn(fault)
    await setup.until("open")
    connections = proxy.connections
    for number in range(50):
        await setup.ask(f"while open {number}")
        if setup.breaker.state != "open":
            break
    assert proxy.connections == connections


async def test_nobody_waits_for_the_probe_of_a_redis_that_hangs(
    setup: Setup, proxy: FaultProxy
) -> None:
    await proxy.turn("hang")
    await setup.until("open")
    await asyncio.sleep(OPEN_S + 0.01)
    await setup.ask("during the probe")
    assert setup.breaker.state == "half_open", "the probe is still on its way"


async def test_many_at_once_during_an_outage_are_all_answered(
    setup: Setup, proxy: FaultProxy
) -> None:
    async def asked(number: int) -> list[str]:
        return [await setup.ask(f"{number % 7} {again}") for again in range(5)]

    asking = [asyncio.create_task(asked(number)) for number in range(64)]
    await asyncio.sleep(0.005)
    await proxy.turn("dead")
    answers = await asyncio.gather(*asking)
    assert answers == [[f"{number % 7} {again}" for again in range(5)] for number in range(64)]


async def test_a_late_reply_is_used_but_counts_as_a_failure(
    redis_server: RedisServer, proxy: FaultProxy
) -> None:
    breaker = Breaker("redis", failures=2, open_s=60)
    cache = GuardedCache(inner=RedisCache(proxy.url), breaker=breaker, limit_s=5, slow_s=0.05)
    key = cache_key("results", tenant="", text="x")
    await cache.set({key: b"x"}, ttl=60)
    proxy.delay_s = 0.1
    await proxy.turn("slow")
    assert [await cache.get([key]), breaker.state] == [[b"x"], "closed"]
    assert [await cache.get([key]), breaker.state] == [[b"x"], "open"]
    await cache.aclose()


async def test_a_command_that_is_given_up_is_cancelled() -> None:
    ended = asyncio.Event()

    class Hanging(MemoryCache):
        async def get(self, keys: Sequence[str]) -> list[bytes | None]:
            try:
                await asyncio.sleep(60)
            finally:
                ended.set()
            return []

    breaker = Breaker("redis", failures=2)
    cache = GuardedCache(inner=Hanging(), breaker=breaker, limit_s=0.02, slow_s=0.01)
    with pytest.raises(Transient):
        await cache.get(["k"])
    await asyncio.wait_for(ended.wait(), 5)


async def test_closing_does_not_wait_for_a_redis_that_hangs() -> None:
    class Hanging(MemoryCache):
        async def aclose(self) -> None:
            await asyncio.sleep(60)

    async with asyncio.timeout(5):
        await GuardedCache(inner=Hanging(), breaker=Breaker("redis")).aclose()


async def test_an_event_loop_that_is_behind_is_not_taken_for_a_slow_redis(
    redis_server: RedisServer,
) -> None:
    breaker = Breaker("redis", failures=1, open_s=60)
    inner = RedisCache(redis_server.url)
    cache = GuardedCache(inner=inner, breaker=breaker, limit_s=0.02, slow_s=0.01)
    key = cache_key("results", tenant="", text="x")
    await inner.get([key])
    for _ in range(3):
        getting = asyncio.create_task(cache.get([key]))
        for _ in range(4):
            await asyncio.sleep(0)
            _busy(0.03)
        assert await getting == [None]
    assert breaker.state == "closed"
    await cache.aclose()


def _busy(seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


async def test_a_question_that_is_cancelled_leaves_the_connection_usable(
    setup: Setup, proxy: FaultProxy
) -> None:
    proxy.delay_s = 0.1
    await proxy.turn("slow")
    asking = asyncio.create_task(setup.ask("known"))
    await asyncio.sleep(0.02)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await proxy.turn("none")
    assert [await setup.ask(text) for text in ("known", "b", "known")] == ["KNOWN", "B", "KNOWN"]
    assert setup.breaker.state == "closed"
