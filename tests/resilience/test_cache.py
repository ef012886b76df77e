"""Keys that tell values apart, and the bounds of the cache in memory."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from lexhop.resilience.cache import MemoryCache, Part, Size, cache_key, key_prefix

SECRET = "Hvad skal Jens Hansen betale?"


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_parts_that_differ_in_any_way_have_other_keys() -> None:
    different: list[dict[str, Part]] = [
        {"a": "x", "b": "y"},
        {"a": "xy", "b": ""},
        {"a": "x,b:y"},
        {"a": '"x","b":"y"'},
        {"b": "x", "a": "y"},
        {"a": "x"},
        {"a": ["x"]},
        {"a": "1"},
        {"a": 1},
        {"a": 1.0},
        {"a": True},
        {"a": None},
        {"a": ""},
        {"a": []},
        {"a": ["x", "y"]},
        {"a": ["x,y"]},
    ]
    keys = [cache_key("results", tenant="t", **parts) for parts in different]
    assert len(set(keys)) == len(different)


def test_tiers_and_tenants_have_other_keys() -> None:
    keys = {
        cache_key(tier, tenant=tenant, text="x")
        for tier in ("results", "replies")
        for tenant in ("", "a", "b")
    }
    assert len(keys) == 6


texts = st.text(max_size=8)


@given(st.lists(st.dictionaries(texts, texts, max_size=3), max_size=4, unique_by=repr))
def test_equal_keys_mean_equal_parts(several: list[dict[str, str]]) -> None:
    for one, other in combinations(several, 2):
        same = cache_key("t", tenant="", parts=one) == cache_key("t", tenant="", parts=other)
        assert same == (one == other)


def test_the_order_in_which_parts_are_named_does_not_matter() -> None:
    assert cache_key("t", tenant="", a=1, b=2) == cache_key("t", tenant="", b=2, a=1)


def test_nothing_can_be_read_from_a_key() -> None:
    key = cache_key("results", tenant="Hansen & Søn", text=SECRET)
    assert key.startswith(key_prefix("results", "Hansen & Søn"))
    assert key.startswith("lexhop:2:results:")
    assert not any(word in key for word in [*SECRET.split(), "Søn"])


def test_text_that_is_no_unicode_has_a_key() -> None:
    assert cache_key("t", tenant="", text="\ud800") != cache_key("t", tenant="", text="?")


async def test_a_value_is_there_until_its_time_is_up() -> None:
    clock = Clock()
    cache = MemoryCache(clock=clock)
    await cache.set({"a": b"1"}, ttl=10)
    clock.now += 9.9
    assert await cache.get(["a", "b"]) == [b"1", None]
    clock.now += 0.2
    assert await cache.get(["a"]) == [None]
    assert await cache.size("") == Size(0, 0)


async def test_what_was_not_used_for_longest_goes_first() -> None:
    cache = MemoryCache(most_entries=2)
    await cache.set({"a": b"1", "b": b"2"}, ttl=10)
    await cache.get(["a"])
    await cache.set({"c": b"3"}, ttl=10)
    assert await cache.get(["a", "b", "c"]) == [b"1", None, b"3"]


async def test_bytes_are_bounded_too() -> None:
    cache = MemoryCache(most_bytes=10_000)
    for number in range(1000):
        await cache.set({f"key {number}": b"x" * 1000}, ttl=10)
    entries, size = await cache.size("")
    assert 1 < entries < 10
    assert size <= 10_000
    assert await cache.get(["key 999"]) == [b"x" * 1000]


async def test_a_value_that_is_larger_than_the_cache_leaves_the_others_alone() -> None:
    cache = MemoryCache(most_bytes=1000)
    await cache.set({"small": b"1"}, ttl=10)
    await cache.set({"large": b"x" * 1001}, ttl=10)
    assert await cache.get(["small", "large"]) == [b"1", None]


async def test_a_value_that_is_set_again_is_counted_once() -> None:
    cache = MemoryCache(most_bytes=1000)
    for _ in range(100):
        await cache.set({"a": b"x" * 500}, ttl=10)
    assert await cache.get(["a"]) == [b"x" * 500]
    assert (await cache.size("")).entries == 1


async def test_a_tenant_is_cleared_alone() -> None:
    cache = MemoryCache()
    keys = [cache_key("results", tenant=name, text=text) for name in "ab" for text in "12"]
    await cache.set(dict.fromkeys(keys, b"x"), ttl=10)
    assert await cache.clear(key_prefix("results", "a")) == 2
    assert await cache.get(keys) == [None, None, b"x", b"x"]
