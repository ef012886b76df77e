"""Law and the guidance on it in one collection: which is found, which stands first."""

from pathlib import Path
from typing import Any

import pytest

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.ingest.collection import StoredDocument, StoredPassage
from lexhop.retrieval.lookup import Lookup
from lexhop.retrieval.ports import Hit
from lexhop.retrieval.search import StoreSearch
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.plan import Query
from lexhop.state.records import Passage, Reference
from tests.retrieval.small import fill, provisions, section

ACT = (
    section("1", "Der betales afgift af både."),
    section("2", "Afgiften er 700 kr. om året."),
    section("3", "Foreningen skal have mindst 20 medlemmer."),
    section("4", "Ministeren fastsætter satser."),
)


def guide(name: str, text: str, *cites: str, title: str = "Vejledning om både") -> Passage:
    """Prose that refers to sections of bådloven."""
    targets = (Reference(text=f"§ {one}", target=f"bådloven § {one}") for one in cites)
    return Passage(
        id=name,
        document_id=name,
        provision=name,
        citation=name,
        title=title,
        text=text,
        kind="prose",
        references=tuple(targets),
    )


async def loaded(folder: Path, *guides: Passage) -> LanceStore:
    store = LanceStore(folder / "store")
    await fill(store, *ACT)
    for one in guides:
        document = StoredDocument(
            id=one.id, source="", file_hash="", content_hash="x", title=one.title
        )
        await store.replace([document], [StoredPassage(one, (one.id,))])
    await store.finish()
    return store


async def ask(store: LanceStore, text: str, section: str = "", **values: Any) -> list[Hit]:
    """Hits for `text`, which cites a section of bådloven or none."""
    keys = (f"bådloven§{section}",) if section else ()
    query = Query(text=text, keys=keys, provisions=tuple(f"bådloven § {section}" for _ in keys))
    return await StoreSearch(store, {}).find(query, limit=values.pop("limit", 10))


CLUBS = guide("klubber", "En roklub slipper billigere, jf. § 3.", "3")
STAMPS = guide("frimærker", "Frimærker er små.", title="Om frimærker")


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Hvad siger bådlovens § 3?", ["bådloven § 3", "klubber"]),
        ("Hvad siger vejledningen om bådlovens § 3?", ["klubber", "bådloven § 3"]),
        ("Hvordan er praksis for bådlovens § 3?", ["klubber", "bådloven § 3"]),
        ("What does the guidance say on bådloven § 3?", ["klubber", "bådloven § 3"]),
    ],
)
async def test_law_is_first_unless_guidance_is_asked_for(
    tmp_path: Path, question: str, first: list[str]
) -> None:
    store = await loaded(tmp_path, CLUBS, STAMPS)
    hits = await ask(store, question, "3")
    assert provisions(hits)[:2] == first
    shown = {hit.passage.provision: (hit.authority, hit.via) for hit in hits}
    assert shown["klubber"] == ("guidance", "reference to bådloven § 3")
    assert shown["bådloven § 3"] == ("", "citation")
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


async def test_a_guide_in_everyday_words_leads_to_the_law_above_it(tmp_path: Path) -> None:
    store = await loaded(tmp_path, CLUBS)
    hits = await ask(store, "Slipper en roklub billigere?")
    assert provisions(hits)[:2] == ["bådloven § 3", "klubber"]
    assert hits[0].via == "reference from Vejledning om både"


async def test_guidance_is_first_where_practice_is_asked_for(tmp_path: Path) -> None:
    store = await loaded(tmp_path, guide("lille", "Afgiften af både nedsættes.", "2"))
    assert provisions(await ask(store, "Er der afgift af både om året?"))[0] != "lille"
    hits = await ask(store, "Hvordan er praksis for afgift af både om året?")
    assert provisions(hits)[0] == "lille"


async def test_law_that_words_find_better_is_not_moved_by_guidance(tmp_path: Path) -> None:
    store = await loaded(tmp_path, guide("x", "Gamle master, se § 3.", "3"))
    hits = await ask(store, "Skal foreningen have 20 medlemmer og gamle master?")
    assert (hits[0].passage.provision, hits[0].via) == ("bådloven § 3", "words")


async def test_scores_fall_also_where_the_order_is_by_kind(tmp_path: Path) -> None:
    guides = (guide("a", "Medlemmer, se § 3.", "3"), guide("b", "Andet, se § 3.", "3"))
    store = await loaded(tmp_path, *guides)
    hits = await ask(store, "Hvad siger vejledningen om medlemmer i bådlovens § 3?", "3")
    assert provisions(hits)[:3] == ["a", "b", "bådloven § 3"]
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


async def test_guidance_on_much_raises_nothing(tmp_path: Path) -> None:
    store = await loaded(tmp_path, guide("alt", "En roklub slipper billigere.", *"123456789"))
    assert provisions(await ask(store, "Slipper en roklub billigere?")) == ["alt"]


async def test_of_much_guidance_the_best_by_words_stands_beside_the_law(tmp_path: Path) -> None:
    many = [guide(f"g{n:03}", f"Sag {n} om jollers farve.", "3") for n in range(40)]
    best = guide("z", "Sag om medlemmer af en roklub.", "3")
    store = await loaded(tmp_path, *many, best)
    hits = await ask(store, "Hvor mange medlemmer kræver bådlovens § 3 af en roklub?", "3")
    assert provisions(hits)[:2] == ["bådloven § 3", "z"]
    led = [hit for hit in hits if hit.via == "reference to bådloven § 3"]
    assert len(led) == 2


async def test_guidance_without_a_word_of_the_question_is_found_by_its_reference(
    tmp_path: Path,
) -> None:
    store = await loaded(tmp_path, guide("x", "Kun søndage.", "4", title="Notat"))
    assert "x" in provisions(await ask(store, "Hvad kræver bådlovens § 4?", "4"))


@pytest.mark.parametrize(
    ("title", "cites", "authority"),
    [
        ("Den juridiske vejledning 2024-1", (), "guidance"),
        ("SKM2020.1.SR: roklubbers afgift", ("1",), "decision"),
        ("Landsskatterettens kendelse om joller", (), "decision"),
        ("Mail fra klienten", ("1",), "guidance"),
        ("Mail fra klienten", (), ""),
    ],
)
async def test_prose_beside_law_is_what_it_calls_itself(
    tmp_path: Path, title: str, cites: tuple[str, ...], authority: str
) -> None:
    store = await loaded(tmp_path, guide("x", "Zebraer er stribede.", *cites, title=title))
    hits = {hit.passage.id: hit for hit in await ask(store, "Er zebraer stribede?")}
    hit = hits["x"]
    assert hit.authority == authority


async def test_where_there_is_no_law_nothing_is_guidance(tmp_path: Path) -> None:
    store = LanceStore(tmp_path / "store")
    await fill(store, guide("x", "Zebraer er stribede.", title="Zebra Handbook"))
    [hit] = await ask(store, "Er zebraer stribede?")
    assert hit.authority == ""


async def test_a_provision_is_shown_with_the_guidance_on_it_apart(tmp_path: Path) -> None:
    store = await loaded(tmp_path, *(guide(f"g{n:02}", "Se § 3.", "3") for n in range(25)))
    view = await (await Lookup.over(store, ActNames())).provision("bådloven § 3")
    assert view.cited_by == ()
    assert view.guidance == tuple(f"g{n:02}" for n in range(20))
