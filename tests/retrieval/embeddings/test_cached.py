"""Vectors that are kept are those of the same text, model and kind of text."""

import asyncio
from dataclasses import replace

import pytest

from lexhop.resilience.cache import MemoryCache
from lexhop.resilience.tiers import Tier
from lexhop.retrieval.embeddings.cached import CachedEmbedder
from tests.fakes import LetterEmbeddings


class Counting(LetterEmbeddings):
    """Counts queries too, which have other vectors than documents."""

    def __init__(self) -> None:
        super().__init__()
        self.queries: list[str] = []

    async def aembed_query(self, text: str) -> list[float]:
        await asyncio.sleep(0)
        self.queries.append(text)
        return [0.1, *(-one for one in self.embed_query(text))]

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.embed_documents(texts)


@pytest.fixture
def inner() -> Counting:
    return Counting()


@pytest.fixture
def embedder(inner: Counting) -> CachedEmbedder:
    tier = Tier(name="embeddings", ttl=60, cache=MemoryCache())
    return CachedEmbedder(inner=inner, model="letters", tier=tier)


async def test_only_new_texts_are_asked_for_and_the_order_is_kept(
    embedder: CachedEmbedder, inner: Counting
) -> None:
    await embedder.aembed_documents(["b", "d"])
    vectors = await embedder.aembed_documents(["a", "b", "c", "d", "a"])
    assert vectors == inner.embed_documents(["a", "b", "c", "d", "a"])
    assert inner.embedded[:4] == ["b", "d", "a", "c"]


async def test_what_is_all_known_asks_for_nothing(
    embedder: CachedEmbedder, inner: Counting
) -> None:
    await embedder.aembed_documents(["a", "b"])
    await embedder.aembed_documents(["b", "a"])
    assert await embedder.aembed_documents([]) == []
    assert inner.embedded == ["a", "b"]


async def test_a_query_is_not_taken_for_an_equal_document(
    embedder: CachedEmbedder, inner: Counting
) -> None:
    [document] = await embedder.aembed_documents(["abba"])
    query = await embedder.aembed_query("abba")
    assert await embedder.aembed_query("abba") == query != document
    assert inner.queries == ["abba"]


async def test_a_vector_is_the_same_whether_it_was_kept_or_not(embedder: CachedEmbedder) -> None:
    made = await embedder.aembed_query("a")
    assert await embedder.aembed_query("a") == made
    assert made[0] == pytest.approx(0.1, abs=1e-8)


async def test_64_equal_queries_at_once_are_one_call(
    embedder: CachedEmbedder, inner: Counting
) -> None:
    await asyncio.gather(*(embedder.aembed_query("abc") for _ in range(64)))
    assert inner.queries == ["abc"]


@pytest.mark.parametrize("other", [{"model": "words"}, {"tenant": "b"}])
async def test_others_vectors_are_not_used(
    other: dict[str, str], embedder: CachedEmbedder, inner: Counting
) -> None:
    await embedder.aembed_query("a")
    await replace(embedder, **other).aembed_query("a")  # type: ignore[arg-type]
    assert inner.queries == ["a", "a"]
