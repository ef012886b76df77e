"""What holds for every search, whatever is asked."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexhop.retrieval.ports import Hit
from lexhop.retrieval.search import StoreSearch
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.plan import Query
from tests.fakes import LetterEmbeddings
from tests.retrieval.small import article, collection, find, provisions, section

SECTIONS = [
    section("1", "Redningsveste til børn skal være gule eller røde, jf. § 3.", cites="3"),
    section("2", "Havnefogeden opkræver leje af gæster.", repealed=True),
    section("3", "Havnefogeden kan påbyde eftersyn af redningsveste."),
    section("4", "Gæster betaler ved ankomsten."),
]
ARTICLES = [
    article("Oda Fenn", "She designed Tallow Bridge for the harbour and kept bees."),
    article("Tallow Bridge", "A bridge by Oda Fenn, painted red for guests who pay."),
]
SAID = """
redningsveste børn gule røde havnefogeden leje gæster eftersyn skal hvad og bridge Oda Fenn Tallow
red bees who designed the § 3 ? "quoted" it's ' AND OR * _ - 1
"""
WORDS = st.sampled_from(SAID.split())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LanceStore:
    return asyncio.run(collection(tmp_path_factory.mktemp("mixed"), *SECTIONS, *ARTICLES))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(WORDS, max_size=9).map(" ".join) | st.text(max_size=30), st.integers(1, 8))
def test_hits_are_few_ordered_and_in_bounds(store: LanceStore, text: str, limit: int) -> None:
    hits: list[Hit] = asyncio.run(_fresh(store, text, limit))
    assert len(hits) <= limit
    assert len({hit.passage.id for hit in hits}) == len(hits)
    assert all(0 <= hit.coverage <= 1 and 0 <= hit.score <= 1 and hit.via for hit in hits)
    in_force = [hit.score for hit in hits if not hit.passage.repealed]
    assert in_force == sorted(in_force, reverse=True)
    repealed = [hit.passage.repealed for hit in hits]
    assert repealed == sorted(repealed)


async def _fresh(store: LanceStore, text: str, limit: int) -> list[Hit]:
    """Searches in an event loop of its own, which a store doesn't outlive."""
    return await find(LanceStore(store.folder), text, limit=limit)


async def test_what_a_reference_asks_for_is_all_that_comes(tmp_path: Path) -> None:
    store = await collection(tmp_path, *SECTIONS)
    query = Query(text="redningsveste", keys=("bådloven§3",), via="bådloven § 1")
    hits = await StoreSearch(store).find(query, limit=5)
    assert [(hit.passage.provision, hit.via) for hit in hits] == [
        ("bådloven § 3", "reference from bådloven § 1")
    ]


async def test_a_reference_that_leads_nowhere_is_searched_for(tmp_path: Path) -> None:
    store = await collection(tmp_path, *SECTIONS)
    query = Query(text="eftersyn", keys=("bådloven§99",), via="bådloven § 1")
    assert provisions(await StoreSearch(store, {}).find(query, limit=1)) == ["bådloven § 3"]


async def test_the_part_that_is_cited_comes_before_the_provisions_other_parts(
    tmp_path: Path,
) -> None:
    parts = [
        section(
            "1", f"Stk. {number}. Veste skal være gule.", part=f"stk. {number}", position=number
        )
        for number in (1, 2, 3)
    ]
    store = await collection(tmp_path, *parts)
    query = Query(text="?", keys=("bådloven§1",), locators=("stk. 2",))
    hits = await StoreSearch(store).find(query, limit=3)
    assert [hit.passage.citation for hit in hits] == [
        "bådloven § 1, stk. 2",
        "bådloven § 1, stk. 1",
        "bådloven § 1, stk. 3",
    ]


async def test_vectors_bring_what_words_do_not(tmp_path: Path) -> None:
    plain = await collection(tmp_path, *ARTICLES, article("Gaggle", "Egg. Gag. Baggage."))
    store = LanceStore(plain.folder, embeddings=LetterEmbeddings())
    await store.finish()
    question = "egg bag gag bee, red"
    without = provisions(await find(plain, question))
    assert provisions(await find(LanceStore(plain.folder), question)) == without
    vectors = await find(store, "gagg bag")
    assert (vectors[0].passage.id, vectors[0].via) == ("gaggle", "vectors")
    assert set(provisions(await find(store, question))) == {"oda fenn", "tallow bridge", "gaggle"}
