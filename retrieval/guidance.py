"""Guidance on provisions: from what is cited back to the prose that refers to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from lexhop.retrieval.ports import Filters, Hit, PassageStore
from lexhop.retrieval.query.term_groups import TermGroup
from lexhop.retrieval.ranking.channels import ALL, Channels
from lexhop.retrieval.ranking.prose import ProseRanking
from lexhop.retrieval.ranking.weights import WEIGHTS, RankingWeights
from lexhop.state.plan import Query
from lexhop.state.records import Origin, Passage


@dataclass(frozen=True, slots=True)
class GuidanceOn:
    """Finds prose that refers to provisions, the best of it by the words of the query.

    Only passages that refer to them are matched, so that the cost doesn't grow with all that does.
    """

    store: PassageStore
    channels: Channels = ALL
    weights: RankingWeights = WEIGHTS

    async def find(
        self, query: Query, groups: Sequence[TermGroup], *, asked: bool, as_of: str = ""
    ) -> list[Hit]:
        """Few where law is asked for, more where guidance is `asked` for."""
        weights = self.weights
        most = weights.guidance_asked if asked else weights.guidance_beside
        filters = Filters(kinds=("prose",), citing=query.keys, as_of=as_of)
        ranking = ProseRanking(self.store, self.channels, weights=weights)
        ranked = await ranking.rank(query.text, groups, filters)
        scores = {item.place.id: (item.score, item.coverage) for item in ranked[:most]}
        found = await self.store.get(list(scores))
        if len(found) < most:
            others = await self.store.citing(query.keys, limit=most, filters=filters)
            found += [one for one in others if one.id not in scores][: most - len(found)]
        best = max((score for score, _ in scores.values()), default=0.0) or 1.0
        worth = 1.0 if asked else weights.guidance_score
        hits = []
        for passage in found:
            score, coverage = scores.get(passage.id, (0.0, 0.0))
            share = (1 + score / best) / 2
            hits.append(_hit(query, passage, worth * share, coverage))
        return hits


def _hit(query: Query, passage: Passage, score: float, coverage: float) -> Hit:
    origin = Origin("cited_by", ", ".join(query.provisions[:1]))
    return Hit(passage=passage, score=score, origin=origin, coverage=coverage)
