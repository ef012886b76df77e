"""What a search still finds with parts of it switched off."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from lexhop.retrieval.ports import Hit
from lexhop.retrieval.ranking.channels import ALL, NONE, Channels, one_by_one
from lexhop.retrieval.search import StoreSearch
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.plan import Query
from tests.fakes import LetterEmbeddings
from tests.retrieval.small import article, collection, provisions, section

SECTIONS = [
    section("1", "Redningsveste til børn skal være gule, jf. § 7.", cites="7"),
    section("7", "Bøden er 500 kr. for børn."),
    section("10", "Havnefogeden opkræver leje af gæster."),
]
ARTICLES = [
    article("Tallow Bridge", "It was designed by Oda Fenn."),
    article("Oda Fenn", "She came from Marrow Hill and kept bees."),
    article("Pontoons", "A pontoon, unlike a bridge, is designed to float."),
    *(article(f"Quarry {number}", f"Grey stone, worked by {number} men.") for number in range(9)),
]
DESIGNER = "Which pets had she who designed Tallow Bridge?"


def only(**on: bool) -> Channels:
    return replace(NONE, **on)


async def find(store: LanceStore, channels: Channels, query: Query) -> list[Hit]:
    return await StoreSearch(store, {}, channels).find(query, limit=5)


async def test_n_grams_see_the_parts_of_compounds_and_words_do_not(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        section("1", "Havnen er lukket."),
        section("4", "Havnen har redningsvestepligt for både."),
    )
    query = Query(text="redningsveste i havnen")
    assert provisions(await find(store, only(words=True), query))[0] == "bådloven § 1"
    assert provisions(await find(store, only(ngrams=True), query))[0] == "bådloven § 4"


async def test_without_citations_what_is_cited_is_only_words(tmp_path: Path) -> None:
    store = await collection(tmp_path, *SECTIONS)
    query = Query(text="leje, § 7", keys=("bådloven§7",))
    [hit] = await find(store, only(citations=True), query)
    assert (hit.passage.provision, hit.via) == ("bådloven § 7", "citation")
    without = await find(store, replace(ALL, citations=False), query)
    assert (without[0].passage.provision, without[0].via) == ("bådloven § 10", "words")


async def test_a_title_in_a_question_is_a_citation_of_prose(tmp_path: Path) -> None:
    store = await collection(tmp_path, *ARTICLES)
    assert provisions(await find(store, only(citations=True), Query(text=DESIGNER))) == [
        "tallow bridge"
    ]


async def test_the_graph_alone_ranks_what_the_best_by_words_lead_to(tmp_path: Path) -> None:
    store = await collection(tmp_path / "law", *SECTIONS)
    hits = await find(store, only(graph=True), Query(text="gule redningsveste børn"))
    assert (hits[0].passage.provision, hits[0].via) == (
        "bådloven § 7",
        "reference from bådloven § 1",
    )
    prose = await collection(tmp_path / "prose", *ARTICLES)
    hits = await find(prose, only(graph=True), Query(text=DESIGNER))
    assert (hits[0].passage.provision, hits[0].via) == ("oda fenn", "mentioned by Tallow Bridge")


async def test_without_the_graph_nothing_is_followed(tmp_path: Path) -> None:
    prose = await collection(tmp_path / "prose", *ARTICLES)
    plain = replace(ALL, graph=False)
    assert "oda fenn" in provisions(await find(prose, ALL, Query(text=DESIGNER)))
    assert "oda fenn" not in provisions(await find(prose, plain, Query(text=DESIGNER)))
    law = await collection(tmp_path / "law", *SECTIONS)
    led = Query(text="leje", keys=("bådloven§7",), via="bådloven § 1")
    assert provisions(await find(law, ALL, led)) == ["bådloven § 7"]
    assert provisions(await find(law, plain, led)) == ["bådloven § 10"]


async def test_a_question_is_embedded_only_where_vectors_count(tmp_path: Path) -> None:
    embeddings = CountingQueries()
    plain = await collection(tmp_path, *ARTICLES, article("Gaggle", "Egg. Gag. Baggage."))
    store = LanceStore(plain.folder, embeddings=embeddings)
    await store.finish()
    before = embeddings.queries
    await find(store, replace(ALL, vectors=False), Query(text="egg"))
    assert embeddings.queries == before
    hits = await find(store, only(vectors=True), Query(text="gagg bag"))
    assert hits[0].passage.id == "gaggle"
    assert {hit.via for hit in hits} == {"vectors"}


class CountingQueries(LetterEmbeddings):
    queries = 0

    def embed_query(self, text: str) -> list[float]:
        self.queries += 1
        return super().embed_query(text)


@pytest.mark.parametrize("kind", ["law", "prose"])
async def test_with_everything_off_nothing_is_found(tmp_path: Path, kind: str) -> None:
    store = await collection(tmp_path, *(SECTIONS if kind == "law" else ARTICLES))
    query = Query(text=f"{DESIGNER} redningsveste", keys=("bådloven§7",))
    assert await find(store, NONE, query) == []


def test_channels_are_tried_alone_together_and_one_left_out() -> None:
    runs = dict(one_by_one(vectors=True))
    assert list(runs) == [
        "words", "n-grams", "citations", "graph", "vectors",
        "all",
        "all but words", "all but n-grams", "all but citations", "all but graph",
        "all but vectors",
    ]  # fmt: skip
    assert runs["n-grams"] == only(ngrams=True)
    assert runs["all but graph"] == replace(ALL, graph=False)
    for one in fields(Channels):
        assert sum(getattr(runs[name], one.name) for name in runs) == 6
    assert not any("vectors" in name for name, _ in one_by_one(vectors=False))


class Near(LetterEmbeddings):
    """Every question is near the texts that have a word, and no others."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word

    def embed_query(self, text: str) -> list[float]:
        return [1.0, 0.0] if self.word in text or "Who" in text else [0.0, 1.0]


@pytest.mark.parametrize(("near", "led_to"), [("Jib", "ulf orr"), ("Hull", "tom wynn")])
async def test_hops_start_from_what_is_near(tmp_path: Path, near: str, led_to: str) -> None:
    plain = await collection(
        tmp_path,
        article("Jib", "The vessel was drawn by Ulf Orr."),
        article("Hull", "The vessel was drawn by Tom Wynn."),
        article("Ulf Orr", "He kept sheep."),
        article("Tom Wynn", "He kept goats."),
    )
    store = LanceStore(plain.folder, embeddings=Near(near))
    await store.finish()
    hits = await find(store, ALL, Query(text="Who drew the vessel?"))
    names = provisions(hits)
    assert names[0] == near.casefold()
    assert min(names.index(one) for one in {"ulf orr", "tom wynn"}) == names.index(led_to)


async def test_the_only_passage_that_is_near_is_near(tmp_path: Path) -> None:
    plain = await collection(tmp_path, article("Jib", "A sail."))
    store = LanceStore(plain.folder, embeddings=Near("Jib"))
    await store.finish()
    [hit] = await find(store, ALL, Query(text="Who?"))
    assert (hit.passage.id, hit.via) == ("jib", "vectors")
    assert 0 < hit.score < 1
