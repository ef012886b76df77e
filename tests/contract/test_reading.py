"""What is found in a collection, and how it is narrowed down."""

from dataclasses import dataclass
from typing import Any

import pytest

from lexhop.corpus.ingest.collection import StoredPassage
from lexhop.retrieval.ports import CollectionStore, Contents, Filters
from tests.contract.stores import document, ids, passage, put, refer, tokens

ODD = 'd\'Arc "quoted" \\ back\nline %_ ; -- § 33 A æøå \u200b 🙂'


async def test_danish_words_match_by_their_danish_stem(store: CollectionStore) -> None:
    await put(store, passage("a", "Afgifterne betales."), passage("b", "Personer hører med."))
    assert ids(await store.match("words", tokens("afgiften"), limit=5)) == ["a"]


async def test_english_words_match_by_their_english_stem(store: CollectionStore) -> None:
    await put(store, passage("a", "Companies are taxed.", language="en"), passage("b", "Skat."))
    assert ids(await store.match("words", tokens("company", "en"), limit=5)) == ["a"]


async def test_names_match_whole(store: CollectionStore) -> None:
    one = passage("a", "He moved to New York in May.", title="Ann", kind="prose", language="en")
    other = passage("b", "York has a new wall.", title="Bo", kind="prose", language="en")
    await put(store, one, other)
    assert ids(await store.match("names", ["new_york"], limit=5)) == ["a"]


async def test_the_best_match_comes_first_and_no_more_than_asked_for(
    store: CollectionStore,
) -> None:
    texts = {"a": "moms", "b": "moms og told", "c": "moms og told og afgift"}
    await put(store, *(passage(one, text) for one, text in texts.items()))
    found = await store.match("words", tokens("moms told afgift"), limit=2)
    assert ids(found) == ["c", "b"]


async def test_equal_matches_come_in_the_same_order_each_time(store: CollectionStore) -> None:
    await put(store, *(passage(f"p{number}", "moms") for number in range(20)))
    first = ids(await store.match("words", tokens("moms"), limit=20))
    assert len(first) == 20
    assert ids(await store.match("words", tokens("moms"), limit=20)) == first


@pytest.mark.parametrize("text", ["", "og", "!?", "ukendtord"])
async def test_tokens_that_nothing_has_match_nothing(store: CollectionStore, text: str) -> None:
    await put(store, passage("a", "moms"))
    assert not await store.match("words", tokens(text), limit=5)


@dataclass(frozen=True)
class Case:
    name: str
    filters: Filters
    found: list[str]


FILTERED = [
    Case("none", Filters(), ["a", "b", "c", "d"]),
    Case("one act", Filters(acts=("momsloven",)), ["a"]),
    Case("several acts", Filters(acts=("momsloven", "told'loven")), ["a", "b"]),
    Case("an act that isn't there", Filters(acts=("x",)), []),
    Case("a kind", Filters(kinds=("note",)), ["b"]),
    Case("a language", Filters(languages=("en",)), ["c"]),
    Case("a day before", Filters(as_of="2019-12-31"), ["b", "c"]),
    Case("the first day", Filters(as_of="2020-01-01"), ["a", "b", "c", "d"]),
    Case("the last day", Filters(as_of="2021-12-31"), ["a", "b", "c", "d"]),
    Case("a day after", Filters(as_of="2022-01-01"), ["b", "c", "d"]),
    Case("two at once", Filters(kinds=("provision",), as_of="2022-01-01"), ["d"]),
    Case("a quote", Filters(acts=("' OR 1=1 --",)), []),
]


@pytest.mark.parametrize("case", FILTERED, ids=lambda case: case.name)
async def test_filters_narrow_every_way_of_finding(store: CollectionStore, case: Case) -> None:
    await put(
        store,
        passage("a", "moms", act="momsloven", valid_from="2020-01-01", valid_to="2021-12-31",
                provision="p", references=refer("q")),
        passage("b", "moms", act="told'loven", kind="note", provision="p", references=refer("q")),
        passage("c", "moms", kind="prose", language="en", provision="p", references=refer("q")),
        passage("d", "moms", valid_from="2020-01-01", provision="p", references=refer("q")),
    )  # fmt: skip
    matched = await store.match("words", tokens("moms"), limit=9, filters=case.filters)
    assert sorted(ids(matched)) == case.found
    assert ids(await store.by_key(["p"], filters=case.filters)) == case.found
    assert ids(await store.citing(["q"], limit=9, filters=case.filters)) == case.found
    assert (
        sorted(ids(await store.candidates_by_key(["p"], limit=9, filters=case.filters)))
        == case.found
    )


async def test_a_filter_applies_before_the_limit(store: CollectionStore) -> None:
    await put(
        store,
        *(passage(f"p{number:03}", "moms moms moms") for number in range(300)),
        passage("rare", "moms og meget andet som told", act="sjældenloven"),
    )
    found = await store.match(
        "words", tokens("moms"), limit=1, filters=Filters(acts=("sjældenloven",))
    )
    assert ids(found) == ["rare"]


async def test_contents_are_the_kinds_and_languages_that_there_are(store: CollectionStore) -> None:
    assert await store.contents() == Contents()
    await put(store, passage("a", "x", kind="note"), passage("b", "x", language="en"))
    found = await store.contents()
    assert (found.kinds, found.languages) == ({"note", "provision"}, {"da", "en"})
    await store.remove(["a"])
    await store.finish()
    assert (await store.contents()).kinds == {"provision"}


async def test_frequencies_count_the_passages_that_have_a_token(store: CollectionStore) -> None:
    await put(store, passage("a", "moms moms told"), passage("b", "moms"))
    counted = await store.frequencies("words", ["mom", "told", "ukendt"])
    assert (counted.passages, counted.having) == (2, {"mom": 2, "told": 1})
    assert counted.mean_length == 2


async def test_prose_is_found_by_the_forms_of_its_title(store: CollectionStore) -> None:
    await put(
        store,
        passage("a", "x", title="Arthur's Magazine (US)", kind="prose"),
        passage("b", "x", title="Arthur's Magazine (US)"),
    )
    assert ids(await store.candidates_by_title(["arthur magazine"], limit=5)) == ["a"]
    assert not await store.candidates_by_title([], limit=5)


async def test_passages_come_in_the_order_asked_for_and_unknown_ones_are_left_out(
    store: CollectionStore,
) -> None:
    await put(store, passage("a", "x"), passage("b", "y"))
    assert ids(await store.get(["b", "none", "a", "b"])) == ["b", "a", "b"]
    assert await store.get([]) == []


async def test_a_passage_comes_back_as_it_was_put(store: CollectionStore) -> None:
    given = passage(
        "a/§1", "§ 1. Moms.", act="momsloven", heading="Kapitel 1", url="https://x", position=7,
        repealed=True, references=refer("momsloven § 2", "b"), valid_from="2020-01-01",
        changed_by=("lov nr. 1, § 1", "lov nr. 2, § 3"), pending=("lov nr. 3, § 1",),
    )  # fmt: skip
    await put(store, given)
    assert await store.get(["a/§1"]) == [given]


async def test_passages_under_a_key_come_in_reading_order(store: CollectionStore) -> None:
    given = [passage(f"a/{at}", "x", provision="p", position=at) for at in (10, 2, 30, 1)]
    await put(store, *given, passage("b", "x", provision="other"))
    assert ids(await store.by_key(["p"])) == ["a/1", "a/2", "a/10", "a/30"]
    assert await store.by_key([]) == []
    assert await store.by_key(["none"]) == []


async def test_a_document_is_all_its_passages_in_reading_order(store: CollectionStore) -> None:
    given = [passage(f"a/{at}", "x", position=at) for at in (10, 2, 30, 1)]
    await put(store, *given, passage("b", "x"))
    assert ids(await store.document("a")) == ["a/1", "a/2", "a/10", "a/30"]
    assert await store.document("none") == []


async def test_citing_passages_are_the_first_in_reading_order(store: CollectionStore) -> None:
    given = [
        passage(f"a/{at:02}", "x", position=at, references=refer("LOVEN § 3", "z"))
        for at in reversed(range(30))
    ]
    await put(store, *given)
    assert ids(await store.citing(["loven§3"], limit=3)) == ["a/00", "a/01", "a/02"]
    assert await store.citing(["loven§4"], limit=3) == []
    assert await store.citing([], limit=3) == []


@pytest.mark.parametrize("odd", [*ODD.split(" "), ODD])
async def test_odd_characters_are_only_characters(store: CollectionStore, odd: str) -> None:
    given = passage(f"x{odd}", odd, document_id=odd, provision=odd, act=odd, references=refer(odd))
    await put(store, given)
    key = odd.casefold().replace(" ", "")
    assert await store.get([f"x{odd}"]) == [given]
    assert await store.by_key([key], filters=Filters(acts=(odd,))) == [given]
    assert len(await store.citing([odd.casefold(), key], limit=5)) == 1
    await store.match("words", tokens(odd), limit=1)
    await store.remove([odd])
    await store.finish()
    assert await store.count() == 0


async def test_filters_may_name_thousands(store: CollectionStore) -> None:
    await put(store, *(passage(f"p{number}", "moms", act=f"a{number}") for number in range(50)))
    many = [f"p{number}" for number in range(20_000)]
    acts = tuple(f"a{number}" for number in range(5_000))
    assert len(await store.get(many)) == 50
    assert len(await store.by_key(many)) == 50
    assert (
        len(await store.match("words", tokens("moms"), limit=99, filters=Filters(acts=acts))) == 50
    )


async def test_an_empty_collection_answers_with_nothing(store: CollectionStore) -> None:
    assert await store.version() == ""
    assert await store.count() == 0
    assert await store.acts() == []
    assert await store.match("words", tokens("moms"), limit=5) == []
    assert await store.knn("moms", limit=5) == []
    assert await store.get(["a"]) == []
    assert await store.by_key(["a"]) == []
    assert await store.citing(["a"], limit=5) == []
    assert await store.candidates_by_key(["a"], limit=5) == []
    assert await store.candidates_by_title(["a"], limit=5) == []
    assert (await store.frequencies("words", ["a"])).passages == 0
    assert await (await store.at("")).count() == 0
    assert await store.documents() == []
    assert await store.finish() == ""


async def test_without_an_embedder_nothing_is_near(store: CollectionStore) -> None:
    await put(store, passage("a", "moms"))
    assert await store.knn("moms", limit=5) == []


async def test_a_text_that_claims_a_trusted_act_is_found_by_nothing(store: CollectionStore) -> None:
    common: dict[str, Any] = {"act": "damloven", "names": ("DL",)}
    documents = [
        document("official", **common, official=True, number="LBK nr. 1 af 2020-01-01"),
        document("text", **common, number="LBK nr. 2 af 2024-01-01", valid_from="2024-01-01"),
    ]
    passages = [
        passage(f"{one}/1", "moms", act="damloven", references=refer("badloven § 1"))
        for one in ("official", "text")
    ]
    await store.replace(documents, [StoredPassage(one, ("damloven§1",)) for one in passages])
    await store.finish()
    found = [
        await store.match("words", tokens("moms"), limit=5),
        await store.match_law(tokens("moms"), limit=5, orders=5),
        await store.candidates_by_key(["damloven§1"], limit=5),
        await store.by_key(["damloven§1"]),
        await store.citing(["badloven§1"], limit=5),
    ]
    assert [ids(one) for one in found] == [["official/1"]] * 5
    assert await store.newest(["damloven"]) == {}
    assert ids(await store.get(["text/1"])) == ["text/1"]
    assert [(act.document_id, act.trusted) for act in await store.acts()] == [
        ("official", True),
        ("text", False),
    ]
