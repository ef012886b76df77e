"""Prometheus counters and histograms, with a bounded number of series."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from lexhop.resilience.breaker import BreakerState
from lexhop.resilience.cache import CacheOutcome
from lexhop.state.options import PRESETS
from lexhop.state.records import Answer, FailureKind, Status, StopReason

_OTHER = "other"
_FAILED = "failed"
_EXTRACTIVE = "extractive"
_STATUSES = frozenset({*get_args(Status), _FAILED})
_REASONS = frozenset(get_args(StopReason))
_FAILURES = frozenset(get_args(FailureKind))
_OUTCOMES = frozenset(get_args(CacheOutcome))
_ROLES = frozenset({"decompose", "assess", "write", "repair", "entail", "judge"})
_TIERS = frozenset({"embeddings", "results", "replies", "session"})
_BREAKER: dict[BreakerState, int] = {"closed": 0, "half_open": 1, "open": 2}
# Bucket bounds in seconds: milliseconds without a model, up to a minute with one.
_ANSWER_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120)
_RETRIEVAL_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
_GENERATION_S = (0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60)
_HOPS = (0, 1, 2, 3, 4, 5)


class BreakerView(Protocol):
    """What the metrics read of a circuit breaker."""

    @property
    def name(self) -> str: ...

    @property
    def state(self) -> BreakerState: ...


class Metrics:
    """A `Meter`, and a `CacheObserver`, with its own registry.

    Unknown label values count as "other"; `models` are the known models. Where several processes
    answer (PROMETHEUS_MULTIPROC_DIR is set for all of them), `shared` is that folder, and each
    process renders the sum of all.
    """

    def __init__(
        self,
        *,
        models: Collection[str] = (),
        breakers: Sequence[BreakerView] = (),
        registry: CollectorRegistry | None = None,
        shared: Path | None = None,
    ) -> None:
        self._models = frozenset({*models, _EXTRACTIVE})
        self._breakers = breakers
        self._shared = shared
        self._registry = own = registry or CollectorRegistry()
        self._requests = Counter(
            "rag_requests_total", "Questions that ended.", ["status", "preset"], registry=own
        )
        self._answer_s = Histogram(
            "rag_request_duration_seconds",
            "From a question to its end.",
            buckets=_ANSWER_S,
            registry=own,
        )
        self._active_hops = Gauge(
            "rag_active_hops", "Hops under way.", registry=own, multiprocess_mode="livesum"
        )
        self._retrieval_s = Histogram(
            "rag_retrieval_duration_seconds", "One search.", buckets=_RETRIEVAL_S, registry=own
        )
        self._generation_s = Histogram(
            "rag_generation_duration_seconds",
            "One piece of reasoning.",
            ["role"],
            buckets=_GENERATION_S,
            registry=own,
        )
        self._hops = Histogram("rag_hops", "Hops of an answer.", buckets=_HOPS, registry=own)
        self._tokens = Counter(
            "rag_tokens_total", "Tokens of models.", ["direction", "model"], registry=own
        )
        self._cost = Counter("rag_cost_usd_total", "Cost of models in US dollars.", registry=own)
        self._cache = Counter(
            "rag_cache_requests_total", "Looks into a cache.", ["tier", "outcome"], registry=own
        )
        self._errors = Counter("rag_errors_total", "Failures.", ["type"], registry=own)
        self._breaker = Gauge(
            "rag_breaker_state",
            "0 closed, 1 half open, 2 open.",
            ["dependency"],
            registry=own,
            multiprocess_mode="livemax",
        )
        self._abstentions = Counter("rag_abstentions_total", "No answer given.", registry=own)
        self._reasons = Counter(
            "rag_stop_reasons_total", "Why the search ended.", ["reason"], registry=own
        )

    def answered(self, answer: Answer) -> None:
        self._ended(answer.status, answer.preset, answer.took_ms / 1000)
        self._hops.observe(len(answer.hops))
        self._reasons.labels(_known(answer.stop_reason, _REASONS)).inc()
        if answer.status == "abstained":
            self._abstentions.inc()
        model = _known(answer.model, self._models)
        self._tokens.labels("input", model).inc(answer.usage.input_tokens)
        self._tokens.labels("output", model).inc(answer.usage.output_tokens)
        self._cost.inc(answer.usage.cost_usd)

    def failed(self, kind: str, *, preset: str, seconds: float) -> None:
        self._ended(_FAILED, preset, seconds)
        self.errored(kind)

    def hop(self) -> AbstractContextManager[object]:
        return self._active_hops.track_inprogress()

    def retrieved(self, seconds: float) -> None:
        self._retrieval_s.observe(seconds)

    def generated(self, role: str, seconds: float) -> None:
        self._generation_s.labels(_known(role, _ROLES)).observe(seconds)

    def cache_used(self, tier: str, outcome: CacheOutcome, times: int) -> None:
        self._cache.labels(_known(tier, _TIERS), _known(outcome, _OUTCOMES)).inc(times)

    def errored(self, kind: str) -> None:
        self._errors.labels(_known(kind, _FAILURES)).inc()

    def render(self) -> bytes:
        """All of it in Prometheus's text format."""
        self._look_at_breakers()
        if self._shared is None:
            return generate_latest(self._registry)
        of_all = CollectorRegistry()
        MultiProcessCollector(of_all, path=str(self._shared))  # type: ignore[no-untyped-call]
        return generate_latest(of_all)

    def _ended(self, status: str, preset: str, seconds: float) -> None:
        self._requests.labels(_known(status, _STATUSES), _known(preset, PRESETS)).inc()
        self._answer_s.observe(seconds)
        self._look_at_breakers()

    def _look_at_breakers(self) -> None:
        for breaker in self._breakers:
            self._breaker.labels(breaker.name).set(_BREAKER[breaker.state])


def _known(value: str, known: Collection[str]) -> str:
    return value if value in known else _OTHER
