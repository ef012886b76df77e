"""Ranking provisions: what each says, its neighbours, and one hop over the cross references."""

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
from lexhop.retrieval.stores.versions import is_order
from lexhop.state.records import Origin


@dataclass(frozen=True, slots=True)
class LawRanking:
    """Ranks provisions and their notes.

    The hop stays among the candidates: a provision that is referred to and has next to none of the
    question's words comes out behind all that matter, so fetching it is no use.
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
        """Acts, and orders below them."""
        orders = [one for one in pool if is_order(one.act)]
        acts = [one for one in pool if not is_order(one.act)]
        ranked = self._ranking(words, acts) if acts else []
        if orders:
            below = self._ranking(words, orders)
            ranked += [one.times(self.weights.order_score) for one in below]
        return sorted(ranked, key=lambda one: -one.score)

    def _ranking(self, words: WordScores, pool: Sequence[Candidate]) -> list[Ranked]:
        """`pool`, best first, by all that is known of its passages."""
        weights = self.weights
        table = TokenTable([one.words for one in pool])
        like = np.array([self.similarity.get(one.id, 0.0) for one in pool])
        own = _by_id(pool, own_scores(words, pool, table, like, self.channels))
        scores, gains = own, dict[str, Gain]()
        if self.channels.graph:
            scores = with_neighbours(pool, own, weights)
            seeds = best_provisions(pool, scores, weights.law_seeds)
            gains = citation_gains(seeds, pool, scores, own, weights)
        coverage = _by_id(pool, words.coverage(words.each(table)))
        ranked = []
        for one in pool:
            gain = gains.get(one.id, NO_GAIN)
            score = scores[one.id] if self.channels.texts or self.similarity else 0.0
            origin = gain.origin if gain.score > weights.led * score else Origin("words")
            ranked.append(Ranked(one, score + gain.score, coverage[one.id], origin))
        return scaled(ranked, weights.telling)


def _by_id(pool: Sequence[Candidate], values: Matrix) -> dict[str, float]:
    return dict(zip([one.id for one in pool], values.tolist(), strict=True))


def with_neighbours(
    pool: Sequence[Candidate], scores: Mapping[str, float], weights: RankingWeights = WEIGHTS
) -> dict[str, float]:
    """`scores`, each raised by candidates that stand beside it in its document; 1 is the best."""
    raised = dict(scores)
    order = sorted(pool, key=lambda one: (one.document_id, one.position))
    for reach in range(1, weights.neighbour_reach + 1):
        for one, other in zip(order, order[reach:], strict=False):
            apart = other.position - one.position
            if one.document_id == other.document_id and apart <= weights.neighbour_reach:
                raised[one.id] += weights.neighbour * scores[other.id] / apart
                raised[other.id] += weights.neighbour * scores[one.id] / apart
    best = max(raised.values()) or 1.0
    return {one: score / best for one, score in raised.items()}


def best_provisions(
    pool: Sequence[Candidate], scores: Mapping[str, float], number: int
) -> list[Candidate]:
    """The best piece of each of the best provisions."""
    first: dict[tuple[str, str], Candidate] = {}
    for one in sorted(pool, key=lambda one: (-scores[one.id], one.id)):
        first.setdefault((one.document_id, one.provision), one)
    return list(first.values())[:number]
