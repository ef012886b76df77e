"""Endpoints that are OpenAI's only nearly: each is understood after few refusals, and for good."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

import pytest

from lexhop.models.dialect import Dialect, adapted
from lexhop.models.openai_chat import OpenAIChat
from lexhop.models.reply_text import json_in
from lexhop.resilience.errors import Transient
from tests.fake_openai import FakeOpenAI, Quirk, Rule
from tests.models.test_openai_chat import model, request

__all__ = ["model"]


@dataclass(frozen=True)
class Odd:
    """An endpoint, and how many calls it takes until it is understood, the good one included."""

    quirks: tuple[Quirk, ...]
    calls: int


ODD = [
    Odd((), 1),
    Odd((Quirk.OWN_TEMPERATURE,), 2),
    Odd((Quirk.NO_JSON_SCHEMA,), 2),
    Odd((Quirk.ONLY_TOOLS,), 3),
    Odd((Quirk.ONLY_TEXT,), 4),
    Odd((Quirk.OLD_LIMIT,), 2),
    Odd((Quirk.NO_LIMIT,), 3),
    Odd((Quirk.THINKS,), 1),
    Odd((Quirk.FENCED,), 1),
    Odd((Quirk.THINKS, Quirk.FENCED), 1),
    Odd((Quirk.NULL_CONTENT,), 1),
    Odd((Quirk.ONLY_TEXT, Quirk.THINKS, Quirk.FENCED, Quirk.OWN_TEMPERATURE, Quirk.OLD_LIMIT), 6),
]


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: "+".join(odd.quirks) or "plain")
async def test_an_odd_endpoint_is_understood_and_remembered(
    fake_openai: FakeOpenAI, model: OpenAIChat, odd: Odd, streamed: bool
) -> None:
    rule = Rule(reply={"names": ["red", "}{", "blue"]}, quirks=frozenset(odd.quirks))
    await asyncio.to_thread(fake_openai.add, rule)
    heard: list[Any] = []
    asking = request(on_partial=heard.append if streamed else None)
    reply = await model(asking)
    assert reply.value.names == ["red", "}{", "blue"]
    assert reply.usage.calls == 1, "a refused call costs nothing"
    assert (await asyncio.to_thread(fake_openai.counts)).total == odd.calls
    assert (await model(asking)).value == reply.value
    assert (await asyncio.to_thread(fake_openai.counts)).total == odd.calls + 1
    if streamed and Quirk.NULL_CONTENT not in odd.quirks:
        assert heard[-1] == {"names": ["red", "}{", "blue"]}


async def test_a_stream_without_options_for_its_usage(
    fake_openai: FakeOpenAI, model: OpenAIChat
) -> None:
    rule = Rule(reply={"names": ["red"]}, quirks=frozenset({Quirk.NO_STREAM_OPTIONS}))
    await asyncio.to_thread(fake_openai.add, rule)
    reply = await model(request(on_partial=lambda _: None))
    assert reply.value.names == ["red"]
    assert reply.usage.output_tokens > 0, "then it is estimated"


async def test_what_ignores_the_schema_is_told_it_in_words_at_the_next_try(
    fake_openai: FakeOpenAI, model: OpenAIChat
) -> None:
    rule = Rule(reply={"names": ["red"]}, quirks=frozenset({Quirk.IGNORES_SCHEMA}))
    await asyncio.to_thread(fake_openai.add, rule)
    with pytest.raises(Transient):
        await model(request())
    assert (await model(request())).value.names == ["red"]


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_model_that_thinks_long_gets_the_room(
    fake_openai: FakeOpenAI, model: OpenAIChat, streamed: bool
) -> None:
    rule = Rule(reply={"names": ["red"]}, quirks=frozenset({Quirk.THINKS_LONG}))
    await asyncio.to_thread(fake_openai.add, rule)
    asking = request(on_partial=(lambda _: None) if streamed else None)
    with pytest.raises(Transient) as failed:
        await model(asking)
    assert failed.value.kind == "cut"
    assert failed.value.usage.output_tokens > 0
    assert (await model(asking)).value.names == ["red"]


@pytest.mark.parametrize("said", ["This model's maximum context length is 8192", "", "no"])
def test_a_refusal_that_says_nothing_of_the_form_is_no_reason_to_change_it(said: str) -> None:
    assert adapted(Dialect(), said) is None
    assert adapted(Dialect(form="text", limit="none", temperature=False), "schema") is None


@pytest.mark.parametrize("streamed", [False, True])
async def test_the_responses_api_and_how_much_a_model_thinks(
    fake_openai: FakeOpenAI, model: OpenAIChat, streamed: bool
) -> None:
    await asyncio.to_thread(fake_openai.add, Rule(model="gpt-5-mini", reply={"names": ["red"]}))
    thinking = replace(model, name="gpt-5-mini", effort="low", responses=True)
    heard: list[Any] = []
    reply = await thinking(request(on_partial=heard.append if streamed else None))
    assert (reply.value.names, reply.usage.calls) == (["red"], 1)
    assert heard == ([{"names": ["red"]}] if streamed else [])
    sent = [one.body for one in await asyncio.to_thread(fake_openai.requests)]
    assert sent[-1]["reasoning"] == {"effort": "low"}
    assert sent[-1]["text"]["format"]["name"] == "Colour"
    assert sent[-1]["max_output_tokens"] > 50, "thoughts count as well"
    by_chat = replace(model, name="gpt-5-mini", effort="low")
    assert (await by_chat(request())).value.names == ["red"]
    sent = [one.body for one in await asyncio.to_thread(fake_openai.requests)]
    assert sent[-1]["reasoning_effort"] == "low"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('{"a": 1}', '{"a": 1}'),
        ('Sure:\n```json\n{"a": "}"}\n```\n{"b": 2}', '{"a": "}"}'),
        ('<think>{"a": 2}</think>{"a": 1}', '{"a": 1}'),
        ('<think>{"a": 2}', ""),
        ('thoughts without their opening </think> {"a": "\\"}"} x', '{"a": "\\"}"}'),
        ('{"a": [1, {"b": 2', '{"a": [1, {"b": 2'),
        ("no object", ""),
    ],
)
def test_the_json_is_found_in_what_is_said(said: str, found: str) -> None:
    assert json_in(said) == found


@pytest.mark.parametrize("text", ["{" * 200_000, '{"a":"' + "\\" * 200_000, "<think>" * 30_000])
def test_it_is_found_in_linear_time(text: str) -> None:
    assert len(json_in(text)) in (len(text), 0)
