"""Models that report to telemetry: the time of a reply, a failed try."""

import time
from dataclasses import dataclass

from lexhop.models.ports import Model, R, Reply, Request
from lexhop.observability.ports import Telemetry
from lexhop.resilience.errors import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class MeteredModel:
    """Times a reply over all its tries; belongs inside of a cache, outside of retries."""

    inner: Model
    telemetry: Telemetry

    @property
    def name(self) -> str:
        return self.inner.name

    async def __call__(self, request: Request[R]) -> Reply[R]:
        started = time.perf_counter()
        reply = await self.inner(request)
        self.telemetry.reasoned(request.role, time.perf_counter() - started)
        return reply


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedAttempts:
    """Reports each failed try; belongs inside of retries."""

    inner: Model
    telemetry: Telemetry

    @property
    def name(self) -> str:
        return self.inner.name

    async def __call__(self, request: Request[R]) -> Reply[R]:
        try:
            return await self.inner(request)
        except Failure as failure:
            self.telemetry.failed(f"model {self.name}", failure.kind)
            raise
