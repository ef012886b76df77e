"""Conversations in the session tier of the cache."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import TypeAdapter

from lexhop.resilience.cache import cache_key
from lexhop.resilience.tiers import Tier
from lexhop.state.session import Turn, recent

_TURNS = TypeAdapter(tuple[Turn, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class TierSessions:
    """Turns under a hashed key of tenant, collection and name."""

    tier: Tier
    collection: str
    tenant: str = ""
    clock: Callable[[], float] = time.time

    async def turns(self, name: str) -> tuple[Turn, ...]:
        key = self._key(name)
        found = await self.tier.get([key], _TURNS.validate_json)
        return recent(found.get(key, ()), self.clock())

    async def add(self, name: str, turn: Turn) -> None:
        turns = recent((*await self.turns(name), turn), self.clock())
        await self.tier.set({self._key(name): turns}, _TURNS.dump_json)

    def _key(self, name: str) -> str:
        tier, tenant = self.tier.name, self.tenant
        return cache_key(tier, tenant=tenant, collection=self.collection, session=name)
