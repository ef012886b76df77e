"""Work that several want at once is done once, and nobody is harmed by another."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pytest

from lexhop.resilience.singleflight import SingleFlight

WHO: ContextVar[str] = ContextVar("who", default="nobody")


@dataclass
class Work:
    """Waits until it may go on; counts how often it's begun and how often cancelled."""

    error: Exception | None = None
    begun: int = 0
    cancelled: int = 0
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self) -> str:
        self.begun += 1
        try:
            await self.go_on.wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0.01)
            self.cancelled += 1
            raise
        if self.error:
            raise self.error
        return f"by {WHO.get()}"


@pytest.fixture(autouse=True)
async def nothing_is_left_unseen() -> AsyncIterator[None]:
    """No error that asyncio would report as never retrieved."""
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    yield
    gc.collect(1)
    await asyncio.sleep(0)
    assert reported == []


async def waiting(flights: SingleFlight, work: Work, number: int) -> list[asyncio.Task[str]]:
    tasks = [asyncio.create_task(flights("key", work)) for _ in range(number)]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_64_at_once_are_one_call() -> None:
    work = Work()
    tasks = await waiting(SingleFlight(), work, 64)
    work.go_on.set()
    assert await asyncio.gather(*tasks) == ["by nobody"] * 64
    assert work.begun == 1


async def test_what_comes_after_is_done_anew() -> None:
    flights, work = SingleFlight(), Work()
    work.go_on.set()
    await flights("key", work)
    await flights("key", work)
    assert work.begun == 2


async def test_other_keys_are_other_work() -> None:
    flights, work = SingleFlight(), Work()
    work.go_on.set()
    await asyncio.gather(flights("a", work), flights("b", work))
    assert work.begun == 2


async def test_who_is_cancelled_does_not_harm_the_others() -> None:
    work = Work()
    first, *others = await waiting(SingleFlight(), work, 4)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    work.go_on.set()
    assert await asyncio.gather(*others) == ["by nobody"] * 3
    assert (work.begun, work.cancelled) == (1, 0)


async def test_the_last_one_takes_the_work_along_and_waits_for_its_end() -> None:
    work = Work()
    tasks = await waiting(SingleFlight(), work, 3)
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(one) for one in results] == [asyncio.CancelledError] * 3
    assert work.cancelled == 1


async def test_who_comes_while_the_work_is_cancelled_starts_anew() -> None:
    flights, work = SingleFlight(), Work()
    [task] = await waiting(flights, work, 1)
    task.cancel()
    work.go_on.set()
    await asyncio.sleep(0)
    assert await flights("key", work) == "by nobody"
    assert work.begun == 2


async def test_an_error_reaches_all() -> None:
    work = Work(error=ValueError("no"))
    tasks = await waiting(SingleFlight(), work, 5)
    work.go_on.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert results == [work.error] * 5


async def test_an_error_that_nobody_waits_for_any_more_is_not_reported() -> None:
    async def fails_when_cancelled() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise ValueError("while cleaning up") from None

    task = asyncio.create_task(SingleFlight()("key", fails_when_cancelled))
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_work_runs_in_the_context_of_who_came_first() -> None:
    flights, work = SingleFlight(), Work()

    async def ask(name: str) -> str:
        WHO.set(name)
        return await flights("key", work)

    tasks = [asyncio.create_task(ask(name)) for name in ("first", "second")]
    work.go_on.set()
    assert await asyncio.gather(*tasks) == ["by first"] * 2
    assert WHO.get() == "nobody"
