"""A cited letter or sentence is found exactly, and one that isn't there is not found."""

from dataclasses import replace
from itertools import product

import pytest

from lexhop.corpus.citations.fine_parts import exact_part
from lexhop.state.records import Passage

SENTENCES = (
    "Bænke males grønne.",
    "Den, der maler, jf. stk. 2, betaler 700 kr.",
    "For skure gælder § 4, nr. 3, dog ikke 1. pkt.",
    "Bænke kan stå ude m.v. hele året.",
)
LISTS = {
    "lines": "Afgiften betales af\n{}",
    "inline": "Afgiften betales af: {}",
}
ITEMS = ("personer med bænk,", "personer med skur. Det gælder ikke hegn,", "andre, jf. litra a.")
BENCH = Passage(
    id="baenke/§2",
    document_id="baenke",
    provision="bænkeloven § 2",
    citation="bænkeloven § 2",
    title="Lov om bænke",
    text="",
    act="bænkeloven",
)


def quoted(passage: Passage, locator: str) -> str | None:
    span = exact_part(passage, locator)
    return passage.text[slice(*span)] if span else None


def subsections(*texts: str) -> Passage:
    first, *others = texts
    marked = [f"Stk. {number}. {text}" for number, text in enumerate(others, start=2)]
    return replace(BENCH, text="\n\n".join([f"§ 2. {first}", *marked]))


COUNTS = list(product((1, 2, 3, 4), (1, 2, 3, 4), (1, 2, 3)))


@pytest.mark.parametrize(("sentences", "wanted", "subsection"), COUNTS)
def test_a_sentence_of_a_subsection(sentences: int, wanted: int, subsection: int) -> None:
    passage = subsections(*[" ".join(SENTENCES[:sentences])] * 3)
    marker = "§ 2. " if subsection == 1 else f"Stk. {subsection}. "
    found = quoted(passage, f"stk. {subsection}, {wanted}. pkt.")
    expected = (marker if wanted == 1 else "") + SENTENCES[wanted - 1]
    assert found == (expected if wanted <= sentences else None)


@pytest.mark.parametrize("sentences", [1, 2, 3, 4])
def test_a_sentence_of_the_only_subsection(sentences: int) -> None:
    passage = subsections(" ".join(SENTENCES[:sentences]))
    assert quoted(passage, "sidste pkt.").endswith(SENTENCES[sentences - 1])  # type: ignore[union-attr]
    assert quoted(passage, f"{sentences}. pkt.").endswith(SENTENCES[sentences - 1])  # type: ignore[union-attr]
    assert quoted(passage, f"{sentences + 1}. pkt.") is None


@pytest.mark.parametrize("locator", ["2.-3. pkt.", "2. og 3. pkt.", "2., 3. pkt."])
def test_several_sentences(locator: str) -> None:
    passage = subsections("Stolen.", " ".join(SENTENCES))
    assert quoted(passage, f"stk. 2, {locator}") == " ".join(SENTENCES[1:3])
    assert quoted(subsections("Stolen.", SENTENCES[0]), f"stk. 2, {locator}") is None


def listed(form: str, letters: str, glue: str) -> str:
    items = [f"{letter}) {item}" for letter, item in zip(letters, ITEMS, strict=False)]
    return LISTS[form].format(("\n" if form == "lines" else " ").join(items)) + glue


LISTED = list(product(LISTS, ("abc", "ab", "ABC"), (0, 1), "abcd"))


@pytest.mark.parametrize(("form", "letters", "before", "wanted"), LISTED)
def test_a_letter(form: str, letters: str, before: int, wanted: str) -> None:
    text = listed(form, letters, "")
    passage = subsections(*[SENTENCES[0]] * before, text)
    place = f"stk. {before + 1}, " if before else ""
    index = letters.lower().find(wanted)
    expected = None if index < 0 else f"{letters[index]}) {ITEMS[index].rstrip(',')}"
    assert quoted(passage, f"{place}litra {wanted}") == expected
    assert quoted(passage, f"litra {wanted}") == expected, "the only subsection that has it"


@pytest.mark.parametrize("form", LISTS)
def test_the_sentences_around_a_list(form: str) -> None:
    glue = "\nAfgiften er 5 kr." if form == "lines" else ""
    passage = subsections(f"{SENTENCES[0]} {listed(form, 'abc', glue)}")
    whole = passage.text
    assert quoted(passage, "1. pkt.") == f"§ 2. {SENTENCES[0]}"
    assert quoted(passage, "2. pkt.") == whole[whole.index("Afgiften betales") :].split("\nAfg")[0]
    assert quoted(passage, "3. pkt.") == (glue.strip() or None)
    assert quoted(passage, "litra b, 2. pkt.") == "Det gælder ikke hegn"
    assert quoted(passage, "litra a, 2. pkt.") is None


def test_letters_within_a_number() -> None:
    passage = subsections("Afgift: 1) bænke: a) små, b) store, 2) skure: a) åbne. Nye. b) lukkede.")
    assert quoted(passage, "nr. 2, litra a") == "a) åbne. Nye."
    assert quoted(passage, "stk. 1, nr. 1, litra b") == "b) store"
    assert quoted(passage, "nr. 2, litra a, 2. pkt.") == "Nye."
    assert quoted(passage, "nr. 1, litra c") is None
    assert quoted(passage, "nr. 2, litra a-b") == "a) åbne. Nye. b) lukkede."


def test_a_number_without_its_subsection() -> None:
    passage = subsections("Bænke males.", "De skal 1) slibes og 2) males.", "De 1) sættes ud.")
    assert quoted(passage, "nr. 2") == "2) males."
    assert quoted(passage, "nr. 1") == passage.text, "two subsections have one"
    assert quoted(passage, "nr. 3") is None


def test_a_letter_that_two_subsections_have_is_in_either() -> None:
    passage = subsections("Fri: a) bænke.", "Fri: a) skure.")
    assert quoted(passage, "litra a") == passage.text
    assert quoted(passage, "litra b") is None
    assert quoted(passage, "stk. 2, litra a") == "a) skure."


def test_what_cannot_be_counted_is_widened() -> None:
    several = subsections(SENTENCES[0], SENTENCES[1])
    assert quoted(several, "2. pkt.") == several.text
    assert quoted(several, "stk. 1-2, 2. pkt.") == several.text
    assert quoted(subsections("Bænke males."), "nr. 2, litra a") is None
    assert quoted(several, "stk. 2, nr. 1, litra a") == f"Stk. 2. {SENTENCES[1]}"


def test_nothing_is_counted_in_a_passage_that_is_cut_within_the_part() -> None:
    inside = replace(BENCH, citation="bænkeloven § 2, stk. 1, 7.-9. pkt.", text=" ".join(SENTENCES))
    assert quoted(inside, "stk. 1, 2. pkt.") is None
    assert quoted(inside, "stk. 1") == inside.text
    items = replace(
        BENCH, citation="bænkeloven § 2, stk. 1, nr. 4-5", text="4) a) Små. 5) Nye. Ja."
    )
    assert quoted(items, "stk. 1, litra a") is None
    assert quoted(items, "stk. 1, nr. 4, litra a") == "a) Små."
    assert quoted(items, "stk. 1, nr. 5, 2. pkt.") == "Ja."
