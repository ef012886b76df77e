"""The act of a section, by whatever form of its name stands before it or after it."""

from itertools import product

import pytest

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.numbered_acts import number_key
from tests.corpus.citations.made import ACTS, PLACES, Made, read

DAYS = {
    "8. august 2023": ("8. august 2023", "08/08/2023", "8/8 2023", "2023-08-08", "8. aug. 2023"),
    "30. december 1999": ("30. december 1999", "30-12-1999", "30.12.1999", "30. DEC. 1999"),
}
TYPES = {
    "lovbekendtgørelse": ("lovbekendtgørelse", "Lovbekendtgørelse", "LBK", "LBKG", "lovbek."),
    "lov": ("lov", "Lov", "LOV"),
    "bekendtgørelse": ("bekendtgørelse", "BEK", "BKG", "bek."),
    "cirkulære": ("cirkulære", "CIR"),
}
NUMBERS = [
    (f"{printed} {nr} 806 af {day}", f"{kind} nr. 806 af {standard}")
    for kind, types in TYPES.items()
    for printed, nr in product(types, ("nr.", "nr"))
    for standard, days in DAYS.items()
    for day in days
]
OTHER_NUMBERS = [
    ("lovbekendtgørelse 2023-08-08 nr. 806", "lovbekendtgørelse nr. 806 af 8. august 2023"),
    ("LBKG 2023-08-08 nr 806", "lovbekendtgørelse nr. 806 af 8. august 2023"),
    ("LBKG 2023 806", "lovbekendtgørelse nr. 806 af 2023"),
    ("L 2023 806", "lov nr. 806 af 2023"),
    ("lov 806/2023", "lov nr. 806 af 2023"),
    ("lov nr. 806/2023", "lov nr. 806 af 2023"),
    ("LBK 806 af 08/08/2023", "lovbekendtgørelse nr. 806 af 8. august 2023"),
]
SOME = PLACES[:5]


def of(act: str, made: Made) -> tuple[str, ...]:
    return tuple(f"{act} {one}" for one in made.found)


@pytest.mark.parametrize(("printed", "act"), NUMBERS + OTHER_NUMBERS)
def test_an_act_by_number(printed: str, act: str) -> None:
    for place in SOME:
        assert read(f"efter {printed} {place.text} males") == of(act, place)
        assert read(f"efter {printed}, {place.text}, males") == of(act, place)
        assert read(f"({place.text} i {printed}) males") == of(act, place)


@pytest.mark.parametrize(("printed", "act"), NUMBERS + OTHER_NUMBERS)
def test_an_act_that_is_known_by_its_number(printed: str, act: str) -> None:
    acts = ActNames()
    acts.add("skurloven", ["LBK nr. 806 af 2023-08-08", "CIR nr. 806 af 2023-08-08"])
    known = "skurloven" if "2023" in act else act
    assert read(f"efter {printed} § 4, stk. 2", acts) == (f"{known} § 4, stk. 2",)


def test_another_series_is_another_act() -> None:
    assert number_key("lov nr. 5 af 3. maj 2031") == number_key("BEK nr 5 af 03/05/2031")
    assert number_key("cirkulære nr. 5 af 3. maj 2031") != number_key("lov nr. 5 af 3. maj 2031")
    assert number_key("lov nr. 5") == ""


@pytest.mark.parametrize(
    "text", ["LBK nr. 5 af 03/05/2031", "CVR-nr. 12", "j.nr. 7", "SKM nr. 8", "Lov nr. 149"]
)
def test_the_number_of_something_else_is_none_of_the_provision(text: str) -> None:
    assert read(f"efter {text} males") == ()


def test_an_act_by_number_and_subject() -> None:
    text = "efter lovbekendtgørelse nr. 5 af 3. maj 2031 om grus og ler § 2"
    assert read(text) == ("lovbekendtgørelse nr. 5 af 3. maj 2031 § 2",)
    assert read("efter bekendtgørelse om grus § 2") == ("bekendtgørelse om grus § 2",)


@pytest.mark.parametrize("name", ["bænkeloven", "lov om bænke i parker", "BÆL", "skurloven"])
def test_a_consolidation_is_of_the_act_that_is_named_before_it(name: str) -> None:
    act = ACTS.canonical(name) or name
    text = f"efter {name}, jf. lovbekendtgørelse nr. 5 af 3. maj 2031, § 2 males"
    assert read(text) == (f"{act} § 2",)
    amended = f"efter {name}, jf. lov nr. 5 af 3. maj 2031, § 2 males"
    assert read(amended) == ("lov nr. 5 af 3. maj 2031 § 2",)


FIRST = ("skur", "hegns", "bænke- og skur", "grus-, ler", "tv")
JOINS = (" og ", " eller ", " samt ")
LAST = ("pladsloven", "skilteafgiftsloven", "skiltebekendtgørelsen")


@pytest.mark.parametrize(("first", "join", "last"), [*product(FIRST, JOINS, LAST)])
def test_a_coordinated_name_is_one_act(first: str, join: str, last: str) -> None:
    name = f"{first}-{join}{last}"
    assert read(f"efter {name}s § 4, stk. 2") == (f"{name} § 4, stk. 2",)
    assert read(f"efter § 4, stk. 2, i {name} males") == (f"{name} § 4, stk. 2",)
    acts = ActNames()
    acts.add("pladsloven")
    acts.add("kendtloven", [name])
    assert read(f"efter {name}s § 4, stk. 2", acts) == ("kendtloven § 4, stk. 2",)


def test_a_coordinated_name_is_not_the_act_that_it_ends_with() -> None:
    assert read("efter skur- og bænkelovens § 4") == ("skur- og bænkeloven § 4",)


@pytest.mark.parametrize("name", ["covid-19-loven", "5g-loven", "1968-loven", "p3-afgiftsloven"])
@pytest.mark.parametrize("place", SOME, ids=lambda made: made.text)
def test_a_digit_in_a_name(name: str, place: Made) -> None:
    assert read(f"efter {name}s {place.text} males") == of(name, place)
    assert read(f"efter {place.text} i {name}, males") == of(name, place)


BRACKETS = [
    ("LL (ligningsloven)", "ligningsloven"),
    ("ligningsloven (LL)", "ligningsloven"),
    ("BÆL (bænkeloven)", "bænkeloven"),
    ("bænkeloven (BÆL)", "bænkeloven"),
    ("lov om bænke i parker (bænkeloven)", "bænkeloven"),
    ("lov om bænke i haver (havebænkeloven)", "havebænkeloven"),
    ("bænkeloven (LBK nr. 5 af 03/05/2031)", "bænkeloven"),
    ("skurloven (lov nr. 5 af 3. maj 2031)", "skurloven"),
    ("skurloven (SKU)", "skurloven"),
    ("(BÆL)", "bænkeloven"),
    ("bænkelovens (nye)", "bænkeloven"),
    ("SL (statsskatteloven)", "statsskatteloven"),
    ("statsskatteloven (SL)", "statsskatteloven"),
]


@pytest.mark.parametrize(("printed", "act"), BRACKETS)
@pytest.mark.parametrize("place", PLACES[:7], ids=lambda made: made.text)
def test_a_name_in_brackets_between(printed: str, act: str, place: Made) -> None:
    assert read(f"efter {printed} {place.text} males") == of(act, place)


@pytest.mark.parametrize("text", ["de nye (grønne) § 4", "bænke (se ml) § 4", "reglen) § 4"])
def test_other_words_in_brackets_name_no_act(text: str) -> None:
    assert read(text) == ("§ 4",)


UNKNOWN = [
    *(f"{noun} § 4" for noun in ("overenskomstens", "vedtægternes", "direktivets", "lejeaftalens")),
    *(f"{noun} § 4" for noun in ("fondsvedtægtens", "Kontraktens", "EU-forordningens")),
    "section 4 of the Shed Act",
    "section 4 of the Act on Sheds and Fences",
    "the Shed Act, section 4",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_name_that_isnt_known_is_never_the_act_of_the_text(text: str) -> None:
    [found] = read(f"males efter {text} hvert år")
    assert found == "? § 4"


@pytest.mark.parametrize("name", ["XYZ", "SKUL", "DBO"])
def test_an_abbreviation_that_isnt_known_stands_for_itself(name: str) -> None:
    assert read(f"efter {name} § 4") == (f"{name} § 4",)
    assert read(f"AFSNIT II § 4 OG § 5, jf. {name}, § 9")[0] == "§ 4"


@pytest.mark.parametrize("name", ["overenskomsten", "lejeaftalen", "direktivet"])
def test_an_instrument_behind_the_section(name: str) -> None:
    assert read(f"efter § 4 i {name}, males") == (f"{name} § 4",)


@pytest.mark.parametrize(
    ("printed", "act"),
    [("momsl.", "momsloven"), ("momsl", "momsloven"), ("Kildeskattel.", "kildeskatteloven")],
)
def test_a_shortened_name(printed: str, act: str) -> None:
    assert read(f"efter {printed} § 4, stk. 2") == (f"{act} § 4, stk. 2",)
    assert read("beløb inkl. § 4 og bl. § 5") == ("§ 4", "§ 5")


@pytest.mark.parametrize("name", ["LL", "ligningsloven"])
def test_a_name_at_the_end_behind_a_comma(name: str) -> None:
    assert read(f"§ 16, stk. 3, {name}") == ("ligningsloven § 16, stk. 3",)
    assert read(f"§ 16, stk. 3, {name} og skure") == ("§ 16, stk. 3",)
    assert read(f"{name}: § 16, stk. 3") == ("ligningsloven § 16, stk. 3",)


@pytest.mark.parametrize("place", SOME, ids=lambda made: made.text)
def test_an_amending_act_is_not_the_act_that_it_amends(place: Made) -> None:
    act = "lov nr. 5 af 3. maj 2031"
    assert read(f"efter {act} om ændring af bænkeloven {place.text}") == of(act, place)
    unnumbered = read(f"efter loven om ændring af bænkeloven og skurloven {place.text}")
    assert unnumbered == of("?", place)


def test_a_bill_behind_the_section() -> None:
    assert read("efter § 1, nr. 3, i L 123 (2020/21)") == ("L 123 § 1, nr. 3",)
    assert read("efter § 1 i SKUL, males") == ("SKUL § 1",)
    assert read("Tax Assessment Act s. 33 A(1)") == ("ligningsloven § 33 A, stk. 1",)


LED = [
    ("bænkelovens kapitel 12 og § 4", "bænkeloven § 4"),
    ("bænkelovens kap. 2-3, § 4", "bænkeloven § 4"),
    ("skurlovens regler i § 4", "skurloven § 4"),
    ("LL's bestemmelser om rejser i § 4", "ligningsloven § 4"),
    ("reglerne i § 4", "§ 4"),
    ("bænkeloven og reglerne i § 4", "§ 4"),
    ("kapitel 12 og § 4", "§ 4"),
]


@pytest.mark.parametrize(("printed", "found"), LED)
def test_a_chapter_or_rules_between_the_name_and_the_section(printed: str, found: str) -> None:
    assert read(f"efter {printed} males") == (found,)


REMARKS = ["(nu § 5)", "(tidligere § 5)", "(jf. § 5)", "(og § 5)", "(se også § 5)", "(sml. § 5)"]
REMARKS += ["(små bænke) og § 5", "(store) eller § 5", "(nye), jf. § 5"]


@pytest.mark.parametrize("remark", REMARKS)
@pytest.mark.parametrize(("name", "act"), [("LL", "ligningsloven"), ("skurlovens", "skurloven")])
def test_a_remark_in_brackets_goes_on_in_the_act(remark: str, name: str, act: str) -> None:
    assert read(f"efter {name} § 4, stk. 2 {remark} males") == (f"{act} § 4, stk. 2", f"{act} § 5")
    assert read(f"efter {name} § 4 (og bænkelovens § 5)")[1] == "bænkeloven § 5"
    assert read(f"efter {name} § 4 (jf. dog § 5)")[1] == "§ 5"


def test_a_regulation_behind_the_section_is_not_the_act_of_the_text() -> None:
    [found] = read("efter § 5 i EU-forordningen om både, males")
    assert "forordningen" in found
