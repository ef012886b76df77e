"""The server: checks a request, finds its rule, answers or misbehaves, and keeps a record."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeAlias

import orjson
from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from tests.fake_openai.errors import ApiError, unauthorized, unknown_model
from tests.fake_openai.faults import answer_of, broken_answer, error_answer, spoilt
from tests.fake_openai.quirks import in_its_form, refusal
from tests.fake_openai.replies import Draft, chunks, completion, embeddings, within_limit
from tests.fake_openai.responders import RESPONDERS
from tests.fake_openai.responses import as_chat, response
from tests.fake_openai.rules import Recorded, Rule, RuleBook
from tests.fake_openai.wire import ChatRequest, read_chat, read_embeddings

MODELS = (
    "gpt-4.1",
    "gpt-4.1-mini",
    "gpt-5-mini",
    "gpt-5-nano",
    "text-embedding-3-large",
    "text-embedding-3-small",
)
KEPT_REQUESTS = 10_000
LARGEST_REQUEST = 64 * 1024 * 1024
PLAIN = Rule()
RULES = TypeAdapter(list[Rule])
Answer: TypeAlias = Callable[[web.Request, Recorded], Awaitable[web.StreamResponse]]


class RequestLog:
    """The last requests in full, and counts of all since the last reset."""

    def __init__(self) -> None:
        self.kept: deque[Recorded] = deque(maxlen=KEPT_REQUESTS)
        self.counts: Counter[str] = Counter()
        self.by_schema: Counter[str] = Counter()

    def start(self, request: web.Request, body: Any) -> Recorded:
        self.counts["total"] += 1
        self.counts["in_flight"] += 1
        record = Recorded(
            number=self.counts["total"],
            at=time.time(),
            method=request.method,
            path=request.path,
            headers={name: _shown(name, value) for name, value in request.headers.items()},
            body=body,
        )
        self.kept.append(record)
        return record

    def end(self, record: Recorded) -> None:
        record.took_ms = (time.time() - record.at) * 1000
        self.counts["in_flight"] -= 1
        self.counts["disconnected"] += record.disconnected
        if record.schema_name:
            self.by_schema[record.schema_name] += 1


def _shown(name: str, value: str) -> str:
    return "Bearer ***" if name.lower() == "authorization" else value


class FakeServer:
    def __init__(self, *, rules: tuple[Rule, ...] = (), models: tuple[str, ...] = MODELS) -> None:
        self.first_rules = rules
        self.models = models
        self.connections: set[asyncio.BaseTransport] = set()
        self.book = RuleBook(rules)
        self.log = RequestLog()

    def app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.add_routes(
            [
                web.get("/health", self.health),
                web.post("/v1/chat/completions", self.recorded(self.chat)),
                web.post("/v1/responses", self.recorded(self.respond)),
                web.post("/v1/embeddings", self.recorded(self.embed)),
                web.get("/v1/models", self.recorded(self.list_models)),
                web.get("/v1/models/{model}", self.recorded(self.show_model)),
                web.post("/_control/rules", self.add_rules),
                web.post("/_control/reset", self.reset),
                web.get("/_control/requests", self.show_requests),
                web.get("/_control/counts", self.show_counts),
            ]
        )
        return app

    def recorded(self, answer: Answer) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The handler that checks the key and records what became of a request."""

        async def handle(request: web.Request) -> web.StreamResponse:
            if request.transport is not None:
                self.connections.add(request.transport)
            raw = await request.read()
            log = self.log
            record = log.start(request, _json(raw))
            try:
                _check_key(request)
                response = await answer(request, record)
            except ApiError as error:
                response = answer_of(error)
            except (asyncio.CancelledError, ConnectionError):
                record.disconnected = True
                raise
            finally:
                log.end(record)
            if request.transport is not None and not request.transport.is_closing():
                record.status = response.status
            return response

        return handle

    async def chat(self, request: web.Request, record: Recorded) -> web.StreamResponse:
        asked = read_chat(_object(record.body))
        schema = asked.answer_schema
        record.model, record.schema_name = asked.model, asked.schema_name
        self._check_model(asked.model)
        record.rule = self.book.take(
            "chat", model=asked.model, text=asked.text, schema_name=asked.schema_name
        )
        rule = PLAIN if record.rule is None else self.book.rules[record.rule]
        if rule.latency_ms:
            await asyncio.sleep(rule.latency_ms / 1000)
        if (error := error_answer(rule, asked.model)) is not None:
            return error
        if (refused := refusal(rule.quirks, asked)) is not None:
            return answer_of(refused)
        said = in_its_form(rule.quirks, _draft(asked, rule, record), asked)
        if asked.tools and schema is not None:
            said = replace(said, tool=schema.name, finish_reason="tool_calls")
        draft = spoilt(said, rule.fault, schema)
        usage = bool(asked.stream_options and asked.stream_options.include_usage)
        body = list(chunks(draft, with_usage=usage)) if asked.stream else completion(draft)
        return await _send(request, rule, body, record)

    async def respond(self, request: web.Request, record: Recorded) -> web.StreamResponse:
        asked = as_chat(_object(record.body))
        record.model, record.schema_name = asked.model, asked.schema_name
        self._check_model(asked.model)
        record.rule = self.book.take(
            "chat", model=asked.model, text=asked.text, schema_name=asked.schema_name
        )
        rule = PLAIN if record.rule is None else self.book.rules[record.rule]
        return await _send(request, rule, response(_draft(asked, rule, record)), record)

    async def embed(self, request: web.Request, record: Recorded) -> web.StreamResponse:
        asked = read_embeddings(_object(record.body))
        record.model = asked.model
        self._check_model(asked.model)
        record.rule = self.book.take("embeddings", model=asked.model, text="\n".join(asked.inputs))
        rule = PLAIN if record.rule is None else self.book.rules[record.rule]
        if rule.latency_ms:
            await asyncio.sleep(rule.latency_ms / 1000)
        if (error := error_answer(rule, asked.model)) is not None:
            return error
        return await _send(request, rule, embeddings(asked), record)

    async def list_models(self, request: web.Request, record: Recorded) -> web.StreamResponse:
        return _reply({"object": "list", "data": [_model(name) for name in self.models]})

    async def show_model(self, request: web.Request, record: Recorded) -> web.StreamResponse:
        name = request.match_info["model"]
        self._check_model(name)
        return _reply(_model(name))

    def _check_model(self, name: str) -> None:
        if name not in self.models:
            raise unknown_model(name)

    async def health(self, request: web.Request) -> web.Response:
        return _reply({"status": "ok"})

    async def add_rules(self, request: web.Request) -> web.Response:
        try:
            rules = RULES.validate_json(await request.read())
        except ValidationError as error:
            return _reply({"error": str(error)}, status=400)
        unknown = {rule.responder for rule in rules} - {None, *RESPONDERS}
        if unknown:
            known = ", ".join(RESPONDERS)
            return _reply({"error": f"no responder {unknown}; there are: {known}"}, status=400)
        self.book.add(*rules)
        return _reply({"rules": len(self.book.rules)})

    async def reset(self, request: web.Request) -> web.Response:
        """Back to the rules of the start; requests under way count in the old record only."""
        self.book = RuleBook(self.first_rules)
        self.log = RequestLog()
        return _reply({"rules": len(self.book.rules)})

    async def show_requests(self, request: web.Request) -> web.Response:
        since = int(request.query.get("since", 0))
        return _reply([one.model_dump() for one in self.log.kept if one.number > since])

    async def show_counts(self, request: web.Request) -> web.Response:
        self.connections = {one for one in self.connections if not one.is_closing()}
        counts = self.log.counts
        return _reply(
            {
                "total": counts["total"],
                "in_flight": counts["in_flight"],
                "disconnected": counts["disconnected"],
                "open_connections": len(self.connections),
                "by_schema": dict(self.log.by_schema),
                "rules_used": self.book.used,
            }
        )


def _json(raw: bytes) -> Any:
    """The body's JSON; as text what isn't any."""
    try:
        return orjson.loads(raw) if raw else None
    except orjson.JSONDecodeError:
        return raw.decode(errors="replace")


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise ApiError(400, "We could not parse the JSON body of your request.")
    return body


def _check_key(request: web.Request) -> None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not key.strip():
        raise unauthorized(key_given=False)


def _draft(asked: ChatRequest, rule: Rule, record: Recorded) -> Draft:
    draft = Draft(
        number=record.number,
        created=int(record.at),
        model=asked.model,
        content=_content(asked, rule),
        prompt_tokens=len(asked.text.split()),
        cached_tokens=rule.cached_tokens,
    )
    return within_limit(draft, asked)


def _content(asked: ChatRequest, rule: Rule) -> str:
    """What the rule says; a reply the schema doesn't allow is the test's mistake, so an error."""
    if rule.content is not None:
        return rule.content
    value: Any = rule.reply
    if value is None:
        try:
            value = RESPONDERS[rule.responder or "auto"](asked)
        except Exception as error:  # whatever a responder does wrong, the test shall read it
            raise _misused(f"{type(error).__name__} in responder: {error}") from error
    schema = asked.answer_schema
    if schema is not None and (why := schema.complaint(value)) is not None:
        raise _misused(f"the reply doesn't fit {schema.name}: {why}")
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _misused(message: str) -> ApiError:
    return ApiError(500, message, kind="fake_openai_misused")


async def _send(
    request: web.Request, rule: Rule, body: list[bytes] | bytes, record: Recorded
) -> web.StreamResponse:
    pause_s = rule.pause_ms / 1000
    broken = await broken_answer(request, rule.fault, body, pause_s=pause_s)
    if broken is not None:
        return broken
    headers = {"x-request-id": f"req_{record.number}"}
    if isinstance(body, bytes):
        return web.Response(body=body, content_type="application/json", headers=headers)
    response = web.StreamResponse(headers=headers | {"Content-Type": "text/event-stream"})
    await response.prepare(request)
    for one in body if pause_s else [b"".join(body)]:
        if pause_s:
            await asyncio.sleep(pause_s)
        await response.write(one)
    await response.write_eof()
    return response


def _reply(value: object, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "fake"}
