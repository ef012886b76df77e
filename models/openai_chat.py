"""A model behind an OpenAI-compatible endpoint, through langchain-openai.

The library reads OPENAI_BASE_URL, and OPENAI_API_KEY where no key is given.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2
import openai
from langchain_core.messages import AIMessage
from langchain_core.messages.ai import AIMessageChunk, add_ai_message_chunks
from pydantic import SecretStr, ValidationError
from pydantic_core import from_json

from lexhop.corpus.text.tokens import estimate_model_tokens
from lexhop.models.call_options import messages_of, options_of, told
from lexhop.models.compatible_chat import THOUGHTS, CompatibleChat
from lexhop.models.dialect import Dialect, adapted
from lexhop.models.openai_errors import openai_failures
from lexhop.models.ports import R, Reply, Request
from lexhop.models.prices import Prices
from lexhop.models.reply_text import json_in
from lexhop.resilience.errors import Failure, Permanent, Transient
from lexhop.state.records import Usage

_ENDS_SOMETHING = re.compile(r"[\]}]")
"""Only after these can a part of the JSON be complete; parsing at every chunk would be slow."""
_LONGEST = 200_000
"""Characters of a reply; none of our prompts has a longer answer."""
_MOST_REFUSALS = 6
"""Of one call: each takes away something that the endpoint doesn't know."""


@dataclass(slots=True)
class _Spoken:
    """The dialect that the endpoint is known to take, for all calls of one model."""

    dialect: Dialect = field(default_factory=Dialect)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAIChat:
    """One structured call: sends a JSON schema, and validates the reply against it.

    What an endpoint refuses (a temperature, a way to send the schema, a name for the limit) is left
    out from then on. `timeout_s` is for each wait on the connection, not for the whole call. Raises
    Transient for what may work in a moment, including an invalid reply, else Permanent.
    `connections` is the client's HTTP pool (`open_connections`); without one, all share
    langchain-openai's own, which nobody closes. `effort` is how much a reasoning model thinks, ""
    as it likes; `responses` uses OpenAI's Responses API, of which only whole replies are told.
    """

    name: str
    prices: Prices
    timeout_s: float = 20.0
    key: SecretStr | None = None
    connections: httpx2.AsyncClient | None = None
    effort: str = ""
    responses: bool = False
    _client: CompatibleChat = field(init=False, repr=False, compare=False)
    _spoken: _Spoken = field(default_factory=_Spoken, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        client = CompatibleChat(
            model_name=self.name,
            request_timeout=self.timeout_s,
            max_retries=0,
            openai_api_key=self.key,
            http_async_client=self.connections,
            use_responses_api=self.responses,
            reasoning_effort=self.effort or None,
            http_socket_options=(),
        )
        object.__setattr__(self, "_client", client)
        self._spoken.dialect = Dialect(thinks=bool(self.effort))

    @property
    def dialect(self) -> Dialect:
        """What the endpoint is known to take by now."""
        return self._spoken.dialect

    async def __call__(self, request: Request[R]) -> Reply[R]:
        with openai_failures(f"model {self.name}"):
            message = await self._adapted(request)
        usage = self._usage(message, request)
        try:
            value = self._parsed(message, request)
        except Failure as failure:
            failure.usage = usage
            raise
        if self.responses and request.on_partial:
            request.on_partial(value.model_dump(mode="json"))
        return Reply(value=value, model=self.name, usage=usage, cut=_is_cut(message))

    async def _adapted(self, request: Request[R]) -> AIMessage:
        """The message, after as many refusals as it takes to know what the endpoint refuses."""
        dialect = self._spoken.dialect
        for _ in range(_MOST_REFUSALS):
            try:
                message = await self._said(request, dialect)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as refusal:
                other = adapted(dialect, f"{refusal.param or ''} {refusal.message} {refusal.body}")
                if other is None:
                    raise
                dialect = other
            else:
                self._spoken.dialect = replace(dialect, thinks=dialect.thinks or _thinks(message))
                return message
        raise Permanent(f"model {self.name} refuses each form of the call", kind="rejected")

    async def _said(self, request: Request[R], dialect: Dialect) -> AIMessage:
        """The whole message; `on_partial` gets the JSON so far once a part may be complete."""
        messages, config = messages_of(request, dialect), told(request)
        options = options_of(request, dialect, responses=self.responses)
        if request.on_partial is None or self.responses:
            return await self._client.ainvoke(messages, config, **options)
        chunks: list[AIMessageChunk] = []
        text = ""
        stream = self._client.astream(
            messages, config, stream_usage=dialect.usage_in_stream, **options
        )
        async for chunk in stream:
            chunks.append(chunk)
            text += new if (new := chunk.text) else _arguments(chunk)
            if _ENDS_SOMETHING.search(chunk.text or _arguments(chunk)):
                with suppress(ValueError):
                    request.on_partial(from_json(json_in(text), allow_partial=True))
        if not chunks:
            raise Transient(f"model {self.name} sent nothing", kind="bad_reply")
        return add_ai_message_chunks(chunks[0], *chunks[1:])

    def _parsed(self, message: AIMessage, request: Request[R]) -> R:
        if message.additional_kwargs.get("refusal"):
            raise Permanent(f"model {self.name} refused", kind="refused")
        if message.response_metadata.get("finish_reason") == "content_filter":
            raise Permanent(f"model {self.name} filtered its reply", kind="refused")
        text = _reply_in(message)
        if _is_cut(message):
            return self._salvaged(text, message, request)
        if not text or len(text) > _LONGEST:
            self._describe()
            raise Transient(f"the reply of model {self.name} is empty or endless", kind="bad_reply")
        try:
            return request.reply.model_validate_json(text)
        except ValidationError as error:
            self._describe()
            message_text = f"the reply of model {self.name} is not what was asked for"
            raise Transient(message_text, kind="bad_reply") from error

    def _describe(self) -> None:
        """Puts the schema into the prompt from the next try on, for servers that ignore it."""
        self._spoken.dialect = replace(self._spoken.dialect, described=True)

    def _salvaged(self, text: str, message: AIMessage, request: Request[R]) -> R:
        """What is finished of a reply that was cut. Raises a Failure where nothing is."""
        partial: object = None
        with suppress(ValueError):
            partial = from_json(text, allow_partial=True)
        value = request.salvage(partial) if request.salvage and partial is not None else None
        if value is not None:
            return value
        if not text and _thinks(message) and request.max_tokens >= _given(message):
            raise Transient(f"model {self.name} had no room after its thoughts", kind="cut")
        raise Permanent(f"the reply of model {self.name} was cut short", kind="cut")

    def _usage(self, message: AIMessage, request: Request[R]) -> Usage:
        """The provider's token counts, or an estimate where it gives none."""
        counted = message.usage_metadata
        if counted is None:
            asked = estimate_model_tokens(request.prompt.system + request.prompt.user)
            given = estimate_model_tokens(str(message.content))
            cached = 0
        else:
            asked, given = counted["input_tokens"], counted["output_tokens"]
            cached = counted.get("input_token_details", {}).get("cache_read", 0) or 0
        cost = self.prices.cost(self.name, input_tokens=asked, output_tokens=given, cached=cached)
        return Usage(calls=1, input_tokens=asked, output_tokens=given, cost_usd=cost)


@asynccontextmanager
async def open_connections() -> AsyncIterator[httpx2.AsyncClient]:
    """An HTTP pool for all models, with the client's own limits; closed on exit."""
    async with await asyncio.to_thread(openai.DefaultAsyncHttpxClient) as connections:
        yield connections


def _reply_in(message: AIMessage) -> str:
    """The reply's JSON: as a tool's arguments, in the text, or where its thoughts should be."""
    if message.tool_calls:
        return json.dumps(message.tool_calls[0]["args"])
    if message.invalid_tool_calls:
        return message.invalid_tool_calls[0]["args"] or ""
    text = message.text
    if len(text) > _LONGEST:
        return text
    return json_in(text) or json_in(str(message.additional_kwargs.get(THOUGHTS, "")))


def _arguments(chunk: AIMessageChunk) -> str:
    return "".join(call["args"] or "" for call in chunk.tool_call_chunks)


def _is_cut(message: AIMessage) -> bool:
    """Whether the reply ended at its limit, by either API's word for it."""
    told = message.response_metadata
    details: Any = told.get("incomplete_details") or {}
    return told.get("finish_reason") == "length" or details.get("reason") == "max_output_tokens"


def _thinks(message: AIMessage) -> bool:
    """Whether the model thought before it replied, so that a reply needs more room."""
    usage = message.usage_metadata
    counted = usage.get("output_token_details", {}).get("reasoning") if usage else 0
    return (
        bool(counted) or bool(message.additional_kwargs.get(THOUGHTS)) or "<think" in message.text
    )


def _given(message: AIMessage) -> int:
    return message.usage_metadata["output_tokens"] if message.usage_metadata else 0
