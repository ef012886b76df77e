"""When a dependency is left alone, and when it's tried again."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest

from lexhop.resilience.breaker import Breaker
from lexhop.resilience.errors import Failure, Permanent, Transient
from lexhop.state.records import FailureKind

OPEN_S = 0.05


def failing(error: Exception) -> Callable[[], Awaitable[str]]:
    async def call() -> str:
        raise error

    return call


async def working() -> str:
    return "done"


TIMEOUT = failing(Transient("late", kind="timeout"))


async def fail(
    breaker: Breaker, times: int = 1, call: Callable[[], Awaitable[str]] = TIMEOUT
) -> None:
    for _ in range(times):
        with suppress(Failure):
            await breaker(call)


async def half_open(breaker: Breaker) -> None:
    for _ in range(2000):
        if breaker.state == "half_open":
            return
        await asyncio.sleep(0.005)
    pytest.fail("it never tries again")


@dataclass(frozen=True)
class Case:
    error: Failure
    opens: bool


def transient(kind: FailureKind) -> Transient:
    return Transient("failed", kind=kind)


def permanent(kind: FailureKind) -> Permanent:
    return Permanent("failed", kind=kind)


CASES = (
    Case(transient("timeout"), opens=True),
    Case(transient("connection"), opens=True),
    Case(transient("unavailable"), opens=True),
    Case(transient("rate_limited"), opens=True),
    Case(transient("bad_reply"), opens=False),
    Case(permanent("refused"), opens=False),
    Case(permanent("not_allowed"), opens=False),
    Case(permanent("timeout"), opens=False),
    Case(permanent("deadline"), opens=False),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr((type(case.error), case.error.kind)))
async def test_only_what_says_that_it_is_down_opens_it(case: Case) -> None:
    breaker = Breaker("model", failures=3)
    await fail(breaker, 3, failing(case.error))
    assert breaker.state == ("open" if case.opens else "closed")


async def test_an_open_breaker_refuses_without_calling() -> None:
    breaker = Breaker("the model", failures=2)
    await fail(breaker, 2)
    calls = 0

    async def call() -> None:
        nonlocal calls
        calls += 1

    for _ in range(3):
        with pytest.raises(Permanent, match="the model") as refused:
            await breaker(call)
        assert refused.value.kind == "breaker_open"
    assert calls == 0


async def test_failures_have_to_come_in_a_row() -> None:
    breaker = Breaker("model", failures=3)
    await fail(breaker, 2)
    assert await breaker(working) == "done"
    await fail(breaker, 2)
    assert breaker.state == "closed"
    await fail(breaker)
    assert breaker.state == "open"


async def test_our_own_deadline_does_not_make_up_for_failures() -> None:
    breaker = Breaker("model", failures=3)
    await fail(breaker, 2)
    await fail(breaker, 1, failing(permanent("deadline")))
    await fail(breaker)
    assert breaker.state == "open"


async def test_one_call_probes_and_the_others_are_refused_meanwhile() -> None:
    breaker = Breaker("model", failures=1, open_s=OPEN_S)
    await fail(breaker)
    await half_open(breaker)
    ready = asyncio.Event()

    async def probe() -> str:
        await ready.wait()
        return "up"

    probing = asyncio.create_task(breaker(probe))
    await asyncio.sleep(0)
    for _ in range(3):
        with pytest.raises(Permanent) as refused:
            await breaker(working)
        assert refused.value.kind == "breaker_open"
    ready.set()
    assert await probing == "up"
    assert breaker.state == "closed"
    assert await breaker(working) == "done"


async def test_a_probe_that_fails_opens_it_again() -> None:
    breaker = Breaker("model", failures=3, open_s=OPEN_S)
    await fail(breaker, 3)
    await half_open(breaker)
    await fail(breaker)
    assert breaker.state == "open"
    await half_open(breaker)
    await breaker(working)
    assert breaker.state == "closed"


async def test_a_probe_that_is_cancelled_leaves_it_to_the_next_one() -> None:
    breaker = Breaker("model", failures=1, open_s=OPEN_S)
    await fail(breaker)
    await half_open(breaker)
    probing = asyncio.create_task(breaker(lambda: asyncio.sleep(60)))
    await asyncio.sleep(0)
    probing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await probing
    assert breaker.state == "half_open"
    assert await breaker(working) == "done"
    assert breaker.state == "closed"


async def test_a_call_from_before_it_opened_does_not_close_it() -> None:
    breaker = Breaker("model", failures=1, open_s=60)
    ready = asyncio.Event()

    async def late() -> str:
        await ready.wait()
        return "late"

    calling = asyncio.create_task(breaker(late))
    await asyncio.sleep(0)
    await fail(breaker)
    ready.set()
    assert await calling == "late"
    assert breaker.state == "open"


async def test_a_call_from_before_it_opened_is_not_taken_for_the_probe() -> None:
    breaker = Breaker("model", failures=1, open_s=OPEN_S)
    ready, probed = asyncio.Event(), asyncio.Event()
    late = asyncio.create_task(breaker(ready.wait))
    await asyncio.sleep(0)
    await fail(breaker)
    await half_open(breaker)
    probing = asyncio.create_task(breaker(probed.wait))
    await asyncio.sleep(0)
    ready.set()
    await late
    assert breaker.state == "half_open"
    probed.set()
    await probing
    assert breaker.state == "closed"


async def test_opening_and_closing_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    breaker = Breaker("redis", failures=1, open_s=OPEN_S)
    await fail(breaker)
    await half_open(breaker)
    await breaker(working)
    assert [one.getMessage() for one in caplog.records] == [
        f"redis fails (timeout): not used for {OPEN_S:g} s",
        "redis works again",
    ]
