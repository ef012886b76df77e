"""An act of the EU is a reference by its CELEX id, in whatever order its number is printed."""

from itertools import product

import pytest

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.eu_acts import eu_references
from lexhop.corpus.citations.references import target_key, with_references
from lexhop.state.records import Passage, Reference

KINDS = {
    "direktiv": "L",
    "Rådets direktiv": "L",
    "momssystemdirektivet": "L",
    "Directive": "L",
    "afgørelse": "D",
    "Kommissionens gennemførelsesafgørelse": "D",
    "rammeafgørelse": "F",
}
SUFFIXED = list(product(KINDS, ((2011, 96), (1990, 434), (2006, 1)), ("EU", "EØF", "RIA")))


def read(text: str) -> list[tuple[str, str]]:
    return [(one.target, one.locator) for one in eu_references(text)]


@pytest.mark.parametrize(("kind", "numbers", "body"), SUFFIXED)
def test_year_first_with_the_body_behind(kind: str, numbers: tuple[int, int], body: str) -> None:
    year, number = numbers
    celex = f"3{year}{KINDS[kind]}{number:04}"
    printed = [f"{year}/{number}/{body}"]
    printed += [f"{year - 1900}/{number}/{body}"] if year < 2000 else []
    for one in printed:
        assert read(f"efter {kind} {one} om både") == [(celex, "")]


BODIES = ("EU", "EF", "EØF", "EU, Euratom")
NUMBERED = list(product(("forordning", "Rådets forordning", "Regulation"), BODIES, ("nr.", "No")))


@pytest.mark.parametrize(("kind", "body", "nr"), NUMBERED)
def test_a_regulation_by_number_and_year(kind: str, body: str, nr: str) -> None:
    assert read(f"jf. {kind} ({body}) {nr} 910/2014.") == [("32014R0910", "")]
    assert read(f"jf. {kind} ({body}) {nr} 2913/92.") == [("31992R2913", "")]
    assert read(f"jf. {kind} ({body}) 2016/679.") == [("32016R0679", "")]
    assert read(f"jf. {kind} ({body}) {nr} 2016/679.") == [("32016R0679", "")]


PLACES = ("4", "4, stk. 2", "12, stk. 1, litra b", "132, stk. 1, litra i", "3 a", "4(1)", "4(1)(b)")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "text",
    [
        "jf. direktiv 2011/96/EU artikel {} om både",
        "jf. direktiv 2011/96/EU, artikel {}, og",
        "jf. direktiv 2011/96/EU af 30. november 2011, artikel {}.",
        "jf. artikel {} i direktiv 2011/96/EU",
        "efter artikel {}, i Europa-Parlamentets og Rådets direktiv 2011/96/EU",
        "see Article {} of Directive 2011/96/EU",
        "see Article {} of the Council Directive 2011/96/EU",
    ],
)
def test_the_article_is_the_locator(text: str, place: str) -> None:
    assert read(text.format(place)) == [("32011L0096", f"artikel {place}")]


@pytest.mark.parametrize(
    "text",
    [
        "skatteåret 2011/12",
        "direktiv 2011/96",
        "lov nr. 1703/2024",
        "afgørelse nr. 5/2020 om en båd",
        "sag C-5/2020/EU",
        "direktivets artikel 4",
        "forordning (EU) nr. 5/7",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert read(text) == []


def test_the_printed_words_are_kept() -> None:
    [found] = eu_references("Se artikel 4, stk. 1, i Rådets direktiv 2011/96/EU om både.")
    assert found.text == "artikel 4, stk. 1, i Rådets direktiv 2011/96/EU"


def test_a_provision_refers_to_them_and_not_to_parts_of_its_own() -> None:
    passage = Passage(
        id="baade/§2",
        document_id="baade",
        provision="bådeloven § 2",
        citation="bådeloven § 2",
        title="Lov om både",
        text="Både som nævnt i direktiv 2011/96/EU, artikel 4, stk. 2, litra b.",
        act="bådeloven",
    )
    [found] = with_references(passage, ActNames(), ["2"]).references
    printed = "direktiv 2011/96/EU, artikel 4, stk. 2, litra b"
    locator = "artikel 4, stk. 2, litra b"
    assert found == Reference(text=printed, target="32011L0096", locator=locator)
    assert target_key(found) == "32011l0096"
