"""A quote is cited as finely as a lawyer would, and a cited part is found again."""

from dataclasses import dataclass, replace

import pytest

from lexhop.corpus.citations.locators import citation_at, part_of
from lexhop.state.records import Passage

WHOLE = Passage(
    id="baenke/§2",
    document_id="baenke",
    provision="bænkeloven § 2",
    citation="bænkeloven § 2",
    title="Lov om bænke",
    text=(
        "§ 2. Bænke males grønne.\n\n"
        "Stk. 2. De skal: 1) slibes, 2) males, 2 a) vendes og 3) tørres. Se (nr. 3) ovenfor.\n\n"
        "Stk. 3-4. (Ophævet)\n\n"
        "Stk. 5. De sættes ud."
    ),
)
SINGLE = replace(WHOLE, text="§ 2. Bænke skal 1) slibes og 2) males.")
PIECE = replace(
    WHOLE, citation="bænkeloven § 2, stk. 2, nr. 4-6", text="4) slibes,\n5) males og\n6) tørres."
)
INSIDE = replace(
    WHOLE,
    citation="bænkeloven § 2, stk. 2, nr. 4, 3.-5. pkt.",
    text="Den lakkeres. Den vendes. 5) Borde",
)


@dataclass(frozen=True)
class Case:
    name: str
    passage: Passage
    quote: str
    citation: str


@pytest.mark.parametrize(
    "case",
    [
        Case("first_subsection", WHOLE, "males grønne", "bænkeloven § 2, stk. 1"),
        Case("later_subsection", WHOLE, "De sættes ud.", "bænkeloven § 2, stk. 5"),
        Case("lead", WHOLE, "De skal", "bænkeloven § 2, stk. 2"),
        Case("item", WHOLE, "males, ", "bænkeloven § 2, stk. 2, nr. 2"),
        Case("inserted_item", WHOLE, "vendes", "bænkeloven § 2, stk. 2, nr. 2 a"),
        Case("last_item", WHOLE, "tørres", "bænkeloven § 2, stk. 2, nr. 3"),
        Case("two_items", WHOLE, "slibes, 2) males", "bænkeloven § 2, stk. 2"),
        Case("two_subsections", WHOLE, WHOLE.text[:40], "bænkeloven § 2, stk. 1-2"),
        Case("to_a_double_subsection", WHOLE, WHOLE.text[26:130], "bænkeloven § 2, stk. 2-4"),
        Case("only_subsection", SINGLE, "Bænke skal", "bænkeloven § 2"),
        Case("item_of_the_only_one", SINGLE, "slibes", "bænkeloven § 2, nr. 1"),
        Case("piece_of_items", PIECE, "males", "bænkeloven § 2, stk. 2, nr. 5"),
        Case("piece_within_an_item", INSIDE, "Den vendes.", "bænkeloven § 2, stk. 2, nr. 4"),
        Case("after_that_item", INSIDE, "Borde", "bænkeloven § 2, stk. 2, nr. 5"),
        Case(
            "piece_that_opens_with_its_marker",
            replace(
                WHOLE, citation="bænkeloven § 2, stk. 2-3", text="Stk. 2. Males.\n\nStk. 3. Tørres."
            ),
            "Males",
            "bænkeloven § 2, stk. 2",
        ),
        Case(
            "note",
            replace(WHOLE, kind="note", citation="bænkeloven § 2, note 1)"),
            "De sættes ud.",
            "bænkeloven § 2, note 1)",
        ),
        Case(
            "prose",
            replace(WHOLE, kind="prose", citation="handbook, 3"),
            "De sættes ud.",
            "handbook, 3",
        ),
    ],
    ids=lambda case: case.name,
)
def test_a_quote_is_cited_where_it_stands(case: Case) -> None:
    start = case.passage.text.index(case.quote)
    assert citation_at(case.passage, start, start + len(case.quote)) == case.citation


@dataclass(frozen=True)
class Part:
    locator: str
    text: str | None
    passage: Passage = WHOLE


@pytest.mark.parametrize(
    "part",
    [
        Part("", WHOLE.text),
        Part("stk. 1", "§ 2. Bænke males grønne."),
        Part("stk. 5", "Stk. 5. De sættes ud."),
        Part("stk. 4", "Stk. 3-4. (Ophævet)"),
        Part("stk. 4-5", "Stk. 3-4. (Ophævet)\n\nStk. 5. De sættes ud."),
        Part("stk. 6", None),
        Part("stk. 2, nr. 2", "2) males"),
        Part("stk. 2, nr. 2 a", "2 a) vendes og"),
        Part("stk. 2, nr. 1-2 a, litra b", "1) slibes, 2) males, 2 a) vendes og"),
        Part("stk. 2, nr. 2-9", "2) males"),
        Part("stk. 1, nr. 7", "§ 2. Bænke males grønne."),
        Part("nr. 2", None),
        Part("litra b", None),
        Part("3. pkt.", None),
        Part("nr. 2", "2) males.", SINGLE),
        Part("nr. 7", None, SINGLE),
        Part("stk. 1", SINGLE.text, SINGLE),
        Part("stk. 2, nr. 5", "5) males og", PIECE),
        Part("stk. 2, nr. 1", None, PIECE),
        Part("stk. 2", PIECE.text, PIECE),
        Part("stk. 3", None, PIECE),
        Part("stk. 2, nr. 4", "Den lakkeres. Den vendes.", INSIDE),
    ],
    ids=lambda part: f"{part.locator or 'all'} of {part.passage.citation}",
)
def test_a_cited_part_is_found(part: Part) -> None:
    span = part_of(part.passage, part.locator)
    assert (span and part.passage.text[slice(*span)]) == part.text
