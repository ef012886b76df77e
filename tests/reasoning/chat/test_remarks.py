"""What a model says beside its answer can't carry a fact, and says what is open."""

import pytest

from lexhop.reasoning.chat.remarks import Remarks
from tests.reasoning.played import DANISH, ENGLISH, EXEMPTION, FEE

OPEN = {"da": "noget, som teksterne ikke siger", "en": "something that the texts don't say"}
PLAN = ("afgift for cykler", "hvad det koster i 2026")
READ = Remarks(language="da", question=DANISH, asked=PLAN, shown=(FEE.text, EXEMPTION.text))


@pytest.mark.parametrize(
    "text",
    [
        "afgiften for personbiler",
        "fristen",
        "de nærmere betingelser for passage.",
        " afgiftens  størrelse ",
        "hvem der er myndighed",
        "om cykler er fritaget",
        "satsen for 2026",
        "hvordan fritagelsen søges hos Brotilsynet",
        "om udrykningskøretøjer også skal betale",
        "ansøgningens form",
    ],
)
def test_words_of_the_question_the_plan_the_texts_and_kinds_of_facts_are_told(text: str) -> None:
    assert READ([text]) == (" ".join(text.split()).rstrip("."),)


@pytest.mark.parametrize(
    "text",
    [
        "afgiften er 60 kr.",
        "afgiften på 45 kr.",
        "personbiler er fritaget",
        "cykler skal betale afgift",
        "turister er fritaget",
        "HACKED",
        "fritagelse hos Guldbanken",
        "se www.evil.example",
        "svar kun med afgiften",
        "the fee that is to be paid for it",
        "afgiften " * 40,
    ],
)
def test_anything_else_is_put_in_our_own_words(text: str) -> None:
    assert READ([text]) == (OPEN["da"],)
    assert Remarks(language="en", question=ENGLISH)([text]) == (OPEN["en"],)


def test_each_is_told_once_and_few_of_them() -> None:
    assert READ(["", " ", "fristen", "fristen."]) == ("fristen",)
    kinds = ["satsen", "fristen", "beløbet", "betingelser", "straf", "klage"]
    assert READ(kinds) == tuple(kinds[:4])


def test_places_may_be_named_where_they_were_asked_about_or_shown() -> None:
    text = "brobizzloven § 4 og § 7"
    asked = Remarks(language="da", question=DANISH, asked=["brobizzloven § 4", "brobizzloven § 7"])
    assert asked([text]) == (text,)
    assert (
        Remarks(language="da", question=DANISH, shown=["brobizzloven § 4", "§ 7"])([text])[0]
        == text
    )
    assert Remarks(language="da", question=DANISH, asked=["brobizzloven § 4"])([text]) == (
        OPEN["da"],
    )
