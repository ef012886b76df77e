"""Telemetry of a run: a log line an event, metrics, and tags and metadata of its trace."""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from lexhop.observability.logging import bind_run, log, question_hash
from lexhop.observability.ports import Meter, Report, Tracer, Unmetered, _unread
from lexhop.state.records import Answer, Hop


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTelemetry:
    """A `Telemetry` that reports numbers and our own words only, never a question's text.

    `about` is the same for all runs: the collection, the hashes of prompts.
    """

    key: bytes
    about: Mapping[str, object] = field(default_factory=dict)
    meter: Meter = field(default_factory=Unmetered)
    tracer: Tracer | None = None

    def entered(self, run_id: str) -> str:
        run_id = run_id or (self.tracer.trace_id() if self.tracer else "")
        bind_run(run_id)
        return run_id

    def began(self, question: str, *, preset: str, corpus_version: str) -> None:
        hashed = question_hash(question, self.key)
        log("question", question=hashed, preset=preset, corpus_version=corpus_version)
        if self.tracer:
            self.tracer.note(
                (preset,),
                question_hash=hashed,
                preset=preset,
                corpus_version=corpus_version,
                **self.about,
            )

    def hop(self) -> AbstractContextManager[object]:
        return self.meter.hop()

    def hopped(self, hop: Hop) -> None:
        log(
            "hop",
            number=hop.number,
            queries=len(hop.queries),
            found=len(hop.found),
            verdict=hop.verdict,
            missing=len(hop.missing),
            took_ms=hop.took_ms,
        )

    def answered(self, answer: Answer, *, sentences: int, rejected: int) -> None:
        figures: dict[str, Any] = {
            "status": answer.status,
            "stop_reason": answer.stop_reason,
            "model": answer.model,
            "hops": len(answer.hops),
            "citations": len(answer.citations),
            "gaps": len(answer.gaps),
            "struck": rejected,
        }
        usage = answer.usage
        log(
            "answer",
            **figures,
            calls=usage.calls,
            tokens=usage.tokens,
            cost_usd=usage.cost_usd,
            took_ms=answer.took_ms,
        )
        if self.tracer:
            self.tracer.note((answer.status, answer.stop_reason), **figures)
            grounded = {"grounded": 1 - rejected / sentences} if sentences else {}
            self.tracer.score(abstained=float(answer.status == "abstained"), **grounded)

    @contextmanager
    def searching(self, query: str) -> Iterator[Report]:
        started = time.perf_counter()
        with ExitStack() as stack:
            report = stack.enter_context(self.tracer.searching(query)) if self.tracer else _unread
            yield report
            self.meter.retrieved(time.perf_counter() - started)

    def reasoned(self, role: str, seconds: float) -> None:
        self.meter.generated(role, seconds)

    def failed(self, what: str, kind: str, *, instead: str = "") -> None:
        """Counts as an error only if nothing took over."""
        log("failed", level=logging.WARNING, what=what, kind=kind, instead=instead)
        if not instead:
            self.meter.errored(kind)
        if self.tracer:
            name = "fallback" if instead else "failed try"
            self.tracer.event(name, what=what, kind=kind, instead=instead)
