"""What is matched where acts are there in versions, and orders beside them."""

from collections.abc import Sequence

import pytest

from lexhop.corpus.ingest.collection import StoredPassage
from lexhop.retrieval.ports import CollectionStore, Filters
from tests.contract.stores import document, ids, passage, tokens

ORDER = "bekendtgørelse om broer"


@pytest.fixture
async def laws(store: CollectionStore) -> CollectionStore:
    """An act in two versions, another act, and two orders, one of them in two versions."""
    documents = [
        document("old", act="momsloven", valid_from="2015-01-01", valid_to="2019-12-31"),
        document("new", act="momsloven", valid_from="2020-01-01"),
        document("told", act="toldloven"),
        document("order1", act=ORDER, valid_from="2015-01-01"),
        document("order2", act=ORDER, valid_from="2021-01-01"),
        document("order3", act="anordning om havne"),
    ]
    passages = [
        passage(
            f"{one.id}/{number}",
            "moms moms told" + " flag" * number,
            act=one.act,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
        )
        for one in documents
        for number in range(1, 4)
    ]
    await store.replace(documents, [StoredPassage(one, ("key",)) for one in passages])
    await store.finish()
    return store


async def matched(
    store: CollectionStore, *, limit: int, orders: int, filters: Filters | None = None
) -> Sequence[str]:
    found = await store.match_law(
        tokens("moms told"), limit=limit, orders=orders, filters=filters or Filters()
    )
    return ids(found)


async def test_of_an_act_only_the_newest_version_is_matched(laws: CollectionStore) -> None:
    found = await matched(laws, limit=9, orders=9)
    assert {one.partition("/")[0] for one in found} == {"new", "told", "order2", "order3"}
    assert len(found) == 12


async def test_of_an_act_the_version_of_a_day_is_matched(laws: CollectionStore) -> None:
    found = await matched(laws, limit=9, orders=9, filters=Filters(as_of="2018-01-01"))
    assert {one.partition("/")[0] for one in found} == {"old", "told", "order1", "order3"}


async def test_orders_take_no_places_of_acts_and_the_best_come_first(laws: CollectionStore) -> None:
    found = await matched(laws, limit=4, orders=1)
    assert sorted(found)[:2] == ["new/1", "new/2"]
    assert [one for one in found if one.startswith("told")] == ["told/1", "told/2"]
    assert len([one for one in found if one.startswith("order")]) == 1
    assert len(found) == 5


async def test_orders_fill_the_places_that_are_lacking_to_half_the_limit(
    laws: CollectionStore,
) -> None:
    found = await matched(laws, limit=16, orders=0)
    assert sum(one.startswith("order") for one in found) == 2
    assert len(found) == 8


async def test_the_filters_hold(laws: CollectionStore) -> None:
    found = await matched(laws, limit=9, orders=9, filters=Filters(acts=("momsloven",)))
    assert found == ["new/1", "new/2", "new/3"]


async def test_all_is_matched_where_there_are_only_acts_in_one_version(
    store: CollectionStore,
) -> None:
    await store.replace(
        [document("a", act="momsloven"), document("b")],
        [StoredPassage(passage(one, "moms"), ("key",)) for one in ("a", "b")],
    )
    await store.finish()
    assert await matched(store, limit=9, orders=0) == ["a", "b"]
    assert len(await matched(store, limit=1, orders=1)) == 1


async def test_nothing_is_matched_in_nothing_or_by_nothing(
    laws: CollectionStore, store: CollectionStore
) -> None:
    assert await laws.match_law([], limit=9, orders=9) == []
    assert await laws.match_law(["ukendt"], limit=9, orders=9) == []


async def test_frequencies_count_how_often_a_token_stands(laws: CollectionStore) -> None:
    counted = await laws.frequencies("words", ["mom", "told", "ukendt"])
    assert counted.having == {"mom": 18, "told": 18}
    assert counted.occurrences == {"mom": 36, "told": 18}
