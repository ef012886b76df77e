"""Ranking prose: words and titles first, then hops over mentioned titles and shared names."""

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

_POOL = 100
_TITLED = 50
"""Passages that the titles in a question may bring in."""
_HOPS = 2
_NAMED = 100
"""Of the passages that share a name with a seed, how many of the best count."""
_LINKED = 50
"""Passages that the seeds' mentions of titles may bring in."""


@dataclass(frozen=True, slots=True)
class ProseRanking:
    """Ranks passages of prose."""

    store: PassageStore
    channels: Channels = ALL
    similarity: Mapping[str, float] = field(default_factory=dict)

    async def rank(
        self, question: str, groups: Sequence[TermGroup], filters: Filters
    ) -> list[Ranked]:
        channels = self.channels
        if not groups or not (channels.texts or channels.citations or channels.graph):
            return []
        tokens = list(dict.fromkeys(token for group in groups for token in group.tokens))
        keys = [key for key, _, _ in title_spans(question)] if channels.citations else []
        pool, titled, frequencies, contents = await asyncio.gather(
            self.store.match("words", tokens, limit=_POOL, filters=filters),
            self.store.candidates_by_title(
                list(dict.fromkeys(keys)), limit=_TITLED, filters=filters
            ),
            self.store.frequencies("words", tokens),
            self.store.contents(),
        )
        named = NamedTitles.among(question, titled, contents.languages)
        pool = list({one.id: one for one in (*pool, *titled)}.values())
        if not pool:
            return []
        scores = ProseScores(
            WordScores(groups, frequencies), named, pool, channels, self.similarity
        )
        walk = MultiHopExpansion(scores, pool, asked=named.keys | names(question))
        for _ in range(_HOPS if channels.graph else 0):
            walk.hop(await self._step(walk, filters))
        return scaled(walk.ranking())

    async def _step(self, walk: MultiHopExpansion, filters: Filters) -> ExpansionStep:
        seeds = walk.seeds()
        shared = list(dict.fromkeys(name for seed in seeds for name in walk.names_of(seed)))
        targets = list(dict.fromkeys(target for seed in seeds for target in seed.targets))
        named, linked, frequencies = await asyncio.gather(
            self.store.match("names", shared, limit=_NAMED, filters=filters),
            self.store.candidates_by_key(targets, limit=_LINKED, filters=filters),
            self.store.frequencies("names", shared),
        )
        return ExpansionStep(seeds, named, linked, shared, frequencies)
