"""Taking questions apart: citations, comparisons, several things asked at once."""

import time
from dataclasses import dataclass

import pytest

from lexhop.corpus.citations.act_names import ActNames, known_acts
from lexhop.retrieval.query.parsing import plan_of
from lexhop.state.plan import Form


@pytest.fixture(scope="module")
def acts() -> ActNames:
    names = known_acts()
    names.add("brobizzloven", ["BBL", "lov om broafgift"])
    return names


@dataclass(frozen=True)
class Cited:
    question: str
    keys: tuple[str, ...]
    locators: tuple[str, ...]
    form: Form = "lookup"
    loaded: tuple[str, ...] = ()


CITED = {
    "an abbreviation": Cited("Hvad kræver BBL § 4, stk. 1?", ("brobizzloven§4",), ("stk. 1",)),
    "a genitive": Cited("Hvad siger brobizzlovens § 4?", ("brobizzloven§4",), ("",)),
    "the act behind": Cited("Hvad står der i § 4 i lov om broafgift?", ("brobizzloven§4",), ("",)),
    "no blanks, no points": Cited("BBL §4a stk 2 nr 3", ("brobizzloven§4a",), ("stk. 2, nr. 3",)),
    "a range": Cited(
        "Hvad siger BBL §§ 4-6?",
        ("brobizzloven§4", "brobizzloven§5", "brobizzloven§6"),
        ("", "", ""),
    ),
    "two acts": Cited("BBL § 4 og LL § 9 C", ("brobizzloven§4", "ligningsloven§9c"), ("", "")),
    "the act named elsewhere": Cited(
        "Hvad siger § 4, og er den med i brobizzloven?", ("brobizzloven§4",), ("",)
    ),
    "English": Cited(
        "What does section 9 C(1)-(2) of the Tax Assessment Act say?",
        ("ligningsloven§9c",),
        ("stk. 1-2",),
    ),
    "a fact of a provision": Cited(
        "Hvor høj er afgiften for lastbiler efter BBL § 4?", ("brobizzloven§4",), ("",), "open"
    ),
    "the only act there is": Cited(
        "Hvad siger § 4, stk. 2?", ("brobizzloven§4",), ("stk. 2",), loaded=("brobizzloven",)
    ),
    "no act to be had": Cited(
        "Hvad siger § 4, stk. 2?", (), (), "open", loaded=("brobizzloven", "ligningsloven")
    ),
}


@pytest.mark.parametrize("case", CITED.values(), ids=CITED.keys())
def test_what_a_question_cites_is_looked_up(case: Cited, acts: ActNames) -> None:
    plan = plan_of(case.question, acts, case.loaded)
    assert (plan.form, plan.queries[0].keys, plan.queries[0].locators) == (
        case.form,
        case.keys,
        case.locators,
    )


@dataclass(frozen=True)
class Asked:
    question: str
    form: Form
    parts: tuple[str, ...]


ASKED = {
    "one thing": Asked("Hvad koster det at køre over broen?", "open", ()),
    "a difference": Asked(
        "Hvad er forskellen på afgiften for busser og afgiften for lastbiler?",
        "comparison",
        ("afgiften for busser", "afgiften for lastbiler"),
    ),
    "one against the other": Asked(
        "Passage om dagen vs. passage om natten: hvad koster mest?",
        "comparison",
        ("Passage om dagen", "passage om natten"),
    ),
    "lower than": Asked(
        "Hvor meget lavere er afgiften for cykler end for motorcykler?",
        "comparison",
        ("Hvor meget lavere er afgiften for cykler", "for motorcykler"),
    ),
    "two names": Asked(
        "Which bridge is older, the Long Bridge, East or Harbour Bridge?",
        "comparison",
        ("the Long Bridge, East", "Harbour Bridge"),
    ),
    "a story is no comparison": Asked(
        "Jeg betalte mere, end broen var værd. Kan afgiften refunderes til bilisten?",
        "open",
        ("Kan afgiften refunderes til bilisten",),
    ),
    "two questions in one": Asked(
        "Hvem betaler afgift for udenlandske busser, og hvornår skal afgiften senest betales?",
        "open",
        ("Hvem betaler afgift for udenlandske busser", "hvornår skal afgiften senest betales"),
    ),
    "an abbreviation ends no sentence": Asked(
        "Hvad er afgiften pr. passage for busser i rute?", "open", ()
    ),
}


@pytest.mark.parametrize("case", ASKED.values(), ids=ASKED.keys())
def test_each_thing_asked_is_a_query_beside_the_whole(case: Asked, acts: ActNames) -> None:
    plan = plan_of(case.question, acts)
    assert plan.form == case.form
    assert plan.queries[0].text == case.question
    assert tuple(query.text for query in plan.queries[1:]) == case.parts


def test_the_language_is_that_of_the_question(acts: ActNames) -> None:
    assert plan_of("Who pays the toll for foreign buses?", acts).language == "en"
    assert plan_of("Hvem betaler afgiften for udenlandske busser?", acts).language == "da"


def test_a_long_story_is_taken_apart_in_no_time(acts: ActNames) -> None:
    started = time.process_time()
    plan_of("mere " * 780, acts)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("question", "taken"),
    [
        ("Hvad siger SL § 4?", "SL er læst som statsskatteloven; det kan også være selskabsloven"),
        ("Hvor meget er fri efter SL § 4?", "SL er læst som statsskatteloven; det kan også være "
         "selskabsloven"),
        ("What does SL § 4 say?", "SL is taken for statsskatteloven; it may also be selskabsloven"),
        ("Hvad siger statsskatteloven § 4?", None),
        ("Hvad siger LL § 4?", None),
        ("Hvad betyder SL?", None),
    ],
)  # fmt: skip
def test_an_abbreviation_of_several_acts_says_which_was_taken(
    question: str, taken: str | None
) -> None:
    acts = known_acts()
    acts.add("statsskatteloven")
    assert plan_of(question, acts).notices == ((taken,) if taken else ())
