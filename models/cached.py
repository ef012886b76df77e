"""A model that caches its replies."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from pydantic import BaseModel

from lexhop.models.ports import Model, R, Reply, Request
from lexhop.resilience.cache import Part, cache_key
from lexhop.resilience.errors import Permanent
from lexhop.resilience.tiers import Tier
from lexhop.state.records import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedModel:
    """Returns the cached reply of an equal request, at no cost. Failures aren't cached.

    Concurrent equal requests share one call; each ends at its own deadline. Wrap one model with it,
    inside of a fallback: else a stand-in's replies would outlive the failure. `endpoint` tells
    servers apart that have models of the same name.
    """

    inner: Model
    tier: Tier
    tenant: str = ""
    endpoint: str = ""
    clock: Callable[[], float] = time.time

    @property
    def name(self) -> str:
        return self.inner.name

    async def __call__(self, request: Request[R]) -> Reply[R]:
        left = request.deadline - self.clock() if request.deadline else None
        try:
            async with asyncio.timeout(left):
                return await self._reply(request)
        except TimeoutError as error:
            raise Permanent(f"no time left for {self.name}", kind="deadline") from error

    async def _reply(self, request: Request[R]) -> Reply[R]:
        made: list[Reply[R]] = []

        async def make() -> Reply[R]:
            made.append(await self.inner(request))
            return made[0]

        def decode(stored: bytes) -> Reply[R]:
            value, model, cut = stored.rsplit(b"\n", 2)
            return Reply(
                value=request.reply.model_validate_json(value),
                model=model.decode(),
                cut=cut == b"cut",
            )

        def encode(reply: Reply[R]) -> bytes:
            value = reply.value.model_dump_json(round_trip=True, by_alias=True).encode()
            stored = b"\n".join((value, reply.model.encode(), b"cut" if reply.cut else b""))
            decode(stored)
            return stored

        key = self._key(request)
        while True:
            try:
                reply = await self.tier.get_or_make(key, make, encode=encode, decode=decode)
            except Permanent as error:
                if error.kind == "deadline" and self._has_time(request):
                    continue  # the shared call had an earlier deadline
                raise
            if made:
                return made[0]
            if request.on_partial:
                request.on_partial(reply.value.model_dump(mode="json"))
            return replace(reply, usage=Usage(), cached=True)

    def _has_time(self, request: Request[R]) -> bool:
        return not request.deadline or self.clock() < request.deadline

    def _key(self, request: Request[R]) -> str:
        prompt = request.prompt
        return cache_key(
            self.tier.name,
            tenant=self.tenant,
            endpoint=self.endpoint,
            corpus=request.corpus_version,
            prompt=[prompt.name, prompt.language, prompt.hash],
            text=[prompt.system, prompt.user],
            model=self.name,
            preset=request.preset,
            role=request.role,
            reply=_schema(request.reply),
            temperature=request.temperature,
            max_tokens=request.max_tokens,
        )


@lru_cache(maxsize=64)
def _schema(reply: type[BaseModel]) -> dict[str, Part]:
    return reply.model_json_schema()
