"""Search that caches which passages a query found."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from lexhop.resilience.cache import cache_key
from lexhop.resilience.errors import Failure
from lexhop.resilience.tiers import Tier
from lexhop.retrieval.ports import NO_FILTERS, Filters, Hit, Missed, PassageStore, Search
from lexhop.state.plan import Query
from lexhop.state.records import Authority, Origin, OriginKind, Passage

_RANKING = 3
"""Version of the ranking: raise it when ranking changes, so that no old results are used."""


class _Found(NamedTuple):
    id: str
    score: float
    kind: OriginKind
    source: str
    coverage: float
    authority: Authority


class _Incomplete(Exception):
    """Keeps a result made without vectors out of the cache, as the next search may find more."""

    def __init__(self, hits: list[Hit], failure: Failure) -> None:
        self.hits = hits
        self.failure = failure


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedSearch:
    """Caches the passage ids that `inner` finds in a version of a collection, without the texts.

    The texts come from `store`, which is the one that `inner` searches. `collection` must be unique
    among all that share the cache; `setup` names all else that results depend on (the embedder,
    lists of terms).
    """

    inner: Search
    store: PassageStore
    tier: Tier
    tenant: str
    collection: str
    setup: str = ""

    async def find(
        self,
        query: Query,
        *,
        limit: int,
        version: str = "",
        filters: Filters = NO_FILTERS,
        missed: Missed | None = None,
    ) -> list[Hit]:
        if not version:
            return await self.inner.find(query, limit=limit, filters=filters, missed=missed)
        try:
            return await self._kept(query, limit, version, filters)
        except _Incomplete as less:
            if missed is None:
                raise less.failure from None
            missed(less.failure)
            return less.hits

    async def _kept(self, query: Query, limit: int, version: str, filters: Filters) -> list[Hit]:
        made: list[Hit] = []
        failures: list[Failure] = []

        async def make() -> list[_Found]:
            made.extend(
                await self.inner.find(
                    query, limit=limit, version=version, filters=filters, missed=failures.append
                )
            )
            if failures:
                raise _Incomplete(made, failures[0])
            return [
                _Found(
                    id=hit.passage.id,
                    score=hit.score,
                    kind=hit.origin.kind,
                    source=hit.origin.source,
                    coverage=hit.coverage,
                    authority=hit.authority,
                )
                for hit in made
            ]

        key = self._key(query, limit, version, filters)
        found = await self.tier.get_or_make(key, make, encode=_encode, decode=_decode)
        if made or not found:
            return made
        passages = await self._passages(found, version)
        if len(passages) < len({result.id for result in found}):
            return await self.inner.find(query, limit=limit, version=version, filters=filters)
        return [
            Hit(
                passage=passages[result.id],
                score=result.score,
                origin=Origin(result.kind, result.source),
                coverage=result.coverage,
                authority=result.authority,
            )
            for result in found
        ]

    async def _passages(self, found: Sequence[_Found], version: str) -> dict[str, Passage]:
        store = await self.store.at(version)
        return {passage.id: passage for passage in await store.get([result.id for result in found])}

    def _key(self, query: Query, limit: int, version: str, filters: Filters) -> str:
        return cache_key(
            self.tier.name,
            tenant=self.tenant,
            ranking=_RANKING,
            collection=self.collection,
            setup=self.setup,
            version=version,
            query=query.text,
            fingerprint=query.fingerprint,
            keys=query.keys,
            locators=query.locators,
            via=query.via,
            limit=limit,
            filters=asdict(filters),
        )


def _encode(found: Sequence[_Found]) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _decode(stored: bytes) -> list[_Found]:
    try:
        rows = [_Found(*row) for row in json.loads(stored)]
    except TypeError as error:
        raise ValueError("these are no results") from error
    if not all(isinstance(row.id, str) and isinstance(row.score, int | float) for row in rows):
        raise ValueError("these are no results")
    return rows
