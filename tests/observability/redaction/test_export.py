"""Personal data planted everywhere is nowhere in what leaves: traces, logs, figures, keys."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from langsmith.run_helpers import get_current_run_tree, traceable

from lexhop.app import open_services
from lexhop.corpus.citations.act_names import known_acts
from lexhop.corpus.ingest.pipeline import Ingest
from lexhop.corpus.text.tokens import token_counter
from lexhop.observability.logging import start_logging
from lexhop.observability.redaction.export import ExportRedaction
from lexhop.observability.tracing import start_tracing
from lexhop.resilience.cache import CacheOutcome, Counts, MemoryCache, Size
from lexhop.resilience.tiers import open_tiers
from lexhop.retrieval.stores.lance.store import LanceStore
from tests.fake_langsmith.client import FakeLangSmith
from tests.observability.redaction.personal_data import planted, traces

CPR, MAIL, PHONE = "010180-1234", "ole.olsen@example.org", "20 30 40 50"
ALL = f"cpr {CPR}, {MAIL}, tlf. {PHONE}"
ACT = f"""---
title: Lov om prøvetilskud (prøvetilskudsloven)
short_title: prøvetilskudsloven
---
§ 1. Ansøgning om prøvetilskud sendes til {MAIL} eller tlf. {PHONE}. Sagsbehandler har cpr {CPR}.

§ 2. Prøvetilskud udbetales efter § 1 inden 14 dage.
"""


def found(raw: str) -> list[str]:
    return [one for one in (CPR, CPR.replace("-", ""), MAIL, PHONE) if one in raw]


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(secrets=st.lists(planted, min_size=20, max_size=20))
def test_nothing_planted_in_a_run_or_in_feedback_leaves(
    traced: FakeLangSmith, secrets: list[str]
) -> None:
    traced.reset()
    client = start_tracing(ExportRedaction()).client

    @traceable(run_type="retriever", name="search")
    def search(secret: str) -> list[dict[str, Any]]:
        return [{"page_content": f"om {secret}", "metadata": {"url": secret}}]

    def ask(secret: str) -> str:
        run = get_current_run_tree()
        assert run is not None
        run.add_event({"name": secret, "kwargs": {"why": secret}})
        search(secret)
        raise ValueError(secret)

    for secret in secrets:
        traced_ask = traceable(name="ask", tags=[secret], metadata={"who": secret, secret: 1})(ask)
        with pytest.raises(ValueError, match=r".*"):
            traced_ask(f"Hvad gælder for {secret}?")
    client.flush(5)
    root = traced.ended_runs(2 * len(secrets))[0]
    for secret in secrets:
        client.create_feedback(
            root["id"], "user", score=1, comment=secret, value=secret, session_id=root["session_id"]
        )
        client.create_feedback(
            root["id"], comment=secret, trace_id=root["id"], session_id=root["session_id"]
        )
    client.flush(5)
    traced.wait_for(lambda: len(traced.feedback()) == 2 * len(secrets), "feedback")
    raw = traced.raw().decode()
    client.cleanup()
    assert raw.count("Hvad gælder for") >= len(secrets)
    for secret in secrets:
        for trace in (secret, json.dumps(secret)[1:-1], *traces(secret)):
            assert trace not in raw


@dataclass
class Watched:
    """A cache of which the keys are known."""

    inner: MemoryCache = field(default_factory=MemoryCache)
    keys: list[str] = field(default_factory=list)
    where: str = "memory"

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        self.keys += keys
        return await self.inner.get(keys)

    async def set(self, values: Mapping[str, bytes], *, ttl: float) -> None:
        await self.inner.set(values, ttl=ttl)

    def count(self, tier: str, outcome: CacheOutcome, times: int = 1) -> None: ...

    async def counts(self) -> Counts:
        return await self.inner.counts()

    async def size(self, prefix: str) -> Size:
        return await self.inner.size(prefix)

    async def clear(self, prefix: str) -> int:
        return await self.inner.clear(prefix)

    async def aclose(self) -> None: ...


@pytest.fixture
def store(tmp_path: Path) -> LanceStore:
    """An act with personal data in it."""
    (tmp_path / "acts").mkdir()
    (tmp_path / "acts" / "act.md").write_text(ACT, encoding="utf-8")
    store = LanceStore(tmp_path / "store")
    ingest = Ingest(collection=store, acts=known_acts(), tokens=token_counter())
    asyncio.run(ingest([tmp_path / "acts"]))
    return store


@pytest.fixture
def logged() -> Iterator[StringIO]:
    yield StringIO()
    start_logging("off")


async def everything_of(
    store: LanceStore, traced: FakeLangSmith, logged: StringIO
) -> tuple[str, str, str, str]:
    """What left as traces, logs, figures and keys of an answer, a failure and an abstention."""
    services = await asyncio.to_thread(open_services)
    figures = await asyncio.to_thread(services.measure)
    start_logging("debug", logged)
    cache = Watched()
    services = replace(services, tiers=open_tiers(cache, observers=[services.telemetry]))
    async with services.pipeline(store) as pipeline:
        answer = await pipeline.ask(f"Hvor sendes ansøgning om prøvetilskud? {ALL}")
        assert MAIL in " ".join(one.quote for one in answer.citations)
        await pipeline.ask(f"Hvem er {ALL}?")
        with pytest.raises(ValueError, match="shorten"):
            await pipeline.ask(ALL * 200)
        await store_away(store)
        with pytest.raises(Exception, match=r".+"):
            await pipeline.ask(f"Er {ALL} væk?")
    await asyncio.to_thread(services.telemetry.close)
    raw = await asyncio.to_thread(traced.raw)
    assert cache.keys
    return raw.decode(), logged.getvalue(), figures().decode(), " ".join(cache.keys)


async def store_away(store: LanceStore) -> None:
    """So that the next question fails."""

    async def version() -> str:
        raise OSError(f"no store for {ALL}")

    object.__setattr__(store, "version", version)


async def test_nothing_planted_in_questions_documents_and_errors_leaves(
    traced: FakeLangSmith, store: LanceStore, logged: StringIO
) -> None:
    sent, lines, figures, keys = await everything_of(store, traced, logged)
    assert [found(one) for one in (sent, lines, figures, keys)] == [[], [], [], []]
    assert "ansøgning om prøvetilskud" in sent.casefold()
    assert "[EMAIL]" in sent
    assert "prøvetilskud" not in (lines + figures + keys).casefold()
    events = [json.loads(line) for line in lines.splitlines()]
    told = {event["event"] for event in events}
    assert told >= {"question", "hop", "answer", "question failed"}
    assert all(event["run_id"] for event in events if event["event"] in ("question", "answer"))
    assert 'rag_requests_total{preset="fast",status="failed"} 2.0' in figures
    assert "rag_retrieval_duration_seconds_count" in figures
    assert 'rag_cache_requests_total{outcome="miss",tier="results"}' in figures


async def test_where_no_text_may_leave_only_our_own_words_do(
    traced: FakeLangSmith, store: LanceStore, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXHOP_TRACE_TEXT", "none")
    sent, *_ = await everything_of(store, traced, logged)
    assert found(sent) == []
    for word in ("prøvetilskud", "ansøgning", "sendes", "Hvor", "hvem", "§", "act.md"):
        assert word.casefold() not in sent.casefold(), word
    assert '"preset":"fast"' in sent
    assert '"status":"answered"' in sent or '"status":"partial"' in sent


def test_where_no_text_may_leave_names_tags_and_errors_are_ours_or_nothing() -> None:
    strict = ExportRedaction("none")
    cleaned = strict.of_run(
        {
            "tags": ["fast", "graph:step:12", "Jens Hansen", "hr. hansen"],
            "error": "ValueError('Jens Hansen')\n\nTraceback: Jens",
            "events": [{"name": "failed try", "time": "now", "kwargs": {"why": "Jens"}}],
            "extra": {"metadata": {"preset": "fast", "who": "Jens", "calls": 2}},
        }
    )
    assert cleaned == {
        "tags": ["fast", "graph:step:12"],
        "error": "ValueError",
        "events": [{"name": "failed try", "time": "now", "kwargs": {"why": "[TEXT]"}}],
        "extra": {"metadata": {"preset": "fast", "who": "[TEXT]", "calls": 2}},
    }
    assert [strict.name(one) for one in ("retrieve", "om Jens Hansen")] == ["retrieve", "[TEXT]"]


def test_what_can_not_be_read_does_not_leave() -> None:
    class Odd:
        def __repr__(self) -> str:
            raise RuntimeError(MAIL)

    assert ExportRedaction().of_run({"inputs": {"odd": Odd()}, "id": 1}) == {
        "inputs": {"value": "[UNREADABLE]"},
        "id": 1,
    }
