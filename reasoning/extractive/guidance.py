"""Quotes from guidance: which evidence is on what is cited, and where it stands in an answer."""

from collections.abc import Iterator, Sequence

from lexhop.corpus.citations.references import own_keys, target_key
from lexhop.reasoning.blocks import block_spans
from lexhop.reasoning.extractive.quoting import quoting
from lexhop.reasoning.extractive.selection import QuoteCandidate, candidates, select
from lexhop.reasoning.reference_offset import offset_of
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Plan, Sentence
from lexhop.state.records import Evidence, Passage


def guidance_among(evidence: Sequence[Evidence]) -> list[Evidence]:
    """What of `evidence` is guidance or a decision."""
    return [item for item in evidence if item.authority]


def guidance_on_cited(
    plan: Plan, evidence: Sequence[Evidence], query_terms: QueryTerms, most: int
) -> list[Sentence]:
    """At most `most` quotes of guidance on what `plan` cites: what it says of it, or asks for."""
    keys = {key for query in plan.cited for key in query.keys}
    on = [item for item in guidance_among(evidence) if _refers(item.passage, keys)]
    language = query_terms.language
    if query_terms.terms:
        chosen = select(query_terms, candidates(query_terms, on), most)
        return [quoting(language, one.passage, one.start, one.end, one.authority) for one in chosen]
    return [
        quoting(language, item.passage, *_around(item.passage, keys), item.authority)
        for item in on[:most]
    ]


def law_above_guidance(chosen: Sequence[QuoteCandidate]) -> list[QuoteCandidate]:
    """`chosen` with guidance after the law that it refers to, where that is among them."""
    ordered: list[QuoteCandidate] = []
    for quote in chosen:
        if quote.authority:
            keys = set(_keys(quote.passage))
            ordered += [
                law
                for law in chosen
                if law.passage.act and law not in ordered and keys & own_keys(law.passage)
            ]
        if quote not in ordered:
            ordered.append(quote)
    return ordered


def _refers(passage: Passage, keys: set[str]) -> bool:
    return not keys.isdisjoint(_keys(passage))


def _keys(passage: Passage) -> Iterator[str]:
    return map(target_key, passage.references)


def _around(passage: Passage, keys: set[str]) -> tuple[int, int]:
    """The block of `passage` that refers to one of `keys`; its first, if a heading does."""
    places = (offset_of(passage, one) for one in passage.references if target_key(one) in keys)
    at = max(next(places, 0), 0)
    spans = block_spans(passage.text, WEIGHTS.prose_block)
    return next((span for span in spans if span[0] <= at < span[1]), spans[0])
