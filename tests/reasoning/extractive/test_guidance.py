"""Without a model: what guidance leads to, and what is no answer where practice is asked for."""

import pytest

from lexhop.corpus.citations.act_names import ActNames
from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
from lexhop.state.plan import Assessment, Draft, Task
from lexhop.state.records import Evidence, Origin, Passage, Reference
from tests.retrieval.small import article, section

RATE = section("4", "Afgiften af robåde udgør 7 pct. af prisen.")
HARBOUR = section("3", "En lystbåd må ligge ved en kaj i højst 5 dage.")
GUIDE = article(
    "Vejledning om robåde",
    "Afgiften af robåde er lav, jf. bådlovens § 9 og jollelovens § 2.",
    language="da",
    references=tuple(
        Reference(text=text, target=target)
        for text, target in (
            ("bådlovens § 9", "bådloven § 9"),
            ("jollelovens § 2", "jolleloven § 2"),
        )
    ),
)


async def judged(question: str, *passages: Passage) -> tuple[Assessment, Draft]:
    names = ActNames()
    names.add("bådloven")
    reasoner = ExtractiveReasoner(acts=names, loaded=frozenset({"bådloven"}))
    task = Task(question=question)
    evidence = [
        Evidence(
            passage=one,
            span="",
            score=1.0,
            hop=1,
            origin=Origin("words"),
            authority="" if one.act else "guidance",
        )
        for one in passages
    ]
    plan = await reasoner.decompose(task)
    assessment = await reasoner.assess(task, plan, evidence)
    return assessment, await reasoner.write(task, plan, evidence, assessment)


async def test_a_guide_leads_to_law_that_is_loaded_and_to_no_other() -> None:
    assessment, _ = await judged("Hvor høj er afgiften af robåde?", GUIDE)
    assert [query.text for query in assessment.queries if query.keys] == ["bådloven § 9"]


@pytest.mark.parametrize(
    ("question", "complete"),
    [
        ("Hvor mange dage må en lystbåd ligge ved en kaj?", True),
        ("Hvor mange dage må en lystbåd i praksis ligge ved en kaj?", False),
    ],
)
async def test_law_answers_no_question_of_practice(question: str, complete: bool) -> None:
    _, draft = await judged(question, HARBOUR)
    assert draft.complete is complete


async def test_where_practice_is_asked_for_only_guidance_is_quoted() -> None:
    _, draft = await judged("Hvordan er praksis for afgiften af robåde?", RATE, GUIDE)
    assert {quote.passage_id for one in draft.sentences for quote in one.quotes} == {GUIDE.id}
