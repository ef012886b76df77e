"""What a hop offers, and what it says of where it came from."""

from dataclasses import replace
from typing import Any

from lexhop.retrieval.ranking.channels import ALL
from lexhop.retrieval.ranking.multi_hop import MultiHopExpansion
from lexhop.retrieval.ranking.weights import WEIGHTS, RankingWeights
from lexhop.retrieval.search import StoreSearch
from lexhop.state.plan import Query
from lexhop.state.records import Passage
from tests.memory_store import MemoryStore
from tests.retrieval.small import article, fill

SEED = article("Orrery", "The orrery shows Tindra, and Venn Hill, in brass.")
TWINS = (
    article("Tindra (planet)", "A stone that goes round."),
    article("Tindra (ship)", "A hull that goes down."),
)
HILL = article("Venn Hill", "A slope of grass and heather.")


async def vias(*passages: Passage, ask: str, weights: RankingWeights = WEIGHTS) -> dict[str, str]:
    """What is found, best first, and by what."""
    store = MemoryStore()
    await fill(store, *passages)
    hits = await StoreSearch(store, {}, ALL, weights).find(Query(text=ask), limit=9)
    return {hit.passage.id: hit.via for hit in hits}


async def test_a_title_of_its_own_is_offered_more_than_one_that_two_share() -> None:
    found = await vias(SEED, *TWINS, HILL, ask="What shows brass?")
    assert list(found)[:2] == ["orrery", "venn hill"]
    assert set(list(found)[2:]) == {one.id for one in TWINS}


async def test_a_passage_that_is_found_by_its_words_says_so() -> None:
    found = await vias(SEED, *TWINS, HILL, ask="What shows brass?")
    assert found["orrery"] == "words"
    assert found["venn hill"] == "mentioned by Orrery"


FERRY = article("Otter Ferry", "The ferry was captained by Sunniva Grail from Port Ellery.")
NEAR = article("Deck", "There Sunniva Grail from Port Ellery sang.")
FAR = [article(f"Log {number}", f"Port Ellery had {number} gulls.") for number in range(9)]


async def test_of_those_that_share_names_the_nearest_count() -> None:
    # The seed is nearest to itself.
    one = replace(WEIGHTS, sharing=2, hops=1, hop_seeds=1)
    found = await vias(FERRY, *FAR, NEAR, ask="Who was captain of a ferry?", weights=one)
    assert found == {"otter ferry": "words", "deck": "names shared with Otter Ferry"}


async def test_a_name_that_the_question_has_leads_nowhere() -> None:
    store = MemoryStore()
    await fill(store, FERRY)
    [card] = await store.match("words", ["ferri"], limit=1)
    nothing: Any = None  # what it scores doesn't matter here
    asked = MultiHopExpansion(nothing, [], asked=["sunniva grail"])
    assert set(MultiHopExpansion(nothing, [], asked=[]).names_of(card)) - set(
        asked.names_of(card)
    ) == {"sunniva_grail"}
