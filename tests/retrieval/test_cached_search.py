"""Results that are kept are those of an equal search, with the texts of the same version."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from lexhop.resilience.cache import MemoryCache
from lexhop.resilience.errors import Failure, Transient
from lexhop.resilience.tiers import Tier
from lexhop.retrieval.cached_search import CachedSearch
from lexhop.retrieval.ports import NO_FILTERS, Filters, Hit, Missed, Search
from lexhop.retrieval.search import StoreSearch
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.plan import Query

TEXT = "tilskud fra cykelpuljen"
QUERY = Query(text=TEXT)


@dataclass
class Counting:
    """Counts what it's asked for."""

    inner: Search
    asked: list[Query] = field(default_factory=list)
    failure: Failure | None = None

    async def find(
        self,
        query: Query,
        *,
        limit: int,
        version: str = "",
        filters: Filters = NO_FILTERS,
        missed: Missed | None = None,
    ) -> list[Hit]:
        self.asked.append(query)
        if self.failure and missed:
            missed(self.failure)
        return await self.inner.find(query, limit=limit, version=version, filters=filters)


@pytest.fixture
def counting(examples: LanceStore) -> Counting:
    return Counting(StoreSearch(examples))


@pytest.fixture
def search(counting: Counting, examples: LanceStore) -> CachedSearch:
    tier = Tier(name="results", ttl=60, cache=MemoryCache())
    return CachedSearch(inner=counting, store=examples, tier=tier, tenant="a", collection="laws")


async def test_an_equal_search_is_made_once_and_finds_the_same(
    search: CachedSearch, counting: Counting, examples: LanceStore
) -> None:
    version = await examples.version()
    first = await search.find(QUERY, limit=5, version=version)
    again = await search.find(QUERY, limit=5, version=version)
    assert len(first) == 5
    assert again == first == await StoreSearch(examples).find(QUERY, limit=5, version=version)
    assert len(counting.asked) == 1


async def test_64_equal_searches_at_once_are_one(
    search: CachedSearch, counting: Counting, examples: LanceStore
) -> None:
    version = await examples.version()
    found = await asyncio.gather(*(search.find(QUERY, limit=3, version=version) for _ in range(64)))
    assert all(one == found[0] for one in found)
    assert len(counting.asked) == 1


async def test_that_nothing_is_found_is_kept_too(
    search: CachedSearch, counting: Counting, examples: LanceStore
) -> None:
    version = await examples.version()
    query = Query(text="xyzzy")
    assert [await search.find(query, limit=3, version=version) for _ in range(2)] == [[], []]
    assert len(counting.asked) == 1


OTHER: dict[str, tuple[Query, dict[str, Any]]] = {
    "text": (Query(text="rente"), {}),
    "text that ranks alike": (Query(text=TEXT.upper()), {}),
    "keys": (replace(QUERY, keys=("cykelpuljeloven§6",), locators=("",)), {}),
    "via": (replace(QUERY, via="cykelpuljeloven § 2"), {}),
    "acts": (replace(QUERY, acts=("cykelpuljeloven",)), {}),
    "limit": (QUERY, {"limit": 4}),
    "filtered acts": (QUERY, {"filters": Filters(acts=("cykelpuljeloven",))}),
    "day": (QUERY, {"filters": Filters(as_of="2019-01-01")}),
}


@pytest.mark.parametrize("name", OTHER)
async def test_another_search_is_made_anew(
    name: str, search: CachedSearch, counting: Counting, examples: LanceStore
) -> None:
    query, changed = OTHER[name]
    options: dict[str, Any] = {"limit": 5, "version": await examples.version()}
    await search.find(QUERY, **options)
    found = await search.find(query, **{**options, **changed})
    assert counting.asked == [QUERY, query]
    assert found == await StoreSearch(examples).find(query, **{**options, **changed})


async def test_another_part_of_a_provision_is_another_search(
    search: CachedSearch, counting: Counting, examples: LanceStore
) -> None:
    version = await examples.version()
    for locator in ("stk. 1", "stk. 2"):
        query = replace(QUERY, keys=("cykelpuljeloven§6",), locators=(locator,))
        await search.find(query, limit=5, version=version)
    assert len(counting.asked) == 2


async def test_another_version_is_searched_anew(
    search: CachedSearch, counting: Counting, examples: LanceStore
) -> None:
    for version in (await examples.version(), "1.1.1"):
        await search.find(QUERY, limit=5, version=version)
    assert len(counting.asked) == 2


@pytest.mark.parametrize("scope", [{"tenant": "b"}, {"collection": "notes"}, {"setup": "e5"}])
async def test_others_results_are_not_used(
    scope: dict[str, str], search: CachedSearch, counting: Counting, examples: LanceStore
) -> None:
    version = await examples.version()
    await search.find(QUERY, limit=5, version=version)
    await replace(search, **scope).find(QUERY, limit=5, version=version)  # type: ignore[arg-type]
    assert len(counting.asked) == 2


async def test_a_collection_without_a_version_is_searched_each_time(
    search: CachedSearch, counting: Counting
) -> None:
    for _ in range(2):
        await search.find(QUERY, limit=5)
    assert len(counting.asked) == 2


async def test_no_text_of_the_law_or_the_question_is_kept(
    search: CachedSearch, examples: LanceStore
) -> None:
    version = await examples.version()
    found = await search.find(QUERY, limit=5, version=version)
    seen: list[bytes] = []

    class Reading(MemoryCache):
        async def get(self, keys: Any) -> list[bytes | None]:
            values = await cache.get(keys)
            seen.extend([*(key.encode() for key in keys), *(one for one in values if one)])
            return values

    cache = search.tier.cache
    tier = replace(search.tier, cache=Reading())
    assert await replace(search, tier=tier).find(QUERY, limit=5, version=version) == found
    kept = b"".join(seen).decode()
    assert found[0].passage.id in kept
    assert TEXT not in kept
    assert not any(hit.passage.text[:20] in kept for hit in found)


@pytest.mark.parametrize(
    "garbage", [b"", b"{", b"{}x", b"[1]", b"[[1]]", b'[["a"]]', b"7", b'[["a","b","c",1]]']
)
async def test_garbage_in_the_cache_is_searched_anew(
    garbage: bytes, search: CachedSearch, counting: Counting, examples: LanceStore
) -> None:
    version = await examples.version()
    found = await search.find(QUERY, limit=5, version=version)

    class Broken(MemoryCache):
        async def get(self, keys: Any) -> list[bytes | None]:
            return [garbage]

    broken = replace(search, tier=replace(search.tier, cache=Broken()))
    assert await broken.find(QUERY, limit=5, version=version) == found
    assert len(counting.asked) == 2


async def test_passages_that_are_gone_are_searched_anew(
    search: CachedSearch, counting: Counting, examples: LanceStore
) -> None:
    version = await examples.version()
    found = await search.find(QUERY, limit=5, version=version)

    class Other(MemoryCache):
        async def get(self, keys: Any) -> list[bytes | None]:
            return [b'[["gone/1", 1.0, "words", 1.0]]']

    other = replace(search, tier=replace(search.tier, cache=Other()))
    assert await other.find(QUERY, limit=5, version=version) == found
    assert len(counting.asked) == 2


async def test_what_was_found_without_vectors_is_given_and_not_kept(
    search: CachedSearch, counting: Counting, examples: LanceStore
) -> None:
    version = await examples.version()
    counting.failure = Transient("the embedder is away")
    failures: list[Failure] = []
    found = await search.find(QUERY, limit=3, version=version, missed=failures.append)
    assert len(found) == 3
    assert failures == [counting.failure]
    with pytest.raises(Transient, match="away"):
        await search.find(QUERY, limit=3, version=version)
    counting.failure = None
    assert await search.find(QUERY, limit=3, version=version) == found
    assert len(counting.asked) == 3
