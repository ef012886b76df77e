"""Opens logs, metrics and traces for all runs of this process; costs nothing if none is set up."""

import atexit
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lexhop.observability.logging import installation_key, is_logging, log
from lexhop.observability.ports import NO_TELEMETRY, Telemetry
from lexhop.observability.redaction.export import ExportRedaction, Text
from lexhop.observability.run_telemetry import RunTelemetry
from lexhop.resilience.cache import CacheOutcome

if TYPE_CHECKING:
    from lexhop.observability.client import TokenPricing
    from lexhop.observability.metrics import Metrics
    from lexhop.observability.tracing import Tracing
    from lexhop.resilience.breaker import Breaker

_LOST = "not all traces could be sent; see LANGSMITH_ENDPOINT and LANGSMITH_API_KEY"
PATIENCE_S = 3.0
"""Seconds that sending the rest may take when the process ends."""


@dataclass(slots=True, kw_only=True)
class TelemetrySetup:
    """Logs, metrics and traces. A `CacheObserver`.

    `folder` stores the key of this installation's hashes. `breakers` is filled as they are built.
    """

    folder: Path
    text: Text = "redacted"
    breakers: "list[Breaker]" = field(default_factory=list)
    metrics: "Metrics | None" = None
    tracing: "Tracing | None" = None
    warning: str = ""
    _begun: bool = False

    def measure(self, models: frozenset[str]) -> Callable[[], bytes]:
        """Start counting; returns a function that renders all in Prometheus's text format."""
        from lexhop.observability.metrics import Metrics

        self.metrics = Metrics(models=models, breakers=self.breakers)
        return self.metrics.render

    def of_graph(self, about: Mapping[str, object], *, cost: "TokenPricing") -> Telemetry:
        """Telemetry for a graph; reads files. `about` goes into its traces, `cost` prices calls."""
        self.begin(cost)
        if not (self.metrics or self.tracing or is_logging()):
            return NO_TELEMETRY
        more = {"meter": self.metrics} if self.metrics else {}
        return RunTelemetry(
            key=installation_key(self.folder), about=about, tracer=self.tracing, **more
        )

    def cache_used(self, tier: str, outcome: CacheOutcome, times: int) -> None:
        if self.metrics:
            self.metrics.cache_used(tier, outcome, times)
        if self.tracing and outcome != "miss":
            self.tracing.event(f"cache {outcome}", tier=tier, times=times)

    def close(self) -> str:
        """Send the rest, in `PATIENCE_S` at most; returns one line of warning, or ""."""
        tracing, self.tracing = self.tracing, None
        if tracing is None:
            return self.warning
        tracing.close(PATIENCE_S)
        lost = tracing.problems
        return _LOST if lost else ""

    def begin(self, cost: "TokenPricing") -> None:
        """Start tracing, if the environment says so. Call it before any model is asked."""
        if self._begun:
            return
        self._begun = True
        from langsmith.utils import tracing_is_enabled  # LangGraph has imported it already

        if tracing_is_enabled() is not True:
            return
        from lexhop.observability.tracing import start_tracing, stop_tracing

        try:
            self.tracing = start_tracing(ExportRedaction(self.text), cost=cost)
        except ValueError as error:
            stop_tracing()
            self.warning = f"{error}, so nothing is traced; set it, or LANGSMITH_TRACING=false"
            log("not traced", level=logging.WARNING, reason=str(error))
        else:
            atexit.register(self.close)
