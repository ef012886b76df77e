"""What a user asks a collection for by hand: words or a citation to find, a provision to read."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.act_names import ActNames
from lexhop.retrieval.ports import NO_FILTERS, Filters, Hit, Missed, PassageStore
from lexhop.retrieval.query.parsing import plan_of
from lexhop.retrieval.ranking.channels import ALL, Channels
from lexhop.retrieval.search import LAW, PROSE, StoreSearch
from lexhop.state.plan import Query
from lexhop.state.records import ProvisionView

_MOST_CITING = 100
_MOST_GUIDANCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Over `store`, in which acts answer to `names`; `loaded` are the acts that are in it."""

    store: PassageStore
    names: ActNames
    loaded: Sequence[str] = ()
    channels: Channels = ALL

    @classmethod
    async def over(
        cls, store: PassageStore, names: ActNames, *, channels: Channels = ALL
    ) -> "Lookup":
        """`names` learn those of the acts in `store`, so that their citations are understood."""
        acts = await store.acts()
        for act in acts:
            names.add(act.name, act.names)
        loaded = [act.name for act in acts]
        return cls(store=store, names=names, loaded=loaded, channels=channels)

    def read(self, text: str) -> Query:
        """What is typed, as a query: citations become keys."""
        return plan_of(text, self.names, self.loaded).queries[0]

    async def find(
        self,
        text: str,
        *,
        limit: int = 10,
        filters: Filters = NO_FILTERS,
        missed: Missed | None = None,
    ) -> list[Hit]:
        """The best passages first; what is cited comes before what is found by words."""
        search = StoreSearch(self.store, channels=self.channels)
        return await search.find(self.read(text), limit=limit, filters=filters, missed=missed)

    async def provision(self, citation: str, *, as_of: str = "") -> ProvisionView:
        """The provision that `citation` names, by any usual name of its act.

        It has no passages where there is none. Raises ValueError for what cites nothing.
        """
        query = self.read(citation)
        if not query.keys:
            raise ValueError(f"{citation!r} cites no provision; write it as 'LL § 33 A'")
        passages = await self.store.by_key(query.keys, filters=Filters(as_of=as_of))
        acts = sorted({passage.act for passage in passages})
        newest = await self.store.newest(acts, as_of=as_of)
        in_force = [
            passage
            for passage in passages
            if passage.valid_from == newest.get(passage.act, passage.valid_from)
        ]
        citing, guidance = await asyncio.gather(
            *(
                self.store.citing(query.keys, limit=most, filters=Filters(kinds=kinds, as_of=as_of))
                for kinds, most in ((LAW, _MOST_CITING), (PROSE, _MOST_GUIDANCE))
            )
        )
        others = sorted({passage.act for passage in citing if passage.act})
        newest |= await self.store.newest(others, as_of=as_of)
        citing = [one for one in citing if one.valid_from == newest.get(one.act, one.valid_from)]
        own = {passage.id for passage in in_force}
        return ProvisionView(
            citation=", ".join(query.provisions),
            passages=tuple(in_force),
            cited_by=tuple(
                dict.fromkeys(passage.citation for passage in citing if passage.id not in own)
            ),
            guidance=tuple(dict.fromkeys(passage.citation for passage in guidance)),
        )
