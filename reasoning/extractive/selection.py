"""Choosing the parts of the evidence that answer a question, verbatim."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.locators import part_of
from lexhop.corpus.citations.references import own_keys, target_key
from lexhop.reasoning.blocks import BLOCK, PROSE_BLOCK, block_spans
from lexhop.reasoning.reference_offset import offset_of
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.records import Evidence, Passage, Reference

# What a block is worth: how well its passage was found (a further block of the same provision
# counts half), the question's words that it has, those that no chosen block has, a fact of the
# kind asked for, and that a reference in the evidence names this very part ("§ 16, stk. 2").
_AGAIN = 0.5
_COVERS = 0.8
_ADDS = 0.4
_FACT = 0.25
_NAMED = 0.5
_PER_PROVISION = 2

_Named = dict[str, list[tuple[int, int, float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCandidate:
    """A run of whole sentences of a passage, and how much of each asked word it has.

    `trust` is how well its passage was found, `value` what the block itself is worth.
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


def select(asked: QueryTerms, evidence: Sequence[Evidence], most: int) -> list[QuoteCandidate]:
    """At most `most` blocks that together say most of what is asked, best first.

    Greedy, as in maximal marginal relevance (Carbonell & Goldstein, 1998): what the chosen ones
    already say counts for less.
    """
    best = max((one.score for one in evidence), default=0.0) or 1.0
    named = _named_parts(asked, evidence, best)
    left = [block for one in evidence for block in _blocks(asked, one, best, named)]
    chosen: list[QuoteCandidate] = []
    have = dict.fromkeys(asked.terms, 0.0)
    times: Counter[str] = Counter()
    while left and len(chosen) < most:
        block = max(left, key=lambda one: _worth(asked, one, have, times[one.passage.provision]))
        chosen.append(block)
        have = {term: max(share, block.covered[term]) for term, share in have.items()}
        times[block.passage.provision] += 1
        full = {provision for provision, count in times.items() if count >= _PER_PROVISION}
        left = [one for one in left if one is not block and one.passage.provision not in full]
    return chosen


def _blocks(
    asked: QueryTerms, one: Evidence, best: float, named: _Named
) -> Iterator[QuoteCandidate]:
    if one.passage.repealed:
        return
    parts = named.get(one.passage.id, ())
    for start, end in block_spans(one.passage.text, BLOCK if one.passage.act else PROSE_BLOCK):
        text = one.passage.text[start:end]
        covered = asked.covered(text)
        fact = _FACT if asked.has_asked_fact(text) else 0.0
        near = max((near for at, to, near in parts if start < to and at < end), default=0.0)
        yield QuoteCandidate(
            passage=one.passage,
            start=start,
            end=end,
            trust=one.score / best,
            value=_COVERS * asked.weight(covered) + fact + _NAMED * near,
            covered=covered,
        )


def _worth(
    asked: QueryTerms, block: QuoteCandidate, have: Mapping[str, float], again: int
) -> float:
    """What `block` is worth beside others that `have` so much of each word."""
    added = {
        term: share - have[term] for term, share in block.covered.items() if share > have[term]
    }
    return block.value + block.trust * _AGAIN**again + _ADDS * asked.weight(added)


def _named_parts(asked: QueryTerms, evidence: Sequence[Evidence], best: float) -> _Named:
    """By passage id, the parts that references from other provisions in `evidence` name.

    A part counts as much as the block that names it: for its words of the question, and for how
    well its passage was found.
    """
    under: dict[str, list[Passage]] = {}
    for one in evidence:
        for key in own_keys(one.passage):
            under.setdefault(key, []).append(one.passage)
    named: _Named = {}
    for one in evidence:
        for reference in one.passage.references:
            for target in under.get(target_key(reference), ()) if reference.locator else ():
                part = part_of(target, reference.locator)
                if part and target.provision != one.passage.provision:
                    near = asked.weight(asked.covered(_naming(one.passage, reference)))
                    named.setdefault(target.id, []).append((*part, near * one.score / best))
    return named


def _naming(passage: Passage, reference: Reference) -> str:
    """The block of `passage` that `reference` stands in."""
    at = offset_of(passage, reference)
    spans = block_spans(passage.text)
    start, end = next((span for span in spans if span[0] <= at < span[1]), (0, 0))
    return passage.text[start:end]
