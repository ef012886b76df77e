"""What an answer may say: nothing but what the evidence says, to the letter."""

from dataclasses import dataclass, replace

import pytest

from lexhop.reasoning.grounding.check import Fault, ground
from lexhop.state.plan import Draft, Quote, Sentence
from lexhop.state.records import Evidence, Origin, Passage

LAW = Passage(
    id="a/§4",
    document_id="a",
    provision="brobizzloven § 4",
    citation="brobizzloven § 4",
    title="Lov om broafgift",
    act="brobizzloven",
    url="https://example.org/a",
    text=(
        "§ 4. Afgiften er 12 kr. pr. passage.\n\n"
        "Stk. 2. Der betales ikke afgift for 1) cykler, 2) busser med over 20 pladser og "
        "3) udrykningskøretøjer."
    ),
)
OLD = replace(
    LAW,
    id="a/§5",
    provision="brobizzloven § 5",
    citation="brobizzloven § 5",
    text="§ 5. (Ophævet)",
    repealed=True,
)
EVIDENCE = [
    Evidence(passage=passage, span="", score=1.0, hop=1, origin=Origin("words"))
    for passage in (LAW, OLD)
]


@dataclass(frozen=True)
class Case:
    text: str
    quotes: tuple[Quote, ...]
    fault: Fault | None
    citation: str = ""


FEE = Quote(passage_id="a/§4", text="Afgiften er 12 kr. pr. passage.")
BUSES = Quote(passage_id="a/§4", text="busser med over 20 pladser")

CASES = {
    "a verbatim quote stands": Case("Afgiften er 12 kr.", (FEE,), None, "brobizzloven § 4, stk. 1"),
    "an item is cited by its number": Case(
        "Busser er fri.", (BUSES,), None, "brobizzloven § 4, stk. 2, nr. 2"
    ),
    "no quote": Case("Afgiften er lav.", (), "uncited"),
    "an invented quote": Case("Sådan.", (replace(FEE, text="Afgiften er fri."),), "not_verbatim"),
    "a quote with other white space": Case(
        "Sådan.", (replace(FEE, text="Afgiften er  12 kr."),), "not_verbatim"
    ),
    "an empty quote": Case("Sådan.", (replace(FEE, text=" "),), "not_verbatim"),
    "a passage never seen": Case("Sådan.", (replace(FEE, passage_id="b/§1"),), "unknown_passage"),
    "repealed law": Case("Sådan.", (Quote(passage_id="a/§5", text="(Ophævet)"),), "repealed"),
    "a figure from nowhere": Case("Afgiften er 15 kr.", (FEE,), "figure_not_quoted"),
    "a part of a figure": Case("Afgiften er 1 kr.", (FEE,), "figure_not_quoted"),
    "a section that isn't cited": Case("Efter § 9 er afgiften 12 kr.", (FEE,), "source_not_quoted"),
    "a figure of the citation": Case(
        "Efter § 4 er afgiften 12 kr.", (FEE,), None, "brobizzloven § 4, stk. 1"
    ),
    "one of two quotes invented": Case(
        "Sådan.", (FEE, replace(FEE, text="og mere til")), "not_verbatim"
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_sentence_stands_only_on_its_quotes(case: Case) -> None:
    draft = Draft(sentences=(Sentence(text=case.text, quotes=case.quotes),))
    grounded = ground(draft, EVIDENCE)
    assert [violation.fault for violation in grounded.violations][:1] == (
        [case.fault] if case.fault else []
    )
    if case.fault:
        assert (grounded.text, grounded.citations) == ("", ())
    else:
        assert grounded.text == f"{case.text} [1]"
        assert grounded.citations[0].citation == case.citation
        assert grounded.citations[0].url == LAW.url


def test_a_quote_used_twice_has_one_number() -> None:
    sentences = tuple(Sentence(text=text, quotes=(FEE,)) for text in ("En.", "To."))
    grounded = ground(Draft(sentences=sentences), EVIDENCE)
    assert grounded.text == "En. [1]\n\nTo. [1]"
    assert len(grounded.citations) == 1


def test_what_is_struck_leaves_the_rest_numbered_in_order() -> None:
    sentences = (
        Sentence(text="Struget.", quotes=()),
        Sentence(text="En.", quotes=(BUSES, FEE)),
    )
    grounded = ground(Draft(sentences=sentences), EVIDENCE)
    assert grounded.text == "En. [1][2]"
    assert [one.sentence for one in grounded.violations] == [0]


def test_a_figure_in_the_name_of_a_source_needs_no_quote() -> None:
    numbered = replace(LAW, id="p", provision="p", citation="p", title="Bro 17 og 18", act="")
    quote = Quote(passage_id="p", text="Afgiften er 12 kr. pr. passage.")
    sentence = Sentence(text=f"Bro 17 og 18: »{quote.text}«", quotes=(quote,))
    evidence = [Evidence(passage=numbered, span="", score=1.0, hop=1, origin=Origin("words"))]
    assert ground(Draft(sentences=(sentence,)), evidence).violations == ()


def test_a_repeated_quote_is_cited_where_it_was_taken() -> None:
    text = "§ 4. Busser er fri.\n\nStk. 2. Busser er fri."
    twice = replace(LAW, text=text)
    evidence = [Evidence(passage=twice, span="", score=1.0, hop=1, origin=Origin("words"))]
    start = text.rindex("Busser")
    quote = Quote(passage_id=LAW.id, text="Busser er fri.", start=start)
    draft = Draft(sentences=(Sentence(text="Fri.", quotes=(quote,)),))
    assert ground(draft, evidence).citations[0].citation == "brobizzloven § 4, stk. 2"
    wrong = Draft(sentences=(Sentence(text="Fri.", quotes=(replace(quote, start=3),)),))
    assert [one.fault for one in ground(wrong, evidence).violations] == ["not_verbatim"]
