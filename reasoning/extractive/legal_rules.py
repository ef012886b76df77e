"""What a sentence of an act does, by how it is written: it charges, defines or excepts."""

import re

from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.records import Passage

_MARKER = r"^(?:§\s?\d+(?:\s[a-zæøå])?\.\s+)?(?:Stk\.\s\d+\.\s+)?"
_DUTY = r"(?:skat(?:ten)?|afgift(?:en)?|bidrag(?:et)?|sats(?:en)?|moms(?:en)?)"
_TAX = rf"\w*{_DUTY}"
_CHARGING = re.compile(
    rf"{_MARKER}(?:For[^,:;]{{0,60}}\s)?(?:"
    rf"{_TAX}(?:\s(?:efter|for de)\b[^:;]{{0,220}}?)?"
    r"\s(?:udgør|er|svares|betales|beregnes)\s(?:(?:som|med)\s)?\d"
    rf"|[^:;]{{0,60}}\b(?:betales|svares|beregnes)\b[^:;]{{0,60}}\b{_TAX}"
    r"\s(?:til\sstaten\s)?(?:på|med)\s\d"
    rf"|[^:;]{{0,60}}\b(?:betales|svares|indeholdes)\s\d[\d,]*\spct\.\si\s{_TAX}"
    r")",
    re.IGNORECASE,
)
_DEFINING = re.compile(
    r"\b(?:ved|som)\s[^.;:]{2,80}\sforstås\b|\bforstås (?:her )?ved\b|\bdefineres som\b"
    r"|\bmeans\b",
    re.IGNORECASE,
)
_PAYING = re.compile(r"betale|gebyr|koste|afgift|pris|\bfee\b|\bpay", re.IGNORECASE)
_AT_MOST = re.compile(
    r"højst|maksim|overstige|indtil|op til|ikke mere end|grænse|loft|\bmå\b|limit|at most|maximum"
    r"|up to|exceed",
    re.IGNORECASE,
)
_MOST = re.compile(r"højst|maksim|grænse|loft|må (?:jeg|man|der)|limit|maximum", re.IGNORECASE)
_COSTS = re.compile(r"koste|\bcost|gebyr|\bfee\b", re.IGNORECASE)
_AT_LEAST = re.compile(r"mindst|minimum|at least", re.IGNORECASE)
_EXCEPTION = re.compile(
    rf"{_MARKER}(?:Uanset|Dog|Undtag|Stk\.\s|\d+\.(?:-\d+\.)?\s(?:og\s\d+\.\s)?pkt|Tilsvarende"
    r"|Det samme|Notwithstanding)|finder (?:ikke|tilsvarende) anvendelse|omfatter ikke"
    r"|\bi stedet for at\b",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"\b(?:ligeledes|endvidere|tillige|desuden|også|likewise)\b", re.IGNORECASE)
_BOOKKEEPING = re.compile(
    r"reguleres(?: årligt)? efter|kan fastsætte (?:nærmere )?regler|fastsætter nærmere"
    r"|træder i kraft|\(Ophævet\)",
    re.IGNORECASE,
)
_SECTION = re.compile(r"§ (\d+)")
_NARROWED = re.compile(rf"{_DUTY}\s(?:for|af)\s(?:de|det|den)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PRICE_LEVEL = re.compile(r"\d{4}-\s?niveau|nr\.\s\d+\saf\s\d{1,2}\.\s\w+\s\d{4}")
_FROM_THEN_ON = re.compile(r"efterfølgende|senere|og frem\b|fra og med", re.IGNORECASE)


def rule_value(query_terms: QueryTerms, passage: Passage, sentence: str) -> float:
    """What the part of `sentence` in its act adds to its value, or takes off it.

    Acts charge first and make exceptions later, so that early sections count for more.
    """
    value = 0.0
    if query_terms.asks_for_rate and charges(sentence):
        about = bool(query_terms.covered_by_act(passage.act))
        value += WEIGHTS.charging + about * WEIGHTS.early * max(1 - _section(passage) / 100, 0)
    elif query_terms.asks_for_meaning and defines(sentence):
        value += WEIGHTS.defining
    if query_terms.asks_for_fact and _bounds(query_terms.question, sentence):
        value += WEIGHTS.bound
    if _of_other_years(query_terms.question, sentence):
        value -= WEIGHTS.other_years
    if _BOOKKEEPING.search(sentence):
        value -= WEIGHTS.bookkeeping
    return value - WEIGHTS.exception if _EXCEPTION.search(sentence) else value


def fits(question: str, sentence: str) -> bool:
    """Whether `sentence` is a main rule of the sort that `question` needs: a price, or a bound."""
    if _EXCEPTION.search(sentence) or _FURTHER.search(sentence):
        return False
    if _COSTS.search(question) and not _PAYING.search(sentence):
        return False
    bounded = bool(_MOST.search(question) or _AT_LEAST.search(question))
    return _bounds(question, sentence) if bounded else not _of_other_years(question, sentence)


def _bounds(question: str, sentence: str) -> bool:
    if _MOST.search(question):
        return bool(_AT_MOST.search(sentence))
    return bool(_AT_LEAST.search(question) and _AT_LEAST.search(sentence))


def charges(sentence: str) -> bool:
    """Whether `sentence` sets a tax or duty: "Afgiften udgør 25 pct." """
    return bool(_CHARGING.search(sentence))


def sets_its_tax(sentence: str) -> bool:
    """Whether `sentence` charges for its whole act: in the first subsection of a section."""
    return charges_all(sentence) and not sentence.startswith("Stk.")


def charges_all(sentence: str) -> bool:
    """Whether `sentence` charges without naming some whom or what alone it is for."""
    return charges(sentence) and not _NARROWED.search(sentence)


def defines(sentence: str) -> bool:
    """Whether `sentence` says what a term means: "Ved ... forstås ..." """
    return bool(_DEFINING.search(sentence))


def _section(passage: Passage) -> int:
    number = _SECTION.search(passage.provision)
    return int(number[1]) if number else 0


def _of_other_years(question: str, sentence: str) -> bool:
    """Whether `sentence` is about years that are over, and not asked for."""
    years = set(_YEAR.findall(_PRICE_LEVEL.sub("", sentence)))
    return bool(
        years and years.isdisjoint(_YEAR.findall(question)) and not _FROM_THEN_ON.search(sentence)
    )
