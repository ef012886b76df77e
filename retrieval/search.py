"""Search over a store, as nodes ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from lexhop.retrieval.finder import Finder
from lexhop.retrieval.ports import NO_FILTERS, Filters, Hit, Missed, PassageStore
from lexhop.retrieval.query.expansion import TermList
from lexhop.state.plan import Query


@dataclass(frozen=True, slots=True)
class StoreSearch:
    """Ranks what `store` has; `terms` as `Finder` takes them."""

    store: PassageStore
    terms: Mapping[str, TermList] | None = None

    async def find(
        self,
        query: Query,
        *,
        limit: int,
        version: str = "",
        filters: Filters = NO_FILTERS,
        missed: Missed | None = None,
    ) -> list[Hit]:
        store = await self.store.at(version) if version else self.store
        finder = Finder(store, self.terms, missed=missed)
        return await finder.find(query, limit=limit, filters=filters)
