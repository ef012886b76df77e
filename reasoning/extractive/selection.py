"""Selects the parts of the evidence to quote in an answer."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.locators import part_of
from lexhop.corpus.citations.references import own_keys, target_key
from lexhop.reasoning.blocks import block_spans
from lexhop.reasoning.reference_offset import offset_of
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.records import Evidence, Passage, Reference

_Named = dict[str, list[tuple[int, int, float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCandidate:
    """A block of a passage, and how far it covers each of the question's terms.

    `trust` is the relative score of its passage, `value` the block's own.
    """

    passage: Passage
    start: int
    end: int
    trust: float
    value: float
    covered: Mapping[str, float]

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


def select(
    query_terms: QueryTerms, evidence: Sequence[Evidence], most: int
) -> list[QuoteCandidate]:
    """At most `most` blocks that together cover most of the question, best first.

    Greedy, as in maximal marginal relevance (Carbonell & Goldstein, 1998): terms that are covered
    already count for less.
    """
    best = max((item.score for item in evidence), default=0.0) or 1.0
    named = _named_parts(query_terms, evidence, best)
    left = [block for item in evidence for block in _blocks(query_terms, item, best, named)]
    chosen: list[QuoteCandidate] = []
    have = dict.fromkeys(query_terms.terms, 0.0)
    times: Counter[str] = Counter()
    while left and len(chosen) < most:
        block = max(
            left,
            key=lambda candidate: _worth(
                query_terms, candidate, have, times[candidate.passage.provision]
            ),
        )
        chosen.append(block)
        have = {term: max(share, block.covered[term]) for term, share in have.items()}
        times[block.passage.provision] += 1
        full = {provision for provision, count in times.items() if count >= WEIGHTS.per_provision}
        left = [
            candidate
            for candidate in left
            if candidate is not block and candidate.passage.provision not in full
        ]
    return chosen


def _blocks(
    query_terms: QueryTerms, item: Evidence, best: float, named: _Named
) -> Iterator[QuoteCandidate]:
    if item.passage.repealed:
        return
    parts = named.get(item.passage.id, ())
    for start, end in block_spans(
        item.passage.text, WEIGHTS.block if item.passage.act else WEIGHTS.prose_block
    ):
        text = item.passage.text[start:end]
        covered = query_terms.covered(text)
        fact = WEIGHTS.fact if query_terms.has_asked_fact(text) else 0.0
        near = max((near for at, to, near in parts if start < to and at < end), default=0.0)
        yield QuoteCandidate(
            passage=item.passage,
            start=start,
            end=end,
            trust=item.score / best,
            value=WEIGHTS.covers * query_terms.weight(covered) + fact + WEIGHTS.named * near,
            covered=covered,
        )


def _worth(
    query_terms: QueryTerms, block: QuoteCandidate, have: Mapping[str, float], again: int
) -> float:
    """The value of `block` beside chosen ones that cover the terms as in `have`."""
    added = {
        term: share - have[term] for term, share in block.covered.items() if share > have[term]
    }
    return (
        block.value + block.trust * WEIGHTS.again**again + WEIGHTS.adds * query_terms.weight(added)
    )


def _named_parts(query_terms: QueryTerms, evidence: Sequence[Evidence], best: float) -> _Named:
    """By passage id, the parts that references from other provisions in `evidence` name.

    A part's value is that of the block with the reference: how far that covers the question's
    terms, times its passage's relative score.
    """
    under: dict[str, list[Passage]] = {}
    for item in evidence:
        for key in own_keys(item.passage):
            under.setdefault(key, []).append(item.passage)
    named: _Named = {}
    for item in evidence:
        for reference in item.passage.references:
            for target in under.get(target_key(reference), ()) if reference.locator else ():
                part = part_of(target, reference.locator)
                if part and target.provision != item.passage.provision:
                    near = query_terms.weight(query_terms.covered(_naming(item.passage, reference)))
                    named.setdefault(target.id, []).append((*part, near * item.score / best))
    return named


def _naming(passage: Passage, reference: Reference) -> str:
    """The block of `passage` that `reference` stands in."""
    at = offset_of(passage, reference)
    spans = block_spans(passage.text)
    start, end = next((span for span in spans if span[0] <= at < span[1]), (0, 0))
    return passage.text[start:end]
