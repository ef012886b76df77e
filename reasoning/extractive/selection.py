"""Selects the sentences of the evidence to quote in an answer."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.locators import part_of
from lexhop.corpus.citations.references import own_keys, target_key
from lexhop.reasoning.blocks import block_spans
from lexhop.reasoning.extractive.legal_rules import rule_value
from lexhop.reasoning.reference_offset import offset_of
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.records import Authority, Evidence, Passage, Reference

_Named = dict[str, list[tuple[int, int, float]]]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCandidate:
    """A sentence of a passage, and how far it covers each of the question's terms.

    `trust` is the relative score of its passage, `value` the sentence's own. `within` is what the
    sentence covers with its subsection and the names of its act, `has_fact` whether it has a fact
    of the kind asked for, `only_fact` whether no other sentence of the subsection has one.
    """

    passage: Passage
    start: int
    end: int
    trust: float
    value: float
    covered: Mapping[str, float]
    within: Mapping[str, float]
    has_fact: bool
    only_fact: bool
    authority: Authority = ""

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def words(self) -> int:
        return len(_WORD.findall(self.text))


def select(
    query_terms: QueryTerms, quotes: Sequence[QuoteCandidate], most: int
) -> list[QuoteCandidate]:
    """At most `most` of `quotes` that together cover most of the question, best first.

    Greedy, as in maximal marginal relevance (Carbonell & Goldstein, 1998): terms that are covered
    already count for less. After the first one an act's must fit into what a person reads.
    """
    left = list(quotes)
    chosen: list[QuoteCandidate] = []
    have = dict.fromkeys(query_terms.terms, 0.0)
    times: Counter[str] = Counter()
    room = WEIGHTS.most_words
    while left and len(chosen) < most:
        said = any(block.has_fact for block in chosen)
        block = max(
            left,
            key=lambda candidate: _worth(
                query_terms, candidate, have, times[candidate.passage.provision], said=said
            ),
        )
        chosen.append(block)
        room -= block.words if block.passage.act else 0
        have = {term: max(share, block.covered[term]) for term, share in have.items()}
        times[block.passage.provision] += 1
        full = {provision for provision, count in times.items() if count >= WEIGHTS.per_provision}
        left = [
            candidate
            for candidate in left
            if candidate is not block
            and (not candidate.passage.act or candidate.words <= room)
            and candidate.passage.provision not in full
        ]
    return chosen


def candidates(query_terms: QueryTerms, evidence: Sequence[Evidence]) -> list[QuoteCandidate]:
    """All sentences of the evidence that are in force."""
    best = max((item.score for item in evidence), default=0.0) or 1.0
    named = _named_parts(query_terms, evidence, best)
    return [
        candidate
        for item in evidence
        if not item.passage.repealed
        for candidate in _sentences(query_terms, item, best, named)
    ]


def _sentences(
    query_terms: QueryTerms, item: Evidence, best: float, named: _Named
) -> Iterator[QuoteCandidate]:
    passage = item.passage
    covers = WEIGHTS.covers if passage.act else WEIGHTS.prose_covers
    fact = WEIGHTS.fact if passage.act else WEIGHTS.prose_fact
    parts = named.get(passage.id, ())
    around = query_terms.covered(f"{passage.title}\n{passage.act}\n{passage.heading}")
    around = {**around, **query_terms.covered_by_act(passage.act)}
    for first, last, subsection in _by_subsection(passage):
        inside = query_terms.covered(passage.text[first:last])
        within = {term: max(share, inside[term]) for term, share in around.items()}
        facts = sum(query_terms.has_asked_fact(passage.text[at:to]) for at, to in subsection)
        for start, end in subsection:
            text = passage.text[start:end]
            covered = query_terms.covered(text)
            has_fact = query_terms.has_asked_fact(text)
            near = max((near for at, to, near in parts if start < to and at < end), default=0.0)
            value = (
                covers * query_terms.weight(covered)
                + WEIGHTS.within * query_terms.weight(within)
                + fact * has_fact
                + WEIGHTS.named * near
                + rule_value(query_terms, passage, text)
            )
            yield QuoteCandidate(
                passage=passage,
                start=start,
                end=end,
                trust=item.score / best,
                value=value,
                covered=covered,
                within=within,
                has_fact=has_fact,
                only_fact=has_fact and facts == 1,
                authority=item.authority,
            )


def _by_subsection(passage: Passage) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Where each subsection begins and ends, and its sentences; prose is taken as one."""
    if not passage.act:
        spans = list(block_spans(passage.text, WEIGHTS.prose_block))
        yield 0, len(passage.text), spans
        return
    group: list[tuple[int, int]] = []
    for start, end in block_spans(passage.text, 1):
        if group and passage.text.startswith("Stk. ", start):
            yield group[0][0], group[-1][1], group
            group = []
        group.append((start, end))
    if group:
        yield group[0][0], group[-1][1], group


def _worth(
    query_terms: QueryTerms,
    block: QuoteCandidate,
    have: Mapping[str, float],
    again: int,
    *,
    said: bool,
) -> float:
    """The value of `block` beside chosen ones that cover the terms as in `have`.

    If the asked fact is `said`, a further one counts less.
    """
    added = {
        term: share - have[term] for term, share in block.covered.items() if share > have[term]
    }
    value = block.value - WEIGHTS.fact_again * (said and block.has_fact and bool(block.passage.act))
    return value + block.trust * WEIGHTS.again**again + WEIGHTS.adds * query_terms.weight(added)


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
