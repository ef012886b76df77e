"""Questions about practice are told from questions about law that has such words."""

import pytest

from lexhop.corpus.citations.act_names import ActNames
from lexhop.retrieval.query.guidance import asks_for_guidance, without_asking_for_guidance
from lexhop.retrieval.query.parsing import plan_of

OF_PRACTICE = (
    "Hvad siger vejledningen om robådslovens § 7 Z?",
    "Hvordan er praksis for nedsat afgift?",
    "Findes der afgørelser om bådklubber?",
    "Ifølge den juridiske vejledning, hvornår er en klub fritaget?",
    "Hvordan behandles robåde i praksis?",
    "Hvilke domme er der om § 33 A?",
    "Hvad siger styresignalet om moms?",
    "What does the guidance say about rowing clubs?",
    "Are there any rulings on rowing clubs?",
    "According to the handbook, who pays?",
)
OF_LAW = (
    "Hvad siger robådslovens § 7 Z?",
    "Hvornår kan en afgørelse påklages?",
    "Kan en ændring af praksis give genoptagelse?",
    "Har styrelsen pligt til at give vejledning?",
    "Hvad koster et bindende svar?",
    "Hvem træffer afgørelser om afgift?",
    "Skal afgørelser begrundes?",
    "What is a decision?",
    "Who decides on practice runs?",
)


@pytest.mark.parametrize("question", OF_PRACTICE)
def test_practice_is_asked_for(question: str) -> None:
    assert asks_for_guidance(question)


@pytest.mark.parametrize("question", OF_LAW)
def test_law_is_asked_for(question: str) -> None:
    assert not asks_for_guidance(question)
    assert without_asking_for_guidance(question) == question


def test_the_words_that_ask_for_guidance_are_no_subject() -> None:
    names = ActNames()
    names.add("robådsloven")
    assert plan_of("Hvad siger vejledningen om robådslovens § 7 Z?", names).form == "lookup"
    assert "praksis" not in without_asking_for_guidance("Hvordan er praksis for robåde?")


def test_guidance_is_not_looked_for_in_an_act_alone() -> None:
    names = ActNames()
    for act in ("robådsloven", "jolleloven"):
        names.add(act)
    loaded = ("robådsloven", "jolleloven")
    law = plan_of("Hvad koster en båd efter robådsloven?", names, loaded)
    practice = plan_of("Hvordan er praksis for både efter robådsloven?", names, loaded)
    assert any(query.acts for query in law.queries)
    assert not any(query.acts for query in practice.queries)
