"""Rules: which requests they are for, and how those are answered, misbehaviour included."""

import re
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tests.fake_openai.quirks import Quirk

Endpoint: TypeAlias = Literal["chat", "embeddings"]


class Fault(StrEnum):
    """A misbehaviour. The first group answers with an error, the second breaks the connection or
    the HTTP answer, the third replies properly but with something wrong in the reply."""

    RATE_LIMITED = "rate_limited"  # 429, Retry-After in seconds
    RATE_LIMITED_DATE = "rate_limited_date"  # 429, Retry-After as an HTTP date
    RATE_LIMITED_MS = "rate_limited_ms"  # 429, retry-after-ms
    QUOTA = "quota"  # 429 that no waiting cures: insufficient_quota
    SERVER_ERROR = "server_error"  # 500
    UNAVAILABLE = "unavailable"  # 503
    UNAUTHORIZED = "unauthorized"  # 401
    UNKNOWN_MODEL = "unknown_model"  # 404

    HANG = "hang"  # not a byte, ever
    STALL = "stall"  # headers and half the body, then not a byte more
    DRIP = "drip"  # the proper body, a byte each pause_ms
    CUT = "cut"  # connection reset before a byte
    CUT_HEADERS = "cut_headers"
    CUT_BODY = "cut_body"
    INVALID_BODY = "invalid_body"  # 200, JSON that ends in the middle
    WRONG_CONTENT_TYPE = "wrong_content_type"  # 200, a proxy's HTML page
    STREAM_ERROR = "stream_error"  # half a stream, then an error event; a 500 when not streamed
    ENORMOUS = "enormous"  # 10 MB of content

    INVALID_CONTENT = "invalid_content"  # content that is no JSON
    SCHEMA_VIOLATION = "schema_violation"  # JSON of another shape
    REFUSAL = "refusal"  # message.refusal
    LENGTH = "length"  # half the content, finish_reason length
    CONTENT_FILTER = "content_filter"  # no content, finish_reason content_filter
    EMPTY_CONTENT = "empty_content"
    EMPTY_CHOICES = "empty_choices"
    WRONG_MODEL = "wrong_model"  # the reply names another model


OF_CHAT = frozenset(
    {
        Fault.STREAM_ERROR,
        Fault.ENORMOUS,
        Fault.INVALID_CONTENT,
        Fault.SCHEMA_VIOLATION,
        Fault.REFUSAL,
        Fault.LENGTH,
        Fault.CONTENT_FILTER,
        Fault.EMPTY_CONTENT,
        Fault.EMPTY_CHOICES,
        Fault.WRONG_MODEL,
    }
)


class Rule(BaseModel):
    """The first rule that matches and isn't used up answers; without one, `auto` does.

    A rule with neither reply, content nor responder answers by `auto`, which is what the faults
    that need a proper reply spoil.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    endpoint: Endpoint = "chat"
    schema_name: str | None = None
    model: str | None = None
    text: str | None = Field(None, description="a regular expression, searched in all messages")
    nth: int | None = Field(None, ge=1, description="only the nth request that matches the rest")
    times: int | None = Field(None, ge=1, description="used up after so many answers")

    reply: dict[str, Any] | None = None
    content: str | None = None
    responder: str | None = None
    fault: Fault | None = None
    quirks: frozenset[Quirk] = frozenset()
    latency_ms: float = Field(0, ge=0, description="before the first byte")
    pause_ms: float = Field(0, ge=0, description="between a stream's chunks or a drip's bytes")
    retry_after_s: float = Field(1, ge=0)
    cached_tokens: int = Field(0, ge=0)

    @model_validator(mode="after")
    def makes_sense(self) -> "Rule":
        if sum(one is not None for one in (self.reply, self.content, self.responder)) > 1:
            raise ValueError("give one of reply, content and responder")
        if self.endpoint == "embeddings" and self.fault in OF_CHAT:
            raise ValueError(f"{self.fault} is a fault of chat replies")
        re.compile(self.text or "")
        return self


class Recorded(BaseModel):
    """A request as it came. `disconnected`: the client left before it had the whole reply.
    `status` is None as long as no whole reply was sent."""

    number: int
    at: float
    method: str
    path: str
    headers: dict[str, str]
    body: Any
    model: str | None = None
    schema_name: str | None = None
    rule: int | None = None
    status: int | None = None
    took_ms: float | None = None
    disconnected: bool = False

    @property
    def done(self) -> bool:
        return self.took_ms is not None


class RuleBook:
    def __init__(self, rules: tuple[Rule, ...] = ()) -> None:
        self.rules: list[Rule] = []
        self.matched: list[int] = []
        self.used: list[int] = []
        self.add(*rules)

    def add(self, *rules: Rule) -> None:
        for rule in rules:
            self.rules.append(rule)
            self.matched.append(0)
            self.used.append(0)

    def take(
        self, endpoint: Endpoint, *, model: str, text: str, schema_name: str | None = None
    ) -> int | None:
        """The number of the rule that answers this request; counts it as used."""
        for number, rule in enumerate(self.rules):
            if (
                rule.endpoint != endpoint
                or rule.model not in (None, model)
                or rule.schema_name not in (None, schema_name)
                or (rule.text is not None and not re.search(rule.text, text))
            ):
                continue
            self.matched[number] += 1
            if rule.nth not in (None, self.matched[number]):
                continue
            if rule.times is not None and self.used[number] >= rule.times:
                continue
            self.used[number] += 1
            return number
        return None
