"""What a sentence says in figures, units and limits, held against the words of its quotes."""

from dataclasses import dataclass

import pytest

from lexhop.reasoning.grounding.check import Fault, ground
from lexhop.state.plan import Draft, Quote, Sentence
from lexhop.state.records import Evidence, Origin, Passage


@dataclass(frozen=True)
class Case:
    text: str
    quote: str
    fault: Fault | None = None
    detail: str = ""


def stands(text: str, quote: str) -> Case:
    return Case(text, quote)


def unquoted(text: str, quote: str, detail: str) -> Case:
    return Case(text, quote, "figure_not_quoted", detail)


def turned(text: str, quote: str, detail: str) -> Case:
    return Case(text, quote, "negated", detail)


MONTHS = "Fristen er 6 måneder."
AMOUNT = "Fradraget kan højst udgøre 41.800 kr. årligt."
CASES = {
    "the unit of the quote": stands("Fristen er 6 måneder.", MONTHS),
    "another unit": unquoted("Fristen er 6 uger.", MONTHS, "6 uger"),
    "the same unit in English": stands("The time limit is 6 months.", MONTHS),
    "another unit in English": unquoted("The time limit is 6 weeks.", MONTHS, "6 weeks"),
    "another spelling of a unit": stands("Satsen er 5 %.", "Satsen er 5 pct."),
    "an amount for a share": unquoted("Satsen er 5 kr.", "Satsen er 5 pct.", "5 kr"),
    "points for a share": unquoted("5 procentpoint.", "Satsen er 5 pct.", "5 procentpoint"),
    "a smaller coin": unquoted("Afgiften er 50 øre.", "Afgiften er 50 kr.", "50 øre"),
    "a coin before its figure": stands("The fee is DKK 50.", "Afgiften er 50 kr."),
    "another coin before its figure": unquoted("It is € 50.", "Afgiften er 50 kr.", "50"),
    "a figure without a unit in the quote": stands("Højst 50 dage.", "Antallet er højst 50."),
    "a unit that two figures share": stands("6 måneder.", "Fristen er 6 eller 12 måneder."),
    "another unit than two figures share": unquoted(
        "6 uger.", "Fristen er 6 eller 12 måneder.", "6 uger"
    ),
    "a unit within a word": stands("Fristen er 14 dage.", "14-dagesfristen gælder."),
    "thousands in English": stands("At most DKK 41,800.", AMOUNT),
    "a figure with its thousands cut": unquoted("Højst 41 kr.", AMOUNT, "41"),
    "millions written out": stands("5 mio. kr.", "Beløbet er 5.000.000 kr."),
    "millions left out": unquoted("Beløbet er 5 kr.", "Beløbet er 5 mio. kr.", "5"),
    "a word for a figure": stands("Satsen er fem procent.", "Satsen er 5 pct."),
    "a figure for a word": stands("Satsen er 5 pct.", "Satsen er fem procent."),
    "a word for a word of another language": stands("Six months.", "Inden seks måneder."),
    "a long word": stands("femogtyve procent.", "Satsen er 25 pct."),
    "a long word of another value": unquoted(
        "femogtyve procent.", "Satsen er 35 pct.", "femogtyve"
    ),
    "a hyphened word": stands("It is twenty-five percent.", "Satsen er 25 pct."),
    "twenties": stands("halvfems dage.", "Fristen er 90 dage."),
    "twenties of another value": unquoted("halvfjerds dage.", "Fristen er 90 dage.", "halvfjerds"),
    "hundreds": stands("to hundrede og femogtyve kroner.", "Beløbet er 225 kr."),
    "hundreds and thousands": stands(
        "one hundred and five thousand two hundred euro.", "Beløbet er 105.200 euro."
    ),
    "a million": stands("en million kroner.", "Beløbet er 1.000.000 kr."),
    "a million of another value": unquoted(
        "to millioner kroner.", "Beløbet er 1.000.000 kr.", "to millioner"
    ),
    "words in a row": stands("tres og firs dage.", "Fristen er 60 eller 80 dage."),
    "an article": stands("Inden for et område er fristen 6 måneder.", MONTHS),
    "a span that is one": unquoted("Inden et år.", MONTHS, "Inden et år"),
    "a span that is one and named": stands("Inden en måned.", MONTHS),
    "another figure behind an article": unquoted(
        "Inden for et område er fristen 7 måneder.", MONTHS, "7"
    ),
    "an English preposition": stands("It applies from days to months: 6 months.", MONTHS),
    "an ordinal": stands("Senest den tyvende dag.", "Senest den 20. dag."),
    "a word that isn't read": unquoted("Inden et par dage.", "Inden 10 dage.", "par"),
    "a word that isn't read but quoted": stands("Inden et par dage.", "Inden et par dage."),
    "half a year for six months": stands("Inden et halvt år.", "Inden 6 måneder."),
    "half a year for five months": unquoted("Inden et halvt år.", "Inden 5 måneder.", "halvt"),
    "three weeks for days": stands("Inden tre uger.", "Inden 21 dage."),
    "no amount": unquoted("Gebyret er nul kroner.", "Gebyret er 600 kr.", "nul"),
    "a dozen of anything": unquoted("Højst en snes kasser.", "Højst 12 kasser.", "en snes"),
    "half of it": unquoted("Støtten er halvdelen.", "Støtten er 45 pct.", "halvdelen"),
    "a letter for a zero": unquoted("Bilag gemmes i 5O år.", "Bilag gemmes i 5 år.", "5O"),
    "digits in circles": unquoted("Inden ⑨⑨ dage.", "Inden 9 dage.", "99"),
    "digits in circles that are quoted": stands("Inden ⑨ dage.", "Inden 9 dage."),
    "digits of another script": unquoted("Inden ٩٩ dage.", "Inden 9 dage.", "99"),
    "a Roman number": unquoted("Inden XL dage.", "Inden 9 dage.", "40"),
    "a Roman number that is quoted": stands("Inden XL dage.", "Inden 40 dage."),
    "capitals that open a unit": stands("Inden 9 DIdage.", "Inden 9 DIdage."),
    "a half as one sign": stands("Renten er ½ pct.", "Renten er 0,5 pct."),
    "square metres": stands("Højst 12 m².", "Højst 12 kvadratmeter."),
    "letters of two scripts": unquoted(
        "Klagen har орsættende virkning.", "Klagen har virkning.", "орsættende"
    ),
    "a word of the quote without a unit": stands("fem dage.", "De fem første dage."),
    "a limit kept": stands("Mindst 6 måneder.", "Opholdet skal vare mindst 6 måneder."),
    "a limit turned": turned(
        "Højst 6 måneder.", "Opholdet skal vare mindst 6 måneder.", "Højst … mindst"
    ),
    "a limit turned in English": turned(
        "At most 6 months.", "Opholdet skal vare mindst 6 måneder.", "At most … mindst"
    ),
    "a limit kept in English": stands("At least 6 months.", "Opholdet skal vare mindst 6 måneder."),
    "a limit turned in a word": turned(
        "seks måneder er minimum seks måneder.", "maksimalt 6 måneder", "minimum … maksimalt"
    ),
    "a limit some words away": turned("Det er mindst 41.800 kr.", AMOUNT, "mindst … højst"),
    "a denied limit": stands("Ikke mere end 42 dage.", "I alt højst 42 dage."),
    "a denied limit, turned": turned(
        "Not less than 42 days.", "I alt højst 42 dage.", "Not less than … højst"
    ),
    "a limit turned, and its unit left out": turned(
        "Højst 6.", "Opholdet varer mindst 6 måneder.", "Højst … mindst"
    ),
    "a limit turned, whose unit the quote leaves out": turned(
        "Højst 6 måneder.", "Opholdet varer mindst 6.", "Højst … mindst"
    ),
    "over and under": turned("Under 20 pladser.", "Busser med over 20 pladser.", "Under … over"),
    "more and less": turned(
        "Mindre end 20 pct.", "Andelen er mere end 20 pct.", "Mindre end … mere end"
    ),
    "a time limit turned": turned("Tidligst 14 dage.", "Senest 14 dage.", "Tidligst … Senest"),
    "within and after": turned("After 10 days.", "Inden for 10 dage.", "After … Inden"),
    "before and after": turned(
        "Senest 14 dage efter passagen.", "Senest 14 dage før passagen.", "efter … før"
    ),
    "before, in English": stands(
        "No later than 14 days before the passage.", "Senest 14 dage før passagen."
    ),
    "the limit of another figure": stands(
        "Højst 42 dage og mindst 6 måneder.", "Mindst 6 måneder og højst 42 dage."
    ),
    "the limit of another unit": stands("Højst 6 dage.", "Mindst 6 måneder og i alt 6 dage."),
    "both limits in the quote": stands("Højst 6 år.", "Mindst 6 år for A og højst 6 år for B."),
    "no limit in the quote": stands("Mindst 6 måneder.", MONTHS),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_figure_has_the_value_unit_and_limit_of_its_quote(case: Case) -> None:
    law = Passage(
        id="a/x",
        document_id="a",
        provision="loven",
        citation="loven",
        title="Lov",
        act="loven",
        url="https://example.org/a",
        text=case.quote,
    )
    sentence = Sentence(text=case.text, quotes=(Quote(passage_id=law.id, text=case.quote),))
    evidence = [Evidence(passage=law, span="", score=1.0, hop=1, origin=Origin("words"))]
    found = ground(Draft(sentences=(sentence,)), evidence).violations
    assert [(one.fault, one.detail) for one in found] == (
        [(case.fault, case.detail)] if case.fault else []
    )
