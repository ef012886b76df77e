"""The models named in the settings, with their retries, breakers, caches and fallbacks."""

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from lexhop.state.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from lexhop.models.ports import Model
    from lexhop.models.prices import Prices
    from lexhop.observability.ports import Telemetry
    from lexhop.observability.telemetry import TelemetrySetup
    from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
    from lexhop.reasoning.ports import Reasoner
    from lexhop.resilience.errors import Failure
    from lexhop.resilience.tiers import Tiers
    from lexhop.settings import Settings

_MORE_PATIENCE_S = 5.0
"""Seconds for short failures, beyond the time limits of a model and its stand-in."""


@dataclass(frozen=True, slots=True)
class Models:
    """Builds models over connections that are open while in use. Raises BadInput for bad prices."""

    settings: "Settings"
    telemetry: "TelemetrySetup"

    @asynccontextmanager
    async def stacked(
        self, tiers: "Tiers", telemetry: "Telemetry"
    ) -> "AsyncIterator[Callable[[str], Model]]":
        """A function from a name to its model, with cache, retries, breaker and stand-in."""
        from lexhop.models.cached import CachedModel
        from lexhop.models.observed import MeteredModel, ReportedAttempts
        from lexhop.models.resilient import FallbackModel, GuardedModel, RetryingModel
        from lexhop.resilience.breaker import Breaker

        settings = self.settings
        async with self.endpoints() as endpoint:

            def guarded_and_cached(name: str) -> "Model":
                breaker = Breaker(f"model {name}")
                self.telemetry.breakers.append(breaker)
                guarded = GuardedModel(inner=endpoint(name), breaker=breaker)
                tried = RetryingModel(inner=ReportedAttempts(inner=guarded, telemetry=telemetry))
                return CachedModel(
                    inner=MeteredModel(inner=tried, telemetry=telemetry),
                    tier=tiers.replies,
                    tenant=settings.tenant,
                    endpoint=settings.openai_base_url,
                )

            names = {*settings.chat_models, settings.stand_in} - {""}
            made = {name: guarded_and_cached(name) for name in names}

            def with_stand_in(name: str) -> "Model":
                other = made.get(settings.stand_in)
                if other is None or name == settings.stand_in:
                    return made[name]

                def stood_in(failed: str, failure: "Failure") -> None:
                    if failed == name:
                        telemetry.failed(f"model {name}", failure.kind, instead=other.name)

                return FallbackModel(models=(made[name], other), on_failure=stood_in)

            yield with_stand_in

    def reasoner(
        self,
        models: "Callable[[str], Model]",
        code: "ExtractiveReasoner",
        telemetry: "Telemetry",
    ) -> "Reasoner":
        """A reasoner by the configured models that falls back to `code`."""
        from lexhop.reasoning.chat.reasoner import ChatReasoner
        from lexhop.reasoning.fallback import FallbackReasoner

        def by_code(failure: "Failure") -> None:
            telemetry.failed("reasoning", failure.kind, instead=code.name)

        chat = ChatReasoner(
            model=models(self.settings.chat_model),
            small=models(self.settings.small_model),
            code=code,
            patience_s=2 * self.settings.model_timeout_s + _MORE_PATIENCE_S,
        )
        return FallbackReasoner(first=chat, last=code, on_failure=by_code)

    @asynccontextmanager
    async def endpoints(self) -> "AsyncIterator[Callable[[str], Model]]":
        """A function from a name to its model, with only a time limit around it."""
        await asyncio.to_thread(import_module, "lexhop.models.openai_chat")
        from pydantic import SecretStr

        from lexhop.models.openai_chat import OpenAIChat, open_connections
        from lexhop.models.resilient import TimedModel

        settings = self.settings
        prices = await asyncio.to_thread(self.prices)
        await asyncio.to_thread(self.telemetry.begin, prices.cost)
        key = settings.openai_api_key or SecretStr("none")
        async with open_connections() as connections:

            def timed(name: str) -> "Model":
                endpoint = OpenAIChat(
                    name=name,
                    prices=prices,
                    timeout_s=settings.model_timeout_s,
                    key=key,
                    connections=connections,
                    effort=settings.model_effort,
                    responses=settings.model_responses,
                )
                return TimedModel(inner=endpoint, timeout_s=settings.model_timeout_s)

            yield timed

    @asynccontextmanager
    async def judging(self) -> "AsyncIterator[Model]":
        """The judging model, not cached, so that repetitions show how reliable it is."""
        from lexhop.models.resilient import RetryingModel

        if not self.settings.chat_model:
            raise BadInput(
                "no model to judge; set OPENAI_API_KEY, or OPENAI_BASE_URL and LEXHOP_MODEL"
            )
        async with self.endpoints() as endpoint:
            yield RetryingModel(inner=endpoint(self.settings.chat_model))

    async def tried(self) -> "AsyncIterator[tuple[bool, str]]":
        """For each configured model, whether it answers a small question, and a line about it."""
        from lexhop.models.ports import Request
        from lexhop.prompts import prompt
        from lexhop.reasoning.chat.replies import PlanReply
        from lexhop.resilience.errors import Failure

        if not self.settings.chat_model:
            return
        async with self.endpoints() as endpoint:
            for name in sorted({*self.settings.chat_models, self.settings.stand_in} - {""}):
                asking = prompt(
                    "en",
                    "decompose",
                    question="What is VAT?",
                    acts="-",
                    today="-",
                    earlier="-",
                    nonce="check",
                )
                request = Request(
                    role="decompose", prompt=asking, reply=PlanReply, temperature=0, max_tokens=200
                )
                started = time.perf_counter()
                try:
                    reply = await endpoint(name)(request)
                except Failure as error:
                    yield False, f"{name}: {error}"
                else:
                    cost = "" if reply.usage.cost_usd else ", price unknown (LEXHOP_MODEL_PRICES)"
                    yield True, f"{name} answers in {time.perf_counter() - started:.1f} s{cost}"

    def prices(self) -> "Prices":
        from lexhop.models.prices import known_prices

        try:
            return known_prices(self.settings.model_prices)
        except ValueError as error:
            raise BadInput(f"LEXHOP_MODEL_PRICES: {error}") from error
