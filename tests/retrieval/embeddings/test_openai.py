"""Embeddings over the wire: what comes of a server that answers, refuses, fails or hangs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TypeVar

import pytest

from lexhop.resilience.errors import Failure, Permanent, Transient
from lexhop.retrieval.embeddings.embedder import Embedder, Retrying, embedder, once
from tests.fake_openai import FakeOpenAI, Fault, Rule

pytestmark = pytest.mark.skipif(
    find_spec("langchain_openai") is None, reason="the extra isn't installed"
)
MODEL = "text-embedding-3-small"
Made = TypeVar("Made")


@pytest.fixture
def server(fake_openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> FakeOpenAI:
    monkeypatch.setenv("OPENAI_BASE_URL", fake_openai.base_url)
    monkeypatch.setenv("OPENAI_API_KEY", fake_openai.api_key)
    return fake_openai


OfServer = Callable[..., Embedder]


@pytest.fixture
async def of_server() -> AsyncIterator[OfServer]:
    """Makes embedders, and closes their connections after the test."""
    async with AsyncExitStack() as open_ones:

        def make(model: str = MODEL, batch: int = 64, retrying: Retrying = once) -> Embedder:
            made = embedder(f"openai:{model}", batch=batch, retrying=retrying)
            open_ones.push_async_callback(made.aclose)
            return made

        yield make


async def test_texts_go_in_batches_as_they_are(server: FakeOpenAI, of_server: OfServer) -> None:
    texts = ["a", "bb", "a", "Æblet § 2", "e"]
    vectors = await of_server(batch=2).aembed_documents(texts)
    assert [one.body["input"] for one in server.requests()] == [texts[:2], texts[2:4], texts[4:]]
    assert len({len(one) for one in vectors}) == 1
    assert vectors[0] == vectors[2] != vectors[1]
    assert await of_server().aembed_query("bb") == pytest.approx(vectors[1])
    assert await of_server().aembed_documents([]) == []


@dataclass(frozen=True, kw_only=True)
class Case:
    fault: Fault
    error: type[Failure]
    kind: str
    says: str
    retry_after: float | None = None
    retry_after_s: float = 1


CASES = (
    Case(
        fault=Fault.RATE_LIMITED,
        error=Transient,
        kind="rate_limited",
        says="try again later",
        retry_after_s=7,
        retry_after=7.0,
    ),
    Case(
        fault=Fault.RATE_LIMITED_MS,
        error=Transient,
        kind="rate_limited",
        says="answered with 429",
        retry_after_s=0.25,
        retry_after=0.25,
    ),
    Case(
        fault=Fault.RATE_LIMITED_DATE,
        error=Transient,
        kind="rate_limited",
        says="try again later",
        retry_after_s=600,
        retry_after=600.0,
    ),
    Case(fault=Fault.QUOTA, error=Permanent, kind="not_allowed", says="no credit left"),
    Case(fault=Fault.SERVER_ERROR, error=Transient, kind="unavailable", says="answered with 500"),
    Case(fault=Fault.CUT, error=Transient, kind="connection", says="check OPENAI_BASE_URL"),
    Case(fault=Fault.CUT_BODY, error=Transient, kind="connection", says="check OPENAI_BASE_URL"),
    Case(fault=Fault.INVALID_BODY, error=Transient, kind="bad_reply", says="check OPENAI_BASE_URL"),
    Case(
        fault=Fault.WRONG_CONTENT_TYPE,
        error=Transient,
        kind="bad_reply",
        says="check OPENAI_BASE_URL",
    ),
    Case(fault=Fault.UNAUTHORIZED, error=Permanent, kind="not_allowed", says="set OPENAI_API_KEY"),
    Case(
        fault=Fault.UNKNOWN_MODEL, error=Permanent, kind="unknown_model", says="LEXHOP_EMBEDDINGS"
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[case.fault.value for case in CASES])
async def test_a_failure_is_one_line_that_says_whether_trying_again_helps(
    server: FakeOpenAI, of_server: OfServer, case: Case
) -> None:
    server.add(Rule(endpoint="embeddings", fault=case.fault, retry_after_s=case.retry_after_s))
    with pytest.raises(Failure) as raised:
        await of_server().aembed_query("egg")
    failure = raised.value
    assert type(failure) is case.error
    assert failure.kind == case.kind
    assert case.says in str(failure)
    assert "\n" not in str(failure)
    assert len(server.requests()) == 1, "the SDK makes no tries of its own"
    if isinstance(failure, Transient) and case.retry_after is not None:
        assert failure.retry_after == pytest.approx(
            case.retry_after, abs=5 * (case.retry_after > 60)
        )


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.STALL, Fault.DRIP])
async def test_what_never_ends_is_given_up(server: FakeOpenAI, fault: Fault) -> None:
    from lexhop.retrieval.embeddings.openai import OpenAIVectors

    server.add(Rule(endpoint="embeddings", fault=fault, pause_ms=50))
    made = await asyncio.to_thread(OpenAIVectors, MODEL, timeout_s=0.3)
    with pytest.raises(Transient, match="did not answer in") as raised:
        await made.aembed_query("egg")
    await made.aclose()
    assert raised.value.kind == "timeout"
    await server.until(lambda counts: counts.in_flight == 0)


async def test_the_servers_own_reason_is_told(server: FakeOpenAI, of_server: OfServer) -> None:
    with pytest.raises(Permanent, match=r"no-such-model.*\(404\)"):
        await of_server("no-such-model").aembed_query("egg")
    with pytest.raises(Permanent, match=r"400 .*empty string.*LEXHOP_CHUNK_") as raised:
        await of_server().aembed_documents(["egg", ""])
    assert raised.value.kind == "rejected"


async def test_no_server_and_no_key_are_told(
    of_server: OfServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Permanent, match="set OPENAI_API_KEY"):
        await of_server().aembed_query("egg")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-any")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with pytest.raises(Transient, match="no connection"):
        await of_server().aembed_query("egg")


async def test_each_batch_is_tried_again_by_the_layer_that_is_given(
    server: FakeOpenAI, of_server: OfServer
) -> None:
    waits: list[float | None] = []

    async def twice(call: Callable[[], Awaitable[Made]]) -> Made:
        try:
            return await call()
        except Transient as error:
            waits.append(error.retry_after)
            return await call()

    server.add(Rule(endpoint="embeddings", text="c", fault=Fault.UNAVAILABLE, times=1))
    made = of_server(batch=2, retrying=twice)
    assert len(await made.aembed_documents(["a", "b", "c", "d"])) == 4
    asked = [one.body["input"] for one in server.requests()]
    assert asked == [["a", "b"], ["c", "d"], ["c", "d"]]
    assert waits == [1.0]
