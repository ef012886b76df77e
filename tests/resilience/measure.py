# ruff: noqa: T201
"""What a failing Redis costs a question: python -m tests.resilience.measure

A question here looks into the cache eight times, one after another, as a two-hop question does,
and finds nothing; what it makes takes no time. So all the time that it takes is the cache's.
"""

import asyncio
import logging
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from lexhop.resilience.breaker import Breaker
from lexhop.resilience.cache import MemoryCache, cache_key
from lexhop.resilience.guarded_cache import GuardedCache
from lexhop.resilience.redis_cache import RedisCache
from lexhop.resilience.tiers import Tier
from tests.redis_server import Fault, FaultProxy, RedisServer

LOOKS = 8
OPEN_S = 5.0


@dataclass
class Load:
    """Questions over a tier, and how long each took."""

    tier: Tier
    breaker: Breaker
    failures: int = 0
    made: int = 0
    number: int = 0
    closed: list[float] = field(default_factory=list)
    open: list[float] = field(default_factory=list)

    async def ask(self, text: str = "") -> None:
        self.number += 1
        text = text or f"question {self.number}"
        times = self.closed if self.breaker.state == "closed" else self.open
        started = time.perf_counter()
        try:
            for look in range(LOOKS):
                key = cache_key("replies", tenant="", text=text, look=look)
                await self.tier.get_or_make(key, self._make, encode=str.encode, decode=bytes.decode)
        except Exception:  # noqa: BLE001 - counted, whatever it is
            self.failures += 1
        times.append((time.perf_counter() - started) * 1000)

    async def _make(self) -> str:
        self.made += 1
        return '{"text":"' + "some reply " * 100 + '"}'


def over_redis(url: str) -> Load:
    breaker = Breaker("redis", failures=2, open_s=OPEN_S)
    cache = GuardedCache(inner=RedisCache(url), breaker=breaker)
    return Load(Tier(name="replies", ttl=3600, cache=cache), breaker)


def told(times: list[float]) -> str:
    if not times:
        return "none"
    ordered = sorted(times)
    return (
        f"p50 {median(ordered):8.2f}  p99 {ordered[int(len(ordered) * 0.99)]:8.2f}  "
        f"max {ordered[-1]:8.2f} ms  (n={len(ordered)})"
    )


async def one_after_another(proxy: FaultProxy, fault: Fault, server: RedisServer) -> None:
    """Until well after the breaker's first probe."""
    await proxy.turn("none")
    load = over_redis(proxy.url)
    for _ in range(50):
        await load.ask()
    healthy = told(load.closed)
    load.closed.clear()
    await proxy.turn(fault)
    until = time.monotonic() + OPEN_S + 1
    while time.monotonic() < until:
        await load.ask()
        await asyncio.sleep(0.005)
    print(f"{fault:8} healthy  {healthy}")
    print(f"{'':8} failing  {told(load.closed)}")
    print(f"{'':8} open     {told(load.open)}  failures {load.failures}")
    await load.tier.cache.aclose()


async def full(server: RedisServer) -> None:
    load = over_redis(server.url)
    server.ask("CONFIG SET maxmemory 1")
    for _ in range(200):
        await load.ask()
    server.ask("CONFIG SET maxmemory 0")
    print(f"full     failing  {told(load.closed)}  failures {load.failures} {load.breaker.state}")
    await load.tier.cache.aclose()


async def killed_mid_load(server: RedisServer, in_flight: int = 32) -> None:
    load = over_redis(server.url)
    stop = time.monotonic() + 4

    async def asking() -> None:
        while time.monotonic() < stop:
            await load.ask()
            await asyncio.sleep(0.01)

    tasks = [asyncio.create_task(asking()) for _ in range(in_flight)]
    await asyncio.sleep(1.5)
    await asyncio.to_thread(server.kill)
    await asyncio.gather(*tasks)
    print(f"killed   closed   {told(load.closed)}  ({in_flight} questions in flight)")
    print(f"{'':8} open     {told(load.open)}  failures {load.failures}")
    await load.tier.cache.aclose()
    await asyncio.to_thread(server.start)


async def shared_and_warm(server: RedisServer) -> None:
    load = over_redis(server.url)
    await asyncio.gather(*(load.ask("the same") for _ in range(64)))
    print(f"64 equal questions at once: {load.made} values made for {LOOKS} looks each")
    load.closed.clear()
    for _ in range(500):
        await load.ask("the same")
    print(f"warm, {LOOKS} looks, redis   {told(load.closed)}")
    await load.tier.cache.aclose()
    memory = Load(Tier(name="replies", ttl=3600, cache=MemoryCache()), load.breaker)
    for _ in range(500):
        await memory.ask("the same")
    print(f"warm, {LOOKS} looks, memory  {told(memory.closed[1:])}")


async def measure(folder: Path) -> None:
    server = RedisServer(folder)
    try:
        await shared_and_warm(server)
        async with FaultProxy(server.port) as proxy:
            faults: tuple[Fault, ...] = ("dead", "hang", "slow", "garbage", "cut")
            for fault in faults:
                await one_after_another(proxy, fault, server)
        await full(server)
        await killed_mid_load(server)
    finally:
        server.kill()


if __name__ == "__main__":
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))
