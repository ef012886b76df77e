"""What has the asked fact for the asked subject, beyond doubt, and what only seems to."""

import pytest

from lexhop.reasoning.extractive.answering import open_answer
from lexhop.reasoning.extractive.asked_fact import asked_kinds, demonstrated, fact_sentences
from lexhop.reasoning.extractive.subject import subject_of_terms
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.records import Passage
from tests.reasoning.played import evidence, section

FEE = section("2", "Broafgiften udgør 25 kr. for hver passage.")
SHARE = section("3", "Gebyret for brokort udgør 8 pct. af brokortets pris.")
CASE = section("4", "Er broen lukket, udgør tilbagebetalingen 8 kr. for hver passage.")
LIMIT = section(
    "5",
    "Ansøgning om brokort indgives senest 6 uger før rejsen.\n\nStk. 2. Brokort kan fornys hvert "
    "år, hvis ejeren har betalt 200 kr. i depositum.",
)
BIKES = section("6", "Cykler skal have lys på efter solnedgang.")


def terms(question: str) -> QueryTerms:
    return QueryTerms(question, "da" if "v" in question.split()[0].lower() else "en")


def shown(question: str, *passages: Passage) -> str:
    subject = subject_of_terms(terms(question))
    found = demonstrated(fact_sentences(question, subject, evidence(*passages)))
    return found.text if found else ""


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Hvor stor er broafgiften?", "25 kr."),
        ("Hvor mange procent er gebyret for brokort?", "8 pct."),
        ("Hvor mange uger før rejsen skal ansøgning om brokort indgives?", "6 uger"),
    ],
)
def test_a_plain_rule_with_the_fact_and_all_of_the_subject_answers(
    question: str, fact: str
) -> None:
    assert fact in shown(question, FEE, SHARE, CASE, LIMIT, BIKES)
    found = open_answer(terms(question), evidence(FEE, SHARE, CASE, LIMIT, BIKES))
    assert found.complete
    assert fact in found.sentences[0].text


@pytest.mark.parametrize(
    "question",
    [
        "Hvor stor er tilbagebetalingen?",  # a case
        "Hvor stort er depositum for brokort?",  # a condition
        "Hvor stor er broafgiften i Sverige?",  # not told
        "Hvor stort er gebyret for både?",  # another subject
        "Skal cykler have lys?",  # no fact is asked for
        "Hvor mange procent er broafgiften?",  # another kind of fact
    ],
)
def test_anything_less_does_not(question: str) -> None:
    assert shown(question, FEE, SHARE, CASE, LIMIT, BIKES) == ""


def test_two_rules_with_different_facts_leave_it_open() -> None:
    other = section("8", "Broafgiften udgør 40 kr. for hver passage.")
    assert shown("Hvor stor er broafgiften?", FEE) != ""
    assert shown("Hvor stor er broafgiften?", FEE, other) == ""


@pytest.mark.parametrize(
    "question",
    [
        "Hvor mange feriedage har man ret til?",
        "Hvor høj er kirkeskatten i Norge?",
        "Hvem er formand for bestyrelsen?",
    ],
)
def test_what_nothing_is_about_is_not_answered(question: str) -> None:
    found = open_answer(terms(question), evidence(FEE, SHARE, CASE, LIMIT, BIKES))
    assert found.sentences == ()
    assert found.gaps


def test_an_answer_is_short_and_says_each_thing_once() -> None:
    many = [
        section(str(number), f"Broafgiften for type {number} betales ved broen. " * 12)
        for number in range(10, 30)
    ]
    found = open_answer(terms("Hvordan betales broafgiften ved broen?"), evidence(*many))
    assert sum(len(sentence.text.split()) for sentence in found.sentences) < 330
    quotes = [(quote.passage_id, quote.start) for one in found.sentences for quote in one.quotes]
    assert len(quotes) == len(set(quotes))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hvad er satsen?", "percent"),
        ("Hvor længe gælder det?", "months"),
        ("Hvornår skal det betales?", "date"),
        ("Hvad koster det?", "money"),
        ("How much is the fee?", "money"),
        ("How long does it last?", "years"),
    ],
)
def test_the_kind_of_fact_is_read_off_the_question(question: str, kind: str) -> None:
    assert kind in asked_kinds(question)
