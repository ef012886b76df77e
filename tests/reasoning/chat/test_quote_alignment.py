"""A model's quote is found as the source has it, or comes back as it was given."""

import pytest

from lexhop.reasoning.chat.quote_alignment import located
from tests.reasoning.played import section

PASSAGE = section(
    "1",
    "Ved »afgift« forstås en ydelse – fast eller variabel – der betales.\n\n"
    "Stk. 2. Det gælder ikke for den, der \"bor\" i udlandet, jf. § 2, stk. 1-3.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("quoted", "found"),
    [
        ("der betales", ["der betales"]),
        ("  der betales. ", ["der betales."]),
        ('Ved "afgift" forstås', ["Ved »afgift« forstås"]),
        ("en ydelse - fast eller variabel", ["en ydelse – fast eller variabel"]),
        ("en  ydelse\n– fast", ["en ydelse – fast"]),
        ("der betales. Stk. 2. Det gælder", ["der betales.\n\nStk. 2. Det gælder"]),
        ("den, der »bor« i udlandet", ['den, der "bor" i udlandet']),
        ("stk. 1–3", ["stk. 1-3"]),
        ("Ved »afgift« … der betales", ["Ved »afgift", "der betales"]),
        ("forstås en ydelse [...] gælder ikke", ["forstås en ydelse", "gælder ikke"]),
        ("Ved ... forstås ... betales", ["Ved", "forstås", "betales"]),
    ],
)
def test_the_words_are_given_as_they_stand(quoted: str, found: list[str]) -> None:
    quotes = located(quoted, PASSAGE)
    assert [one.text for one in quotes] == found
    assert all(PASSAGE.text.startswith(one.text, one.start) for one in quotes)


@pytest.mark.parametrize(
    "quoted", ["der ikke betales", "der  betaler", "§§", "", " ", "...", "ved »afgift«", "x" * 9999]
)
def test_what_is_not_there_stays_as_it_was_said(quoted: str) -> None:
    (quote,) = located(quoted, PASSAGE)
    assert quote.start == -1
    assert quote.text in quoted or quoted == quote.text


def test_a_pattern_in_a_quote_is_no_pattern() -> None:
    (quote,) = located("(.*)+ $", PASSAGE)
    assert (quote.text, quote.start) == ("(.*)+ $", -1)
