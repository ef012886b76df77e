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
from lexhop.retrieval.stores.versions import is_order

_POOL = 100
"""Candidates. Twice as many find no more and take twice the time."""
_ORDERS = 20
"""Candidates of executive orders beside them."""
_BELOW = 0.8
"""What their scores count beside those of acts: a question is about what an act says, unless an
order has clearly more of its words."""
_SEEDS = 8
"""Provisions whose references are followed."""
_NEIGHBOUR = 0.1
"""What a candidate beside it adds to a provision, relative to that one's score: an act treats of
one thing in sections that follow each other."""
_REACH = 2
"""How many passages further a neighbour may stand."""
_LED = 0.5
"""A reference led to a provision if it adds this share of what the words are worth."""


@dataclass(frozen=True, slots=True)
class LawRanking:
    """Ranks provisions and their notes.

    The hop stays among the candidates: a provision that is referred to and has next to none of the
    question's words comes out behind all that matter, so fetching it is no use.
    """

    store: PassageStore
    channels: Channels = ALL
    similarity: Mapping[str, float] = field(default_factory=dict)

    async def rank(self, groups: Sequence[TermGroup], filters: Filters) -> list[Ranked]:
        if not (self.channels.texts or self.channels.graph):
            return []
        tokens = list(dict.fromkeys(token for group in groups for token in group.tokens))
        pool, frequencies = await asyncio.gather(
            self.store.match_law(tokens, limit=_POOL, orders=_ORDERS, filters=filters),
            self.store.frequencies("words", tokens),
        )
        words = WordScores(groups, frequencies)
        orders = [one for one in pool if is_order(one.act)]
        acts = [one for one in pool if not is_order(one.act)]
        ranked = ranking(words, acts, self.channels, self.similarity) if acts else []
        if orders:
            below = ranking(words, orders, self.channels, self.similarity)
            ranked += [one.times(_BELOW) for one in below]
        return sorted(ranked, key=lambda one: -one.score)


def ranking(
    words: WordScores,
    pool: Sequence[Candidate],
    channels: Channels,
    similarity: Mapping[str, float],
) -> list[Ranked]:
    """`pool`, best first, by all that is known of its passages."""
    table = TokenTable([one.words for one in pool])
    like = np.array([similarity.get(one.id, 0.0) for one in pool])
    own = _by_id(pool, own_scores(words, pool, table, like, channels))
    scores, gains = own, dict[str, Gain]()
    if channels.graph:
        scores = with_neighbours(pool, own)
        gains = citation_gains(best_provisions(pool, scores, _SEEDS), pool, scores, own)
    coverage = _by_id(pool, words.coverage(words.each(table)))
    ranked = []
    for one in pool:
        gain = gains.get(one.id, NO_GAIN)
        score = scores[one.id] if channels.texts or similarity else 0.0
        via = gain.via if gain.score > _LED * score else "words"
        ranked.append(Ranked(one, score + gain.score, coverage[one.id], via))
    return scaled(ranked)


def _by_id(pool: Sequence[Candidate], values: Matrix) -> dict[str, float]:
    return dict(zip([one.id for one in pool], values.tolist(), strict=True))


def with_neighbours(pool: Sequence[Candidate], scores: Mapping[str, float]) -> dict[str, float]:
    """`scores`, each raised by candidates that stand beside it in its document; 1 is the best."""
    raised = dict(scores)
    order = sorted(pool, key=lambda one: (one.document_id, one.position))
    for reach in range(1, _REACH + 1):
        for one, other in zip(order, order[reach:], strict=False):
            apart = other.position - one.position
            if one.document_id == other.document_id and apart <= _REACH:
                raised[one.id] += _NEIGHBOUR * scores[other.id] / apart
                raised[other.id] += _NEIGHBOUR * scores[one.id] / apart
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
