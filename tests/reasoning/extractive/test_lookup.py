"""A cited part is quoted by itself, and one that doesn't exist is said not to exist."""

from dataclasses import dataclass, replace

import pytest

from lexhop.corpus.citations.act_names import known_acts
from lexhop.reasoning.extractive.lookup import looked_up
from lexhop.retrieval.query.parsing import plan_of
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.records import Evidence, Origin, Passage

ACTS = known_acts()
ACTS.add("bådeloven")
DUTY = Passage(
    id="baade/§1",
    document_id="baade",
    provision="bådeloven § 1",
    citation="bådeloven § 1",
    title="Lov om både",
    text="§ 1. Afgift betales af\na) ejere,\nb) lejere, og\nc) skippere på robåde, også små.",
    act="bådeloven",
)
RATE = Passage(
    id="baade/§2",
    document_id="baade",
    provision="bådeloven § 2",
    citation="bådeloven § 2",
    title="Lov om både",
    text=(
        "§ 2. Afgiften er 700 kr. Den betales årligt.\n\n"
        "Stk. 2. Afgiften er 300 kr. for joller. For kajakker betales ingen afgift."
    ),
    act="bådeloven",
)

LONG = [
    replace(
        RATE,
        id="baade/§3/1",
        provision="bådeloven § 3",
        citation=f"bådeloven § 3, {place}",
        text=text,
    )
    for place, text in (
        ("stk. 1, 1.-2. pkt.", "§ 3. Joller er små. De males."),
        ("stk. 1, 3.-4. pkt.", "Kajakker er smalle. De ikke."),
    )
]

ITEMS = [
    replace(
        RATE,
        id="baade/§4/1",
        provision="bådeloven § 4",
        citation=f"bådeloven § 4, {place}",
        text=text,
    )
    for place, text in (
        ("stk. 1, nr. 1-2", "§ 4. Fri er 1) joller, der er små. Også nye. 2) kajakker."),
        ("stk. 1-2", "3) pramme og 4) kanoer.\n\nStk. 2. Andre betaler."),
    )
]


@dataclass(frozen=True)
class Case:
    question: str
    quotes: tuple[str, ...]
    gaps: tuple[str, ...] = ()


CASES = [
    Case("Hvad siger bådeloven § 1, litra c?", ("c) skippere på robåde, også små.",)),
    Case("Hvad siger bådeloven § 1, litra d?", (DUTY.text,), ("bådeloven § 1 har ikke litra d",)),
    Case("bådelovens § 2, stk. 1, 2. pkt.", ("Den betales årligt.",)),
    Case("Hvad siger bådelovens § 2, stk. 2, 2. pkt.?", ("For kajakker betales ingen afgift.",)),
    Case(
        "Hvad siger bådelovens § 2, stk. 2, 7. pkt.?",
        (RATE.text[RATE.text.index("Stk. 2") :],),
        ("bådeloven § 2 har ikke stk. 2, 7. pkt.",),
    ),
    Case(
        "Hvad siger bådeloven 2, stk. 4?",
        (RATE.text,),
        ("bådeloven § 2 har ikke stk. 4",),
    ),
    Case("Hvad siger bådeloven § 4, stk. 1, nr. 1, 2. pkt.?", ("Også nye.",)),
    Case(
        "Hvad siger bådeloven § 4, stk. 1, nr. 1, 3. pkt.?",
        ("1) joller, der er små. Også nye.",),
        ("bådeloven § 4 har ikke stk. 1, nr. 1, 3. pkt.",),
    ),
    Case(
        "Hvad siger bådeloven § 3, stk. 1, 4. pkt.?",
        tuple(passage.text for passage in LONG),
        ("bådeloven § 3 er lang; her vises en del af den",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_a_part_is_quoted_by_itself(case: Case) -> None:
    plan = plan_of(case.question, ACTS, ["bådeloven"])
    evidence = [
        Evidence(passage=passage, span="", score=1, hop=1, origin=Origin("citation"))
        for passage in (DUTY, RATE, *LONG, *ITEMS)
    ]
    terms = QueryTerms("", plan.language)
    sentences, gaps = looked_up(plan, evidence, terms, frozenset(["bådeloven"]))
    quotes = tuple(quote.text for sentence in sentences for quote in sentence.quotes)
    assert (quotes, tuple(gaps)) == (case.quotes, case.gaps)
