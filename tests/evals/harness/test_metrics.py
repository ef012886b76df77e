"""Each figure on cases worked out by hand."""

import pytest

from lexhop.evals.harness.metrics import (
    all_found_at,
    distinct,
    mean,
    percentile,
    precision,
    recall,
    recall_at,
    reciprocal_rank,
    share_stated,
)

GOLD = ("badeloven § 3", "badeloven § 9")
RANKED = ("badeloven § 1", "badeloven § 9", "badeloven § 2", "Badeloven §3")


@pytest.mark.parametrize(("k", "share"), [(1, 0.0), (2, 0.5), (3, 0.5), (4, 1.0), (20, 1.0)])
def test_recall_is_the_share_of_gold_among_the_first(k: int, share: float) -> None:
    assert recall_at(k, GOLD, RANKED) == share
    assert all_found_at(k, GOLD, RANKED) == float(share == 1.0)


def test_the_reciprocal_rank_is_that_of_the_first_gold() -> None:
    assert reciprocal_rank(GOLD, RANKED) == 0.5
    assert reciprocal_rank(GOLD, ("badeloven § 1",)) == 0.0


def test_without_gold_there_is_nothing_to_find() -> None:
    assert recall_at(5, (), RANKED) is None
    assert all_found_at(5, (), RANKED) is None
    assert reciprocal_rank((), RANKED) is None


def test_citations_are_measured_against_gold() -> None:
    assert precision(GOLD, ("badeloven § 3", "badeloven § 5")) == 0.5
    assert precision(GOLD, ()) is None
    assert recall(GOLD, ("badeloven § 5", "badeloven § 3")) == 0.5
    assert recall(GOLD, ()) == 0.0


def test_a_name_counts_once_in_the_place_where_it_came_first() -> None:
    assert distinct(["a § 1", "b", "A §1", "b", "c"]) == ("a § 1", "b", "c")


@pytest.mark.parametrize(
    ("fact", "stated"),
    [
        ("Mindst 6 måneder", True),
        ("42  dage", True),
        ("2 dage", False),
        ("højst 42", False),
        ("5.200 kr. (2010-niveau)", True),
        ("200 kr.", False),
    ],
)
def test_a_fact_is_stated_where_its_words_stand_in_a_row(fact: str, stated: bool) -> None:
    text = "Opholdet er mindst\n6 måneder, højest »42 dage«; der gives 5.200 kr. 2010-niveau."
    assert share_stated([fact], text) == float(stated)


def test_no_facts_have_no_share() -> None:
    assert share_stated([], "text") is None
    assert share_stated(["a b", "c"], "c") == 0.5


def test_a_mean_leaves_out_what_is_not_known() -> None:
    assert mean([1.0, None, 0.0]) == 0.5
    assert mean([None]) is None


def test_a_percentile_is_one_of_the_values() -> None:
    times = [float(number) for number in range(1, 101)]
    assert (percentile(0.5, times), percentile(0.95, times)) == (50.0, 95.0)
    assert percentile(0.95, [3.0]) == 3.0
    assert percentile(0.5, []) is None
