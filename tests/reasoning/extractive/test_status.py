"""When an answer without a model is called one: the asked fact, for the asked subject."""

import pytest

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.references import own_keys
from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
from lexhop.state.plan import Draft, Task
from lexhop.state.records import Evidence, Origin, Passage

ACTS = ("broafgiftsloven", "færgeloven", "havneloven", "kajloven", "slusebetalingsloven")


def passage(act: str, section: str, text: str) -> Passage:
    provision = f"{act} § {section}"
    return Passage(
        id=provision,
        document_id=act,
        provision=provision,
        citation=provision,
        title=act,
        text=f"§ {section}. {text}",
        act=act,
    )


RATE = passage("broafgiftsloven", "4", "Afgiften udgør 7 pct. af billetprisen.")
NARROW = passage("broafgiftsloven", "9", "Afgiften for de i § 2 nævnte busser udgør 3 pct.")
HARBOUR = passage("havneloven", "3", "En lystbåd må ligge ved en kaj i højst 5 dage.")
ELSEWHERE = passage(
    "havneloven",
    "5",
    "En lystbåd må ligge ved en kaj. Tilsynet sker i 5 dage, dog 9 dage for færger.",
)
OTHER = passage("havneloven", "8", "Havnen fører en bog over både.")


async def drafted(question: str, *passages: Passage) -> Draft:
    names = ActNames()
    for act in ACTS:
        names.add(act)
    reasoner = ExtractiveReasoner(acts=names, loaded=frozenset(ACTS))
    task = Task(question=question)
    plan = await reasoner.decompose(task)
    keys = {key for query in plan.queries for key in query.keys}
    evidence = [
        Evidence(
            passage=one,
            span="",
            score=1.0,
            hop=1,
            origin=Origin("citation" if keys & own_keys(one) else "words"),
        )
        for one in passages
    ]
    assessment = await reasoner.assess(task, plan, evidence)
    draft = await reasoner.write(task, plan, evidence, assessment)
    assert not draft.complete or assessment.verdict == "sufficient"
    return draft


@pytest.mark.parametrize(
    ("question", "passages", "first"),
    [
        ("Hvor høj er broafgiften?", (NARROW, RATE), "7 pct."),
        ("Hvor mange dage må en lystbåd ligge ved en kaj?", (OTHER, HARBOUR), "5 dage"),
    ],
)
async def test_the_asked_fact_for_the_asked_subject_is_an_answer_and_comes_first(
    question: str, passages: tuple[Passage, ...], first: str
) -> None:
    draft = await drafted(question, *passages)
    assert draft.complete
    assert not draft.gaps
    assert first in draft.sentences[0].text


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Hvor høj er broafgiften?", NARROW),
        ("Hvor mange dage må en lystbåd ligge ved en kaj?", OTHER),
        ("Hvor mange dage må en lystbåd ligge ved en kaj om vinteren?", HARBOUR),
        ("Hvor mange dage må en lystbåd ligge ved en kaj?", ELSEWHERE),
        ("Hvor mange dage må en husbåd med hund ligge ved en kaj?", HARBOUR),
    ],
)
async def test_another_fact_or_subject_is_only_found(question: str, found: Passage) -> None:
    assert not (await drafted(question, found)).complete


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Hvad er broafgiften i Sverige?", "Sverige"),
        ("Hvor mange feriedage har jeg ret til?", "ferieloven"),
        ("Hvem passer fyrtårnet om natten?", "fyrtårnet"),
    ],
)
async def test_what_is_outside_is_said_to_be(question: str, named: str) -> None:
    draft = await drafted(question, OTHER)
    assert draft.sentences == ()
    assert named in draft.gaps[0]


async def test_a_section_without_an_act_is_that_of_the_only_act_that_has_it() -> None:
    draft = await drafted("Hvad siger § 3?", HARBOUR)
    assert "5 dage" in draft.sentences[0].text
    assert "havneloven" in draft.notices[0]


async def test_a_section_that_several_acts_have_is_not_answered_from_one() -> None:
    twin = passage("færgeloven", "3", "En færge sejler hver time.")
    draft = await drafted("What does section 3 require?", HARBOUR, twin)
    assert draft.sentences == ()
    assert "færgeloven, havneloven" in draft.gaps[0]
