"""What a sentence of an act does, by how it is written: it charges, defines, excepts, keeps books."""

import re

from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms

_MARKER = r"^(?:§\s?\d+(?:\s[a-zæøå])?\.\s+)?(?:Stk\.\s\d+\.\s+)?"
_TAX = r"\w*(?:skat(?:ten)?|afgift(?:en)?|bidrag(?:et)?|sats(?:en)?|procent(?:en)?|moms(?:en)?)"
_CHARGING = re.compile(
    rf"{_MARKER}(?:For[^,:;]{{0,60}}\s)?(?:"
    rf"{_TAX}\b[^:;]{{0,220}}?\b(?:udgør|er|svares|betales|beregnes)\s(?:(?:som|med)\s)?\d"
    rf"|[^:;]{{0,60}}\b(?:betales|svares|beregnes)\b[^:;]{{0,60}}\b{_TAX}\s(?:til\sstaten\s)?(?:på|med)\s\d"
    rf"|[^:;]{{0,60}}\b(?:betales|svares|indeholdes)\s\d[\d,]*\spct\.\si\s{_TAX}"
    rf"|udgør\s{_TAX}\s\d)",
    re.IGNORECASE,
)
_DEFINING = re.compile(
    r"\b(?:ved|som)\s[^,.;:]{2,80}\s(?:forstås|anses)\b|\banses for\b|\bforstås (?:her )?ved\b|\bdefineres som\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    rf"{_MARKER}(?:Uanset|Dog|Undtag|Stk\.\s|\d+\.(?:-\d+\.)?\s(?:og\s\d+\.\s)?pkt|Tilsvarende|Det samme"
    r"|Notwithstanding)|finder (?:ikke|tilsvarende) anvendelse|omfatter ikke|\bi stedet for at\b",
    re.IGNORECASE,
)
_BOOKKEEPING = re.compile(
    r"reguleres(?: årligt)? efter|kan fastsætte (?:nærmere )?regler|fastsætter nærmere|træder i kraft"
    r"|\(Ophævet\)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PRICE_LEVEL = re.compile(r"\d{4}-\s?niveau|nr\.\s\d+\saf\s\d{1,2}\.\s\w+\s\d{4}")
_FROM_THEN_ON = re.compile(r"efterfølgende|senere|og frem\b|fra og med", re.IGNORECASE)


def rule_value(query_terms: QueryTerms, sentence: str) -> float:
    """What the part of `sentence` in its act adds to its value, or takes off it."""
    value = 0.0
    if query_terms.asks_for_rate and charges(sentence):
        value += WEIGHTS.charging
    elif query_terms.asks_for_meaning and _DEFINING.search(sentence):
        value += WEIGHTS.defining
    if _of_other_years(query_terms.question, sentence):
        value -= WEIGHTS.other_years
    if _BOOKKEEPING.search(sentence):
        value -= WEIGHTS.bookkeeping
    return value - WEIGHTS.exception if _EXCEPTION.search(sentence) else value


def charges(sentence: str) -> bool:
    """Whether `sentence` sets a tax or duty: "Afgiften udgør 25 pct." """
    return bool(_CHARGING.search(sentence))


def _of_other_years(question: str, sentence: str) -> bool:
    """Whether `sentence` is about years that are over, and not asked for."""
    years = set(_YEAR.findall(_PRICE_LEVEL.sub("", sentence)))
    return bool(
        years
        and years.isdisjoint(_YEAR.findall(question))
        and not _FROM_THEN_ON.search(sentence)
    )
