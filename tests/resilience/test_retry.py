"""What is tried again, how often, and when it isn't worth the wait."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from lexhop.resilience.errors import Failure, Permanent, Transient
from lexhop.resilience.retry import retrying

NOW = 1_000_000.0
QUICK = 0.0001


@dataclass
class Failing:
    """Raises `errors` one after another, then gives "done"."""

    errors: Sequence[Exception]
    times: list[float] = field(default_factory=list)

    async def __call__(self) -> str:
        self.times.append(time.perf_counter())
        if len(self.times) <= len(self.errors):
            raise self.errors[len(self.times) - 1]
        return "done"


def transient(retry_after: float | None = None) -> Transient:
    return Transient("busy", kind="rate_limited", retry_after=retry_after)


@dataclass(frozen=True)
class Case:
    name: str
    errors: tuple[Exception, ...]
    calls: int
    works: bool
    deadline: float = 0.0
    wait_s: float = QUICK


CASES = (
    Case("at once", (), 1, works=True),
    Case("one failure", (transient(),), 2, works=True),
    Case("two failures", (transient(), transient()), 3, works=True),
    Case("three failures", (transient(),) * 3, 3, works=False),
    Case("a permanent failure", (Permanent("no key"),), 1, works=False),
    Case("a bug", (KeyError("x"),), 1, works=False),
    Case("permanent after transient", (transient(), Permanent("no")), 2, works=False),
    Case("asked to wait a bit", (transient(0.001),), 2, works=True),
    Case("asked to wait less than nothing", (transient(-5.0),), 2, works=True),
    Case("asked to wait too long", (transient(11.0),), 1, works=False),
    Case("time enough", (transient(),), 2, works=True, deadline=NOW + 1),
    Case("the wait may pass the deadline", (transient(),), 1, False, NOW + 1, wait_s=0.6),
    Case("asked to wait past the deadline", (transient(2.0),), 1, False, NOW + 1),
    Case("the deadline has passed", (transient(),), 1, False, NOW - 1),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_only_what_may_help_is_tried_again(case: Case) -> None:
    call = Failing(case.errors)
    try:
        result = await retrying(call, deadline=case.deadline, wait_s=case.wait_s, clock=lambda: NOW)
    except (Failure, KeyError) as error:
        result = error
    assert len(call.times) == case.calls
    assert result == "done" if case.works else result is case.errors[case.calls - 1]


async def test_waits_as_long_as_the_other_side_asks_for() -> None:
    call = Failing([transient(0.05)])
    await retrying(call, wait_s=0.0)
    assert call.times[1] - call.times[0] >= 0.05


async def test_each_wait_is_at_least_twice_the_one_before() -> None:
    call = Failing([transient(), transient()])
    await retrying(call, wait_s=0.01)
    assert call.times[1] - call.times[0] >= 0.01
    assert call.times[2] - call.times[1] >= 0.02


async def test_the_number_of_tries_can_be_set() -> None:
    call = Failing([transient()] * 9)
    with pytest.raises(Transient):
        await retrying(call, attempts=5, wait_s=QUICK)
    assert len(call.times) == 5
