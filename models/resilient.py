"""Wrappers around a model: time limit, circuit breaker, retries and fallback."""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lexhop.models.ports import Model, R, Reply, Request
from lexhop.resilience.breaker import Breaker
from lexhop.resilience.errors import Failure, Permanent, Transient
from lexhop.resilience.retry import retrying
from lexhop.state.records import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedModel:
    """Waits at most `timeout_s` for a reply, and never past the request's deadline."""

    inner: Model
    timeout_s: float
    clock: Callable[[], float] = time.time

    @property
    def name(self) -> str:
        return self.inner.name

    async def __call__(self, request: Request[R]) -> Reply[R]:
        left = request.deadline - self.clock() if request.deadline else math.inf
        if left <= 0:
            raise self._too_late()
        try:
            async with asyncio.timeout(min(left, self.timeout_s)):
                return await self.inner(request)
        except TimeoutError as error:
            if left < self.timeout_s:
                raise self._too_late() from error
            message = f"{self.name} didn't reply in {self.timeout_s:g} s"
            raise Transient(message, kind="timeout") from error

    def _too_late(self) -> Permanent:
        return Permanent(f"no time left for {self.name}", kind="deadline")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedModel:
    """Refuses calls while the breaker of its endpoint is open."""

    inner: Model
    breaker: Breaker

    @property
    def name(self) -> str:
        return self.inner.name

    async def __call__(self, request: Request[R]) -> Reply[R]:
        return await self.breaker(lambda: self.inner(request))


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryingModel:
    """Retries transient failures; `wait_s` is about the first wait in seconds."""

    inner: Model
    attempts: int = 3
    wait_s: float = 0.2
    clock: Callable[[], float] = time.time

    @property
    def name(self) -> str:
        return self.inner.name

    async def __call__(self, request: Request[R]) -> Reply[R]:
        """The usage of failed tries is added to the reply's, or to the last failure's."""
        spent = Usage()

        async def attempt() -> Reply[R]:
            nonlocal spent
            try:
                return await self.inner(request)
            except Failure as failure:
                spent = failure.usage = spent + failure.usage
                raise

        reply = await retrying(
            attempt,
            attempts=self.attempts,
            deadline=request.deadline,
            wait_s=self.wait_s,
            clock=self.clock,
        )
        return replace(reply, usage=reply.usage + spent) if spent.calls else reply


def _unobserved(model: str, failure: Failure) -> None:
    """Ignores a failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FallbackModel:
    """Asks `models`, at least one, in turn until one replies; `name` is the first one's.

    The reply lists earlier failures, and `on_failure` is called with each. If all fail, the last
    error is raised; once the deadline has passed, no other model is asked.
    """

    models: Sequence[Model]
    on_failure: Callable[[str, Failure], None] = _unobserved

    @property
    def name(self) -> str:
        return self.models[0].name

    async def __call__(self, request: Request[R]) -> Reply[R]:
        failures: list[Failure] = []
        spent = Usage()
        for model in self.models:
            try:
                reply = await model(request)
            except Failure as error:
                self.on_failure(model.name, error)
                failures.append(error)
                spent += error.usage
                if error.kind == "deadline":
                    break
            else:
                kinds = tuple(failure.kind for failure in failures)
                if not kinds:
                    return reply
                failed = (*kinds, *reply.failures)
                return replace(reply, failures=failed, usage=reply.usage + spent)
        last = failures[-1]
        total = type(last)(str(last), kind=last.kind)  # others may hold the original
        total.usage = spent
        raise total from last
