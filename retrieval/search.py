"""Search over a store: looks up citations, and ranks the rest, law and prose separately."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from lexhop.corpus.citations.locators import part_of
from lexhop.resilience.errors import Failure
from lexhop.retrieval.guidance import GuidanceOn
from lexhop.retrieval.ports import NO_FILTERS, Contents, Filters, Hit, Missed, PassageStore
from lexhop.retrieval.query.expansion import TermList, bundled_terms
from lexhop.retrieval.query.guidance import asks_for_guidance
from lexhop.retrieval.query.term_groups import term_groups
from lexhop.retrieval.ranking.channels import ALL, Channels
from lexhop.retrieval.ranking.fusion import similarity_of, with_nearest
from lexhop.retrieval.ranking.guidance import GuidanceRanking, authority
from lexhop.retrieval.ranking.law import LawRanking
from lexhop.retrieval.ranking.prose import ProseRanking
from lexhop.retrieval.ranking.ranked import PassageInfo, Ranked, provisions_first
from lexhop.retrieval.ranking.weights import WEIGHTS, RankingWeights
from lexhop.retrieval.stores.versions import is_amending
from lexhop.state.plan import Query
from lexhop.state.records import Kind, Origin, Passage

LAW: tuple[Kind, ...] = ("provision", "note", "summary")
PROSE: tuple[Kind, ...] = ("prose",)


@dataclass(frozen=True, slots=True)
class StoreSearch:
    """Answers queries from `store`.

    `terms` are lists from everyday words to statute words, by the language of the question; None
    means the bundled ones. `channels` are the signals that count.
    """

    store: PassageStore
    terms: Mapping[str, TermList] | None = None
    channels: Channels = ALL
    weights: RankingWeights = WEIGHTS

    async def find(
        self,
        query: Query,
        *,
        limit: int,
        version: str = "",
        filters: Filters = NO_FILTERS,
        missed: Missed | None = None,
    ) -> list[Hit]:
        """At most `limit` passages, best first, after those that `query` asks for by key.

        Of an act in several versions only the newest counts (at `filters.as_of`); repealed
        provisions come last. A provision's further passages come after the other provisions, except
        if they are about as good as its best. If the embedder fails, words are searched alone and
        `missed` is called with the failure; without `missed` it is raised.
        """
        if version:
            pinned = replace(self, store=await self.store.at(version))
            return await pinned.find(query, limit=limit, filters=filters, missed=missed)
        if query.acts and not filters.acts:
            filters = replace(filters, acts=query.acts)
        hits = await self._find(query, limit, filters, missed)
        mixed = (await self.store.contents()).mixed
        return [replace(hit, authority=authority(hit.passage)) for hit in hits] if mixed else hits

    async def _find(
        self, query: Query, limit: int, filters: Filters, missed: Missed | None
    ) -> list[Hit]:
        if query.via and (led_to := await self._look_up(query, filters)):
            return led_to[:limit]
        looked_up, ranked, guidance = await asyncio.gather(
            self._look_up(query, filters),
            self._rank(query.text, filters, missed),
            self._guidance(query, filters),
        )
        asked = asks_for_guidance(query.text)
        looked_up = [*guidance, *looked_up] if asked else [*looked_up, *guidance]
        first = {hit.passage.id for hit in looked_up}
        found = [item for item in ranked if item.place.id not in first]
        newest = await self._newest([item.place for item in found], filters)
        in_force = [item for item in found if _is_in(newest, item.place)]
        rest = provisions_first(in_force, self.weights.earned)
        hits = [*looked_up, *await self._without_made(rest, max(limit - len(looked_up), 0))][:limit]
        return _falling(hits) if guidance else hits

    async def _look_up(self, query: Query, filters: Filters) -> list[Hit]:
        if not (query.keys and (self.channels.graph if query.via else self.channels.citations)):
            return []
        passages = await self.store.by_key(query.keys, filters=filters)
        origin = Origin("reference", query.via) if query.via else Origin("citation")
        newest = await self._newest(passages, filters)
        hits = [
            Hit(passage=passage, score=1.0, origin=origin, coverage=1.0)
            for passage in passages
            if _is_in(newest, passage)
        ]
        wanted = [locator for locator in query.locators if locator]
        return sorted(hits, key=lambda hit: not _has_any(hit.passage, wanted))

    async def _guidance(self, query: Query, filters: Filters) -> list[Hit]:
        """Guidance on what `query` cites, by its words; none where the collection has no law."""
        contents = await self.store.contents()
        if query.via or not query.keys or not contents.mixed or filters.kinds or filters.acts:
            return []
        asked = asks_for_guidance(query.text)
        channels = replace(self.channels, graph=False)
        on = GuidanceOn(self.store, channels, self.weights)
        groups = term_groups(query.text, contents.languages)
        return await on.find(query, groups, asked=asked, as_of=filters.as_of)

    async def _rank(self, text: str, filters: Filters, missed: Missed | None) -> list[Ranked]:
        """All candidates, best first; scores of law and of prose are each from 0 to 1."""
        nearest = await self._nearest(text, filters, missed) if self.channels.vectors else []
        similarity = similarity_of(nearest)
        contents = await self.store.contents()
        law, prose = _narrowed(filters, contents, LAW), _narrowed(filters, contents, PROSE)
        of_law, of_prose = await asyncio.gather(
            self._rank_law(text, contents, law, similarity),
            self._rank_prose(text, contents, prose, similarity),
        )
        if law and prose and contents.mixed:
            guided = GuidanceRanking(self.store, asks_for_guidance(text), self.weights)
            ranked = await guided.beside(of_law, of_prose, law)
        else:
            ranked = sorted([*of_law, *of_prose], key=lambda item: -item.score)
        return with_nearest(ranked, nearest, similarity, self.weights)

    async def _rank_law(
        self, text: str, contents: Contents, law: Filters | None, similarity: Mapping[str, float]
    ) -> list[Ranked]:
        if not law:
            return []
        terms = await bundled_terms() if self.terms is None else self.terms
        groups = term_groups(text, contents.languages, terms)
        return await LawRanking(self.store, self.channels, similarity, self.weights).rank(
            groups, law
        )

    async def _rank_prose(
        self, text: str, contents: Contents, prose: Filters | None, similarity: Mapping[str, float]
    ) -> list[Ranked]:
        if not prose:
            return []
        groups = term_groups(text, contents.languages)
        ranking = ProseRanking(self.store, self.channels, similarity, self.weights)
        return await ranking.rank(text, groups, prose)

    async def _nearest(self, text: str, filters: Filters, missed: Missed | None) -> list[Hit]:
        try:
            return await self.store.knn(text, limit=self.weights.knn, filters=filters)
        except Failure as failure:
            if missed is None:
                raise
            missed(failure)
            return []

    async def _newest(self, places: Sequence[PassageInfo], filters: Filters) -> dict[str, str]:
        """The first day of the newest version of each act in `places`, found or not."""
        acts = sorted({place.act for place in places if place.act})
        newest = await self.store.newest(acts, as_of=filters.as_of)
        for place in places:
            if place.act not in newest:
                of_act = (other.valid_from for other in places if other.act == place.act)
                newest[place.act] = max(of_act)
        return newest

    async def _without_made(self, ranked: Sequence[Ranked], limit: int) -> list[Hit]:
        """The best hits without instructions whose result is among them: the law says it itself."""
        if not any(is_amending(item.place.act) for item in ranked[:limit]):
            return await self._hits(ranked[:limit])
        hits = await self._hits(ranked[: 2 * limit])
        made = {label for hit in hits for label in hit.passage.changed_by}
        return [hit for hit in hits if hit.passage.provision not in made][:limit]

    async def _hits(self, ranked: Sequence[Ranked]) -> list[Hit]:
        ids = [item.place.id for item in ranked]
        passages = {passage.id: passage for passage in await self.store.get(ids)}
        return [
            Hit(
                passage=passages[item.place.id],
                score=item.score,
                origin=item.origin,
                coverage=item.coverage,
            )
            for item in ranked
            if item.place.id in passages
        ]


def _falling(hits: Sequence[Hit]) -> list[Hit]:
    """`hits` with no score above that of one before it: their order is more than their words."""
    lowest = accumulate((hit.score for hit in hits), min)
    return [replace(hit, score=score) for hit, score in zip(hits, lowest, strict=True)]


def _has_any(passage: Passage, locators: Sequence[str]) -> bool:
    return any(part_of(passage, locator) for locator in locators)


def _is_in(newest: Mapping[str, str], place: PassageInfo) -> bool:
    return not place.act or place.valid_from == newest[place.act]


def _narrowed(filters: Filters, contents: Contents, kinds: tuple[Kind, ...]) -> Filters | None:
    """`filters` for `kinds` alone; None if the collection has nothing for them.

    A collection without other kinds needs no condition on them, which is faster.
    """
    wanted = [kind for kind in kinds if kind in contents.kinds]
    if filters.kinds:
        wanted = [kind for kind in wanted if kind in filters.kinds]
    if not wanted:
        return None
    return filters if set(wanted) == contents.kinds else replace(filters, kinds=tuple(wanted))
