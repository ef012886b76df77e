"""What an ingest does to a collection, and when readers see it."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace

from lexhop.corpus.ingest.collection import Links, StoredPassage
from lexhop.retrieval.ports import CollectionStore
from tests.contract.stores import Open, document, ids, passage, put, refer, tokens


async def everything(store: CollectionStore) -> list[str]:
    return sorted([one.id async for one in store.passages()])


async def test_a_document_is_replaced_whole(store: CollectionStore) -> None:
    await put(store, passage("a/1", "moms"), passage("a/2", "told"), passage("b", "moms"))
    await put(store, passage("a/1", "afgift"), passage("a/3", "moms"))
    assert await everything(store) == ["a/1", "a/3", "b"]
    assert sorted(ids(await store.match("words", tokens("moms"), limit=9))) == ["a/3", "b"]
    assert ids(await store.match("words", tokens("told"), limit=9)) == []
    assert ids(await store.match("words", tokens("afgift"), limit=9)) == ["a/1"]


async def test_a_document_may_have_no_passages(store: CollectionStore) -> None:
    await put(store, passage("a", "moms"))
    await store.replace([document("a"), document("empty")], [])
    await store.finish()
    assert await everything(store) == []
    assert [one.id for one in await store.documents()] == ["a", "empty"]


async def test_what_is_removed_is_not_found_again(store: CollectionStore) -> None:
    await put(store, passage("a", "moms", references=refer("x")), passage("b", "moms"))
    await store.remove(["a", "unknown"])
    await store.finish()
    assert ids(await store.match("words", tokens("moms"), limit=9)) == ["b"]
    assert await store.get(["a"]) == []
    assert await store.citing(["x"], limit=9) == []
    assert [one.id for one in await store.documents()] == ["b"]
    assert (await store.frequencies("words", ["mom"])).having == {"mom": 1}


async def test_documents_are_remembered_as_they_were_put(store: CollectionStore) -> None:
    given = document(
        "a",
        act="momsloven",
        names=("momsloven", "ML"),
        number="LBK nr. 1",
        historic=True,
        passages=2,
    )
    await store.replace([given], [])
    assert await store.documents() == [given]


async def test_a_file_is_complete_when_it_is_said_so(store: CollectionStore) -> None:
    odd = '/files/it\'s "b".md'
    await store.replace([document("a"), document("b", source=odd), document("c")], [])
    await store.complete({"/files/a.md": "h1", odd: "h2", "/files/none.md": "h3"})
    hashes = {one.id: one.file_hash for one in await store.documents()}
    assert hashes == {"a": "h1", "b": "h2", "c": ""}


async def test_references_are_replaced_and_found_both_ways(store: CollectionStore) -> None:
    await put(store, passage("a", "moms", references=refer("x")), passage("b", "moms"))
    await store.set_references({"a": refer("y"), "b": refer("y", "z")})
    await store.finish()
    assert ids(await store.citing(["y"], limit=9)) == ["a", "b"]
    assert ids(await store.citing(["x"], limit=9)) == []
    assert [one.references for one in await store.get(["a", "b"])] == [refer("y"), refer("y", "z")]
    assert sorted(ids(await store.match("words", tokens("moms"), limit=9))) == ["a", "b"]


async def test_acts_are_those_of_the_documents(store: CollectionStore) -> None:
    act = document("a", act="momsloven", names=("momsloven", "ML"), valid_from="2020-01-01")
    keyed = [StoredPassage(passage(one, "x"), (one,)) for one in ("a", "b")]
    await store.replace([act, document("b")], keyed)
    await store.finish()
    [found] = await store.acts()
    assert (found.document_id, found.name, found.names) == ("a", "momsloven", ("momsloven", "ML"))
    assert found.valid_from == "2020-01-01"


async def test_the_account_reads_keys_and_references_of_all(store: CollectionStore) -> None:
    await put(
        store,
        passage("a", "x", references=refer("b")),
        passage("b", "x", repealed=True),
        finish=False,
    )
    keys = store.keys()
    assert sorted([one async for one in keys]) == [(("a",), False), (("b",), True)]
    assert sorted([len(one) async for one in store.references()]) == [0, 1]


async def test_links_are_those_of_all_passages_after_each_change(store: CollectionStore) -> None:
    assert await store.links() == Links()
    await put(
        store,
        passage("a/1", "x", provision="a", references=refer("b", "b", "loven § 3")),
        passage("b/1", "x", provision="b", repealed=True),
        passage("b/2", "x", provision="b"),
        passage("c", "x", repealed=True, references=refer("b")),
    )
    assert await store.links() == Links(
        passages=4,
        in_force={"a": True, "b": True, "c": False},
        targets=Counter({"b": 3, "loven § 3": 1}),
    )
    await put(store, passage("b/1", "x", provision="b", repealed=True, references=refer("c")))
    await store.remove(["c"])
    await store.finish()
    assert await store.links() == Links(
        passages=2,
        in_force={"a": True, "b": False},
        targets=Counter({"b": 2, "loven § 3": 1, "c": 1}),
    )
    await store.set_references({"a/1": refer("c")})
    await store.finish()
    assert (await store.links()).targets == Counter({"c": 2})
    await store.remove(["a", "b"])
    await store.finish()
    assert await store.links() == Links()


async def test_collections_know_nothing_of_each_other(open_store: Open) -> None:
    await put(open_store("one"), passage("a", "moms"))
    await put(open_store("two"), passage("b", "moms"))
    await open_store("one").remove(["b"])
    assert ids(await open_store("one").match("words", tokens("moms"), limit=9)) == ["a"]
    assert ids(await open_store("two").match("words", tokens("moms"), limit=9)) == ["b"]


async def test_a_store_that_wrote_sees_what_another_wrote_since(open_store: Open) -> None:
    one, other = open_store(), open_store()
    await put(one, passage("a", "moms"))
    await put(other, passage("b", "moms"))
    assert sorted([stored.id for stored in await one.documents()]) == ["a", "b"]
    assert await everything(one) == ["a", "b"]
    version = await put(one, passage("c", "moms"))
    assert await other.version() == version
    assert await other.finish() == version
    assert await other.count() == 3


async def test_the_version_stays_while_nothing_is_written(
    open_store: Open, store: CollectionStore
) -> None:
    first = await put(store, passage("a", "moms"))
    assert first
    assert await store.finish() == first
    await store.complete({"/files/a.md": "h"})
    assert await store.finish() == first
    assert await open_store().version() == first
    assert await open_store().finish() == first
    assert await put(store, passage("a", "told")) != first


async def test_readers_see_an_ingest_when_it_is_through(
    open_store: Open, store: CollectionStore
) -> None:
    await put(store, passage("a", "moms"), passage("b", "told"))
    reader = open_store()
    await put(store, passage("a", "afgift"), passage("c", "moms"), finish=False)
    await store.remove(["b"])
    for one in (reader, open_store()):
        matched = await one.match("words", tokens("moms told afgift"), limit=9)
        assert sorted(ids(matched)) == ["a", "b"]
        assert (await one.get(["a"]))[0].text == "moms"
        assert await one.count() == 2
    version = await store.finish()
    assert await reader.version() == version
    assert ids(await reader.get(["a", "b", "c"])) == ["a", "c"]
    assert ids(await store.get(["a", "b", "c"])) == ["a", "c"]


async def test_a_view_keeps_reading_its_version(store: CollectionStore) -> None:
    old = await put(store, passage("a", "moms"))
    view = await store.at(old)
    new = await put(store, passage("a", "told"), passage("b", "told"))
    assert await view.version() == new
    assert await view.count() == 1
    assert ids(await view.match("words", tokens("moms"), limit=9)) == ["a"]
    assert ids(await view.match("words", tokens("told"), limit=9)) == []
    assert (await view.frequencies("words", ["told"])).having == {}
    assert await (await store.at(new)).count() == 2
    assert await (await store.at(old)).count() == 1
    assert await (await view.at(new)).count() == 2


async def test_many_views_are_not_mixed_up(store: CollectionStore) -> None:
    versions = [await put(store, passage(f"p{number}", "x")) for number in range(7)]
    assert [await (await store.at(one)).count() for one in versions] == [1, 2, 3, 4, 5, 6, 7]


async def test_a_version_that_is_gone_is_read_as_the_newest(store: CollectionStore) -> None:
    await put(store, passage("a", "moms"))
    for unknown in ("9999.9999.9999", "nonsense", "1"):
        assert await (await store.at(unknown)).count() == 1


async def test_interrupted_writing_shows_in_the_documents(
    open_store: Open, store: CollectionStore
) -> None:
    await put(store, passage("a", "moms"))

    broken = replace(passage("a", "told"), position="no number")  # type: ignore[arg-type]
    with suppress(Exception):  # how it fails is the store's own
        await store.replace([document("a", content_hash="new")], [StoredPassage(broken, ())])
    [left] = await open_store().documents()
    assert left.content_hash != "new"
    await put(open_store(), passage("a", "told"))
    assert ids(await open_store().match("words", tokens("told"), limit=9)) == ["a"]
    assert await open_store().count() == 1
