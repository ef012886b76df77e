"""What tells collections apart, and how they come and go."""

import asyncio
from pathlib import Path

import pytest

from lexhop.retrieval.ports import CollectionStore, StoreUnavailable
from tests.contract.stores import Open, passage, put


async def test_a_collection_has_the_name_that_it_is_opened_by(open_store: Open) -> None:
    assert [open_store(name).name for name in ("laws", "my texts")] == ["laws", "my texts"]


async def test_a_view_is_of_the_same_collection(store: CollectionStore) -> None:
    view = await store.at(await put(store, passage("a", "moms")))
    assert (view.name, view.identity) == (store.name, store.identity)


async def test_an_identity_is_that_of_one_collection_of_one_installation(
    open_store: Open, open_elsewhere: Open
) -> None:
    assert open_store().identity == open_store().identity
    others = [open_store("other"), open_elsewhere(), open_elsewhere("other")]
    assert len({one.identity for one in (open_store(), *others)}) == 4


async def test_a_collection_is_there_from_its_first_writing_on(open_store: Open) -> None:
    reader = open_store()
    assert not await reader.exists()
    assert await reader.count() == 0
    assert not await open_store().exists(), "reading makes nothing"
    await put(open_store(), passage("a", "moms"))
    assert await reader.exists()


def test_a_collection_that_nothing_was_written_into_is_not_there(open_store: Open) -> None:
    with open_store().writing():
        pass
    assert not asyncio.run(open_store().exists())
    assert asyncio.run(open_store.stores.names()) == []


async def test_a_run_that_began_is_unfinished_until_one_over_its_paths_ends(
    open_store: Open, store: CollectionStore, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / "runs" / name).mkdir(parents=True)
    one, two = (str(tmp_path / "runs" / name) for name in ("one", "two"))
    await store.begin([one])
    await store.begin([two])
    assert await open_store().unfinished() == (one, two)
    assert await open_store().exists()
    await store.end([one])
    assert await open_store().unfinished() == (two,)
    await store.end([str(tmp_path / "runs")])
    assert await open_store().unfinished() == ()


async def test_readers_have_documents_when_they_are_published(store: CollectionStore) -> None:
    await put(store, passage("a", "moms"))
    await put(store, passage("b", "told"), finish=False)
    assert [one.id for one in await store.loaded_documents()] == ["a"]
    await store.finish()
    assert sorted([one.id for one in await store.loaded_documents()]) == ["a", "b"]


async def test_a_collection_that_is_emptied_is_still_there(
    open_store: Open, store: CollectionStore
) -> None:
    await put(store, passage("a", "moms"))
    await store.remove(["a"])
    await store.finish()
    assert await open_store().count() == 0
    assert await open_store().exists()


async def test_a_collection_that_is_dropped_is_gone_and_no_other(open_store: Open) -> None:
    await put(open_store("kept"), passage("a", "moms"))
    await put(open_store(), passage("a", "moms"))
    await open_store().drop()
    left = open_store()
    assert not await left.exists()
    assert (await left.version(), await left.count(), await left.documents()) == ("", 0, [])
    assert await open_store("kept").count() == 1


async def test_a_store_that_dropped_its_collection_reads_nothing_and_may_write_again(
    store: CollectionStore,
) -> None:
    old = await put(store, passage("a", "moms"), passage("b", "moms"))
    await store.drop()
    assert not await store.exists()
    assert (await store.version(), await store.count()) == ("", 0)
    assert await put(store, passage("c", "moms")) != old
    assert await store.count() == 1


async def test_a_collection_made_anew_has_no_version_of_the_old_one(open_store: Open) -> None:
    old = await put(open_store(), passage("a", "moms"))
    await open_store().drop()
    assert await put(open_store(), passage("a", "moms")) != old
    assert await (await open_store().at(old)).count() == 1


def test_what_is_written_to_is_not_dropped(open_store: Open) -> None:
    asyncio.run(put(open_store(), passage("a", "moms")))
    with open_store().writing():
        with pytest.raises(StoreUnavailable, match="another ingest"):
            asyncio.run(open_store().drop())
        asyncio.run(open_store("other").drop())
    assert asyncio.run(open_store().count()) == 1
    asyncio.run(open_store().drop())
    assert not asyncio.run(open_store().exists())


def test_one_writes_at_a_time(open_store: Open) -> None:
    with open_store().writing():
        with (
            pytest.raises(StoreUnavailable, match="another ingest"),
            open_store().writing(),
        ):
            pass
        with open_store("other").writing():
            pass
    with pytest.raises(KeyError), open_store().writing():
        raise KeyError
    with open_store().writing():
        pass


async def test_the_names_are_those_of_the_collections_that_are_there(open_store: Open) -> None:
    stores = open_store.stores
    assert await stores.names() == []
    for name in ("laws", "b", "a"):
        await put(stores.store(name), passage("a", "moms"))
    await stores.store("unwritten").count()
    assert await stores.names() == ["a", "b", "laws"]
    await stores.store("b").drop()
    assert await stores.names() == ["a", "laws"]
    assert await stores.store("laws").count() == await open_store("laws").count() == 1
