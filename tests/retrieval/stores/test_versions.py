"""The newest version of an act, today and on a day, and what counts beside it."""

from dataclasses import dataclass

import pytest

from lexhop.retrieval.stores.versions import Standing, Versions, is_order

ROWS = [
    {"id": "old", "act": "broloven", "valid_from": "2015-01-01", "valid_to": "2021-12-31"},
    {"id": "new", "act": "broloven", "valid_from": "2022-01-01", "valid_to": ""},
    {"id": "boat", "act": "bådloven", "valid_from": "", "valid_to": ""},
    {"id": "order", "act": "bekendtgørelse om broer", "valid_from": "2016-01-01", "valid_to": ""},
    {"id": "prose", "act": "", "valid_from": "", "valid_to": ""},
]


@pytest.mark.parametrize(
    ("act", "as_of", "newest"),
    [
        ("broloven", "", "2022-01-01"),
        ("broloven", "2021-12-31", "2015-01-01"),
        ("broloven", "2022-01-01", "2022-01-01"),
        ("broloven", "2014-12-31", ""),
        ("bådloven", "2014-12-31", ""),
        ("ukendtloven", "", ""),
    ],
)
def test_the_newest_is_that_of_the_day(act: str, as_of: str, newest: str) -> None:
    assert Versions(ROWS).newest(act, as_of) == newest


def test_what_comes_into_force_later_does_not_count_yet() -> None:
    assert Versions(ROWS, today="2021-06-01").newest("broloven") == "2015-01-01"
    assert Versions(ROWS, today="2022-01-01").newest("broloven") == "2022-01-01"
    assert Versions(ROWS, today="2010-01-01").newest("broloven") == "2022-01-01"


@dataclass(frozen=True)
class Case:
    name: str
    as_of: str
    acts: set[str]
    orders: set[str]


@pytest.mark.parametrize(
    "case",
    [
        Case("today", "", {"new", "boat", "prose"}, {"order"}),
        Case("earlier", "2020-05-05", {"old", "boat", "prose"}, {"order"}),
        Case("before the bridges", "2014-12-31", {"boat", "prose"}, set()),
    ],
    ids=lambda case: case.name,
)
def test_what_counts_is_the_newest_of_each(case: Case) -> None:
    versions = Versions(ROWS)
    for _ in range(2):
        standing = versions.standing(case.as_of)
        assert (standing.acts, standing.orders) == (case.acts, case.orders)
        assert not standing.all_acts


def test_many_days_are_asked_for_after_each_other() -> None:
    versions = Versions(ROWS)
    days = [f"20{year}-06-01" for year in range(10, 30)]
    found = ["old" in versions.standing(day).acts for day in (*days, *days)]
    assert found == 2 * [2015 <= int(day[:4]) <= 2021 for day in days]


def test_a_collection_of_acts_in_one_version_needs_no_choice() -> None:
    assert Versions([*ROWS[1:3], ROWS[4]]).standing().all_acts
    assert Versions([]).standing().all_acts


@pytest.mark.parametrize(
    ("limit", "orders", "chosen"),
    [
        (2, 0, ["a1", "a2"]),
        (2, 1, ["a1", "o1", "a2"]),
        (6, 0, ["a1", "a2", "a3"]),
        (9, 0, ["a1", "o1", "a2", "a3"]),
        (9, 2, ["a1", "o1", "o2", "a2", "a3"]),
        (99, 0, ["a1", "o1", "o2", "a2", "o3", "a3"]),
    ],
)
def test_orders_get_their_places_and_those_that_are_lacking_to_half(
    limit: int, orders: int, chosen: list[str]
) -> None:
    standing = Standing(
        frozenset({"a1", "a2", "a3"}), frozenset({"o1", "o2", "o3"}), all_acts=False
    )
    found = ["x", "a1", "o1", "o2", "x", "a2", "o3", "a3"]
    assert [found[place] for place in standing.chosen(found, limit, orders)] == chosen


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("bekendtgørelse om broer", True),
        ("Kildeskattebekendtgørelsen", True),
        ("anordning om ikrafttræden for Færøerne af lov om broer", True),
        ("cirkulære om ferie", True),
        ("broloven", False),
        ("lov om bekendtgørelser i Statstidende", False),
        ("", False),
    ],
)
def test_orders_are_known_by_their_name(act: str, order: bool) -> None:
    assert is_order(act) is order
