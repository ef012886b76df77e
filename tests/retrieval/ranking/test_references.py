"""What a provision gains from those that it is tied to by references."""

from collections.abc import Sequence

import pytest

from lexhop.retrieval.ports import Candidate
from lexhop.retrieval.ranking.references import Gain, citation_gains
from lexhop.retrieval.ranking.weights import RankingWeights
from lexhop.state.records import Origin

WEIGHTS = RankingWeights(reference=0.1, reference_with_words=0.2)


def one(name: str, *targets: str, keys: Sequence[str] = ()) -> Candidate:
    """A provision under the key of its name; `targets` are the keys that it refers to."""
    return Candidate(
        id=name, document_id="a", provision=f"§ {name}", title="", act="a", valid_from="",
        position=0, repealed=False, keys=keys or (name,), title_keys=(), targets=targets,
        words="", names="",
    )  # fmt: skip


def gains(
    seeds: Sequence[Candidate], *others: Candidate, words: float = 0.0, **scores: float
) -> dict[str, Gain]:
    having = dict.fromkeys([other.id for other in others], words)
    return citation_gains(seeds, others, scores, having, WEIGHTS)


def cited(score: float, by: str) -> Gain:
    return Gain(pytest.approx(score), Origin("reference", f"§ {by}"))


def citing(score: float, what: str) -> Gain:
    return Gain(pytest.approx(score), Origin("cited_by", f"§ {what}"))


def test_what_a_seed_cites_gains_a_share_of_its_score() -> None:
    assert gains([one("s", "x")], one("x"), one("y"), s=0.5) == {"x": cited(0.05, "s")}


def test_what_cites_a_seed_gains_as_much() -> None:
    assert gains([one("s")], one("x", "s"), one("y", "z"), s=0.5) == {"x": citing(0.05, "s")}


def test_it_gains_more_with_the_words_of_the_question() -> None:
    assert gains([one("s", "x")], one("x"), words=0.5, s=1.0) == {"x": cited(0.2, "s")}


def test_the_best_seed_counts_wherever_it_stands() -> None:
    low, high = one("a low", "x"), one("z high", "x")
    scores = {"a low": 0.2, "z high": 0.8}
    for seeds in ([low, high], [high, low]):
        assert gains(seeds, one("x"), **scores) == {"x": cited(0.08, "z high")}
        assert gains(seeds, one("y", "a low", "z high"), **scores) == {"y": citing(0.08, "z high")}


def test_a_reference_of_a_provision_to_itself_is_none() -> None:
    piece, other = one("s1", "k", keys=("k",)), one("s2", "k", keys=("k",))
    assert gains([piece], other, s1=1.0) == {}


def test_of_equal_offers_the_same_one_counts_each_time() -> None:
    both = one("s", "x")
    assert gains([both], one("x", "s"), s=1.0) == {"x": citing(0.1, "s")}
