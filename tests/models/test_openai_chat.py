"""The adapter to an OpenAI-compatible endpoint, against a real server process."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, SecretStr

from lexhop.models.openai_chat import OpenAIChat
from lexhop.models.ports import Request
from lexhop.models.prices import Price, Prices
from lexhop.prompts import prompt
from lexhop.resilience.errors import Failure, Permanent, Transient
from tests.fake_openai import FakeOpenAI, Fault, Rule

PRICES = Prices({"gpt-4.1": Price(input=2, output=8, cached=0.5)})


class Colour(BaseModel):
    model_config = ConfigDict(extra="forbid")

    names: list[str]


def request(**other: Any) -> Request[Colour]:
    asking = prompt(
        "en", "decompose", question="Which colours?", acts="-", today="-", earlier="-", nonce="0"
    )
    plain: dict[str, Any] = {"role": "decompose", "temperature": 0.3, "max_tokens": 50}
    return Request(prompt=asking, reply=Colour, **{**plain, **other})


@pytest.fixture
def model(fake_openai: FakeOpenAI, connections: Any, monkeypatch: pytest.MonkeyPatch) -> OpenAIChat:
    monkeypatch.setenv("OPENAI_BASE_URL", fake_openai.base_url)
    key = SecretStr("sk-fake")
    return OpenAIChat(
        name="gpt-4.1", prices=PRICES, timeout_s=0.5, key=key, connections=connections
    )


async def given(fake: FakeOpenAI, **rule: Any) -> None:
    await asyncio.to_thread(fake.add, Rule(**rule))


async def test_a_call_sends_the_prompt_its_schema_and_options(
    fake_openai: FakeOpenAI, model: OpenAIChat
) -> None:
    await given(fake_openai, reply={"names": ["red", "blue"]}, cached_tokens=10)
    reply = await model(request())
    assert (reply.value.names, reply.model) == (["red", "blue"], "gpt-4.1")
    (sent,) = await asyncio.to_thread(fake_openai.requests)
    assert [one["role"] for one in sent.body["messages"]] == ["system", "user"]
    assert "Which colours?" in sent.body["messages"][1]["content"]
    assert sent.schema_name == "Colour"
    assert sent.body["temperature"] == 0.3
    assert sent.body.get("max_tokens", sent.body.get("max_completion_tokens")) == 50
    usage = reply.usage
    assert (usage.calls, usage.output_tokens) == (1, 1)
    paid = ((usage.input_tokens - 10) * 2 + 10 * 0.5 + 8) / 1e6
    assert usage.cost_usd == pytest.approx(paid)


async def test_a_stream_is_heard_as_it_grows_and_gives_the_same(
    fake_openai: FakeOpenAI, model: OpenAIChat
) -> None:
    await given(fake_openai, reply={"names": ["[a]", "b", "c"]}, pause_ms=1)
    heard: list[Any] = []
    reply = await model(request(on_partial=heard.append))
    assert reply.value.names == ["[a]", "b", "c"]
    assert heard[-1] == {"names": ["[a]", "b", "c"]}
    assert reply.usage.output_tokens > 0


@dataclass(frozen=True)
class Case:
    fault: Fault
    error: type[Failure]
    kind: str


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    "case",
    [
        Case(Fault.RATE_LIMITED, Transient, "rate_limited"),
        Case(Fault.SERVER_ERROR, Transient, "unavailable"),
        Case(Fault.UNAUTHORIZED, Permanent, "not_allowed"),
        Case(Fault.UNKNOWN_MODEL, Permanent, "unknown_model"),
        Case(Fault.STALL, Transient, "timeout"),
        Case(Fault.CUT, Transient, "connection"),
        Case(Fault.CUT_BODY, Transient, "connection"),
        Case(Fault.INVALID_CONTENT, Transient, "bad_reply"),
        Case(Fault.SCHEMA_VIOLATION, Transient, "bad_reply"),
        Case(Fault.EMPTY_CONTENT, Transient, "bad_reply"),
        Case(Fault.EMPTY_CHOICES, Transient, "bad_reply"),
        Case(Fault.WRONG_CONTENT_TYPE, Transient, "bad_reply"),
        Case(Fault.REFUSAL, Permanent, "refused"),
        Case(Fault.CONTENT_FILTER, Permanent, "refused"),
        Case(Fault.LENGTH, Permanent, "cut"),
    ],
    ids=lambda case: case.fault,
)
async def test_whatever_goes_wrong_is_a_typed_failure(
    fake_openai: FakeOpenAI, model: OpenAIChat, case: Case, streamed: bool
) -> None:
    await given(fake_openai, fault=case.fault, retry_after_s=7)
    with pytest.raises(case.error) as failed:
        await model(request(on_partial=(lambda _: None) if streamed else None))
    assert failed.value.kind == case.kind
    assert "sk-fake" not in str(failed.value)
    if case.fault is Fault.RATE_LIMITED:
        assert isinstance(failed.value, Transient)
        assert failed.value.retry_after == 7


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_cut_reply_gives_what_is_of_use_in_it_and_is_paid_for(
    fake_openai: FakeOpenAI, model: OpenAIChat, streamed: bool
) -> None:
    def first_of(partial: Any) -> Colour | None:
        return Colour(names=partial["names"][:1]) if partial.get("names") else None

    await given(fake_openai, reply={"names": ["red", "green", "blue", "grey"]}, fault=Fault.LENGTH)
    heard = (lambda _: None) if streamed else None
    reply = await model(request(on_partial=heard, salvage=first_of))
    assert (reply.value.names, reply.cut) == (["red"], True)
    assert reply.usage.calls == 1
    assert reply.usage.input_tokens > 0
    with pytest.raises(Permanent) as failed:
        await model(request(on_partial=heard, salvage=lambda _: None))
    assert failed.value.kind == "cut"
    assert failed.value.usage.input_tokens == reply.usage.input_tokens


async def test_no_call_is_tried_again_here(fake_openai: FakeOpenAI, model: OpenAIChat) -> None:
    await given(fake_openai, fault=Fault.SERVER_ERROR)
    with pytest.raises(Transient):
        await model(request())
    assert (await asyncio.to_thread(fake_openai.counts)).total == 1


def test_a_proxy_in_the_environment_is_used_without_a_word(
    connections: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    warned = "langchain_openai.chat_models._client_utils._proxy_env_warning_emitted"
    monkeypatch.setattr(warned, False)
    key = SecretStr("sk-fake")
    OpenAIChat(name="gpt-4.1", prices=PRICES, key=key, connections=connections)
    assert caplog.records == []
