"""The fake endpoint against the real clients: what they send it takes, what it sends they take."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Literal

import openai
import pytest
from langchain_core.messages import AIMessageChunk
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from openai import AsyncOpenAI
from openai.types.chat import completion_create_params
from pydantic import BaseModel, Field, ValidationError

from tests.fake_openai import FakeOpenAI, Fault, Rule, running
from tests.fake_openai.client import ROOT, WAIT_S
from tests.fake_openai.faults import ENORMOUS_BYTES
from tests.fake_openai.wire import UNREAD, ChatRequest

MODEL = "gpt-4.1-mini"
HELLO = [{"role": "user", "content": "Hvad koster en cykel?"}]


class Step(BaseModel):
    query: str = Field(description="what to look for", min_length=2)
    kind: Literal["words", "citation"]
    act: str | None


class Plan(BaseModel):
    """What to look for."""

    steps: list[Step] = Field(min_length=1, max_length=3)
    main: Step = Field(description="the one that decides")
    share: float = Field(gt=0, le=1)


PLAN = {
    "steps": [{"query": "cykelpuljen", "kind": "words", "act": None}],
    "main": {"query": "LL § 1", "kind": "citation", "act": "LL"},
    "share": 0.5,
}


@pytest.fixture
def client(fake_openai: FakeOpenAI, connections: openai.DefaultAsyncHttpxClient) -> AsyncOpenAI:
    return AsyncOpenAI(
        base_url=fake_openai.base_url,
        api_key="sk-not-to-be-seen",
        http_client=connections,
        max_retries=0,
        timeout=WAIT_S,
    )


@pytest.fixture
def chat(fake_openai: FakeOpenAI, connections: openai.DefaultAsyncHttpxClient) -> ChatOpenAI:
    return ChatOpenAI(
        model=MODEL,
        base_url=fake_openai.base_url,
        api_key="sk-fake",
        http_async_client=connections,
        max_retries=0,
        timeout=WAIT_S,
        temperature=0.1,
        max_tokens=500,
        stream_usage=True,
    )


async def say(client: AsyncOpenAI, **options: Any) -> Any:
    return await client.chat.completions.create(**{"model": MODEL, "messages": HELLO} | options)


async def plan(client: AsyncOpenAI) -> Plan | None:
    reply = await client.chat.completions.parse(model=MODEL, messages=HELLO, response_format=Plan)
    return reply.choices[0].message.parsed


def formatted(schema: dict[str, Any], *, name: str = "Plan") -> dict[str, Any]:
    form = {"name": name, "schema": schema, "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": form}}


def closed(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


# What clients send


async def test_structured_output_of_langchain_arrives_as_it_should(
    fake_openai: FakeOpenAI, chat: ChatOpenAI
) -> None:
    fake_openai.add(Rule(schema_name="Plan", reply=PLAN, cached_tokens=2))
    structured = chat.with_structured_output(Plan, method="json_schema", include_raw=True)

    result = await structured.ainvoke([("system", "Del spørgsmålet."), ("human", "Hvad nu?")])

    assert result["parsed"] == Plan.model_validate(PLAN)
    assert result["parsing_error"] is None
    usage = result["raw"].usage_metadata
    assert (usage["input_tokens"], usage["output_tokens"]) == (4, 3)
    assert usage["input_token_details"]["cache_read"] == 2
    [seen] = fake_openai.requests(schema_name="Plan")
    assert seen.body["response_format"]["json_schema"]["strict"] is True
    assert seen.body["max_completion_tokens"] == 500
    assert (seen.model, seen.rule, seen.status, seen.done) == (MODEL, 0, 200, True)


async def test_a_structured_stream_of_langchain_ends_in_the_parsed_reply(
    fake_openai: FakeOpenAI, chat: ChatOpenAI
) -> None:
    fake_openai.add(Rule(reply=PLAN))
    schema = Plan.model_json_schema()
    schema["additionalProperties"] = schema["$defs"]["Step"]["additionalProperties"] = False
    schema["properties"]["main"].pop("description")
    structured = chat.with_structured_output(schema, method="json_schema", strict=True)

    parts = [part async for part in structured.astream("Hvad nu?")]

    assert parts[-1] == PLAN
    assert fake_openai.requests()[0].body["stream"] is True


async def test_a_stream_comes_in_words_and_ends_with_usage(
    fake_openai: FakeOpenAI, chat: ChatOpenAI
) -> None:
    fake_openai.add(Rule(content="Det  koster\n40 kr."))

    parts = [part async for part in chat.astream("Hvad koster det?")]

    assert [part.text for part in parts if part.text] == ["Det", "  koster", "\n40", " kr."]
    whole = sum(parts[1:], start=parts[0])
    assert isinstance(whole, AIMessageChunk)
    assert whole.response_metadata["finish_reason"] == "stop"
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["total_tokens"] == 3 + 4


async def test_usage_is_streamed_only_when_asked_for(client: AsyncOpenAI) -> None:
    bare = [part async for part in await say(client, stream=True)]
    asked = [
        part
        async for part in await say(client, stream=True, stream_options={"include_usage": True})
    ]

    assert not any(part.usage for part in bare)
    assert [bool(part.usage) for part in asked[-2:]] == [False, True]
    assert asked[-1].choices == []


def test_it_knows_every_parameter_that_the_sdk_can_send() -> None:
    sent = completion_create_params.CompletionCreateParamsStreaming.__annotations__.keys()

    assert sent == UNREAD | ChatRequest.model_fields.keys()


@dataclass(frozen=True, kw_only=True)
class Refused:
    name: str
    options: dict[str, Any]
    says: str
    status: int = 400
    code: str | None = None


NAMED = {"type": "string"}
REFUSALS = [
    Refused(
        name="unknown field",
        options={"extra_body": {"temprature": 1}},
        says="Unknown parameter: 'temprature'",
        code="unknown_parameter",
    ),
    Refused(
        name="unknown role",
        options={"messages": [{"role": "robot", "content": "x"}]},
        says=r"Invalid 'messages\[0\].role'",
    ),
    Refused(
        name="message without content", options={"messages": [{"role": "user"}]}, says="content"
    ),
    Refused(name="no messages", options={"messages": []}, says="Invalid 'messages'"),
    Refused(
        name="a number as text",
        options={"temperature": "0.1"},
        says="Invalid type for 'temperature'",
        code="invalid_type",
    ),
    Refused(name="temperature too high", options={"temperature": 3}, says="Invalid 'temperature'"),
    Refused(
        name="both limits",
        options={"max_tokens": 5, "max_completion_tokens": 5},
        says="at the same time",
    ),
    Refused(
        name="old limit, reasoning model",
        options={"model": "gpt-5-mini", "max_tokens": 5},
        says="Use 'max_completion_tokens' instead",
        code="unsupported_parameter",
    ),
    Refused(
        name="temperature, reasoning model",
        options={"model": "gpt-5-mini", "temperature": 0.1},
        says="does not support 0.1",
        code="unsupported_value",
    ),
    Refused(
        name="stream options without stream",
        options={"stream_options": {"include_usage": True}},
        says="only allowed when 'stream'",
    ),
    Refused(
        name="JSON without the word",
        options={"response_format": {"type": "json_object"}},
        says="must contain the word 'json'",
    ),
    Refused(
        name="schema without a schema",
        options={"response_format": {"type": "json_schema"}},
        says="json_schema goes with",
    ),
    Refused(
        name="schema name", options=formatted(closed(), name="My plan"), says=r"json_schema\.name"
    ),
    Refused(
        name="schema that is no JSON Schema",
        options=formatted(closed(a={"type": "strin"})),
        says="Invalid schema for response_format 'Plan'",
    ),
    Refused(
        name="root is no object",
        options=formatted({"type": "array", "items": NAMED}),
        says="got 'type: \"array\"'",
    ),
    Refused(
        name="open object",
        options=formatted(closed(a=closed() | {"additionalProperties": True})),
        says=r"'properties', 'a'\), 'additionalProperties' is required",
    ),
    Refused(
        name="optional field",
        options=formatted(closed(a=NAMED) | {"required": []}),
        says="Missing 'a'",
    ),
    Refused(
        name="default", options=formatted(closed(a=NAMED | {"default": "x"})), says="'default'"
    ),
    Refused(name="oneOf", options=formatted(closed(a={"oneOf": [NAMED]})), says="'oneOf' is not"),
    Refused(name="no type", options=formatted(closed(a={})), says="must have a 'type' key"),
    Refused(
        name="reference to nothing",
        options=formatted(closed(a={"$ref": "#/$defs/No"})),
        says="not found in the schema",
    ),
    Refused(
        name="words beside a reference",
        options=formatted(closed(a={"$ref": "#", "description": "x"})),
        says="cannot have keywords",
    ),
    Refused(
        name="unknown model",
        options={"model": "no-such-model"},
        says="does not exist",
        status=404,
        code="model_not_found",
    ),
    Refused(
        name="no key",
        options={"extra_headers": {"Authorization": ""}},
        says="didn't provide an API key",
        status=401,
    ),
]


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.name)
async def test_it_refuses_what_the_real_endpoint_refuses(
    case: Refused, client: AsyncOpenAI
) -> None:
    with pytest.raises(openai.APIStatusError, match=case.says) as caught:
        await say(client, **case.options)

    assert caught.value.status_code == case.status
    assert case.code in (None, caught.value.code)
    assert caught.value.type == "invalid_request_error"


async def test_deep_schemas_are_refused_and_those_that_refer_to_themselves_are_not(
    client: AsyncOpenAI,
) -> None:
    deep = closed()
    for _ in range(10):
        deep = closed(a=deep)
    tree = closed(child={"anyOf": [{"$ref": "#"}, {"type": "null"}]})

    with pytest.raises(openai.BadRequestError, match="11 levels"):
        await say(client, **formatted(deep))
    reply = await say(client, **formatted(tree))

    assert json.loads(reply.choices[0].message.content) == {"child": None}


# What it replies


async def test_without_a_rule_it_gives_the_least_that_fits(client: AsyncOpenAI) -> None:
    step = Step(query="text", kind="words", act=None)

    assert await plan(client) == Plan(steps=[step], main=step, share=0.5)
    assert (await say(client)).choices[0].message.content == HELLO[0]["content"]


@pytest.mark.parametrize(
    ("schema", "least"),
    [
        ({"type": "integer", "exclusiveMinimum": 3}, 4),
        ({"type": "integer", "minimum": 5, "multipleOf": 4}, 8),
        ({"type": "number", "maximum": -2}, -2),
        ({"type": "string", "maxLength": 2}, "te"),
        ({"type": "string", "minLength": 6}, "textxx"),
        ({"type": "string", "format": "date"}, "2026-01-01"),
        ({"type": ["string", "null"]}, None),
        ({"type": "array", "items": {"enum": [7]}, "minItems": 2}, [7, 7]),
        ({"const": "this", "type": "string"}, "this"),
        ({"type": "boolean"}, False),
    ],
)
async def test_the_least_keeps_to_limits(
    schema: dict[str, Any], least: object, client: AsyncOpenAI
) -> None:
    reply = await say(client, **formatted(closed(a=schema)))

    assert json.loads(reply.choices[0].message.content) == {"a": least}


async def test_rules_are_chosen_by_schema_model_text_and_number_of_the_call(
    fake_openai: FakeOpenAI, client: AsyncOpenAI
) -> None:
    fake_openai.add(
        Rule(schema_name="Plan", content="for a schema"),
        Rule(model="gpt-4.1", content="for a model"),
        Rule(text=r"\bcykel\b", nth=2, content="the second time"),
        Rule(text=r"\bcykel\b", times=2, content="twice"),
        Rule(content="otherwise"),
    )

    async def content(**options: Any) -> str:
        return str((await say(client, **options)).choices[0].message.content)

    assert await content(model="gpt-4.1") == "for a model"
    assert [await content() for _ in range(4)] == ["twice", "the second time", "twice", "otherwise"]
    assert fake_openai.counts().rules_used == [0, 1, 1, 2, 1]


async def test_a_reply_ends_at_the_limit_of_the_request(
    fake_openai: FakeOpenAI, client: AsyncOpenAI
) -> None:
    fake_openai.add(Rule(content="et to tre fire"))

    reply = await say(client, max_completion_tokens=2)

    assert reply.choices[0].message.content == "et to"
    assert reply.choices[0].finish_reason == "length"
    assert reply.usage.completion_tokens == 2


async def test_a_rule_that_cannot_be_kept_is_told_to_whoever_wrote_it(
    fake_openai: FakeOpenAI, client: AsyncOpenAI
) -> None:
    with pytest.raises(ValueError, match=r"no responder .*'nobody'.*auto"):
        fake_openai.add(Rule(responder="nobody"))
    with pytest.raises(ValidationError, match="one of reply, content and responder"):
        Rule(content="a", responder="auto")
    with pytest.raises(ValidationError, match="is a fault of chat replies"):
        Rule(endpoint="embeddings", fault=Fault.REFUSAL)
    fake_openai.add(Rule(reply={"steps": []}))
    with pytest.raises(openai.InternalServerError, match="doesn't fit Plan"):
        await plan(client)


async def test_embeddings_of_texts_that_share_words_are_near(
    fake_openai: FakeOpenAI, connections: openai.DefaultAsyncHttpxClient
) -> None:
    embedder = OpenAIEmbeddings(
        model="text-embedding-3-small",
        base_url=fake_openai.base_url,
        api_key="sk-fake",
        http_async_client=connections,
        check_embedding_ctx_length=False,  # else it loads a tokenizer from the network
        dimensions=256,
    )
    bike, bikes, rent = await embedder.aembed_documents(
        ["tilskud til cykel", "cykel uden tilskud", "renters rente"]
    )

    def near(one: list[float], other: list[float]) -> float:
        return sum(a * b for a, b in zip(one, other, strict=True))

    assert len(bike) == 256
    assert near(bike, bike) == pytest.approx(1)
    assert near(bike, bikes) > 0.5 > near(bike, rent)


async def test_embeddings_of_tokens_and_as_floats(client: AsyncOpenAI) -> None:
    name = "text-embedding-3-large"
    packed = await client.embeddings.create(model=name, input=[[1, 2], [3]])
    plain = await client.embeddings.create(model=name, input=[1, 2], encoding_format="float")

    assert packed.data[0].embedding == pytest.approx(plain.data[0].embedding)
    assert packed.usage.total_tokens == 3
    with pytest.raises(openai.BadRequestError, match="empty string"):
        await client.embeddings.create(model=name, input="")


async def test_models_are_listed_and_shown(client: AsyncOpenAI) -> None:
    names = [model.id async for model in client.models.list()]

    assert MODEL in names
    assert (await client.models.retrieve(MODEL)).id == MODEL
    with pytest.raises(openai.NotFoundError):
        await client.models.retrieve("no-such-model")


# How it misbehaves


@dataclass(frozen=True, kw_only=True)
class Misbehaviour:
    """What comes of a structured call and of a stream: an exception, or a value that must hold."""

    fault: Fault
    call: type[Exception] | Callable[[Plan | None], bool]
    stream: type[Exception] | Callable[[str], bool]
    statuses: tuple[int | None, int | None] = (200, 200)


def same(error: type[Exception], status: int | None) -> dict[str, Any]:
    return {"call": error, "stream": error, "statuses": (status, status)}


CONTENT = json.dumps(PLAN)
MISBEHAVIOURS = [
    Misbehaviour(fault=Fault.RATE_LIMITED, **same(openai.RateLimitError, 429)),
    Misbehaviour(fault=Fault.RATE_LIMITED_DATE, **same(openai.RateLimitError, 429)),
    Misbehaviour(fault=Fault.RATE_LIMITED_MS, **same(openai.RateLimitError, 429)),
    Misbehaviour(fault=Fault.QUOTA, **same(openai.RateLimitError, 429)),
    Misbehaviour(fault=Fault.SERVER_ERROR, **same(openai.InternalServerError, 500)),
    Misbehaviour(fault=Fault.UNAVAILABLE, **same(openai.InternalServerError, 503)),
    Misbehaviour(fault=Fault.UNAUTHORIZED, **same(openai.AuthenticationError, 401)),
    Misbehaviour(fault=Fault.UNKNOWN_MODEL, **same(openai.NotFoundError, 404)),
    Misbehaviour(fault=Fault.HANG, **same(openai.APITimeoutError, None)),
    Misbehaviour(fault=Fault.STALL, **same(openai.APITimeoutError, None)),
    Misbehaviour(
        fault=Fault.DRIP,
        call=lambda got: got == Plan.model_validate(PLAN),
        stream=lambda text: text == CONTENT,
    ),
    Misbehaviour(fault=Fault.CUT, **same(openai.APIConnectionError, None)),
    Misbehaviour(fault=Fault.CUT_HEADERS, **same(openai.APIConnectionError, None)),
    Misbehaviour(fault=Fault.CUT_BODY, **same(openai.APIConnectionError, None)),
    Misbehaviour(fault=Fault.INVALID_BODY, **same(json.JSONDecodeError, 200)),
    Misbehaviour(
        fault=Fault.WRONG_CONTENT_TYPE, call=AttributeError, stream=lambda text: text == ""
    ),
    Misbehaviour(
        fault=Fault.STREAM_ERROR,
        call=openai.InternalServerError,
        stream=openai.APIError,
        statuses=(500, 200),
    ),
    Misbehaviour(
        fault=Fault.ENORMOUS,
        call=ValidationError,
        stream=lambda text: len(text) == ENORMOUS_BYTES,
    ),
    Misbehaviour(
        fault=Fault.INVALID_CONTENT,
        call=ValidationError,
        stream=lambda text: text.startswith("Sure!"),
    ),
    Misbehaviour(
        fault=Fault.SCHEMA_VIOLATION, call=ValidationError, stream=lambda text: "{" not in text
    ),
    Misbehaviour(fault=Fault.REFUSAL, call=lambda got: got is None, stream=lambda text: text == ""),
    Misbehaviour(
        fault=Fault.LENGTH,
        call=openai.LengthFinishReasonError,
        stream=lambda text: text == CONTENT[: len(CONTENT) // 2],
    ),
    Misbehaviour(
        fault=Fault.CONTENT_FILTER,
        call=openai.ContentFilterFinishReasonError,
        stream=lambda text: text == "",
    ),
    Misbehaviour(
        fault=Fault.EMPTY_CONTENT, call=lambda got: got is None, stream=lambda text: text == ""
    ),
    Misbehaviour(fault=Fault.EMPTY_CHOICES, call=IndexError, stream=lambda text: text == ""),
    Misbehaviour(
        fault=Fault.WRONG_MODEL,
        call=lambda got: got == Plan.model_validate(PLAN),
        stream=lambda text: text == CONTENT,
    ),
]


def test_every_misbehaviour_is_tried() -> None:
    assert [case.fault for case in MISBEHAVIOURS] == list(Fault)


@pytest.mark.parametrize("case", MISBEHAVIOURS, ids=lambda case: case.fault)
async def test_a_misbehaviour_reaches_the_client_once_and_then_all_is_well(
    case: Misbehaviour, fake_openai: FakeOpenAI, client: AsyncOpenAI
) -> None:
    bad = Rule(content=CONTENT, fault=case.fault, times=1)
    slow = case.fault in (Fault.HANG, Fault.STALL)
    impatient = client.with_options(timeout=0.2) if slow else client

    async def streamed() -> str:
        text = ""
        async for part in await say(impatient, stream=True):
            text += "".join(one.delta.content or "" for one in part.choices)
        return text

    tries = ((case.call, lambda: plan(impatient)), (case.stream, streamed))
    for (expected, attempt), status in zip(tries, case.statuses, strict=True):
        fake_openai.reset()
        fake_openai.add(bad, Rule(reply=PLAN))
        if isinstance(expected, type):
            with pytest.raises(expected):
                await attempt()
        else:
            assert expected(await attempt())
        assert fake_openai.requests()[0].status == status
        assert await plan(client) == Plan.model_validate(PLAN)
        await fake_openai.until(lambda counts: counts.disconnected == slow)
        assert fake_openai.counts().in_flight == 0


@pytest.mark.parametrize("fault", [Fault.RATE_LIMITED, Fault.RATE_LIMITED_DATE, Fault.UNAVAILABLE])
async def test_retry_after_says_when(
    fault: Fault, fake_openai: FakeOpenAI, client: AsyncOpenAI
) -> None:
    before = datetime.now(UTC)
    fake_openai.add(Rule(fault=fault, retry_after_s=30))

    with pytest.raises(openai.APIStatusError) as caught:
        await say(client)

    said = caught.value.response.headers["retry-after"]
    if fault is Fault.RATE_LIMITED_DATE:
        assert before + timedelta(seconds=30) <= parsedate_to_datetime(said)
    else:
        assert said == "30"


async def test_the_sdk_obeys_retry_after_ms(fake_openai: FakeOpenAI, client: AsyncOpenAI) -> None:
    fake_openai.add(Rule(fault=Fault.RATE_LIMITED_MS, retry_after_s=0.02, times=2))

    await say(client.with_options(max_retries=2))

    first, second, third = fake_openai.requests()
    assert [one.status for one in (first, second, third)] == [429, 429, 200]
    assert min(second.at - first.at, third.at - second.at) >= 0.02


async def test_a_violation_keeps_the_look_of_the_reply(
    fake_openai: FakeOpenAI, client: AsyncOpenAI
) -> None:
    fake_openai.add(Rule(reply={"a": "x"}, fault=Fault.SCHEMA_VIOLATION))

    reply = await say(client, **formatted(closed(a=NAMED)))

    assert json.loads(reply.choices[0].message.content) == {"a": {"wrong": "type"}}


async def test_a_refusal_and_another_model_are_in_the_message(
    fake_openai: FakeOpenAI, client: AsyncOpenAI
) -> None:
    fake_openai.add(Rule(fault=Fault.REFUSAL, times=1), Rule(fault=Fault.WRONG_MODEL))

    refused, other = await say(client), await say(client)

    assert refused.choices[0].message.refusal == "I can't help with that."
    assert other.model != MODEL


async def test_embeddings_misbehave_too(fake_openai: FakeOpenAI, client: AsyncOpenAI) -> None:
    fake_openai.add(
        Rule(endpoint="embeddings", fault=Fault.UNAVAILABLE, times=1),
        Rule(endpoint="embeddings", fault=Fault.CUT_BODY, text="cykel"),
    )
    name = "text-embedding-3-small"

    with pytest.raises(openai.InternalServerError):
        await client.embeddings.create(model=name, input="cykel")
    with pytest.raises(openai.APIConnectionError):
        await client.embeddings.create(model=name, input="cykel")


# What it tells about its requests


@pytest.mark.parametrize(
    "rule",
    [
        Rule(fault=Fault.HANG),
        Rule(latency_ms=60_000),
        Rule(fault=Fault.DRIP, pause_ms=20),
        Rule(content="en to tre", pause_ms=60_000),
    ],
    ids=["hanging", "waiting", "dripping", "streaming"],
)
async def test_a_cancelled_call_is_seen_to_leave(
    rule: Rule, fake_openai: FakeOpenAI, client: AsyncOpenAI
) -> None:
    await fake_openai.until(lambda counts: counts.open_connections == 0)  # other tests'
    fake_openai.add(rule)

    async def streamed() -> None:
        async for _ in await say(client, stream=True):
            pass

    call = asyncio.create_task(streamed())
    busy = await fake_openai.until(lambda counts: counts.in_flight == 1)
    assert busy.open_connections == 1
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    await fake_openai.until(lambda counts: counts.in_flight == counts.open_connections == 0)
    [seen] = fake_openai.requests()
    assert seen.disconnected
    assert seen.status is None


async def test_records_hold_what_was_sent_but_not_the_key(
    fake_openai: FakeOpenAI, client: AsyncOpenAI
) -> None:
    fake_openai.add(Rule(latency_ms=30))

    await say(client, seed=7)

    [seen] = fake_openai.requests()
    assert seen.body == {"model": MODEL, "messages": HELLO, "seed": 7}
    assert seen.headers["Authorization"] == "Bearer ***"
    assert "sk-not-to-be-seen" not in seen.model_dump_json()
    assert seen.took_ms is not None
    assert seen.took_ms >= 30


async def test_calls_are_counted_by_schema_until_reset(
    fake_openai: FakeOpenAI, client: AsyncOpenAI
) -> None:
    await asyncio.gather(plan(client), plan(client), say(client))

    counts = fake_openai.counts()
    assert (counts.total, counts.in_flight, counts.by_schema) == (3, 0, {"Plan": 2})
    fake_openai.reset()
    assert fake_openai.counts().total == 0
    assert fake_openai.requests() == []


async def test_waiting_for_what_does_not_come_ends(fake_openai: FakeOpenAI) -> None:
    with pytest.raises(TimeoutError, match="total=0"):
        await fake_openai.until(lambda counts: counts.total == 1, within_s=0.02)


# By hand


async def test_rules_of_a_file_survive_a_reset(tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps([{"text": "kost", "content": "40 kr."}]))

    with running("--rules", str(rules), "--model", "local-model") as fake:
        fake.add(Rule(content="later"))
        fake.reset()
        async with AsyncOpenAI(base_url=fake.base_url, api_key="x", max_retries=0) as client:
            reply = await say(client, model="local-model")
            with pytest.raises(openai.NotFoundError):
                await say(client, model=MODEL)

    assert reply.choices[0].message.content == "40 kr."


def test_it_ends_when_whoever_started_it_is_gone() -> None:
    command = [sys.executable, "-m", "tests.fake_openai", "--until-stdin-closes"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())
        assert address["pid"] == process.pid
        process.stdin.close()
        assert process.wait(timeout=WAIT_S) == 0
