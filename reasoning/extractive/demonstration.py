"""Whether a quote demonstrably answers: it has the asked fact, for the asked subject."""

import re
from collections.abc import Mapping, Sequence

from lexhop.reasoning.extractive.legal_rules import charges_all, defines, fits, sets_its_tax
from lexhop.reasoning.extractive.selection import QuoteCandidate
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms

_TAXES = re.compile(r"skat|tax|afgift|bidrag|moms|betal|\bpay|contribution", re.IGNORECASE)


def demonstrates(query_terms: QueryTerms, quote: QuoteCandidate) -> bool:
    """Whether `quote`, from an act, states a fact of the kind asked for about all that is named.

    Its subsection must have every word of the question, or be in the act named after it, and the
    sentence a good part of them; a sentence that charges what its act is about needs none.
    """
    if not (quote.passage.act and query_terms.terms):
        return False
    if query_terms.asks_for_rate and any(map(_TAXES.search, query_terms.terms)):
        return _charges_what_is_asked(query_terms, quote)
    if _share(query_terms, quote.within) < WEIGHTS.whole_subject:
        return False
    own = query_terms.weight(quote.covered)
    if not query_terms.asks_for_fact:
        return query_terms.asks_for_meaning and defines(quote.text) and own >= WEIGHTS.whole_subject
    if not (quote.has_fact and fits(query_terms.question, quote.text)):
        return False
    if any(share < WEIGHTS.there for term, share in quote.covered.items() if term.isdigit()):
        return False
    certain = quote.only_fact and query_terms.asks_for_one_kind
    return own >= (WEIGHTS.own_subject if certain else WEIGHTS.most_of_subject)


def is_clear(
    query_terms: QueryTerms, quote: QuoteCandidate, others: Sequence[QuoteCandidate]
) -> bool:
    """Whether `quote` demonstrably answers, and no other provision seems to, with another fact."""
    if not demonstrates(query_terms, quote):
        return False
    in_its_act = query_terms.covered_by_act(quote.passage.act)
    return not any(
        other.passage.provision != quote.passage.provision
        and (not in_its_act or other.passage.act == quote.passage.act)
        and demonstrates(query_terms, other)
        for other in others
    )


def _charges_what_is_asked(query_terms: QueryTerms, quote: QuoteCandidate) -> bool:
    """Whether `quote` charges a tax that it names, or the one that its whole act is about."""
    known = query_terms.covered_by_act(quote.passage.act)
    if known and sets_its_tax(quote.text):
        return all(
            share >= WEIGHTS.there or term in known or _TAXES.search(term)
            for term, share in quote.covered.items()
        )
    return charges_all(quote.text) and query_terms.weight(quote.covered) >= WEIGHTS.most_of_subject


def is_outside(query_terms: QueryTerms, quotes: Sequence[QuoteCandidate]) -> bool:
    """Whether no subsection of `quotes` is about what is asked.

    One has half of the question's words, or several, or is in an act named after it.
    """
    return not any(
        query_terms.covered_by_act(quote.passage.act)
        or _share(query_terms, quote.within) >= WEIGHTS.outside
        or sum(share >= WEIGHTS.there for share in quote.within.values()) >= WEIGHTS.outside_words
        for quote in quotes
    )


def _share(query_terms: QueryTerms, covered: Mapping[str, float]) -> float:
    """The weighted share of the words that are covered well enough to be there."""
    return query_terms.weight(
        {term: 1.0 for term, share in covered.items() if share >= WEIGHTS.there}
    )
