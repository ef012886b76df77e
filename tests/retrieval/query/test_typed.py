"""What an adviser types is looked up like the citation that it stands for."""

from itertools import product

import pytest

from lexhop.corpus.citations.act_names import ActNames, known_acts
from lexhop.retrieval.query.parsing import plan_of
from lexhop.retrieval.query.typed import with_marks

ACTS = known_acts()
ACTS.add("brobizzloven", ["BBL", "lov om broafgift"])

NAMES = {
    "BBL": "brobizzloven",
    "bbl": "brobizzloven",
    "LL": "ligningsloven",
    "PBL": "pensionsbeskatningsloven",
    "brobizzloven": "brobizzloven",
    "Kildeskatteloven": "kildeskatteloven",
    "kildeskattelovens": "kildeskatteloven",
    "momsl.": "momsloven",
}
PLACES = {
    "33 A": ("33a", ""),
    "48e": ("48e", ""),
    "7 P, stk. 2": ("7p", "stk. 2"),
    "16 a stk 4 nr 2": ("16a", "stk. 4, nr. 2"),
}
FRAMES = ("{}", "Hvad siger {}?", "hvad står der i {}", "({})", "Gælder {} i dag?")
TYPED = list(product(NAMES, PLACES, FRAMES))


@pytest.mark.parametrize(("name", "place", "frame"), TYPED)
def test_a_name_and_a_number(name: str, place: str, frame: str) -> None:
    section, locator = PLACES[place]
    query = plan_of(frame.format(f"{name} {place}"), ACTS).queries[0]
    assert (query.keys, query.locators) == ((f"{NAMES[name]}§{section}",), (locator,))


@pytest.mark.parametrize("name", ["BBL", "LL", "PBL"])
@pytest.mark.parametrize("place", ["33A", "5", "48 e", "16,stk.3"])
def test_an_abbreviation_and_a_number_in_one(name: str, place: str) -> None:
    [key] = plan_of(f"Hvad siger {name}{place}?", ACTS).queries[0].keys
    section = place.partition(",")[0].replace(" ", "").lower()
    assert key == f"{NAMES[name]}§{section}"


SEVERAL = {
    "17 og 18": ("17", "18"),
    "17": ("17",),
    "17, 18 og 19 A": ("17", "18", "19a"),
    "17 eller 18": ("17", "18"),
    "17-19 og 21": ("17", "18", "19", "21"),
    "17 and 18": ("17", "18"),
    "17 og 18, stk. 2": ("17", "18"),
}


@pytest.mark.parametrize("typed", SEVERAL)
@pytest.mark.parametrize(
    "frame",
    [
        "BBL §§ {}",
        "BBL § {}",
        "Hvad siger BBL §{}?",
        "Hvad handler BBL § {} om?",
        "§ {} i brobizzloven",
    ],
)
def test_one_mark_before_several_sections(typed: str, frame: str) -> None:
    keys = plan_of(frame.format(typed), ACTS).queries[0].keys
    assert keys == tuple(f"brobizzloven§{section}" for section in SEVERAL[typed])


@pytest.mark.parametrize(
    "question",
    [
        "Hvad ændrede BBL 2019?",
        "Er afgiften efter BBL 25 pct. af prisen?",
        "Er det efter brobizzloven 10 kr. eller 12 kr.?",
        "Trådte brobizzloven 1. juli i kraft?",
        "Er der en bro 12 m fra bal 5?",
        "Hvad er EU 27?",
        "Må jeg efter BBL § 5 og 7 gange betale?",
        "Hvor mange er 5 og 7?",
    ],
)
def test_other_numbers_get_no_mark(question: str) -> None:
    assert with_marks(question, ACTS) == question


def test_an_act_that_is_not_known_is_not_the_only_one_loaded() -> None:
    plan = plan_of("What does section 4 of the Shed Act say?", ACTS, ["brobizzloven"])
    assert plan.queries[0].keys == ()


def test_no_acts_no_marks() -> None:
    assert with_marks("Hvad siger LL 33 A?", ActNames()) == "Hvad siger LL 33 A?"
