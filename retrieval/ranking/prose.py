"""Ranks prose: words and titles first, then hops over mentioned titles and shared names."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lexhop.corpus.text.names import names, title_spans
from lexhop.retrieval.ports import Filters, PassageStore
from lexhop.retrieval.query.term_groups import TermGroup
from lexhop.retrieval.ranking.bm25 import WordScores
from lexhop.retrieval.ranking.channels import ALL, Channels
from lexhop.retrieval.ranking.multi_hop import ExpansionStep, MultiHopExpansion
from lexhop.retrieval.ranking.prose_features import NamedTitles, ProseScores
from lexhop.retrieval.ranking.ranked import Ranked, scaled
from lexhop.retrieval.ranking.weights import WEIGHTS, RankingWeights


@dataclass(frozen=True, slots=True)
class ProseRanking:
    """Ranks passages of prose."""

    store: PassageStore
    channels: Channels = ALL
    similarity: Mapping[str, float] = field(default_factory=dict)
    weights: RankingWeights = WEIGHTS

    async def rank(
        self, question: str, groups: Sequence[TermGroup], filters: Filters
    ) -> list[Ranked]:
        channels, weights = self.channels, self.weights
        if not groups or not (channels.texts or channels.citations or channels.graph):
            return []
        tokens = list(dict.fromkeys(token for group in groups for token in group.tokens))
        keys = [key for key, _, _ in title_spans(question)] if channels.citations else []
        pool, titled, frequencies, contents = await asyncio.gather(
            self.store.match("words", tokens, limit=weights.prose_pool, filters=filters),
            self.store.candidates_by_title(
                list(dict.fromkeys(keys)), limit=weights.titled_pool, filters=filters
            ),
            self.store.frequencies("words", tokens),
            self.store.contents(),
        )
        named = NamedTitles.among(question, titled, contents.languages)
        pool = list({candidate.id: candidate for candidate in (*pool, *titled)}.values())
        if not pool:
            return []
        words = WordScores(groups, frequencies, weights)
        scores = await asyncio.to_thread(ProseScores, words, named, pool, channels, self.similarity)
        expansion = MultiHopExpansion(
            scores, pool, asked=named.keys | names(question), weights=weights
        )
        for _ in range(weights.hops if channels.graph else 0):
            await asyncio.to_thread(expansion.hop, await self._step(expansion, filters))
        return scaled(expansion.ranking(), weights.telling)

    async def _step(self, expansion: MultiHopExpansion, filters: Filters) -> ExpansionStep:
        weights, seeds = self.weights, expansion.seeds()
        shared = list(dict.fromkeys(name for seed in seeds for name in expansion.names_of(seed)))
        targets = list(dict.fromkeys(target for seed in seeds for target in seed.targets))
        named, linked, frequencies = await asyncio.gather(
            self.store.match("names", shared, limit=weights.named_pool, filters=filters),
            self.store.candidates_by_key(targets, limit=weights.linked_pool, filters=filters),
            self.store.frequencies("names", shared),
        )
        return ExpansionStep(seeds, named, linked, shared, frequencies, weights)
