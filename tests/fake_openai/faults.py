"""Misbehaviour: error answers, broken connections, spoilt replies."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import orjson
from aiohttp import web

from tests.fake_openai.errors import ApiError, unauthorized, unknown_model
from tests.fake_openai.replies import Draft, event
from tests.fake_openai.rules import Fault, Rule
from tests.fake_openai.schemas import Schema

ENORMOUS_BYTES = 10 * 1024 * 1024
HTML = b"<!doctype html><title>Sign in</title><p>Please sign in to the network."
RATE_LIMITS = (Fault.RATE_LIMITED, Fault.RATE_LIMITED_DATE, Fault.RATE_LIMITED_MS)


def error_answer(rule: Rule, model: str) -> web.Response | None:
    """The answer of a fault that is an error status, or None."""
    match rule.fault:
        case Fault.RATE_LIMITED | Fault.RATE_LIMITED_DATE | Fault.RATE_LIMITED_MS:
            message = f"Rate limit reached for {model}. Please try again in {rule.retry_after_s}s."
            error = ApiError(429, message, kind="requests", code="rate_limit_exceeded")
        case Fault.QUOTA:
            message = "You exceeded your current quota, please check your plan and billing details."
            error = ApiError(429, message, kind="insufficient_quota", code="insufficient_quota")
        case Fault.SERVER_ERROR:
            message = "The server had an error while processing your request. Sorry about that!"
            error = ApiError(500, message, kind="server_error")
        case Fault.UNAVAILABLE:
            message = "The engine is currently overloaded, please try again later."
            error = ApiError(503, message, kind="server_error", code="overloaded")
        case Fault.UNAUTHORIZED:
            error = unauthorized(key_given=True)
        case Fault.UNKNOWN_MODEL:
            error = unknown_model(model)
        case _:
            return None
    return answer_of(error, headers=_retry_after(rule))


def answer_of(error: ApiError, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        status=error.status,
        body=orjson.dumps(error.body),
        content_type="application/json",
        headers=headers,
    )


def _retry_after(rule: Rule) -> dict[str, str]:
    seconds = rule.retry_after_s
    match rule.fault:
        case Fault.RATE_LIMITED | Fault.UNAVAILABLE:
            return {"Retry-After": f"{seconds:g}"}
        case Fault.RATE_LIMITED_DATE:
            # The date has whole seconds; rounded up, it is never earlier than was asked for.
            at = math.ceil(datetime.now(UTC).timestamp() + seconds)
            date = datetime.fromtimestamp(0, UTC) + timedelta(seconds=at)
            return {"Retry-After": format_datetime(date, usegmt=True)}
        case Fault.RATE_LIMITED_MS:
            return {"retry-after-ms": f"{seconds * 1000:g}"}
        case _:
            return {}


def spoilt(draft: Draft, fault: Fault | None, schema: Schema | None) -> Draft:
    """The draft with a wrong in it; itself for a fault that is none of the reply's."""
    spoil = SPOILS.get(fault) if fault else None
    if spoil is not None:
        return spoil(draft)
    if fault is Fault.SCHEMA_VIOLATION:
        return replace(draft, content=_violating(draft.content or "", schema))
    return draft


def _half(draft: Draft) -> Draft:
    text = draft.content or ""
    return replace(draft, content=text[: len(text) // 2], finish_reason="length")


SPOILS: dict[Fault, Callable[[Draft], Draft]] = {
    Fault.INVALID_CONTENT: lambda draft: replace(draft, content='Sure! Here it is: {"a": [1, '),
    Fault.REFUSAL: lambda draft: replace(draft, content=None, refusal="I can't help with that."),
    Fault.LENGTH: _half,
    Fault.CONTENT_FILTER: lambda draft: replace(
        draft, content=None, finish_reason="content_filter"
    ),
    Fault.EMPTY_CONTENT: lambda draft: replace(draft, content=""),
    Fault.EMPTY_CHOICES: lambda draft: replace(draft, no_choices=True),
    Fault.WRONG_MODEL: lambda draft: replace(draft, model="another-model"),
    Fault.ENORMOUS: lambda draft: replace(draft, content="x" * ENORMOUS_BYTES),
}


def _violating(content: str, schema: Schema | None) -> str:
    """JSON that looks like the reply, but its first field has a type the schema doesn't allow."""
    value = orjson.loads(content) if schema else {}
    for name in value:
        wrong = value | {name: {"wrong": "type"}}
        if schema and schema.complaint(wrong):
            return orjson.dumps(wrong).decode()
    return '["no", "object"]'


async def broken_answer(
    request: web.Request, fault: Fault | None, events: list[bytes] | bytes, *, pause_s: float
) -> web.StreamResponse | None:
    """Send what a fault of the connection or of HTTP leaves of the answer, or None."""
    streamed = isinstance(events, list)
    body = b"".join(events) if isinstance(events, list) else events
    kind = "text/event-stream" if streamed else "application/json"
    match fault:
        case Fault.CUT:
            return _hang_up(request, b"")
        case Fault.CUT_HEADERS:
            return _hang_up(request, b"HTTP/1.1 200 OK\r\nContent-Type: applica")
        case Fault.CUT_BODY:
            response = await _begin(request, kind, body)
            await response.write(body[: len(body) // 2])
            return _hang_up(request, b"")
        case Fault.STALL:
            response = await _begin(request, kind, body)
            await response.write(body[: len(body) // 2])
            return await _forever()
        case Fault.DRIP:
            return await _drip(await _begin(request, kind, body), body, pause_s)
        case Fault.HANG:
            return await _forever()
        case Fault.INVALID_BODY:
            half = body[: len(body) // 2] + (b"\n\n" if streamed else b"")
            return web.Response(body=half, content_type=kind)
        case Fault.WRONG_CONTENT_TYPE:
            return web.Response(body=HTML, content_type="text/html")
        case Fault.STREAM_ERROR:
            return _stream_error(events)
        case _:
            return None


async def _forever() -> web.StreamResponse:
    """Until the client goes away: aiohttp cancels the handler then."""
    await asyncio.Event().wait()
    raise AssertionError


def _hang_up(request: web.Request, last_words: bytes) -> web.StreamResponse:
    """Close the connection under aiohttp; what is returned goes nowhere."""
    transport = request.transport
    if transport is not None:
        if last_words:
            transport.write(last_words)
        transport.close()
    return web.Response()


async def _begin(request: web.Request, kind: str, body: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": kind})
    response.content_length = len(body)
    await response.prepare(request)
    return response


async def _drip(response: web.StreamResponse, body: bytes, pause_s: float) -> web.StreamResponse:
    for byte in body:
        await asyncio.sleep(pause_s)
        await response.write(bytes([byte]))
    await response.write_eof()
    return response


def _stream_error(events: list[bytes] | bytes) -> web.Response:
    error = ApiError(500, "The server had an error while it wrote.", kind="server_error")
    if isinstance(events, bytes):
        return answer_of(error)
    return web.Response(
        body=b"".join([*events[: len(events) // 2], event(error.body)]),
        content_type="text/event-stream",
    )
