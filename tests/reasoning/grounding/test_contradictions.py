"""Pairs over one clause of law: a sentence that stands, and one that falls for what it says."""

import time
from dataclasses import dataclass, replace

import pytest

from lexhop.reasoning.grounding.check import Fault, ground
from lexhop.state.plan import Draft, Quote, Sentence
from lexhop.state.records import Evidence, Origin, Reference
from tests.retrieval.small import section


@dataclass(frozen=True)
class Case:
    law: str
    true: str
    false: str
    fault: Fault = "negated"
    language: str = "da"


CASES = {
    "yes for no": Case(
        "Depositummet tilbagebetales ikke ved flytning.",
        "Nej, du får ikke depositummet tilbage ved flytning.",
        "Ja, du får depositummet tilbage ved flytning.",
    ),
    "yes for no in another language": Case(
        "Gaver mellem ægtefæller er fritaget for afgift.",
        "Gifts between spouses are exempt.",
        "Yes, gifts between spouses are subject to duty.",
        language="en",
    ),
    "a free thing that is due": Case(
        "Støtten er skattefri for ejeren.",
        "Ejeren betaler ikke skat af støtten.",
        "Støtten er skattepligtig for ejeren.",
    ),
    "a size that turns with the denial stands": Case(
        "Gevinst, der overstiger 500 kr., beskattes.",
        "Gevinst op til 500 kr. er skattefri.",
        "Gevinst, der er under 500 kr., beskattes.",
    ),
    "a person for the counterpart": Case(
        "Afgiften betales af gavemodtageren.",
        "Det er modtageren, der betaler afgiften.",
        "Det er giveren, der betaler afgiften.",
    ),
    "a person beside the counterpart": Case(
        "Hegnet på grunden vedligeholdes af lejeren, men vejen vedligeholdes af udlejeren.",
        "Hegnet på grunden skal vedligeholdes af lejeren.",
        "Hegnet på grunden skal vedligeholdes af udlejeren.",
    ),
    "a person of the family who isn't named": Case(
        "En ægtefælle kan fortsætte aftalen.",
        "Din kone kan fortsætte aftalen.",
        "Dine søskende kan fortsætte aftalen.",
    ),
    "a person in another language": Case(
        "Gebyret betales af køberen.",
        "The buyer pays the fee.",
        "The seller pays the fee.",
        language="en",
    ),
    "a subject of another clause": Case(
        "The owner is liable for the dues where the master does not pay them.",
        "The owner is liable for the dues if the master doesn't pay.",
        "The master is liable for the dues if the owner doesn't pay.",
        language="en",
    ),
    "two who change places": Case(
        "Opstilleren stiller sikkerhed over for grundejeren.",
        "Opstilleren skal stille sikkerhed over for grundejeren.",
        "Grundejeren skal stille sikkerhed over for opstilleren.",
    ),
    "the opposite thing": Case(
        "Beløbet forhøjes for fiskere med båd.",
        "Beløbet forhøjes, når fiskere har båd.",
        "Beløbet nedsættes for fiskere med båd.",
    ),
    "the opposite thing in few words": Case(
        "Beløbet forhøjes for fiskere med båd.",
        "Du får beløbet forhøjet.",
        "Du får beløbet nedsat.",
    ),
    "may for must": Case(
        "Nævnet skal begrunde afslaget.",
        "Nævnet har pligt til at begrunde afslaget.",
        "Nævnet kan begrunde afslaget.",
    ),
    "must for may": Case(
        "Nævnet kan forlænge fristen.",
        "Nævnet kan godt forlænge fristen.",
        "Nævnet skal forlænge fristen.",
    ),
    "all for a part": Case(
        "Halvdelen af bidraget tilbagebetales.",
        "Du får halvdelen af bidraget tilbage.",
        "Du får hele bidraget tilbage.",
    ),
    "the exception as the rule": Case(
        "Dog er afgiften lavere for samlevere.",
        "Afgiften er dog lavere for samlevere.",
        "Afgiften er normalt lavere for samlevere.",
    ),
    "another period": Case(
        "Bøden er 500 kr. om dagen.", "Bøden er 500 kr. dagligt.", "Bøden er 500 kr. om måneden."
    ),
    "and for or": Case(
        "Opsigelsen skal være skriftlig eller tinglyst.",
        "Opsigelsen skal være skriftlig eller tinglyst.",
        "Opsigelsen skal være skriftlig og tinglyst.",
    ),
    "both for either": Case(
        "Kroen skal være åben eller fredet.",
        "The inn must either be open or be listed.",
        "The inn must both be open and be listed.",
        language="en",
    ),
    "before for after": Case(
        "Opgørelsen indsendes inden salget.",
        "Opgørelsen skal indsendes før salget.",
        "Opgørelsen skal indsendes efter salget.",
    ),
    "another month": Case(
        "Fristen er den 1. maj.",
        "The time limit is 1 May.",
        "The time limit is 1 March.",
        "figure_not_quoted",
        "en",
    ),
    "amounts of two groups": Case(
        "Afgiften er 12 kr. for motorcykler og 45 kr. for personbiler.",
        "For motorcykler er afgiften 12 kr.",
        "For motorcykler er afgiften 45 kr.",
        "misattributed",
    ),
    "a share of another size": Case(
        "Ejeren betaler en fjerdedel af prisen.",
        "Ejeren betaler 25 pct. af prisen.",
        "Ejeren betaler en tredjedel af prisen.",
        "figure_not_quoted",
    ),
    "an act that isn't quoted": Case(
        "Afgiften betales, jf. kildeskatteloven § 2.",
        "Efter kildeskattelovens § 2 betales afgiften.",
        "Efter ligningslovens § 2 betales afgiften.",
        "source_not_quoted",
    ),
    "a section that isn't quoted": Case(
        "Afgiften betales efter § 7, stk. 1, 2 og 5.",
        "The duty is payable under § 7(5), see stk. 1 and 2.",
        "The duty is payable under § 7(4).",
        "source_not_quoted",
        "en",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_true_one_stands_and_the_false_one_falls(case: Case) -> None:
    assert faults(case.true, case) == []
    assert faults(case.false, case)[:1] == [case.fault]


def faults(said: str, case: Case) -> list[Fault]:
    language = "en" if case.law.startswith("The ") else "da"
    law = section("4", case.law, language=language)
    sentence = Sentence(text=said, quotes=(Quote(passage_id=law.id, text=case.law),))
    evidence = [Evidence(passage=law, span="", score=1.0, hop=1, origin=Origin("words"))]
    found = ground(Draft(sentences=(sentence,)), evidence, case.language).violations
    return [one.fault for one in found]


LONG = {
    "clauses": "hvis ejeren ikke er fyldt 18 år, har mindst 3 både, ",
    "figures": "12 kr. og 13 pct. og ",
    "citations": "jf. § 5, stk. 2, og § 7, nr. 3, ",
    "numbers in words": "to tusinde to hundrede og ",
    "names": "Lov om Act of Code ",
}


@pytest.mark.parametrize("piece", LONG.values(), ids=LONG)
def test_a_long_text_takes_its_length_in_time_and_not_more(piece: str) -> None:
    said = "Afgiften er 12 kr. efter § 4, og ejeren skal være mindst 18 år."

    def seconds(length: int) -> float:
        law = f"Afgiften er 12 kr. for både {(piece * length)[:length]}"
        begun = time.process_time()
        faults(said, Case(law, said, said))
        return time.process_time() - begun

    seconds(1000)
    assert seconds(32_000) < 16 * max(seconds(8_000), 0.02)


def test_a_passage_that_was_stored_is_checked_like_another() -> None:
    law = section("4", "Afgiften er 12 kr.")
    stored = replace(law, references=[Reference(text="§ 5", target="bådloven § 5")])  # type: ignore[arg-type]
    evidence = [Evidence(passage=stored, span="", score=1.0, hop=1, origin=Origin("words"))]
    sentence = Sentence(
        text="Afgiften er 12 kr.", quotes=(Quote(passage_id=law.id, text=law.text),)
    )
    assert len(ground(Draft(sentences=(sentence,)), evidence).said) == 1
