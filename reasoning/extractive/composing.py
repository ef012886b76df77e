"""Composes an answer of quotes: the one with what is asked first, then what leads to it."""

from collections.abc import Sequence

from lexhop.prompts import phrase
from lexhop.reasoning.extractive.demonstration import is_outside
from lexhop.reasoning.extractive.guidance import law_above_guidance
from lexhop.reasoning.extractive.quoting import quoting, referring
from lexhop.reasoning.extractive.selection import QuoteCandidate, candidates, select
from lexhop.reasoning.reference_following import links
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Sentence
from lexhop.state.records import Evidence


def searched_for(
    query_terms: QueryTerms, evidence: Sequence[Evidence]
) -> tuple[list[Sentence], list[str]]:
    """Quotes of what was found, and gaps; no quotes where all of it is about something else."""
    quotes = candidates(query_terms, evidence)
    of_law = any(quote.passage.act for quote in quotes)
    if _is_outside(query_terms, quotes):
        terms = sorted(query_terms.terms, key=lambda term: -query_terms.terms[term])
        named = ", ".join(terms[: WEIGHTS.most_terms_named])
        return [], [phrase(query_terms.language, "weak", terms=named)]
    most = WEIGHTS.most_blocks if of_law else WEIGHTS.most_prose_blocks
    chosen = law_above_guidance(select(query_terms, quotes, most))
    sentences = _with_bridges(query_terms.language, chosen)
    return sentences, uncovered(query_terms, [item.passage.text for item in evidence])


def _is_outside(query_terms: QueryTerms, quotes: Sequence[QuoteCandidate]) -> bool:
    """Whether no subsection of an act, or no text, has enough of the question's words."""
    if not any(quote.passage.act for quote in quotes):
        return query_terms.coverage([quote.passage.text for quote in quotes]) < WEIGHTS.weak
    return is_outside(query_terms, quotes)


def uncovered(query_terms: QueryTerms, texts: Sequence[str]) -> list[str]:
    """A gap for the question's words that no text has."""
    missing = query_terms.missing(texts)
    return [phrase(query_terms.language, "uncovered", terms=", ".join(missing))] if missing else []


def fact_elsewhere(
    query_terms: QueryTerms, sentences: Sequence[Sentence], evidence: Sequence[Evidence]
) -> list[Sentence]:
    """Where the cited provision has no fact of the kind asked for: one that it refers to may."""
    if not query_terms.asks_for_fact or any(
        query_terms.has_asked_fact(sentence.text) for sentence in sentences
    ):
        return []
    followed = [item for item in evidence if item.origin.kind in ("reference", "cited_by")]
    return [
        quoting(query_terms.language, quote.passage, quote.start, quote.end, quote.authority)
        for quote in select(query_terms, candidates(query_terms, followed), 1)
        if quote.has_fact
    ]


def _with_bridges(language: str, chosen: Sequence[QuoteCandidate]) -> list[Sentence]:
    """The chosen sentences by provision, best first, and what refers to the first of them."""
    provisions = list(dict.fromkeys(quote.passage.provision for quote in chosen))
    sentences = []
    for provision in provisions:
        mine = [quote for quote in chosen if quote.passage.provision == provision]
        sentences += [
            quoting(language, quote.passage, quote.start, quote.end, quote.authority)
            for quote in mine
        ]
        bridge = links(mine[0].passage, chosen[0].passage)
        if bridge and not any(bridge.text in quote.text for quote in mine):
            sentences += referring(language, mine[0].passage, bridge)
    return sentences
