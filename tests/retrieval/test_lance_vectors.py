"""Embeddings in the embedded store."""

from pathlib import Path

import pytest

from retrieval.lance import LanceStore
from retrieval.ports import Filters, StoreUnavailable
from tests.contract.stores import ids, passage, put
from tests.fakes import LetterEmbeddings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


async def test_the_nearest_passage_comes_first_whatever_its_length(folder: Path) -> None:
    store = LanceStore(folder, embeddings=LetterEmbeddings())
    await put(store, passage("x", "aab"), passage("y", "abb"), passage("z", "aaaaaabbb"))
    hits = await store.nearest("aaaabb", limit=2)
    assert ids(hits) == ["x", "z"]
    assert [hit.score for hit in hits] == pytest.approx([1.0, 1.0])
    assert {hit.via for hit in hits} == {"vectors"}
    assert ids(await store.nearest("b", limit=9)) == ["y", "x", "z"]


async def test_filters_apply_before_the_limit(folder: Path) -> None:
    store = LanceStore(folder, embeddings=LetterEmbeddings())
    await put(store, passage("x", "aa"), passage("y", "ab", act="it's"), passage("z", "bb"))
    assert ids(await store.nearest("aa", limit=1, filters=Filters(acts=("it's",)))) == ["y"]


async def test_title_and_heading_count_too(folder: Path) -> None:
    store = LanceStore(folder, embeddings=LetterEmbeddings())
    await put(store, passage("x", "h", title="aaa"), passage("y", "h", heading="bbb"))
    assert ids(await store.nearest("aaa", limit=1)) == ["x"]
    assert ids(await store.nearest("bbb", limit=1)) == ["y"]


async def test_only_what_changed_is_embedded_again(folder: Path) -> None:
    first, again = LetterEmbeddings(), LetterEmbeddings()
    given = [passage("a/1", "aa"), passage("a/2", "bb", content_hash="same"), passage("b", "cc")]
    await put(LanceStore(folder, embeddings=first), *given)
    store = LanceStore(folder, embeddings=again)
    await put(store, passage("a/1", "dd"), passage("a/2", "bb", content_hash="same"))
    assert len(first.embedded) == 3
    assert [text.strip() for text in again.embedded] == ["dd"]
    assert ids(await store.nearest("bb", limit=1)) == ["a/2"]
    assert ids(await store.nearest("dd", limit=1)) == ["a/1"]
    assert ids(await store.nearest("cc", limit=1)) == ["b"]


async def test_many_passages_are_embedded_some_at_a_time(folder: Path) -> None:
    embeddings = LetterEmbeddings()
    store = LanceStore(folder, embeddings=embeddings)
    await put(store, *(passage(f"p{number}", "a" * (number + 1)) for number in range(300)))
    assert len(embeddings.embedded) == 300
    assert embeddings.largest <= 128


async def test_passages_from_before_an_embedder_get_vectors_by_the_next_ingest(
    folder: Path,
) -> None:
    await put(LanceStore(folder), *(passage(f"p{one}", "a" * (one + 1)) for one in range(200)))
    store = LanceStore(folder, embeddings=LetterEmbeddings())
    assert await store.nearest("aa", limit=5) == []
    before = await store.version()
    assert await store.finish() != before
    assert len(await store.nearest("aa", limit=500)) == 200
    await put(LanceStore(folder), passage("later", "bb"))
    assert len(await LanceStore(folder).nearest("bb", limit=500)) == 0
    assert ids(await LanceStore(folder, embeddings=LetterEmbeddings()).nearest("bb", limit=500))
    await store.finish()
    assert ids(await store.nearest("bb", limit=1)) == ["later"]
    assert await store.finish() == await store.version()


async def test_what_has_no_direction_is_near_nothing(folder: Path) -> None:
    store = LanceStore(folder, embeddings=LetterEmbeddings())
    await put(store, passage("x", "zzz"), passage("y", "aa"))
    assert ids(await store.nearest("aa", limit=5)) == ["y"]
    assert ids(await store.nearest("zzz", limit=5)) == []


async def test_a_view_has_the_vectors_of_its_version(folder: Path) -> None:
    store = LanceStore(folder, embeddings=LetterEmbeddings())
    old = await put(store, passage("x", "aa"))
    await put(store, passage("x", "bb"), passage("y", "aa"))
    assert ids(await (await store.at(old)).nearest("aa", limit=5)) == ["x"]
    assert ids(await store.nearest("aa", limit=1)) == ["y"]


@pytest.mark.parametrize(
    "other",
    [LetterEmbeddings(model="new"), LetterEmbeddings("abc")],
    ids=["another name", "another size"],
)
async def test_another_embedder_is_refused(folder: Path, other: LetterEmbeddings) -> None:
    await put(LanceStore(folder, embeddings=LetterEmbeddings()), passage("x", "aa"))
    store = LanceStore(folder, embeddings=other)
    told = "ingest into another collection, or remove this one"
    with pytest.raises(StoreUnavailable, match=told):
        await put(store, passage("y", "bb"))
    with pytest.raises(StoreUnavailable, match=told):
        await store.nearest("aa", limit=1)
    mended = LanceStore(folder, embeddings=LetterEmbeddings())
    await put(mended, passage("y", "bb"))
    assert ids(await mended.nearest("bb", limit=1)) == ["y"]


async def test_a_failing_embedder_is_let_through_and_nothing_is_shown(folder: Path) -> None:
    class Failing(LetterEmbeddings):
        def embed_documents(self, texts: object) -> list[list[float]]:
            raise ConnectionError("no route")

    Failing.__name__ = "LetterEmbeddings"
    await put(LanceStore(folder, embeddings=LetterEmbeddings()), passage("x", "aa"))
    with pytest.raises(ConnectionError, match="no route"):
        await put(LanceStore(folder, embeddings=Failing()), passage("x", "bb"))
    assert ids(await LanceStore(folder, embeddings=LetterEmbeddings()).nearest("aa", limit=1)) == [
        "x"
    ]
