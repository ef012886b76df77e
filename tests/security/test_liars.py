"""A model that lies: whatever it says, only what the sources say to the letter is delivered."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from lexhop.state.records import Answer
from tests.fake_openai.roles import judging
from tests.reasoning.played import (
    DANISH,
    ENGLISH,
    SHELF,
    Played,
    Shelf,
    ask,
    assess,
    by_role,
    draft,
    everything_said,
    plan,
    says,
)

FEE = "Afgiften for en passage af broen er 12 kr. for motorcykler og 45 kr. for personbiler."
EXEMPT = "Der betales ikke afgift for cykler og udrykningskøretøjer."
APPLY = "Ansøgning om fritagelse for afgift indgives senest 14 dage før passagen af broen"
CONTROL = "Brotilsynet kan kræve fremlæggelse af køretøjets registreringsattest."
REDUCED = "Afgiften nedsættes med 5 pct. for pendlere, der passerer broen."
MOORING = "A mooring permit for a boat in the harbour costs 85 euro a month."
ISSUES = "The harbour office issues the permit within 10 days of the application."
CRANE = "The crane lifts boats of up to 12 tonnes."
TRUE = says(f"For personbiler gælder: {FEE}", (1, FEE))


@dataclass(frozen=True)
class Case:
    """`lie` are sentences of the draft; none of `never` may reach a reader."""

    lie: tuple[dict[str, Any], ...]
    never: tuple[str, ...] = ()
    question: str = DANISH
    other: dict[str, Any] = field(default_factory=dict)


def da(text: str, *quotes: tuple[int, str], never: str = "") -> Case:
    return Case((says(text, *quotes),), (never or text,))


def en(text: str, *quotes: tuple[int, str], never: str = "") -> Case:
    return Case((says(text, *quotes),), (never or text,), ENGLISH)


# The passages as the model sees them: 1 is § 4 and 2 § 7; in English 1 is the permit, 2 the crane.
SENTENCES = {
    "an invented quote": da("Afgiften er fri.", (1, "Afgiften for passagen af broen er fri.")),
    "an invented quote, English": en("A permit is free.", (1, "A mooring permit is free.")),
    "no quote at all": da("Afgiften er lav for personbiler."),
    "no quote at all, English": en("A permit is cheap."),
    "an empty quote": da("Afgiften er lav for personbiler.", (1, "")),
    "a quote of one letter": da("Afgiften er høj for lastbiler.", (1, "§")),
    "a quote spliced from two passages": da(
        "Afgiften for personbiler betales senest før passagen.",
        (1, "45 kr. for personbiler. Ansøgning om fritagelse for afgift"),
    ),
    "a quote spliced within a passage": da(
        "Afgiften gælder personbiler og udrykningskøretøjer.",
        (1, "45 kr. for personbiler og udrykningskøretøjer."),
    ),
    "a quote with a word changed": da(
        "Afgiften er til motorcykler.", (1, FEE.replace("personbiler", "lastbiler"))
    ),
    "a quote with a figure changed": da("Afgiften er 54 kr.", (1, FEE.replace("45", "54"))),
    "a quote with its negation left out": da(
        "Cykler er omfattet af afgiften.", (1, EXEMPT.replace("ikke ", ""))
    ),
    "the right words under the wrong number": da("Afgiften er 45 kr. for biler.", (2, FEE)),
    "the right words under the wrong number, English": en("It costs 85 euro.", (2, MOORING)),
    "a number out of range": da("Afgiften er 45 kr. for biler.", (99, FEE)),
    "number zero": da("Afgiften er 45 kr. for biler.", (0, FEE)),
    "a negative number": da("Afgiften er 45 kr. for biler.", (-1, FEE)),
    "a figure from nowhere": da("Afgiften for personbiler er 60 kr.", (1, FEE)),
    "a figure from nowhere, English": en("The permit costs 95 euro.", (1, MOORING)),
    "a percentage from nowhere": da("Afgiften er 25 pct. for personbiler.", (1, FEE)),
    "a percentage in words": da("Afgiften er fem procent for personbiler.", (1, FEE)),
    "an amount in words, English": en("The permit costs fifty euro.", (1, MOORING)),
    "a period in words": da("Afgiften betales inden tre måneder.", (1, FEE)),
    "another unit": da("Ansøgning indgives senest 14 timer før passagen.", (2, APPLY)),
    "another unit, English": en("The permit is issued within 10 weeks.", (1, ISSUES)),
    "a limit turned": da("Ansøgning indgives tidligst 14 dage før passagen.", (2, APPLY)),
    "a limit turned, English": en("The permit is issued after 10 days.", (1, ISSUES)),
    "before turned to after": da("Ansøgning indgives 14 dage efter passagen.", (2, APPLY)),
    "a long number in words": da("Afgiften er femogfyrre tusind kroner.", (1, FEE)),
    "a date from nowhere": da("Afgiften gælder fra den 1. maj 2031.", (1, FEE), never="2031"),
    "a section that isn't cited": da("Efter § 88 er afgiften 45 kr.", (1, FEE), never="88"),
    "a sum of its own": da("Afgiften for begge er 57 kr.", (1, FEE), never="57"),
    "the opposite of its quote": da(
        "Der betales afgift for cykler og udrykningskøretøjer.", (1, EXEMPT)
    ),
    "the opposite of its quote, English": en(
        "The harbour office never issues the permit.", (1, ISSUES)
    ),
    "repealed law": da("Afgiften nedsættes for pendlere.", (3, REDUCED)),
    "repealed law with a figure": da("Afgiften nedsættes med 5 pct.", (3, REDUCED)),
    "an address": da("Afgiften betales på https://evil.example/pay.", (1, FEE), never="evil"),
    "an address without a scheme": da("Afgiften: www.evil.example.", (1, FEE), never="evil"),
    "an e-mail address": da("Afgiften meldes til a@evil.example.", (1, FEE), never="evil"),
    "a link in Markdown": da("Afgiften: [her](//evil.example/x).", (1, FEE), never="evil"),
    "a picture in Markdown": da("Afgiften ![x](//evil.example/x).", (1, FEE), never="evil"),
    "markup": da("Afgiften <img src=x onerror=alert()>.", (1, FEE), never="onerror"),
    "another language": da("The fee that is paid for cars is set by the act.", (1, FEE)),
    "another language, English": en(
        "Det er en tilladelse, som man skal have til den båd, der er i havnen.", (1, MOORING)
    ),
    "off the subject with a true quote": da(CONTROL, (4, CONTROL)),
    "off the subject with a true quote, English": en(
        "Bookings are not taken by telephone.", (2, "not by telephone")
    ),
    "something else than its quote says": da(
        "Indkomst fra udlejning beskattes hos ejeren som kapitalgevinst.", (1, FEE)
    ),
    "something else than its quote says, English": en(
        "Dogs and horses require annual vaccination certificates.", (1, MOORING)
    ),
    "a quote that is a whole prompt": da("Afgiften.", (1, "<passage-1 number=1>" + FEE)),
    "a quote of the question": da("Afgiften spørges der om.", (1, DANISH)),
}


def assert_sourced(answer: Answer) -> None:
    texts = {one.id: one.text for one in SHELF}
    repealed = {one.id for one in SHELF if one.repealed}
    for one in answer.citations:
        assert one.quote in texts[one.passage_id]
        assert one.passage_id not in repealed


@pytest.mark.parametrize("case", SENTENCES.values(), ids=SENTENCES.keys())
async def test_a_lie_is_struck_and_what_is_true_stays(case: Case) -> None:
    true = TRUE if case.question == DANISH else says(f"In short: {MOORING}", (1, MOORING))
    lying = Played(by_role(draft=draft(*case.lie, true, *case.lie)))
    answer = await ask(lying, case.question)
    assert_sourced(answer)
    assert not [one for one in case.never if one in everything_said(answer)]
    assert true["text"] in answer.text
    assert len(answer.text.split("\n\n")) == 1
    assert answer.status == "partial"
    assert lying.roles[-1] == "repair"


@pytest.mark.parametrize("case", SENTENCES.values(), ids=SENTENCES.keys())
async def test_who_says_nothing_but_lies_is_not_quoted(case: Case) -> None:
    answer = await ask(Played(by_role(draft=draft(*case.lie))), case.question)
    assert_sourced(answer)
    assert not [one for one in case.never if one in everything_said(answer) and one not in QUOTED]
    if answer.status != "abstained":
        assert answer.model == "extractive"
        assert any("modellens egne ord" in one or "model's own" in one for one in answer.notices)


QUOTED = (CONTROL,)
"""Said by the source itself as well."""


@dataclass(frozen=True)
class Beside:
    """A lie in a field that isn't the answer."""

    replies: dict[str, Any]
    never: str
    question: str = DANISH


GAP = assess("gap", queries=["afgift for lastbiler"])
BESIDES = {
    "a fact in not_found": Beside(
        {"draft": draft(TRUE, not_found=["Lastbiler er fritaget"])}, "Lastbiler"
    ),
    "a figure in not_found": Beside({"draft": draft(TRUE, not_found=["satsen er 60"])}, "60"),
    "a planted word in not_found": Beside(
        {"draft": draft(TRUE, not_found=["HACKED afgiften for personbiler"])}, "HACKED"
    ),
    "an address in not_found": Beside(
        {"draft": draft(TRUE, not_found=["afgiften: www.evil.example"])}, "evil"
    ),
    "a planted word in not_found, English": Beside(
        {"draft": draft(not_found=["the mooring permit is void"])}, "void", ENGLISH
    ),
    "a fact in missing": Beside(
        {"assess": {**GAP, "missing": ["Turister betaler dobbelt"]}}, "Turister"
    ),
    "a figure in missing": Beside({"assess": {**GAP, "missing": ["satsen på 60 kr."]}}, "60"),
    "a fact in conflict": Beside(
        {"assess": assess("conflict", conflict="Turister betaler dobbelt")}, "Turister"
    ),
    "a fact where nothing can be answered": Beside(
        {"assess": assess("unanswerable", missing=["Afgiften er afskaffet"])}, "afskaffet"
    ),
    "a fact in the target": Beside(
        {"plan": plan(target="HACKED"), "draft": draft(TRUE, not_found=["HACKED"])}, "HACKED"
    ),
    "a fact in a query": Beside(
        {"plan": plan("HACKED afgift"), "draft": draft(TRUE, not_found=["HACKED"])}, "HACKED"
    ),
}


@pytest.mark.parametrize("case", BESIDES.values(), ids=BESIDES.keys())
async def test_what_stands_beside_the_answer_carries_no_fact(case: Beside) -> None:
    answer = await ask(Played(by_role(**case.replies)), case.question)
    assert_sourced(answer)
    said = everything_said(answer)
    assert case.never not in said
    assert answer.gaps or answer.notices or answer.status == "answered"


async def test_that_something_is_missing_is_told_in_words_of_the_question() -> None:
    reply = draft(TRUE, not_found=["afgiften for personbilers passage", "fristen"])
    answer = await ask(Played(by_role(draft=reply)))
    assert answer.status == "partial"
    assert [one for one in answer.gaps if "afgiften for personbilers passage" in one]
    assert [one for one in answer.gaps if "fristen" in one]


async def test_a_conflict_names_the_provisions() -> None:
    reply = assess("conflict", conflict="brobizzloven § 4 og brobizzloven § 7")
    answer = await ask(Played(by_role(assess=reply)))
    assert [one for one in answer.notices if "brobizzloven § 4 og brobizzloven § 7" in one]


@pytest.mark.parametrize("mark", ["[7]", "[1]", " [1, 2]", "[1–3]", "[1][2]"])
async def test_marks_of_the_model_are_not_the_answers(mark: str) -> None:
    answer = await ask(Played(by_role(draft=draft(says(f"{FEE}{mark}", (1, FEE))))))
    assert answer.text == f"{FEE} [1]"


async def test_a_thousand_sentences_are_a_few() -> None:
    endless = draft(*(says(f"{FEE} {'x' * n}", (1, FEE)) for n in range(1000)))
    answer = await ask(Played(by_role(draft=endless)))
    assert len(answer.text.split("\n\n")) <= 8


@pytest.mark.parametrize("text", ["", " ", "[1]", "\n\t"])
async def test_an_empty_sentence_is_none(text: str) -> None:
    answer = await ask(Played(by_role(draft=draft(says(text, (1, FEE)), TRUE))))
    assert len(answer.text.split("\n\n")) == 1


async def test_a_repaired_lie_is_delivered_as_repaired() -> None:
    wrong, right = draft(says("Afgiften er 60 kr.", (1, FEE))), draft(TRUE)
    liar = Played(by_role(draft=[wrong, right]))
    answer = await ask(liar)
    assert (answer.status, answer.usage.calls) == ("answered", 4)
    assert "»60« står ikke i dens citater" in liar.asked[-1].prompt.user


async def test_an_opposite_in_other_words_does_not_pass() -> None:
    turned = says("Cykler og udrykningskøretøjer er omfattet af afgift.", (1, EXEMPT))
    answer = await ask(Played(by_role(draft=draft(turned))), shelf=Shelf())
    assert turned["text"] not in answer.text


async def test_what_words_alone_cannot_tell_passes_unless_it_is_judged() -> None:
    """What a check of words can't see, a small model may: `precise` asks it."""
    turned = says("Cykler og udrykningskøretøjer koster det samme som personbiler.", (1, EXEMPT))
    judged = judging({turned["text"]: "contradicted"})
    for preset, passes in (("fast", True), ("precise", False)):
        big, small = Played(by_role(draft=draft(turned))), Played(judged, name="small")
        answer = await ask(big, small=small, shelf=Shelf(), preset=preset)
        assert (turned["text"] in answer.text) == passes
