"""What Prometheus reads of what happened."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from lexhop.observability.metrics import Metrics
from lexhop.observability.ports import Meter, Unmetered
from lexhop.resilience.breaker import BreakerState
from lexhop.resilience.tiers import CacheObserver
from lexhop.state.records import Answer, Hop, Usage

ANSWER = Answer(
    question="Hvad er skat?",
    text="",
    status="abstained",
    hops=(Hop(number=1, queries=(), found=(), verdict="gap"),) * 2,
    stop_reason="no_evidence",
    preset="fast",
    model="small",
    usage=Usage(calls=2, input_tokens=300, output_tokens=20, cost_usd=0.25),
    took_ms=1500,
)


def samples(rendered: bytes) -> dict[tuple[str, ...], float]:
    """Value by name and labels, without the buckets and times of creation."""
    return {
        (sample.name, *(f"{name}={value}" for name, value in sorted(sample.labels.items()))): (
            sample.value
        )
        for family in text_string_to_metric_families(rendered.decode())
        for sample in family.samples
        if not sample.name.endswith(("_bucket", "_created"))
    }


def test_an_answer_is_counted_with_all_that_it_tells() -> None:
    metrics = Metrics(models=["small"])
    metrics.answered(ANSWER)
    metrics.answered(replace(ANSWER, status="answered", stop_reason="sufficient"))
    read = samples(metrics.render())
    assert read["rag_requests_total", "preset=fast", "status=abstained"] == 1
    assert read["rag_requests_total", "preset=fast", "status=answered"] == 1
    assert read["rag_request_duration_seconds_sum",] == 3.0
    assert (read["rag_hops_count",], read["rag_hops_sum",]) == (2, 4)
    assert read["rag_tokens_total", "direction=input", "model=small"] == 600
    assert read["rag_tokens_total", "direction=output", "model=small"] == 40
    assert read["rag_cost_usd_total",] == 0.5
    assert read["rag_abstentions_total",] == 1
    assert read["rag_stop_reasons_total", "reason=no_evidence"] == 1


def test_work_is_timed_and_counted() -> None:
    metrics = Metrics()
    metrics.retrieved(0.004)
    metrics.generated("write", 2.0)
    metrics.cache_used("results", "hit", 3)
    metrics.errored("timeout")
    metrics.failed("deadline", preset="fast", seconds=9)
    with metrics.hop(), metrics.hop():
        assert samples(metrics.render())["rag_active_hops",] == 2
    read = samples(metrics.render())
    assert read["rag_active_hops",] == 0
    assert read["rag_retrieval_duration_seconds_sum",] == 0.004
    assert read["rag_generation_duration_seconds_sum", "role=write"] == 2.0
    assert read["rag_cache_requests_total", "outcome=hit", "tier=results"] == 3
    assert read["rag_errors_total", "type=timeout"] == 1
    assert read["rag_errors_total", "type=deadline"] == 1
    assert read["rag_requests_total", "preset=fast", "status=failed"] == 1


def test_a_hop_that_breaks_is_no_longer_under_way() -> None:
    metrics = Metrics()
    with pytest.raises(ValueError, match="broken"), metrics.hop():
        raise ValueError("broken")
    assert samples(metrics.render())["rag_active_hops",] == 0


def test_what_is_not_known_beforehand_is_other() -> None:
    metrics = Metrics(models=["small"])
    metrics.answered(replace(ANSWER, model="extractive"))
    before = len(metrics.render().splitlines())
    for number in range(50):
        odd = f"odd-{number}"
        metrics.answered(replace(ANSWER, model=odd, preset=odd, stop_reason=odd, status=odd))  # type: ignore[arg-type]
        metrics.generated(odd, 1)
        metrics.cache_used(odd, odd, 1)  # type: ignore[arg-type]
        metrics.errored(odd)
        metrics.failed(odd, preset=odd, seconds=1)
    rendered = metrics.render()
    assert b"odd" not in rendered
    assert len(rendered.splitlines()) < before + 40
    read = samples(rendered)
    assert read["rag_requests_total", "preset=other", "status=other"] == 50
    assert read["rag_tokens_total", "direction=input", "model=other"] == 50 * 300
    assert read["rag_tokens_total", "direction=input", "model=extractive"] == 300
    assert read["rag_errors_total", "type=other"] == 100


@dataclass
class Switch:
    name: str = "openai"
    state: BreakerState = "closed"


def test_a_breaker_is_read_when_somebody_looks() -> None:
    switch = Switch()
    metrics = Metrics(breakers=[switch])
    read = []
    for state in ("closed", "half_open", "open"):
        switch.state = state  # type: ignore[assignment]
        read.append(samples(metrics.render())["rag_breaker_state", "dependency=openai"])
    assert read == [0, 1, 2]


def test_two_of_them_know_nothing_of_each_other() -> None:
    one, another = Metrics(), Metrics()
    one.retrieved(1)
    assert samples(another.render())["rag_retrieval_duration_seconds_count",] == 0


def test_it_is_what_others_ask_for() -> None:
    meters: list[Meter] = [Metrics(), Unmetered()]
    for meter in meters:
        meter.answered(ANSWER)
        meter.failed("timeout", preset="fast", seconds=1)
        meter.retrieved(1)
        meter.generated("write", 1)
        meter.errored("timeout")
        with meter.hop():
            pass
    observer: CacheObserver = Metrics()
    observer.cache_used("session", "miss", 1)


def test_each_of_several_processes_renders_the_sum_of_all(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from observability.metrics import Metrics;"
        "metrics = Metrics(shared=Path(sys.argv[1])); metrics.retrieved(1.5);"
        "sys.stdout.buffer.write(metrics.render())"
    )
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for count in (1, 2):
        out = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            env=environment,
            capture_output=True,
            check=True,
        ).stdout
        assert samples(out)["rag_retrieval_duration_seconds_sum",] == count * 1.5
