"""Replies in OpenAI's shape: whole, as a stream of chunks, and as embeddings."""

import base64
import math
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

import orjson

from tests.fake_openai.wire import ChatRequest, EmbeddingsRequest

WORD = re.compile(r"\s*\S+")
DEFAULT_DIMENSIONS = 1536


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model says, before it is put into JSON."""

    number: int
    created: int
    model: str
    content: str | None
    prompt_tokens: int
    cached_tokens: int = 0
    refusal: str | None = None
    thoughts: str | None = None
    thinking_tokens: int = 0
    tool: str | None = None
    finish_reason: str = "stop"
    no_choices: bool = False

    @property
    def id(self) -> str:
        return f"chatcmpl-{self.number}"

    @property
    def usage(self) -> dict[str, Any]:
        """A word is a token, so that a test can count them."""
        completion = len((self.content or self.refusal or "").split()) + self.thinking_tokens
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": completion,
            "total_tokens": self.prompt_tokens + completion,
            "prompt_tokens_details": {
                "cached_tokens": min(self.cached_tokens, self.prompt_tokens),
                "audio_tokens": 0,
            },
            "completion_tokens_details": {
                "reasoning_tokens": self.thinking_tokens,
                "audio_tokens": 0,
            },
        }


def within_limit(draft: Draft, request: ChatRequest) -> Draft:
    """Cut where the request's own limit of tokens ends."""
    words = WORD.findall(draft.content or "") if request.limit else []
    if request.limit is None or len(words) <= request.limit:
        return draft
    return replace(draft, content="".join(words[: request.limit]), finish_reason="length")


def completion(draft: Draft) -> bytes:
    message: dict[str, Any] = {
        "role": "assistant",
        "content": draft.content,
        "refusal": draft.refusal,
        "annotations": [],
    }
    if draft.thoughts is not None:
        message["reasoning_content"] = draft.thoughts
    if draft.tool is not None:
        message |= {"content": None, "tool_calls": [_call(draft.tool, draft.content or "")]}
    choice = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": draft.finish_reason,
    }
    return orjson.dumps(
        {
            "id": draft.id,
            "object": "chat.completion",
            "created": draft.created,
            "model": draft.model,
            "choices": [] if draft.no_choices else [choice],
            "usage": draft.usage,
            "service_tier": "default",
            "system_fingerprint": "fp_fake",
        }
    )


def event(data: object) -> bytes:
    return b"data: " + orjson.dumps(data) + b"\n\n"


def chunks(draft: Draft, *, with_usage: bool) -> Iterator[bytes]:
    """Server-sent events: role, words, finish reason, then usage when it was asked for."""
    frame: dict[str, Any] = {
        "id": draft.id,
        "object": "chat.completion.chunk",
        "created": draft.created,
        "model": draft.model,
        "service_tier": "default",
        "system_fingerprint": "fp_fake",
    } | ({"usage": None} if with_usage else {})
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": "", "refusal": None}]
    if draft.tool is None:
        deltas += [{"content": word} for word in WORD.findall(draft.content or "")]
    else:
        deltas.append({"tool_calls": [{"index": 0, **_call(draft.tool, "")}]})
        deltas += [
            {"tool_calls": [{"index": 0, "function": {"arguments": word}}]}
            for word in WORD.findall(draft.content or "")
        ]
    deltas += [{"reasoning_content": word} for word in WORD.findall(draft.thoughts or "")]
    deltas += [{"refusal": word} for word in WORD.findall(draft.refusal or "")]
    for delta in [] if draft.no_choices else deltas:
        yield event(frame | {"choices": [_choice(delta, None)]})
    if not draft.no_choices:
        yield event(frame | {"choices": [_choice({}, draft.finish_reason)]})
    if with_usage:
        yield event(frame | {"choices": [], "usage": draft.usage})
    yield b"data: [DONE]\n\n"


def _call(tool: str, arguments: str) -> dict[str, Any]:
    return {
        "id": "call_1",
        "type": "function",
        "function": {"name": tool, "arguments": arguments},
    }


def _choice(delta: dict[str, Any], finish_reason: str | None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}


def embeddings(request: EmbeddingsRequest) -> bytes:
    size = request.dimensions or DEFAULT_DIMENSIONS
    data = [
        {"object": "embedding", "index": number, "embedding": _encoded(text, size, request)}
        for number, text in enumerate(request.inputs)
    ]
    tokens = sum(len(text.split()) for text in request.inputs)
    usage = {"prompt_tokens": tokens, "total_tokens": tokens}
    return orjson.dumps({"object": "list", "data": data, "model": request.model, "usage": usage})


def _encoded(text: str, size: int, request: EmbeddingsRequest) -> str | list[float]:
    vector = vector_of(text, size)
    if request.encoding_format == "base64":
        return base64.b64encode(struct.pack(f"<{size}f", *vector)).decode()
    return vector


def vector_of(text: str, size: int) -> list[float]:
    """A unit vector of hashed words: texts that share words are near each other."""
    vector = [0.0] * size
    for word in re.findall(r"\w+", text.lower()) or [text]:
        vector[crc32(word.encode()) % size] += 1.0
    length = math.sqrt(sum(one * one for one in vector))
    return [one / length for one in vector]
