"""One search: what is cited is looked up, the rest is ranked by what the collection holds."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.locators import part_of
from lexhop.resilience.errors import Failure
from lexhop.retrieval.ports import NO_FILTERS, Filters, Hit, PassageStore
from lexhop.retrieval.query.expansion import TermList
from lexhop.retrieval.ranking.channels import ALL, Channels
from lexhop.retrieval.ranking.fusion import similarity_of, with_nearest
from lexhop.retrieval.ranking.ranked import PassageInfo, Ranked
from lexhop.retrieval.router import Router
from lexhop.state.plan import Query
from lexhop.state.records import Passage

_NEAREST = 50
"""Passages that are taken by their embedding, where there is one."""
_EARNED = 0.9
"""A further piece of a provision keeps its place with this share of the best piece's score."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Answers queries from `store`.

    `terms` lead from everyday words to those of law; None stands for the bundled lists. `channels`
    are what counts. Where the embedder fails, words are enough and `missed` is told why; without
    `missed` it's raised.
    """

    store: PassageStore
    terms: Mapping[str, TermList] | None = None
    channels: Channels = ALL
    missed: Callable[[Failure], None] | None = None

    async def find(self, query: Query, *, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """At most `limit` passages, best first; those that `query` asks for by key come first.

        Of an act that is there in several versions only the newest counts (at `filters.as_of`);
        what is repealed comes last. Each provision comes once before any comes again, except
        where a further piece of it is about as good as its best.
        """
        if query.via and (led_to := await self._look_up(query, filters)):
            return led_to[:limit]
        looked_up, ranked = await asyncio.gather(
            self._look_up(query, filters), self._rank(query.text, filters)
        )
        first = {hit.passage.id for hit in looked_up}
        found = [one for one in ranked if one.place.id not in first]
        newest = await self._newest([one.place for one in found], filters)
        rest = in_order([one for one in found if _is_in(newest, one.place)])
        return [*looked_up, *await self._hits(rest[: max(limit - len(looked_up), 0)])][:limit]

    async def _rank(self, text: str, filters: Filters) -> list[Ranked]:
        nearest = await self._nearest(text, filters) if self.channels.vectors else []
        similarity = similarity_of(nearest)
        router = Router(self.store, self.terms, self.channels, similarity)
        return with_nearest(await router.rank(text, filters), nearest, similarity)

    async def _nearest(self, text: str, filters: Filters) -> list[Hit]:
        try:
            return await self.store.knn(text, limit=_NEAREST, filters=filters)
        except Failure as failure:
            if self.missed is None:
                raise
            self.missed(failure)
            return []

    async def _look_up(self, query: Query, filters: Filters) -> list[Hit]:
        if not (query.keys and (self.channels.graph if query.via else self.channels.citations)):
            return []
        passages = await self.store.by_key(query.keys, filters=filters)
        via = f"reference from {query.via}" if query.via else "citation"
        newest = await self._newest(passages, filters)
        hits = [
            Hit(passage=passage, score=1.0, via=via, coverage=1.0)
            for passage in passages
            if _is_in(newest, passage)
        ]
        wanted = [locator for locator in query.locators if locator]
        return sorted(hits, key=lambda hit: not _has_any(hit.passage, wanted))

    async def _newest(self, places: Sequence[PassageInfo], filters: Filters) -> dict[str, str]:
        """From when the newest version of each act in `places` is, whether it was found or not."""
        acts = sorted({one.act for one in places if one.act})
        newest = await self.store.newest(acts, as_of=filters.as_of)
        for one in places:
            if one.act not in newest:
                of_act = (other.valid_from for other in places if other.act == one.act)
                newest[one.act] = max(of_act)
        return newest

    async def _hits(self, ranked: Sequence[Ranked]) -> list[Hit]:
        passages = {one.id: one for one in await self.store.get([one.place.id for one in ranked])}
        return [
            Hit(
                passage=passages[one.place.id],
                score=one.score,
                via=one.via,
                coverage=one.coverage,
            )
            for one in ranked
            if one.place.id in passages
        ]


def _has_any(passage: Passage, locators: Sequence[str]) -> bool:
    return any(part_of(passage, locator) for locator in locators)


def _is_in(newest: Mapping[str, str], place: PassageInfo) -> bool:
    return not place.act or place.valid_from == newest[place.act]


def in_order(ranked: Sequence[Ranked]) -> list[Ranked]:
    """`ranked` with further pieces of a provision behind, and what is repealed at the end."""
    best: dict[tuple[str, str], float] = {}
    kept: list[Ranked] = []
    again: list[Ranked] = []
    for one in ranked:
        of_best = best.setdefault((one.place.document_id, one.place.provision), one.score)
        (kept if one.score >= _EARNED * of_best else again).append(one)
    return sorted([*kept, *again], key=lambda one: one.place.repealed)
