"""Embeddings in the embedded store."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import lancedb
import numpy as np
import pytest
from lancedb.index import IndexConfig

from lexhop.resilience.errors import Transient
from lexhop.retrieval.embeddings.kept import PersistentEmbedder
from lexhop.retrieval.ports import Filters, StoreUnavailable
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.records import Passage
from tests.contract.stores import ids, passage, put
from tests.fakes import LetterEmbeddings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def kept(embeddings: LetterEmbeddings, folder: Path) -> PersistentEmbedder:
    return PersistentEmbedder(
        embeddings, folder.with_name("vectors.sqlite"), model=embeddings.model
    )


async def test_the_nearest_passage_comes_first_whatever_its_length(folder: Path) -> None:
    store = LanceStore(folder, embeddings=LetterEmbeddings())
    await put(store, passage("x", "aab"), passage("y", "abb"), passage("z", "aaaaaabbb"))
    hits = await store.knn("aaaabb", limit=2)
    assert ids(hits) == ["x", "z"]
    assert [hit.score for hit in hits] == pytest.approx([1.0, 1.0])
    assert {hit.via for hit in hits} == {"vectors"}
    assert ids(await store.knn("b", limit=9)) == ["y", "x", "z"]


async def test_filters_apply_before_the_limit(folder: Path) -> None:
    store = LanceStore(folder, embeddings=LetterEmbeddings())
    await put(store, passage("x", "aa"), passage("y", "ab", act="it's"), passage("z", "bb"))
    assert ids(await store.knn("aa", limit=1, filters=Filters(acts=("it's",)))) == ["y"]


async def test_title_and_heading_count_too(folder: Path) -> None:
    store = LanceStore(folder, embeddings=LetterEmbeddings())
    await put(store, passage("x", "h", title="aaa"), passage("y", "h", heading="bbb"))
    assert ids(await store.knn("aaa", limit=1)) == ["x"]
    assert ids(await store.knn("bbb", limit=1)) == ["y"]


async def test_only_what_changed_is_embedded_again(folder: Path) -> None:
    first, again = LetterEmbeddings(), LetterEmbeddings()
    given = [passage("a/1", "aa"), passage("a/2", "bb"), passage("b", "cc")]
    await put(LanceStore(folder, embeddings=kept(first, folder)), *given)
    store = LanceStore(folder, embeddings=kept(again, folder))
    await put(store, passage("a/1", "dd"), passage("a/2", "bb"))
    assert len(first.embedded) == 3
    assert [text.strip() for text in again.embedded] == ["dd"]
    assert ids(await store.knn("bb", limit=1)) == ["a/2"]
    assert ids(await store.knn("dd", limit=1)) == ["a/1"]
    assert ids(await store.knn("cc", limit=1)) == ["b"]


async def test_a_text_that_moved_is_not_embedded_again(folder: Path) -> None:
    first, again = LetterEmbeddings(), LetterEmbeddings()
    await put(LanceStore(folder, embeddings=kept(first, folder)), passage("a", "aab"))
    elsewhere = LanceStore(folder.with_name("other"), embeddings=kept(again, folder))
    await put(elsewhere, passage("b/7", "aab"), passage("b/8", "bb"))
    assert [text.strip() for text in again.embedded] == ["bb"]
    assert ids(await elsewhere.knn("aab", limit=1)) == ["b/7"]


async def test_progress_counts_the_passages_that_are_embedded(folder: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    store = LanceStore(folder, embeddings=LetterEmbeddings())
    await put(store, *(passage(f"p{number}", "a" * number) for number in range(300)), finish=False)
    await store.finish(lambda *step: seen.append(step))
    steps = [(done, total) for done, total, what in seen if what == "embedding passages"]
    assert steps == [(0, 300), (128, 300), (256, 300), (300, 300)]
    assert seen[-1] == (1, 1, "indexing")
    seen.clear()
    await store.finish(lambda *step: seen.append(step))
    assert seen == [(1, 1, "indexing")]


async def test_what_was_embedded_before_an_interruption_is_kept(folder: Path) -> None:
    class Failing(LetterEmbeddings):
        def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
            if len(self.embedded) + len(texts) > 300:
                raise Transient("no route", kind="connection")
            return super().embed_documents(texts)

    failing, again = Failing(), LetterEmbeddings()
    given = [passage(f"p{number}", "a" * (number + 1)) for number in range(500)]
    with pytest.raises(Transient):
        await put(LanceStore(folder, embeddings=kept(failing, folder)), *given)
    store = LanceStore(folder, embeddings=kept(again, folder))
    assert await store.count() == 0
    await store.finish()
    assert (len(failing.embedded), len(again.embedded)) == (256, 244)
    assert len(await store.knn("aa", limit=600)) == 500


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
    assert await store.knn("aa", limit=5) == []
    before = await store.version()
    assert await store.finish() != before
    assert len(await store.knn("aa", limit=500)) == 200
    await put(LanceStore(folder), passage("later", "bb"))
    assert len(await LanceStore(folder).knn("bb", limit=500)) == 0
    assert ids(await LanceStore(folder, embeddings=LetterEmbeddings()).knn("bb", limit=500))
    await store.finish()
    assert ids(await store.knn("bb", limit=1)) == ["later"]
    assert await store.finish() == await store.version()


async def test_what_has_no_direction_is_near_nothing(folder: Path) -> None:
    store = LanceStore(folder, embeddings=LetterEmbeddings())
    await put(store, passage("x", "zzz"), passage("y", "aa"))
    assert ids(await store.knn("aa", limit=5)) == ["y"]
    assert ids(await store.knn("zzz", limit=5)) == []


async def test_a_view_has_the_vectors_of_its_version(folder: Path) -> None:
    store = LanceStore(folder, embeddings=LetterEmbeddings())
    old = await put(store, passage("x", "aa"))
    await put(store, passage("x", "bb"), passage("y", "aa"))
    assert ids(await (await store.at(old)).knn("aa", limit=5)) == ["x"]
    assert ids(await store.knn("aa", limit=1)) == ["y"]


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
        await store.knn("aa", limit=1)
    mended = LanceStore(folder, embeddings=LetterEmbeddings())
    await put(mended, passage("y", "bb"))
    assert ids(await mended.knn("bb", limit=1)) == ["y"]


async def test_another_embedder_is_refused_before_anything_is_written(folder: Path) -> None:
    await put(LanceStore(folder, embeddings=LetterEmbeddings()), passage("x", "aa"))
    store = LanceStore(folder, embeddings=LetterEmbeddings(model="new"))
    with pytest.raises(StoreUnavailable):
        await put(store, passage("y", "bb"))
    assert [one.id for one in await store.documents()] == ["x"]


async def test_a_failing_embedder_is_let_through_and_nothing_is_shown(folder: Path) -> None:
    class Failing(LetterEmbeddings):
        def embed_documents(self, texts: object) -> list[list[float]]:
            raise ConnectionError("no route")

    await put(LanceStore(folder, embeddings=LetterEmbeddings()), passage("x", "aa"))
    with pytest.raises(ConnectionError, match="no route"):
        await put(LanceStore(folder, embeddings=Failing()), passage("x", "bb"))
    assert ids(await LanceStore(folder, embeddings=LetterEmbeddings()).knn("aa", limit=1)) == ["x"]


@dataclass(frozen=True)
class Points:
    """Embeds "12" as point 12, and "12?" as a place near it. Clustered ones lie a hundred around
    a middle."""

    clustered: bool
    size: int = 32
    model: str = "points"

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.at(int(text)).tolist() for text in texts]

    async def aembed_query(self, text: str) -> list[float]:
        point = int(text.removesuffix("?"))
        apart = 0.5 if text.endswith("?") else 0.0
        near = np.random.default_rng((2, point)).standard_normal(self.size)
        vector: list[float] = (self.at(point) + apart * near).tolist()
        return vector

    def at(self, point: int) -> np.ndarray:
        own = np.random.default_rng((0, point)).standard_normal(self.size)
        middle = np.random.default_rng((1, point // 100)).standard_normal(self.size)
        return 3 * middle + own if self.clustered else own


async def nearest_by_hand(points: Points, query: str, count: int, limit: int) -> set[str]:
    vectors = np.array([points.at(one) for one in range(count)])
    vector = np.array(await points.aembed_query(query))
    similarity = vectors @ vector / np.linalg.norm(vectors, axis=1)
    return {f"p{one}" for one in np.argsort(-similarity)[:limit]}


async def index_of(folder: Path) -> IndexConfig | None:
    database = await lancedb.connect_async(str(folder))
    indexes = await (await database.open_table("passages")).list_indices()
    return next((one for one in indexes if one.columns == ["vector"]), None)


def points_as_passages(*numbers: int) -> list[Passage]:
    return [passage(f"p{one}", str(one)) for one in numbers]


@pytest.mark.parametrize("clustered", [False, True], ids=["random", "clustered"])
async def test_many_passages_are_found_by_an_index_about_as_well_as_without(
    folder: Path, clustered: bool
) -> None:
    points = Points(clustered)
    store = LanceStore(folder, embeddings=points, exact_up_to=1000)
    await put(store, *points_as_passages(*range(1000)))
    assert await index_of(folder) is None
    await put(store, *points_as_passages(*range(1000, 2000)))
    index = await index_of(folder)
    assert index is not None
    assert index.num_indexed_rows == 2000
    assert (index.index_details or {})["metric_type"] == "COSINE"
    found = [
        len(set(ids(await store.knn(query, limit=50))) & wanted) / 50
        for query in ("3?", "700?", "1500?", "1999?")
        if (wanted := await nearest_by_hand(points, query, 2000, 50))
    ]
    assert np.mean(found) >= 0.95
    assert (await store.knn("1500", limit=1))[0].score == pytest.approx(1.0)


async def test_what_comes_and_goes_after_the_index_was_made_is_found_and_not(folder: Path) -> None:
    points = Points(clustered=True)
    store = LanceStore(folder, embeddings=points, exact_up_to=100)
    await put(store, *points_as_passages(*range(300)))
    made = await index_of(folder)
    await put(store, *points_as_passages(*range(300, 310)))
    assert ids(await store.knn("305", limit=1)) == ["p305"]
    await put(store, passage("p7", "400"))
    assert ids(await store.knn("400", limit=1)) == ["p7"]
    assert ids(await store.knn("7", limit=1)) != ["p7"]
    await store.remove(["p305"])
    await store.finish()
    assert "p305" not in ids(await store.knn("305", limit=309))
    assert ids(await store.knn("305", limit=1, filters=Filters(acts=("none",)))) == []
    assert made is not None
    assert (await index_of(folder)).created_at == made.created_at  # type: ignore[union-attr]


async def test_an_index_in_many_pieces_is_made_anew(folder: Path) -> None:
    store = LanceStore(folder, embeddings=Points(clustered=False), exact_up_to=10)
    pieces = []
    for number in range(13):
        await put(store, *points_as_passages(*range(20 * number, 20 * number + 20)))
        index = await index_of(folder)
        pieces.append(index.num_segments if index else 0)
    assert pieces[:3] == [1, 2, 3]
    assert max(pieces) <= 11
    assert len(await store.knn("3", limit=999)) == 260


async def test_a_collection_is_usable_without_the_index_that_was_interrupted(folder: Path) -> None:
    def stop(_done: int, _total: int, what: str) -> None:
        if what == "indexing":
            raise InterruptedError

    points = Points(clustered=False)
    old = await put(LanceStore(folder, embeddings=points), *points_as_passages(*range(50)))
    store = LanceStore(folder, embeddings=points, exact_up_to=100)
    await put(store, *points_as_passages(*range(50, 200)), finish=False)
    with pytest.raises(InterruptedError):
        await store.finish(stop)
    assert await store.version() == old
    assert ids(await store.knn("33", limit=1)) == ["p33"]
    assert len(await store.knn("33", limit=999)) == 50
    done = await LanceStore(folder, embeddings=points, exact_up_to=100).finish()
    assert await index_of(folder) is not None
    await store.version()
    assert ids(await store.knn("133", limit=1)) == ["p133"]
    assert await store.finish() == done
