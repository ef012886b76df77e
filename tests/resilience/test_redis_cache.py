"""The cache in a real Redis, and what else may be in there."""

from collections.abc import AsyncIterator

import pytest

from lexhop.resilience.cache import Size, cache_key, key_prefix
from lexhop.resilience.errors import Permanent, Transient
from lexhop.resilience.redis_cache import RedisCache
from lexhop.resilience.sealing import Seal
from tests.redis_server import RedisServer

KEY = cache_key("results", tenant="t", text="x")
OTHER = cache_key("results", tenant="t", text="y")


@pytest.fixture
async def cache(redis_server: RedisServer) -> AsyncIterator[RedisCache]:
    cache = RedisCache(redis_server.url)
    yield cache
    await cache.aclose()


VALUES = (b"", b"x", b"\x00\xff\r\n" * 500, b'{"a":"' + b"law " * 1000 + b'"}', b"[" + b"1" * 2000)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{value[:4]!r}, {len(value)} bytes")
async def test_a_value_comes_back_as_it_was(cache: RedisCache, value: bytes) -> None:
    await cache.set({KEY: value}, ttl=60)
    assert await cache.get([OTHER, KEY]) == [None, value]


async def test_another_process_sees_it(cache: RedisCache, redis_server: RedisServer) -> None:
    await cache.set({KEY: b"x"}, ttl=60)
    other = RedisCache(redis_server.url)
    assert await other.get([KEY]) == [b"x"]
    await other.aclose()


async def test_a_value_ends_with_its_time(cache: RedisCache, redis_server: RedisServer) -> None:
    await cache.set({KEY: b"x"}, ttl=7 * 24 * 3600)
    left = int(redis_server.ask(f"TTL {KEY}").strip().removeprefix(b":"))
    assert 604_700 < left <= 604_800


async def test_long_json_takes_less_room_there(
    cache: RedisCache, redis_server: RedisServer
) -> None:
    await cache.set({KEY: b'{"a":"' + b"law " * 1000 + b'"}'}, ttl=60)
    assert int(redis_server.ask(f"STRLEN {KEY}").strip().removeprefix(b":")) < 400


GARBAGE = {
    "text": f"SET {KEY} hello",
    "nothing": f'SET {KEY} ""',
    "our mark alone": f"SET {KEY} lx2-",
    "a mark of before": f"SET {KEY} lx1z12345678abc",
    "a list": f"RPUSH {KEY} a b",
    "a hash": f"HSET {KEY} a b",
}


@pytest.mark.parametrize("name", GARBAGE)
async def test_garbage_is_a_miss_and_is_replaced(
    name: str, cache: RedisCache, redis_server: RedisServer
) -> None:
    redis_server.ask(GARBAGE[name])
    assert await cache.get([KEY]) == [None]
    await cache.set({KEY: b"new"}, ttl=60)
    assert await cache.get([KEY]) == [b"new"]


async def test_the_value_of_another_key_is_a_miss(
    cache: RedisCache, redis_server: RedisServer
) -> None:
    stored = Seal().seal(OTHER, b"other").hex()
    escaped = "".join(f"\\x{stored[at : at + 2]}" for at in range(0, len(stored), 2))
    redis_server.ask(f'SET {OTHER} "{escaped}"')
    redis_server.ask(f'SET {KEY} "{escaped}"')
    assert await cache.get([OTHER, KEY]) == [b"other", None]


async def test_a_cut_value_is_a_miss(cache: RedisCache, redis_server: RedisServer) -> None:
    await cache.set({KEY: b"some value"}, ttl=60)
    redis_server.ask(f"SETRANGE {KEY} 24 X")
    assert await cache.get([KEY]) == [None]


async def test_clearing_leaves_other_tiers_tenants_and_data(
    cache: RedisCache, redis_server: RedisServer
) -> None:
    mine = {cache_key("results", tenant="a", text=str(n)): b"x" for n in range(1200)}
    others = {
        cache_key("results", tenant="b", text="x"): b"x",
        cache_key("replies", tenant="a", text="x"): b"x",
    }
    await cache.set({**mine, **others}, ttl=60)
    redis_server.ask("SET app:session 1")
    assert await cache.clear(key_prefix("results", "a")) == 1200
    assert await cache.get(list(others)) == [b"x", b"x"]
    assert await cache.clear(key_prefix("results")) == 1
    assert redis_server.ask("GET app:session") == b"$1\r\n1\r\n"


async def test_entries_and_bytes_are_told(cache: RedisCache) -> None:
    assert await cache.size(key_prefix("results")) == Size(0, 0)
    await cache.set({KEY: b"x" * 100, OTHER: b"x" * 50}, ttl=60)
    assert await cache.size(key_prefix("results")) == Size(2, 192)


async def test_counts_of_all_processes_are_added_up(
    cache: RedisCache, redis_server: RedisServer
) -> None:
    other = RedisCache(redis_server.url)
    cache.count("results", "hit", 3)
    cache.count("results", "miss")
    other.count("results", "hit", 2)
    await cache.set({KEY: b"x"}, ttl=60)  # takes them along
    await other.aclose()
    assert await cache.counts() == {"results": {"hit": 5, "miss": 1}}


async def test_counts_of_reads_alone_are_sent_from_time_to_time(
    cache: RedisCache, redis_server: RedisServer
) -> None:
    await cache.set({KEY: b"x"}, ttl=60)
    for _ in range(200):
        assert await cache.get([KEY]) == [b"x"]
        cache.count("results", "hit")
    reader = RedisCache(redis_server.url)
    assert 100 <= (await reader.counts())["results"]["hit"] <= 200
    await reader.aclose()


async def test_a_full_redis_refuses_for_good(cache: RedisCache, redis_server: RedisServer) -> None:
    await cache.set({KEY: b"x"}, ttl=60)
    redis_server.ask("CONFIG SET maxmemory 1")
    try:
        with pytest.raises(Permanent, match="full") as full:
            await cache.set({OTHER: b"x"}, ttl=60)
        assert full.value.kind == "rejected"
        assert await cache.get([KEY]) == [b"x"]
    finally:
        redis_server.ask("CONFIG SET maxmemory 0")


async def test_a_password_that_is_missing_is_said_in_one_line(
    cache: RedisCache, redis_server: RedisServer
) -> None:
    redis_server.ask("CONFIG SET requirepass secret")
    try:
        with pytest.raises((Transient, Permanent), match=r"(?i)auth"):
            await cache.get([KEY])
    finally:
        redis_server.ask("AUTH secret", 'CONFIG SET requirepass ""')


def test_what_is_no_redis_url_is_said_at_once() -> None:
    with pytest.raises(ValueError, match="scheme"):
        RedisCache("http://localhost")
