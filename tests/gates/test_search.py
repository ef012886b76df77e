"""A search finds all that a question of several hops needs, and each of its parts is needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from lexhop.evals.harness.gates import Gates, check
from lexhop.retrieval.ranking import multi_hop
from lexhop.retrieval.ranking import prose as prose_ranking
from lexhop.retrieval.ranking.channels import ALL, Channels
from lexhop.retrieval.ranking.weights import WEIGHTS, RankingWeights
from lexhop.retrieval.search import StoreSearch
from tests.gates import law, prose
from tests.gates.loosened import memberships, turned
from tests.gates.measure import names_of, scores, stored

GATES = {
    "prose": Gates(
        at_least={"bridge": 1.0, "shared names": 1.0, "chain": 1.0, "comparison": 0.875}
    ),
    "law": Gates(at_least={"words": 1.0, "compounds": 1.0, "citation": 1.0, "reference": 1.0}),
}
SETS = {"prose": (prose.PASSAGES, prose.QUESTIONS), "law": (law.PASSAGES, law.QUESTIONS)}


async def figures(
    of: str, channels: Channels = ALL, weights: RankingWeights = WEIGHTS
) -> Mapping[str, float]:
    passages, questions = SETS[of]
    search = StoreSearch(await stored(passages), {}, channels, weights)
    return await scores(search, questions, names_of(passages))


def falls(of: str, got: Mapping[str, float]) -> Sequence[str]:
    """The gates that are shut, by their names."""
    return [one.rpartition(" is below")[0].rpartition(" ")[0] for one in check(
        GATES[of], got, of=of).failures]  # fmt: skip


@pytest.mark.parametrize("of", SETS)
async def test_the_gates_are_open(of: str) -> None:
    assert falls(of, await figures(of)) == []


@dataclass(frozen=True)
class Case:
    """`shut` are the gates that fall with a part of the search switched off."""

    of: str
    shut: tuple[str, ...]
    channels: Channels = ALL
    weights: RankingWeights = WEIGHTS


NO_NAMES = replace(WEIGHTS, names_alone=0.0, names_with_rest=0.0)
NO_REFERENCES = replace(WEIGHTS, reference=0.0, reference_with_words=0.0)
OFF = {
    "words": Case("law", ("words",), replace(ALL, words=False)),
    "n-grams": Case("law", ("compounds", "reference"), replace(ALL, ngrams=False)),
    "citations of law": Case("law", ("citation",), replace(ALL, citations=False)),
    "titles in questions": Case(
        "prose", ("shared names", "comparison"), replace(ALL, citations=False)
    ),
    "the graph of law": Case("law", ("reference",), replace(ALL, graph=False)),
    "the graph of prose": Case(
        "prose", ("bridge", "shared names", "chain"), replace(ALL, graph=False)
    ),
    "references": Case("law", ("reference",), weights=NO_REFERENCES),
    "hops": Case("prose", ("bridge", "shared names", "chain"), weights=replace(WEIGHTS, hops=0)),
    "the second hop": Case("prose", ("chain", "comparison"), weights=replace(WEIGHTS, hops=1)),
    "shared names": Case("prose", ("shared names", "comparison"), weights=NO_NAMES),
}


@pytest.mark.parametrize("case", OFF.values(), ids=OFF)
async def test_a_gate_falls_without(case: Case) -> None:
    assert falls(case.of, await figures(case.of, case.channels, case.weights)) == list(case.shut)


MEMBERSHIPS = memberships(multi_hop)


@pytest.mark.parametrize("place", range(len(MEMBERSHIPS)), ids=MEMBERSHIPS)
async def test_a_gate_falls_where_the_expansion_takes_in_for_not_in(
    place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the search breaks, which no gate is needed for."""
    wrong = turned(multi_hop, place)["MultiHopExpansion"]
    monkeypatch.setattr(prose_ranking, "MultiHopExpansion", wrong)
    try:
        got = await figures("prose")
    except KeyError:
        return
    assert "shared names" in falls("prose", got)
