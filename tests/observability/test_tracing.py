"""The tree of an answer as a sink gets it: what is in it, and that it costs no answer."""

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import langsmith
import pytest
from langsmith.run_helpers import get_current_run_tree, traceable

from lexhop.app import LocalServices, open_services
from lexhop.graph.pipeline.qa import QAPipeline
from lexhop.observability.ports import NoSuchRun, Unreachable
from lexhop.observability.redaction.export import ExportRedaction
from lexhop.observability.scores import LangSmithScores
from lexhop.observability.tracing import Tracing, open_client, start_tracing
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.records import Answer
from tests.fake_langsmith.client import FakeLangSmith
from tests.fake_openai.client import FakeOpenAI
from tests.fake_openai.rules import Fault, Rule

TWO_HOPS = (
    "Hvor meget skal der betales i rente, når Puljestyrelsen kræver et tilskud fra "
    "cykelpuljen tilbagebetalt?"
)


@asynccontextmanager
async def opened(examples: LanceStore) -> AsyncIterator[tuple[LocalServices, QAPipeline]]:
    services = await asyncio.to_thread(open_services)
    async with services.pipeline(examples) as pipeline:
        yield services, pipeline


async def asked(question: str, examples: LanceStore) -> Answer:
    async with opened(examples) as (services, pipeline):
        answer = await pipeline.ask(question)
        await asyncio.to_thread(services.telemetry.close)
        return answer


def shape(sink: FakeLangSmith, run_id: str) -> list[str]:
    """Name and type of each span, indented."""
    return [re.split(r" \d+ ms", line)[0] for line in sink.tree(run_id).splitlines()]


def named(runs: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [run for run in runs if run["name"] == name]


async def test_an_answer_is_a_tree_with_a_span_a_node_and_a_search(
    traced: FakeLangSmith, examples: LanceStore
) -> None:
    answer = await asked(TWO_HOPS, examples)
    runs = await asyncio.to_thread(traced.ended_runs, 16, answer.run_id)
    # A question for a rate is asked in the words of acts as well, in the acts that it names.
    first = ["  retrieve (chain)", *["    search (retriever)"] * 4]
    hop = ["  retrieve (chain)", *["    search (retriever)"] * 3]
    reason = ["  reason (chain)", "    after_reason (chain)"]
    assert shape(traced, answer.run_id) == [
        "lexhop (chain)", "  decompose (chain)", *first, *reason, *hop, *reason,
        "  answer (chain)",
    ]  # fmt: skip
    root = runs[0]["extra"]["metadata"]
    assert len(root.pop("question_hash")) == 16
    assert set(root.pop("prompt_hashes")) >= {"write.da", "write.en", "decompose.da"}
    assert {name: root[name] for name in ("preset", "status", "stop_reason", "model")} == {
        "preset": "fast",
        "status": answer.status,
        "stop_reason": answer.stop_reason,
        "model": "extractive",
    }
    assert (root["corpus_version"], root["hops"]) == (answer.corpus_version, 2)
    assert root["collection"] == examples.folder.name
    assert set(runs[0]["tags"]) >= {"fast", answer.status, answer.stop_reason}
    assert runs[0]["outputs"]["answer"]["text"] == answer.text
    document = named(runs, "search")[0]["outputs"]["documents"][0]
    assert (document["type"], set(document["metadata"])) == (
        "Document",
        {"citation", "provision", "score", "via", "url"},
    )
    assert document["page_content"].startswith("§ 18. Puljestyrelsen")
    given = {(one["key"], one["score"], one["run_id"]) for one in traced.feedback()}
    assert given == {("abstained", 0.0, answer.run_id), ("grounded", 1.0, answer.run_id)}
    assert traced.unknown() == []


async def test_a_models_calls_have_usage_cost_and_prompt_and_their_troubles_are_events(
    traced: FakeLangSmith,
    examples: LanceStore,
    fake_openai: FakeOpenAI,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", fake_openai.api_key)
    monkeypatch.setenv("OPENAI_BASE_URL", fake_openai.base_url)
    monkeypatch.setenv("LEXHOP_MODEL", "gpt-4.1-mini")
    fake_openai.add(
        Rule(schema_name="PlanReply", fault=Fault.SERVER_ERROR, times=1),
        Rule(schema_name="DraftReply", fault=Fault.UNAUTHORIZED),
        Rule(responder="honest"),
    )
    async with opened(examples) as (services, pipeline):
        answer = await pipeline.ask(TWO_HOPS)
        again = await pipeline.ask(TWO_HOPS.upper())
        await asyncio.to_thread(services.telemetry.close)
    runs = await asyncio.to_thread(traced.ended_runs, 10, answer.run_id)
    calls = [run for run in runs if run["run_type"] == "llm"]
    parents = {run["id"]: run["name"] for run in runs}
    assert [(parents[one["parent_run_id"]], one["name"]) for one in calls] == [
        ("decompose", "decompose"), ("decompose", "decompose"), ("reason", "assess"),
        ("answer", "write"),
    ]  # fmt: skip
    failed, plan, *_ = calls
    assert "500" in failed["error"]
    metadata = plan["extra"]["metadata"]
    assert (metadata["role"], metadata["prompt"]) == ("decompose", "decompose.da")
    assert metadata["prompt_hash"] == runs[0]["extra"]["metadata"]["prompt_hashes"]["decompose.da"]
    assert (metadata["ls_provider"], metadata["ls_model_name"]) == ("openai", "gpt-4.1-mini")
    usage = metadata["usage_metadata"]
    paid = usage["input_tokens"] * 0.4 + usage["output_tokens"] * 1.6
    assert usage["total_cost"] == pytest.approx(paid / 1_000_000)
    troubles = {
        run["name"]: [one["name"] for one in run["events"] if one["name"] not in ("start", "end")]
        for run in runs
        if run["run_type"] == "chain"
    }
    assert troubles["decompose"] == ["failed try"]
    assert troubles["answer"] == ["failed try", "fallback"]
    second = await asyncio.to_thread(traced.ended_runs, 8, again.run_id)
    search = named(second, "search")[-1]
    assert "cache hit" in [one["name"] for one in search["events"]]


async def test_a_trace_that_is_not_sampled_sends_nothing(
    traced: FakeLangSmith, examples: LanceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING_SAMPLING_RATE", "0")
    answer = await asked(TWO_HOPS, examples)
    assert answer.citations
    assert traced.runs() == traced.feedback() == []


async def test_off_is_off(
    traced: FakeLangSmith, examples: LanceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "false")
    async with opened(examples) as (services, pipeline):
        assert (await pipeline.ask(TWO_HOPS)).citations
    assert services.telemetry.tracing is None
    assert traced.calls() == []


async def test_without_a_key_nothing_is_traced_and_one_line_says_so(
    traced: FakeLangSmith, examples: LanceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGSMITH_API_KEY", "")
    monkeypatch.delenv("LANGSMITH_ENDPOINT")
    async with opened(examples) as (services, pipeline):
        assert (await pipeline.ask(TWO_HOPS)).citations
    assert services.telemetry.close().startswith("LANGSMITH_API_KEY is not set")


@pytest.mark.parametrize("mode", ["hang", "drop", "500"])
async def test_an_endpoint_that_is_ill_costs_no_answer_and_little_memory(
    traced: FakeLangSmith, examples: LanceStore, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING_QUEUE_MAX_SIZE", "20")
    async with opened(examples) as (services, pipeline):
        tracing = services.telemetry.tracing
        assert tracing is not None
        first = await pipeline.ask(TWO_HOPS)
        await asyncio.to_thread(tracing.client.flush, 5)
        traced.misbehave(mode)
        later = [await pipeline.ask(f"{TWO_HOPS} {number}") for number in range(8)]
        assert all(one.citations for one in (first, *later))
        waiting = tracing.client.tracing_queue
        assert waiting is not None
        assert waiting.qsize() <= 20
        started = time.monotonic()
        await asyncio.to_thread(tracing.close, 0.3)
        assert time.monotonic() - started < 20, "it would wait for as long as the endpoint hangs"
    if mode != "hang":
        assert "not all traces" in await asyncio.to_thread(services.telemetry.close)
    traced.behave()


def tracing_of(sink: FakeLangSmith) -> Tracing:
    return start_tracing(ExportRedaction())


def test_a_user_scores_an_answer(traced: FakeLangSmith) -> None:
    tracing = tracing_of(traced)

    @traceable(name="ask")
    def ask() -> Any:
        run = get_current_run_tree()
        assert run is not None
        return run.id

    run_id = ask()
    tracing.client.flush()
    traced.ended_runs(1)
    scores = LangSmithScores(open_client(ExportRedaction()))
    scores.give(run_id, key="user_score", score=1, comment="ring til 20 30 40 50, a@b.dk")
    (given,) = (one for one in traced.feedback() if one["key"] == "user_score")
    assert (given["run_id"], given["key"], given["score"]) == (str(run_id), "user_score", 1)
    assert given["comment"] == "ring til [PHONE], [EMAIL]"
    unknown = langsmith.uuid7()
    with pytest.raises(NoSuchRun):
        scores.give(unknown, key="user_score", score=1)
    traced.misbehave("500")
    with pytest.raises(Unreachable):
        scores.give(run_id, key="user_score", score=1)
    traced.behave()


def test_an_experiment_does_not_tell_who_made_the_last_commit(traced: FakeLangSmith) -> None:
    client = tracing_of(traced).client
    git = {"commit": "a1b2c3", "author_name": "Ole Olsen", "author_email": "ole@example.org"}
    client.create_project(
        "lexhop-12345678",
        metadata={"git": git, "by": "ole@example.org"},
        description="tlf 20304050",
    )
    (project,) = traced.projects()
    assert project["name"] == "lexhop-12345678"
    raw = traced.raw()
    assert b"a1b2c3" in raw
    for told in (b"Ole Olsen", b"ole@example.org", b"20304050"):
        assert told not in raw


def test_the_environment_is_given_defaults_and_keeps_what_it_has(
    traced: FakeLangSmith, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING_QUEUE_MAX_SIZE", "7")
    waiting = tracing_of(traced).client.tracing_queue
    assert waiting is not None
    assert waiting.maxsize == 7
    assert os.environ["LANGSMITH_DISABLE_RUN_COMPRESSION"] == "true"
