"""What a sentence brings along beside its quote: names, a rule without its condition, old law."""

from dataclasses import replace

import pytest

from lexhop.reasoning.grounding.check import Fault, ground
from lexhop.state.plan import Draft, Quote, Sentence
from lexhop.state.records import Evidence, Origin, Passage
from tests.retrieval.small import section

FEE = section("4", "Afgiften for bådpladsen betales til Havnekontoret inden 14 dage.")
PERMIT = section("5", "Kommunen kan give tilladelse, når båden er synet.")
MOORING = section("6", "The skipper pays a fee to the Quay Board.", language="en")
MISLABELLED = replace(FEE, language="en")


def faults(*texts: str, law: Passage, language: str = "da", question: str = "") -> list[Fault]:
    sentences = tuple(
        Sentence(text=text, quotes=(Quote(passage_id=law.id, text=law.text),)) for text in texts
    )
    evidence = [Evidence(passage=law, span="", score=1.0, hop=1, origin=Origin("words"))]
    grounded = ground(Draft(sentences=sentences), evidence, language, question=question)
    return [one.fault for one in grounded.violations]


NAMED = (
    "Afgiften betales til Havnekontoret gennem Nordhavn Bank.",
    "Nordhavn Bank modtager afgiften for bådpladsen.",
    "Afgiften betales inden 14 dage med BetalLet.",
    "Afgiften betales til Havnekontoret, siger advokat Madsen.",
)
LINKED = (
    "Afgiften betales på havn-betaling.dk inden 14 dage.",
    "Afgiften betales på pay.havn.co inden 14 dage.",
)
KNOWN = (
    "Afgiften betales til Havnekontorets kasse inden 14 dage.",
    "Ja. Afgiften skal De betale til Havnekontoret, bl.a. for en bådplads.",
    "I Danmark betales afgiften til Havnekontoret.",
)


@pytest.mark.parametrize("text", NAMED)
def test_a_name_from_nowhere_falls(text: str) -> None:
    assert "source_not_quoted" in faults(text, law=FEE)


@pytest.mark.parametrize("text", LINKED)
def test_a_bare_domain_falls(text: str) -> None:
    assert faults(text, law=FEE) == ["link_not_quoted"]


@pytest.mark.parametrize("text", KNOWN)
def test_names_of_the_law_and_forms_of_address_stand(text: str) -> None:
    assert faults(text, law=FEE) == []


def test_a_name_of_the_question_stands_and_one_of_another_sentence_does_not() -> None:
    said = "Ja, Ole betaler afgiften for bådpladsen."
    assert faults(said, law=FEE, question="Betaler min nabo Ole afgift for bådpladsen?") == []
    beside = "Ole betaler afgiften for bådpladsen."
    assert faults(said, beside, law=FEE) == ["source_not_quoted"]


def test_across_languages_an_office_may_have_another_name_but_nobody_else() -> None:
    assert (
        faults("The fee is paid to the Harbour Office within 14 days.", law=FEE, language="en")
        == []
    )
    told = faults("The fee is paid to Northbank within 14 days.", law=FEE, language="en")
    assert told == ["source_not_quoted"]


def test_a_rule_without_its_condition_falls() -> None:
    bare = "Kommunen kan give tilladelse."
    assert faults(bare, law=PERMIT) == ["condition_left_out"]
    assert faults("Kommunen kan give tilladelse til en synet båd.", law=PERMIT) == []
    assert faults("Kommunen kan i visse tilfælde give tilladelse.", law=PERMIT) == []
    assert faults(bare, law=PERMIT, question="Hvem giver tilladelse, hvis båden er synet?") == []
    assert faults(bare, "Båden skal være synet.", law=PERMIT) == []


def test_all_of_something_is_no_condition() -> None:
    said = "Kommunen kan altid give tilladelse."
    assert faults(said, law=PERMIT) == ["condition_left_out"]


@pytest.mark.parametrize("law", [FEE, MISLABELLED], ids=["Danish", "Danish that says English"])
def test_the_text_decides_its_language_and_not_its_document(law: Passage) -> None:
    said = "Kommunen asfalterer cykelstier hver sommer i byen."
    assert faults(said, law=law) == ["unsupported"]


def test_of_two_versions_found_only_the_newer_is_quoted() -> None:
    old = replace(FEE, id="old#4", valid_from="2015-01-01")
    new = replace(FEE, id="new#4", valid_from="2020-01-01")
    evidence = [
        Evidence(passage=one, span="", score=1.0, hop=1, origin=Origin("words"))
        for one in (old, new)
    ]
    for law, expected in ((old, ["not_in_force"]), (new, [])):
        said = Sentence(text=law.text, quotes=(Quote(passage_id=law.id, text=law.text),))
        told = ground(Draft(sentences=(said,)), evidence, "da").violations
        assert [one.fault for one in told] == expected


@pytest.mark.parametrize(
    ("said", "quoted", "language"),
    [
        ("Broen kan ikke bruges uden tilladelse.", "Broen kræver tilladelse.", "da"),
        ("Without a permit no bridge is used.", "A bridge is used only with a permit.", "en"),
        ("Ejeren kan ikke nægte adgang.", "Ejeren skal give adgang.", "da"),
        ("No fee is paid by a skipper without a boat.",
         "A skipper who is without a boat pays no fee.", "en"),
        ("Broen er lukket i marts (§ 9).", "Broen er lukket i marts.", "da"),
        ("Broen må kun bruges med tilladelse.", "A bridge may be used only with a permit.", "da"),
    ],
)  # fmt: skip
def test_a_denial_in_other_words_stands(said: str, quoted: str, language: str) -> None:
    law = section("9", quoted, language="en" if quoted.startswith("A ") else "da")
    assert faults(said, law=law, language=language) == []


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("Skipperen skal føre tilsyn med broen.", "Kommunen skal føre tilsyn med broen."),
        ("Broen må bruges uden tilladelse.", "Broen må kun bruges med tilladelse."),
        ("Broen er åben fra 1. maj til 3. april.", "Broen er åben fra 3. april til 1. maj."),
        ("Broen synes hver uge.", "Broen synes hvert kvartal."),
        ("Broen ryddes mindst 2 år efter lukning.", "Broen ryddes inden 2 år efter lukning."),
        ("Pladsen kan frit overdrages.", "Pladsen kan ikke overdrages."),
        ("Brug af broen er forbudt.", "Forbuddet gælder ikke brug af broen."),
    ],
)  # fmt: skip
def test_what_is_turned_falls_and_what_is_quoted_stands(said: str, quoted: str) -> None:
    law = section("9", quoted)
    assert faults(said, law=law) == ["negated"]
    assert faults(quoted[0].lower() + quoted[1:], law=law) == []
