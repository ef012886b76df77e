"""Ranks provisions: their own scores, their neighbours', and one hop over cross references."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from lexhop.retrieval.ports import Candidate, Filters, PassageStore
from lexhop.retrieval.query.term_groups import TermGroup
from lexhop.retrieval.ranking.bm25 import WordScores
from lexhop.retrieval.ranking.channels import ALL, Channels
from lexhop.retrieval.ranking.law_features import own_scores
from lexhop.retrieval.ranking.ranked import Ranked, scaled
from lexhop.retrieval.ranking.references import NO_GAIN, Gain, citation_gains
from lexhop.retrieval.ranking.token_table import Matrix, TokenTable
from lexhop.retrieval.ranking.weights import WEIGHTS, RankingWeights
from lexhop.retrieval.stores.versions import is_amending, is_order
from lexhop.state.records import Origin


@dataclass(frozen=True, slots=True)
class LawRanking:
    """Ranks provisions and their notes.

    The hop stays among the candidates: a cited provision with hardly any of the question's words
    would rank below all that matter, so fetching it doesn't help.
    """

    store: PassageStore
    channels: Channels = ALL
    similarity: Mapping[str, float] = field(default_factory=dict)
    weights: RankingWeights = WEIGHTS

    async def rank(self, groups: Sequence[TermGroup], filters: Filters) -> list[Ranked]:
        if not (self.channels.texts or self.channels.graph):
            return []
        tokens = list(dict.fromkeys(token for group in groups for token in group.tokens))
        pool, frequencies = await asyncio.gather(
            self.store.match_law(
                tokens, limit=self.weights.law_pool, orders=self.weights.orders, filters=filters
            ),
            self.store.frequencies("words", tokens),
        )
        words = WordScores(groups, frequencies, self.weights)
        return await asyncio.to_thread(self._ranked, words, pool)

    def _ranked(self, words: WordScores, pool: Sequence[Candidate]) -> list[Ranked]:
        """Acts, and below them orders and the instructions of amending acts."""
        orders = [candidate for candidate in pool if is_order(candidate.act)]
        amending = [candidate for candidate in pool if is_amending(candidate.act)]
        below = {candidate.id for candidate in (*orders, *amending)}
        acts = [candidate for candidate in pool if candidate.id not in below]
        weighted = ((acts, 1.0), (orders, self.weights.order_score),
                    (amending, self.weights.amending_score))  # fmt: skip
        ranked = [
            item.times(weight)
            for some, weight in weighted
            if some
            for item in self._ranking(words, some)
        ]
        return sorted(ranked, key=lambda item: -item.score)

    def _ranking(self, words: WordScores, pool: Sequence[Candidate]) -> list[Ranked]:
        """`pool` ranked by all signals, best first."""
        weights = self.weights
        table = TokenTable([candidate.words for candidate in pool])
        like = np.array([self.similarity.get(candidate.id, 0.0) for candidate in pool])
        own = _by_id(pool, own_scores(words, pool, table, like, self.channels))
        scores, gains = own, dict[str, Gain]()
        if self.channels.graph:
            scores = with_neighbours(pool, own, weights)
            seeds = best_provisions(pool, scores, weights.law_seeds)
            gains = citation_gains(seeds, pool, scores, own, weights)
        coverage = _by_id(pool, words.coverage(words.each(table)))
        ranked = []
        for candidate in pool:
            gain = gains.get(candidate.id, NO_GAIN)
            score = scores[candidate.id] if self.channels.texts or self.similarity else 0.0
            origin = gain.origin if gain.score > weights.led * score else Origin("words")
            ranked.append(Ranked(candidate, score + gain.score, coverage[candidate.id], origin))
        return scaled(ranked, weights.telling)


def _by_id(pool: Sequence[Candidate], values: Matrix) -> dict[str, float]:
    return dict(zip([candidate.id for candidate in pool], values.tolist(), strict=True))


def with_neighbours(
    pool: Sequence[Candidate], scores: Mapping[str, float], weights: RankingWeights = WEIGHTS
) -> dict[str, float]:
    """`scores` raised by neighbours in the same document, rescaled to at most 1."""
    raised = dict(scores)
    order = sorted(pool, key=lambda candidate: (candidate.document_id, candidate.position))
    for reach in range(1, weights.neighbour_reach + 1):
        for candidate, other in zip(order, order[reach:], strict=False):
            apart = other.position - candidate.position
            if candidate.document_id == other.document_id and apart <= weights.neighbour_reach:
                raised[candidate.id] += weights.neighbour * scores[other.id] / apart
                raised[other.id] += weights.neighbour * scores[candidate.id] / apart
    best = max(raised.values()) or 1.0
    return {passage_id: score / best for passage_id, score in raised.items()}


def best_provisions(
    pool: Sequence[Candidate], scores: Mapping[str, float], number: int
) -> list[Candidate]:
    """The best candidate of each of the best `number` provisions."""
    first: dict[tuple[str, str], Candidate] = {}
    for candidate in sorted(pool, key=lambda candidate: (-scores[candidate.id], candidate.id)):
        first.setdefault((candidate.document_id, candidate.provision), candidate)
    return list(first.values())[:number]
