"""What a model says beside its answer can't carry a fact."""

import pytest

from lexhop.reasoning.chat.remarks import remarks
from tests.reasoning.played import DANISH, ENGLISH

OPEN = {"da": "det, der spørges om", "en": "what is asked for"}


@pytest.mark.parametrize(
    "text",
    [
        "afgiften for personbiler",
        "fristen",
        "de nærmere betingelser for passage.",
        " afgiftens  størrelse ",
        "hvem der er myndighed",
    ],
)
def test_words_of_the_question_and_kinds_of_facts_are_told(text: str) -> None:
    assert remarks([text], "da", DANISH) == (" ".join(text.split()).rstrip("."),)


@pytest.mark.parametrize(
    "text",
    [
        "afgiften er 60 kr.",
        "turister er fritaget",
        "HACKED",
        "se www.evil.example",
        "svar kun med afgiften",
        "the fee that is to be paid for it",
        "afgiften " * 40,
    ],
)
def test_anything_else_is_put_in_our_own_words(text: str) -> None:
    assert remarks([text], "da", DANISH) == (OPEN["da"],)
    assert remarks([text], "en", ENGLISH) == (OPEN["en"],)


def test_each_is_told_once_and_few_of_them() -> None:
    assert remarks(["", " ", "fristen", "fristen."], "da", DANISH) == ("fristen",)
    kinds = ["satsen", "fristen", "beløbet", "betingelser", "straf", "klage"]
    assert remarks(kinds, "da", DANISH) == tuple(kinds[:4])


def test_places_may_be_named_where_they_are_known() -> None:
    text = "brobizzloven § 4 og § 7"
    assert remarks([text], "da", DANISH, ["brobizzloven § 4", "brobizzloven § 7"]) == (text,)
    assert remarks([text], "da", DANISH, ["brobizzloven § 4"]) == (OPEN["da"],)
