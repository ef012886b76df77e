"""Models with limits, retries, breakers and stand-ins."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import BaseModel

from lexhop.models.ports import R, Reply, Request
from lexhop.models.resilient import FallbackModel, GuardedModel, RetryingModel, TimedModel
from lexhop.prompts import Prompt
from lexhop.resilience.breaker import Breaker
from lexhop.resilience.errors import Failure, Permanent, Transient

NOW = 1_000_000.0
PROMPT = Prompt(name="write", language="da", system="", user="", hash="")


class Text(BaseModel):
    text: str


def request(**other: Any) -> Request[Text]:
    plain: dict[str, Any] = {"role": "write", "temperature": 0.1, "max_tokens": 100}
    return Request(prompt=PROMPT, reply=Text, **{**plain, **other})


@dataclass
class Fake:
    """Raises `errors`, one a call, and then replies; takes `seconds` each time."""

    name: str = "big"
    errors: Sequence[Exception] = ()
    seconds: float = 0.0
    calls: int = 0
    cancelled: int = 0

    async def __call__(self, request: Request[R]) -> Reply[R]:
        self.calls += 1
        try:
            await asyncio.sleep(self.seconds)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.calls <= len(self.errors):
            raise self.errors[self.calls - 1]
        return Reply(value=request.reply(text=self.name), model=self.name)


@dataclass
class Seen:
    failures: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, model: str, failure: Failure) -> None:
        self.failures.append((model, failure.kind))


BUSY = Transient("busy", kind="rate_limited")
DOWN = Transient("down", kind="connection")
WRONG_KEY = Permanent("wrong key", kind="not_allowed")
TOO_LATE = Permanent("too late", kind="deadline")


async def test_a_reply_in_time_is_passed_on() -> None:
    model = TimedModel(inner=Fake(), timeout_s=600)
    assert (await model(request(deadline=time.time() + 600))).value.text == "big"
    assert model.name == "big"


async def test_a_reply_that_takes_too_long_is_given_up() -> None:
    fake = Fake(seconds=60)
    with pytest.raises(Transient, match=r"big didn't reply in 0\.01 s") as late:
        await TimedModel(inner=fake, timeout_s=0.01)(request())
    assert (late.value.kind, fake.cancelled) == ("timeout", 1)


async def test_a_call_ends_with_the_deadline_and_is_not_worth_another() -> None:
    fake = Fake(seconds=60)
    model = TimedModel(inner=fake, timeout_s=60, clock=lambda: NOW)
    with pytest.raises(Permanent) as late:
        await model(request(deadline=NOW + 0.01))
    assert (late.value.kind, fake.calls, fake.cancelled) == ("deadline", 1, 1)


async def test_no_call_is_made_after_the_deadline() -> None:
    fake = Fake()
    with pytest.raises(Permanent) as late:
        await TimedModel(inner=fake, timeout_s=60, clock=lambda: NOW)(request(deadline=NOW))
    assert (late.value.kind, fake.calls) == ("deadline", 0)


async def test_what_is_transient_is_tried_again() -> None:
    fake = Fake(errors=[BUSY, DOWN])
    model = RetryingModel(inner=fake, wait_s=0.0001)
    assert (await model(request())).value.text == "big"
    assert (model.name, fake.calls) == ("big", 3)


async def test_tries_end_before_the_deadline() -> None:
    fake = Fake(errors=[BUSY, BUSY])
    model = RetryingModel(inner=fake, wait_s=1, clock=lambda: NOW)
    with pytest.raises(Transient):
        await model(request(deadline=NOW + 0.5))
    assert fake.calls == 1


async def test_a_breaker_that_opens_ends_the_tries() -> None:
    fake = Fake(errors=[DOWN] * 9)
    guarded = GuardedModel(inner=fake, breaker=Breaker("endpoint", failures=2))
    model = RetryingModel(inner=guarded, attempts=5, wait_s=0.0001)
    with pytest.raises(Permanent) as refused:
        await model(request())
    assert (refused.value.kind, fake.calls, guarded.name) == ("breaker_open", 2, "big")


async def test_models_of_one_endpoint_share_its_breaker() -> None:
    breaker = Breaker("endpoint", failures=1)
    big = GuardedModel(inner=Fake(errors=[DOWN]), breaker=breaker)
    small = Fake("small")
    with pytest.raises(Transient):
        await big(request())
    with pytest.raises(Permanent):
        await GuardedModel(inner=small, breaker=breaker)(request())
    assert small.calls == 0


@dataclass(frozen=True)
class Case:
    name: str
    errors: tuple[Failure | None, ...]
    """Of each model; None for a reply."""
    outcome: str
    asked: int


CASES = (
    Case("the first replies", (None, None), "model 0", 1),
    Case("the first is down", (DOWN, None), "model 1", 2),
    Case("the first refuses the key", (WRONG_KEY, None), "model 1", 2),
    Case("two are down", (DOWN, BUSY, None), "model 2", 3),
    Case("all are down", (WRONG_KEY, DOWN), "connection", 2),
    Case("the deadline has passed", (TOO_LATE, None), "deadline", 1),
    Case("the deadline passes at the second", (DOWN, TOO_LATE, None), "deadline", 2),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_next_model_stands_in(case: Case) -> None:
    fakes = [
        Fake(f"model {number}", [error] if error else [])
        for number, error in enumerate(case.errors)
    ]
    seen = Seen()
    model = FallbackModel(models=fakes, on_failure=seen)
    failed = tuple(error.kind for error in case.errors[: case.asked] if error)
    try:
        reply = await model(request())
        outcome = (reply.model, reply.failures)
    except Failure as error:
        outcome = (error.kind, failed)
    assert outcome == (case.outcome, failed)
    assert seen.failures == [(f"model {number}", kind) for number, kind in enumerate(failed)]
    assert sum(fake.calls for fake in fakes) == case.asked
    assert model.name == "model 0"


async def test_cancelling_asks_no_other_model() -> None:
    slow, other = Fake(seconds=60), Fake("other")
    asking = asyncio.create_task(FallbackModel(models=[slow, other])(request()))
    await asyncio.sleep(0.01)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert (slow.cancelled, other.calls) == (1, 0)
