"""How figures are read: their value, their unit, and what limits them."""

from dataclasses import dataclass

import pytest

from lexhop.reasoning.grounding.quantities import Quantity, quantities, value_of


@dataclass(frozen=True)
class Case:
    """`read` are the figures of `text` in its order, as `shown` prints them."""

    text: str
    read: tuple[str, ...]


def case(text: str, *read: str) -> Case:
    return Case(text, read)


def shown(one: Quantity) -> str:
    """ "5 days, size up": value, unit, and each limit with its side."""
    limits = [f"{limit.axis} {'up' if limit.up else 'down'}" for limit in one.limits]
    return ", ".join([f"{one.value} {one.unit}".strip(), *limits])


def named(case: Case) -> str:
    """In ASCII, since mutmut finds no test by other letters."""
    return " ".join(case.text.encode("ascii", "replace").decode().split())


DIGITS = (
    case("12 kr.", "12 money"),
    case("kr. 12", "12 money"),
    case("12,50 kr.", "12.5 money"),
    case("48.300 kr.", "48300 money"),
    case("DKK 48,300", "48300 money"),
    case("1.234.567,80 kr.", "1234567.8 money"),
    case("€ 5 og 6 euro", "5 euro", "6 euro"),
    case("EUR 5", "5 euro"),
    case("50 øre", "50 øre"),
    case("1,5 mio. kr.", "1500000 money"),
    case("2 milliarder kroner", "2000000000 money"),
    case("5 tusinde kroner", "5000 money"),
    case("1.5 million euros", "1500000 euro"),
    case("1.2.3 mio. kr.", "1.2.3 money"),
    case("0 kr.", "0 money"),
    case("100 dage", "100 days"),
    case("1 450 kr.", "1450 money"),
    case("1\u00a0234\u00a0567,80 kr.", "1234567.8 money"),
    case("12\u202f000 kr.", "12000 money"),
    case("i 2019 300 kr.", "2019", "300 money"),
)
UNITS = (
    case("5 pct., 5 % og 5 procent", "5 percent", "5 percent", "5 percent"),
    case("5 per cent and 5 percent", "5 percent", "5 percent"),
    case("2 procentpoint", "2 point"),
    case("2 percentage points", "2 point"),
    case("3 promille og 3 ‰", "3 promille", "3 promille"),
    case("14 dage, 2 uger, 3 måneder, 4 år", "14 days", "2 weeks", "3 months", "4 years"),
    case("10 arbejdsdage", "10 days"),
    case("10 working days", "10 days"),
    case("14-dagesfristen", "14 days"),
    case("3-måneders frist", "3 months"),
    case("en 5-årig periode", "5 years"),
    case("5 hele år", "5 years"),
    case("6 påbegyndte måneder", "6 months"),
    case("3 consecutive months", "3 months"),
    case("8 timer", "8 hours"),
    case("8 arbejdstimer", "8 hours"),
    case("2 gange", "2 times"),
    case("5 busser", "5"),
    case("5 krone", "5"),
)
WORDS = (
    case("fem dage", "5 days"),
    case("five days", "5 days"),
    case("Seks Måneder", "6 months"),
    case("tyve dage", "20 days"),
    case("femogtyve procent", "25 percent"),
    case("fem og tyve procent", "25 percent"),
    case("twenty-five percent", "25 percent"),
    case("halvfems dage", "90 days"),
    case("halvtreds, tres, halvfjerds og firs dage", "50 days", "60 days", "70 days", "80 days"),
    case("nitten uger", "19 weeks"),
    case("hundrede kroner", "100 money"),
    case("hundrede og fem kroner", "105 money"),
    case("tre hundrede kroner", "300 money"),
    case("femhundrede kroner", "500 money"),
    case("to tusinde tre hundrede og femogtyve kroner", "2325 money"),
    case("one hundred and five thousand two hundred euro", "105200 euro"),
    case("tusind kroner", "1000 money"),
    case("en million kroner", "1000000 money"),
    case("to millioner fem tusinde kroner", "2005000 money"),
    case("to tusinde og en kroner", "2001 money"),
    case("fem busser"),
    case("de tre første"),
)
HALVES_AND_DOZENS = (
    case("et halvt år", "0.5 years"),
    case("halvandet år", "1.5 years"),
    case("halvanden måned", "1.5 months"),
    case("to og et halvt år", "2.5 years"),
    case("a year and a half", "1.5 years"),
    case("two and a half years", "2.5 years"),
    case("half an hour", "0.5 hours"),
    case("half a million euros", "500000 euro"),
    case("et dusin dage", "12 days"),
    case("half a dozen days", "6 days"),
    case("two dozen", "24"),
    case("en snes tons", "20 tons"),
    case("nul kroner", "0 money"),
    case("zero euros", "0 euro"),
    case("twice", "2 times"),
    case("half of the sum", "50 percent"),
    case("gebyret halveres", "50 percent"),
)
UNREAD = (
    case("et par dage", "par days"),
    case("firsindstyve dage", "firsindstyve days"),
)
ENGLISH_TO = (
    case("to dage", "2 days"),
    case("to måneder", "2 months"),
    case("from days to years"),
    case("to percent"),
    case("to times"),
    case("from 3 to 5 days", "3 days", "5 days"),
    case("two to four weeks", "2 weeks", "4 weeks"),
    case("To uger", "2 weeks"),
    case("up to DKK 8,000", "8000 money, size down"),
    case("from DKK 5 to EUR 6", "5 money", "6 euro"),
)
SHARED_UNITS = (
    case("3-5 dage", "3 days", "5 days"),
    case("3 – 5 uger", "3 weeks", "5 weeks"),
    case("5 til 10 pct.", "5 percent", "10 percent"),
    case("3, 6 eller 12 måneder", "3 months", "6 months", "12 months"),
    case("between 5 and 10 per cent", "5 percent", "10 percent"),
    case("5 or 10 years", "5 years", "10 years"),
    case("fem eller seks dage", "5 days", "6 days"),
    case("5 kr. og 6 dage", "5 money", "6 days"),
    case("5 busser og 6 dage", "5", "6 days"),
    case("5. 6 dage", "5", "6 days"),
    case("mindst 3 og højst 5 år", "3 years, size up", "5 years, size down"),
    case("at least 3 but no more than 5 days", "3 days, size up", "5 days, size down"),
)
LIMITS_BEFORE = (
    case("mindst 5 dage", "5 days, size up"),
    case("at least five days", "5 days, size up"),
    case("ikke under 5 dage", "5 days, size up"),
    case("ikke mindre end 5 dage", "5 days, size up"),
    case("no less than 5 days", "5 days, size up"),
    case("not fewer than 5 days", "5 days, size up"),
    case("minimum 5 dage", "5 days, size up"),
    case("højst 5 dage", "5 days, size down"),
    case("op til 5 dage", "5 days, size down"),
    case("up to 5 days", "5 days, size down"),
    case("not exceeding 5 days", "5 days, size down"),
    case("ikke over 5 dage", "5 days, size down"),
    case("ikke længere end 5 dage", "5 days, size down"),
    case("no more than 5 days", "5 days, size down"),
    case("over 5 pladser", "5, size up"),
    case("mere end 5 dage", "5 days, size up"),
    case("exceeding 5 days", "5 days, size up"),
    case("overstiger 5 kr.", "5 money, size up"),
    case("under 5 dage", "5 days, size down"),
    case("færre end 5 dage", "5 days, size down"),
    case("fewer than 5 days", "5 days, size down"),
    case("tidligst 5 dage", "5 days, deadline up"),
    case("ikke tidligere end 5 dage", "5 days, deadline up"),
    case("after 5 days", "5 days, deadline up"),
    case("senest 5 dage", "5 days, deadline down"),
    case("inden for 5 dage", "5 days, deadline down"),
    case("within 5 days", "5 days, deadline down"),
    case("ikke senere end 5 dage", "5 days, deadline down"),
    case("mindst en frist på 5 dage", "5 days, size up"),
    case("højst udgøre 5 kr.", "5 money, size down"),
    case("at most a 5 kr.", "5 money, size down"),
    case("mindst ti busser og 5 dage", "5 days"),
    case("mindst har været ansat i 5 år", "5 years, size up"),
    case("kan for hvert hus højst fradrages 5 kr.", "5 money, size down"),
    case("mindst i byen, 5 dage", "5 days"),
    case("er fyldt 5 år", "5 years, size up"),
    case("ikke er fyldt 5 år", "5 years, size down"),
    case("has reached the age of 5", "5, size up"),
    case("under opholdet i 5 dage", "5 days"),
    case("older than 5", "5, size up"),
    case("er større end 5 kr.", "5 money, size up"),
    case("mindst" + " " * 75 + "5 dage", "5 days"),
)
LIMITS_AFTER = (
    case("5 år eller mere", "5 years, size up"),
    case("5 år eller derover", "5 years, size up"),
    case("5 years or more", "5 years, size up"),
    case("5 år eller derunder", "5 years, size down"),
    case("5 days or less", "5 days, size down"),
    case("5 days at most", "5 days, size down"),
    case("5 dage efter", "5 days, from up"),
    case("5 dage før", "5 days, from down"),
    case("5 days before", "5 days, from down"),
    case("senest 5 dage efter", "5 days, deadline down, from up"),
    case("mindst 3 og højst 5", "3, size up", "5, size down"),
    case("5 år og derover", "5 years, size up"),
    case("5 or older", "5, size up"),
    case("5 pct. eller mere", "5 percent, size up"),
    case("5 dage, efter at", "5 days"),
)
DATES = (
    case("den 20. dag", "20 days"),
    case("den tyvende dag"),
    case("den første dag"),
    case("the second day"),
    case("den 1. januar 2031", "1", "2031"),
    case("1.2.2031", "1.2.2031"),
    case("2031-05-04", "2031", "5", "4"),
    case("kl. 12.30", "12.3"),
    case("før 1. maj", "1, deadline down"),
)


@pytest.mark.parametrize("case", DIGITS, ids=named)
def test_figures_in_digits_are_read_by_value(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", UNITS, ids=named)
def test_a_figure_has_the_unit_beside_it(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", WORDS, ids=named)
def test_numbers_in_words_are_read_where_a_unit_follows(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", UNREAD, ids=named)
def test_a_number_that_is_not_read_stands_for_itself(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", HALVES_AND_DOZENS, ids=named)
def test_halves_and_dozens_are_read(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", ENGLISH_TO, ids=named)
def test_the_english_preposition_is_not_the_danish_two(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", SHARED_UNITS, ids=named)
def test_figures_in_a_row_share_the_unit_of_the_last(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", LIMITS_BEFORE, ids=named)
def test_a_word_before_a_figure_limits_it(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", LIMITS_AFTER, ids=named)
def test_a_word_behind_a_figure_limits_it(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", DATES, ids=named)
def test_dates_and_ordinals_are_figures_only_in_digits(case: Case) -> None:
    check(case)


def check(case: Case) -> None:
    assert tuple(map(shown, quantities(case.text))) == case.read


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("48.300", "48300"),
        ("48,300", "48300"),
        ("48.300,50", "48300.5"),
        ("48,300.50", "48300.5"),
        ("5,0", "5"),
        ("5.0", "5"),
        ("0,5", "0.5"),
        ("007", "7"),
        ("1.2.2031", "1.2.2031"),
        ("1,2,3", "1,2,3"),
        ("1000.000", "1000"),
    ],
)
def test_a_figure_has_one_value_in_all_spellings(figure: str, value: str) -> None:
    assert value_of(figure) == value


@pytest.mark.parametrize(
    ("text", "is_article"),
    [("et år", True), ("En dag", True), pytest.param("én", False, id="stressed")],
)
def test_en_and_et_may_be_articles(text: str, is_article: bool) -> None:
    assert [one.is_article for one in quantities(f"{text} dage")] == [is_article]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fristen er 5 måneder i alt", "5 måneder"),
        ("højst 5 pct. af", "5 pct"),
        ("€ 5 i alt", "5"),
        ("fem hele dage", "fem hele dage"),
    ],
)
def test_the_words_of_a_figure_take_in_its_unit(text: str, words: str) -> None:
    assert [one.words for one in quantities(text)] == [words]


def test_a_limit_keeps_the_word_that_says_it() -> None:
    (one,) = quantities("Det må ikke være mere end 5 dage efter passagen.")
    assert [limit.word for limit in one.limits] == ["ikke være mere end", "efter"]
