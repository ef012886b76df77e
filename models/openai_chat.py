"""A model behind an OpenAI-compatible endpoint, through langchain-openai.

The library reads OPENAI_BASE_URL, and OPENAI_API_KEY where no key is given.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx2
import openai
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.messages.ai import AIMessageChunk, UsageMetadata, add_ai_message_chunks
from langchain_core.runnables import RunnableConfig
from langchain_openai import ChatOpenAI
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_core import from_json

from lexhop.corpus.text.tokens import estimate_model_tokens
from lexhop.models.openai_errors import openai_failures
from lexhop.models.ports import R, Reply, Request
from lexhop.models.prices import Prices
from lexhop.resilience.errors import Failure, Permanent, Transient
from lexhop.state.records import Usage

_ENDS_SOMETHING = re.compile(r"[\]}]")
"""Only after these can a part of the JSON be complete; parsing at every chunk would be slow."""
_LONGEST = 200_000
"""Characters of a reply; none of our prompts has a longer answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAIChat:
    """One structured call: sends a JSON schema, and validates the reply against it.

    `timeout_s` is for each wait on the connection, not for the whole call. Raises Transient for
    what may work in a moment, including an invalid reply, else Permanent. `connections` is the
    client's HTTP pool (`open_connections`); without one, all share langchain-openai's own, which
    nobody closes.
    """

    name: str
    prices: Prices
    timeout_s: float = 20.0
    key: SecretStr | None = None
    connections: httpx2.AsyncClient | None = None
    _client: ChatOpenAI = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        client = ChatOpenAI(
            model_name=self.name,
            request_timeout=self.timeout_s,
            max_retries=0,
            stream_usage=True,
            openai_api_key=self.key,
            http_async_client=self.connections,
        )
        object.__setattr__(self, "_client", client)

    async def __call__(self, request: Request[R]) -> Reply[R]:
        options: dict[str, Any] = {
            "temperature": request.temperature,
            "max_tokens": request.max_tokens,
            "response_format": _format_of(request.reply),
        }
        with openai_failures(f"model {self.name}"):
            message = await self._said(request, options)
        usage = self._usage(message, request)
        try:
            value = self._parsed(message, request)
        except Failure as failure:
            failure.usage = usage
            raise
        cut = message.response_metadata.get("finish_reason") == "length"
        return Reply(value=value, model=self.name, usage=usage, cut=cut)

    async def _said(self, request: Request[R], options: dict[str, Any]) -> AIMessage:
        """The message, cut or not: the client raises where it is, but what it cost is known."""
        try:
            if request.on_partial is None:
                return await self._client.ainvoke(_messages(request), _told(request), **options)
            return await self._streamed(request, options)
        except openai.LengthFinishReasonError as error:
            return _message_of(error.completion)

    async def _streamed(self, request: Request[R], options: dict[str, Any]) -> AIMessage:
        """The whole message; `on_partial` gets the JSON so far once a part may be complete."""
        chunks: list[AIMessageChunk] = []
        text = ""
        async for chunk in self._client.astream(_messages(request), _told(request), **options):
            chunks.append(chunk)
            text += chunk.text
            if request.on_partial and _ENDS_SOMETHING.search(chunk.text):
                with suppress(ValueError):
                    request.on_partial(from_json(text, allow_partial=True))
        if not chunks:
            raise Transient(f"model {self.name} sent nothing", kind="bad_reply")
        return add_ai_message_chunks(chunks[0], *chunks[1:])

    def _parsed(self, message: AIMessage, request: Request[R]) -> R:
        if message.additional_kwargs.get("refusal"):
            raise Permanent(f"model {self.name} refused", kind="refused")
        finish = message.response_metadata.get("finish_reason")
        if finish == "length":
            return self._salvaged(message, request)
        if finish == "content_filter":
            raise Permanent(f"model {self.name} filtered its reply", kind="refused")
        text = message.content
        if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST:
            raise Transient(f"the reply of model {self.name} is empty or endless", kind="bad_reply")
        try:
            return request.reply.model_validate_json(text)
        except ValidationError as error:
            message_text = f"the reply of model {self.name} is not what was asked for"
            raise Transient(message_text, kind="bad_reply") from error

    def _salvaged(self, message: AIMessage, request: Request[R]) -> R:
        """What is finished of a reply that was cut. Raises Permanent where nothing is."""
        partial: object = None
        with suppress(ValueError):
            partial = from_json(message.text, allow_partial=True)
        value = request.salvage(partial) if request.salvage and partial is not None else None
        if value is None:
            raise Permanent(f"the reply of model {self.name} was cut short", kind="cut")
        return value

    def _usage(self, message: AIMessage, request: Request[R]) -> Usage:
        """The provider's token counts, or an estimate where it gives none."""
        told = message.usage_metadata
        if told is None:
            asked = estimate_model_tokens(request.prompt.system + request.prompt.user)
            given = estimate_model_tokens(str(message.content))
            cached = 0
        else:
            asked, given = told["input_tokens"], told["output_tokens"]
            cached = told.get("input_token_details", {}).get("cache_read", 0) or 0
        cost = self.prices.cost(self.name, input_tokens=asked, output_tokens=given, cached=cached)
        return Usage(calls=1, input_tokens=asked, output_tokens=given, cost_usd=cost)


@asynccontextmanager
async def open_connections() -> AsyncIterator[httpx2.AsyncClient]:
    """An HTTP pool for all models, with the client's own limits; closed on exit."""
    async with await asyncio.to_thread(openai.DefaultAsyncHttpxClient) as connections:
        yield connections


def _messages(request: Request[R]) -> list[BaseMessage]:
    return [SystemMessage(request.prompt.system), HumanMessage(request.prompt.user)]


def _message_of(completion: ChatCompletion) -> AIMessage:
    """A completion that was cut, in the form of the library's messages."""
    choice, usage = completion.choices[0], completion.usage
    told = usage and UsageMetadata(
        input_tokens=usage.prompt_tokens,
        output_tokens=usage.completion_tokens,
        total_tokens=usage.total_tokens,
    )
    return AIMessage(
        choice.message.content or "",
        usage_metadata=told,
        response_metadata={"finish_reason": choice.finish_reason},
    )


def _told(request: Request[R]) -> RunnableConfig:
    """The call's trace metadata; it names the prompt, so that versions can be compared."""
    prompt = request.prompt
    return {
        "run_name": request.role,
        "metadata": {
            "role": request.role,
            "prompt": f"{prompt.name}.{prompt.language}",
            "prompt_hash": prompt.hash,
        },
    }


@cache
def _format_of(reply: type[BaseModel]) -> dict[str, Any]:
    """The reply's JSON schema in the form of strict structured output."""
    schema = _strict(reply.model_json_schema())
    return {
        "type": "json_schema",
        "json_schema": {"name": reply.__name__, "strict": True, "schema": schema},
    }


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with all fields required and no others allowed, however leniently it is read."""
    kept = {name: _each_strict(part) for name, part in schema.items() if name != "default"}
    if isinstance(fields := schema.get("properties"), dict):
        kept |= {"required": list(fields), "additionalProperties": False}
        kept["properties"] = {name: _strict(part) for name, part in fields.items()}
    return kept


def _each_strict(part: object) -> object:
    if isinstance(part, list):
        return [_each_strict(item) for item in part]
    return _strict(part) if isinstance(part, dict) else part
