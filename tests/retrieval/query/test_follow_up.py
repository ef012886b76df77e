"""A question that leans on the one before it is put so that it stands alone; no other is."""

import pytest

from lexhop.corpus.citations.act_names import known_acts
from lexhop.retrieval.query.follow_up import standalone
from lexhop.state.session import Turn

ACT = "brobizzloven"
NAMES = known_acts()
NAMES.add(ACT, (ACT,))
FEE = Turn(question="Hvad er afgiften for personbiler?", provisions=(f"{ACT} § 4", f"{ACT} § 7"))
CITED = Turn(question=f"Hvad siger {ACT} § 9?", provisions=(f"{ACT} § 12",))
ENGLISH = Turn(question="What does a mooring permit cost?", provisions=("Mooring permit",))


@pytest.mark.parametrize(
    ("turn", "question", "meant"),
    [
        (FEE, "Og stk. 2?", f"{ACT} § 4, stk. 2"),
        (CITED, "Og stk. 2?", f"{ACT} § 9, stk. 2"),
        (CITED, "Hvad med stk. 3, nr. 2?", f"{ACT} § 9, stk. 3, nr. 2"),
        (FEE, "og hvis jeg er pendler?", f"{FEE.question[:-1]}, og hvis jeg er pendler?"),
        (FEE, "Hvad med motorcykler?", f"{FEE.question[:-1]}, hvad med motorcykler?"),
        (FEE, "Gælder det også om natten?", f"{FEE.question[:-1]}, gælder det også om natten?"),
        (FEE, "Hvornår skal den betales?", f"{FEE.question[:-1]}, hvornår skal den betales?"),
        (ENGLISH, "And for two boats?", f"{ENGLISH.question[:-1]}, and for two boats?"),
        (ENGLISH, "What about it in winter?", f"{ENGLISH.question[:-1]}, what about it in winter?"),
    ],
)
def test_what_leans_on_the_last_question_goes_on_with_it(
    turn: Turn, question: str, meant: str
) -> None:
    assert standalone(question, [ENGLISH, turn], NAMES, [ACT]) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Hvad er fristen for ansøgning om tilskud til cykelstier?",
        f"Og hvad siger {ACT} § 2?",
        f"Hvad siger {ACT}?",
        "Hvordan klager man over et vandværks takster til kommunen?",
        "Hvis man bygger et havnebassin, hvem skal så godkende molens konstruktion og dybde?",
        "Who issues the crane operator's licence for harbours?",
    ],
)
def test_a_question_of_its_own_carries_nothing_over(question: str) -> None:
    assert standalone(question, [FEE], NAMES, [ACT, "anden lov"]) == ""


def test_without_an_earlier_question_nothing_is_leant_on() -> None:
    assert standalone("Og stk. 2?", [], NAMES, [ACT]) == ""
