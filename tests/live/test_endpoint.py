"""A structured call, a stream, usage, and an error that says what is wrong."""

from collections.abc import AsyncIterator
from typing import Literal

import openai
import pytest
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_openai import ChatOpenAI
from pydantic import BaseModel, Field

from tests.live.conftest import Endpoint

PATIENCE_S = 60


class Step(BaseModel):
    query: str = Field(description="search words in the language of the question")
    kind: Literal["words", "citation"]


class Plan(BaseModel):
    """What to look up to answer a question about Danish law."""

    steps: list[Step]
    answer_names: str = Field(description="what a full answer must name, in a few words")
    act: str | None = Field(description="the act that the question cites, if any")


@pytest.fixture
async def chat(endpoint: Endpoint) -> AsyncIterator[ChatOpenAI]:
    async with openai.DefaultAsyncHttpxClient() as connections:
        yield ChatOpenAI(
            model=endpoint.model,
            base_url=endpoint.base_url,
            api_key=endpoint.api_key,
            http_async_client=connections,
            timeout=PATIENCE_S,
            max_retries=2,
            stream_usage=True,
        )


async def test_a_structured_call_gives_the_schema_and_its_usage(chat: ChatOpenAI) -> None:
    structured = chat.with_structured_output(Plan, method="json_schema", include_raw=True)

    result = await structured.ainvoke(
        [
            ("system", "Split the question into what has to be looked up."),
            ("human", "Hvad kræver ligningslovens § 33 A, stk. 1, og hvornår gælder stk. 2?"),
        ]
    )

    assert isinstance(result["parsed"], Plan)
    assert isinstance(result["raw"], AIMessage)
    usage = result["raw"].usage_metadata
    assert usage is not None
    assert usage["input_tokens"] > 0
    assert usage["output_tokens"] > 0
    assert result["raw"].response_metadata["model_name"]


async def test_a_stream_comes_in_parts_and_ends_with_usage(chat: ChatOpenAI) -> None:
    parts = [part async for part in chat.astream("Count from 1 to 10, with spaces between.")]

    assert sum(bool(part.text) for part in parts) > 1
    whole = sum(parts[1:], start=parts[0])
    assert isinstance(whole, AIMessageChunk)
    assert "1" in whole.text
    assert whole.response_metadata["finish_reason"] == "stop"
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["output_tokens"] > 0


async def test_a_model_that_is_not_there_is_a_typed_error(endpoint: Endpoint) -> None:
    async with openai.AsyncOpenAI(
        base_url=endpoint.base_url, api_key=endpoint.api_key, timeout=PATIENCE_S, max_retries=2
    ) as client:
        with pytest.raises(openai.APIStatusError) as caught:
            await client.chat.completions.create(
                model="no-such-model", messages=[{"role": "user", "content": "Hello"}]
            )

    assert 400 <= caught.value.status_code < 500
    assert caught.value.status_code != 429
