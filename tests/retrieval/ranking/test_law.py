"""What a search over provisions finds first."""

from pathlib import Path

from lexhop.retrieval.ports import Filters
from lexhop.retrieval.query.expansion import TermList
from lexhop.retrieval.search import StoreSearch
from lexhop.state.plan import Query
from tests.retrieval.small import collection, find, provisions, section

FILLER = [
    section(str(number), f"Havnefogeden fører fortegnelse nummer {number} over bøjer og moler.")
    for number in range(40, 60)
]


async def test_a_cited_provision_comes_first_and_says_so(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        section("1", "Sejlbåde skal have redningsveste om bord."),
        section("2", "Kommunen fastsætter gebyrer."),
    )
    hits = await find(store, "redningsveste på sejlbåde", keys=("bådloven§2",))
    assert provisions(hits) == ["bådloven § 2", "bådloven § 1"]
    assert [hit.via for hit in hits] == ["citation", "words"]
    assert (hits[0].score, hits[0].coverage) == (1.0, 1.0)


async def test_what_is_repealed_comes_behind_all_that_is_in_force(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        section("1", "Redningsveste skal være om bord i sejlbåde.", repealed=True),
        section("2", "Redningsveste skal efterses."),
        *FILLER,
    )
    hits = await find(store, "Skal redningsveste være om bord i sejlbåde?")
    assert provisions(hits)[0] == "bådloven § 2"
    assert provisions(hits)[-1] == "bådloven § 1"


async def test_what_is_repealed_is_found_by_its_citation(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        section("1", "(Ophævet)", repealed=True),
        section("2", "Redningsveste skal efterses."),
    )
    hits = await find(store, "redningsveste", keys=("bådloven§1",))
    assert provisions(hits) == ["bådloven § 1", "bådloven § 2"]


async def test_parts_of_compounds_match(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        section("1", "Ejeren af en sejlbåd med kahyt betaler fuld havneleje."),
        section("2", "Ejeren af en robåd med kahyt betaler lav liggeafgift."),
        *FILLER,
    )
    hits = await find(store, "Betaler ejeren havnelejeafgift for sin kahyt?")
    assert provisions(hits)[0] == "bådloven § 1"


async def test_a_provision_that_the_best_one_cites_goes_before_its_like(tmp_path: Path) -> None:
    like = "Tilladelsen gives af havnefogeden for {} år."
    store = await collection(
        tmp_path,
        section("1", "Sejlads om natten med sejlbåd kræver tilladelse fra kysten.", cites="30"),
        section("20", like.format("to")),
        section("30", like.format("to")),
        section("33", like.format("to")),
        *FILLER,
    )
    hits = await find(store, "Kræver sejlads om natten med sejlbåd tilladelse?")
    assert provisions(hits)[:2] == ["bådloven § 1", "bådloven § 30"]


async def test_sections_beside_each_other_support_each_other(tmp_path: Path) -> None:
    same = "Ansøgningen sendes til havnefogeden."
    store = await collection(
        tmp_path,
        section("1", "Tilladelse til natsejlads gives efter ansøgning.", position=1),
        section("2", same, position=2),
        section("3", same, position=30),
        *FILLER,
    )
    hits = await find(store, "Hvor sendes ansøgningen om natsejlads?")
    assert provisions(hits) == ["bådloven § 1", "bådloven § 2", "bådloven § 3"]
    assert hits[1].score > hits[2].score


async def test_a_provision_comes_once_before_any_comes_again(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        section("1", "Redningsveste til børn skal passe. Veste skal mærkes.", part="stk. 1"),
        section("1", "Veste skal have fløjter og kan være af kork eller skum.", part="stk. 2"),
        section("2", "Redningsveste skal efterses."),
        *FILLER,
    )
    hits = await find(store, "redningsveste til børn")
    assert provisions(hits)[:2] == ["bådloven § 1", "bådloven § 2"]


async def test_of_an_act_only_the_newest_version_counts(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        section("1", "Redningsveste skal være gule.", valid_from="2001-01-01"),
        section("1", "Redningsveste skal være røde.", valid_from="2020-01-01"),
    )
    hits = await find(store, "Hvilken farve skal redningsveste have?")
    assert [hit.passage.valid_from for hit in hits] == ["2020-01-01"]


async def test_a_word_that_clusters_goes_before_one_that_is_spread(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        section("1", "Her fører nogen bøje."),
        section("2", "Her fører nogen kahyt."),
        *(section(str(number), "Dette gælder bøje og flag.") for number in range(10, 30)),
        *(section(str(number), "Kahyt i kahyt ved kahyt.") for number in range(50, 70)),
        *(section(str(number), "Her fører nogen flag.") for number in range(80, 99)),
    )
    hits = await find(store, "bøje eller kahyt", limit=60)
    assert provisions(hits).index("bådloven § 2") < provisions(hits).index("bådloven § 1")


async def test_the_title_of_an_act_says_what_its_provisions_are_about(tmp_path: Path) -> None:
    same = "Gebyret fastsættes af havnefogeden."
    store = await collection(
        tmp_path,
        section("1", same, act="aloven", title="Lov om garnfiskeri"),
        section("1", same, act="bloven", title="Lov om lystsejlads"),
        *FILLER,
    )
    hits = await find(store, "Hvad er gebyret for sejlads?")
    assert provisions(hits)[0] == "bloven § 1"


async def test_the_act_that_a_question_is_about_goes_before_others(tmp_path: Path) -> None:
    same = "Fristen er fire uger."
    store = await collection(
        tmp_path,
        section("50", same, act="aloven", title=""),
        section("1", "Redningsveste i kahytter og både.", act="bloven", title=""),
        section("2", "Både med redningsveste og flag.", act="bloven", title=""),
        section("50", same, act="bloven", title=""),
        *FILLER,
    )
    hits = await find(store, "Hvad er fristen for redningsveste i både?")
    assert provisions(hits).index("bloven § 50") < provisions(hits).index("aloven § 50")


async def test_versions_that_do_not_count_leave_room_for_those_that_do(tmp_path: Path) -> None:
    old = [
        section(str(number), "Redningsveste skal være gule.", valid_from="2001-01-01")
        for number in range(1, 150)
    ]
    new = section("1", "Alle både har veste og redningsveste.", valid_from="2020-01-01")
    store = await collection(tmp_path, *old, new)
    hits = await find(store, "Skal redningsveste være gule?")
    assert [hit.passage.id for hit in hits] == [new.id]
    then = Filters(as_of="2010-01-01")
    assert len(await find(store, "Skal redningsveste være gule?", filters=then)) == 10


async def test_an_act_goes_before_an_order_that_says_the_same(tmp_path: Path) -> None:
    order = "bekendtgørelse om både"
    store = await collection(
        tmp_path,
        *(section(str(one), "Redningsveste skal være gule.", act=order) for one in range(1, 150)),
        section(
            "1", "I sejlbåde skal redningsveste være gule, og det samme gælder redningskranse."
        ),
    )
    hits = await find(store, "Skal redningsveste være gule?")
    assert provisions(hits)[:2] == ["bådloven § 1", f"{order} § 1"]
    assert len(hits) == 10


async def test_an_act_goes_before_an_order_that_says_a_little_more(tmp_path: Path) -> None:
    order = section("1", "Redningsveste er gule og ikke bøjer.", act="bekendtgørelse om både")
    store = await collection(tmp_path, order, section("1", "Redningsveste er gule."), *FILLER)
    hits = await find(store, "Er redningsveste gule som bøjer?")
    assert provisions(hits)[:2] == ["bådloven § 1", order.provision]


async def test_an_order_that_clearly_says_more_goes_before_acts(tmp_path: Path) -> None:
    order = section(
        "1", "Redningsveste til børn skal være gule.", act="bekendtgørelse om redningsveste"
    )
    store = await collection(tmp_path, order, section("1", "Veste skal være gule."), *FILLER)
    hits = await find(store, "Skal redningsveste til børn være gule?")
    assert provisions(hits) == [order.provision, "bådloven § 1"]


async def test_only_what_the_filters_let_through_is_found(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        section("1", "Redningsveste skal være gule."),
        section("1", "Redningsveste skal være røde.", act="skibsloven"),
    )
    hits = await find(store, "redningsveste", filters=Filters(acts=("skibsloven",)))
    assert provisions(hits) == ["skibsloven § 1"]
    assert await find(store, "redningsveste", filters=Filters(kinds=("prose",))) == []


async def test_a_users_list_leads_from_everyday_words_to_the_statutes(tmp_path: Path) -> None:
    store = await collection(
        tmp_path, section("1", "Fartøjsføreren skal være ædru."), section("2", "Skippere"), *FILLER
    )
    terms = {"da": TermList.read(["kaptajn, den der sejler\tfartøjsfører"], "da")}
    assert await find(store, "Må kaptajnen drikke?") == []
    hits = await find(store, "Må kaptajnen drikke?", terms=terms)
    assert provisions(hits) == ["bådloven § 1"]
    phrase = await find(store, "Må den der sejler drikke?", terms=terms)
    assert provisions(phrase) == ["bådloven § 1"]


async def test_an_english_question_finds_danish_law_by_a_list(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        section("1", "Redningsveste skal være om bord."),
        section("2", "Havnefogeden opkræver leje."),
        *FILLER,
    )
    terms = {"en": TermList.read(["life jacket, life jackets\tredningsvest"], "en")}
    hits = await find(store, "Where must the life jackets be?", terms=terms)
    assert provisions(hits) == ["bådloven § 1"]
    assert hits[0].coverage == 1.0


async def test_the_bundled_lists_are_used_where_none_is_given(tmp_path: Path) -> None:
    store = await collection(
        tmp_path, section("1", "Ægtefæller hæfter hver for sig."), section("2", "Børn"), *FILLER
    )
    hits = await StoreSearch(store).find(Query(text="Hæfter min kone?"), limit=5)
    assert provisions(hits)[0] == "bådloven § 1"
    assert hits[0].coverage == 1.0


async def test_weak_evidence_scores_low_and_covers_little(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        section("1", "Redningsveste til børn skal være gule eller røde."),
        section("2", "Havnefogeden opkræver leje af gæster."),
        *FILLER,
    )
    strong = await find(store, "Skal redningsveste til børn være gule?")
    weak = await find(store, "Skal kokken koge gule ærter torsdag aften?")
    assert strong[0].score == strong[0].coverage == 1.0
    assert weak[0].score == weak[0].coverage < 0.5


async def test_nothing_is_found_where_nothing_is_asked_or_loaded(tmp_path: Path) -> None:
    store = await collection(tmp_path, section("1", "Redningsveste skal være gule."))
    assert await find(store, "og er det") == []
    assert await find(store, "?") == []
    assert await find(store, "zeppeliner") == []
    assert await find(type(store)(tmp_path / "nowhere"), "redningsveste") == []


async def test_the_limit_holds_also_for_what_is_cited(tmp_path: Path) -> None:
    store = await collection(tmp_path, *FILLER)
    keys = ("bådloven§40", "bådloven§41", "bådloven§42")
    assert provisions(await find(store, "bøjer", keys=keys, limit=2)) == [
        "bådloven § 40",
        "bådloven § 41",
    ]
    assert len(await find(store, "bøjer", limit=7)) == 7
