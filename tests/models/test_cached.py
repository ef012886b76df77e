"""A reply that is kept is that of an equal request, costs nothing, and is valid."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from lexhop.models.cached import CachedModel
from lexhop.models.ports import R, Reply, Request
from lexhop.prompts import Prompt
from lexhop.resilience.cache import MemoryCache
from lexhop.resilience.errors import Permanent, Transient
from lexhop.resilience.tiers import Tier
from lexhop.state.records import Usage


class Verdict(BaseModel):
    text: str
    facts: tuple[str, ...] = ()


class OtherVerdict(BaseModel):
    text: str
    facts: tuple[str, ...] = ()
    note: str = ""


PROMPT = Prompt(name="assess", language="da", system="Du er ...", user="Hvad?", hash="abc")
USAGE = Usage(calls=1, input_tokens=10, output_tokens=5, cost_usd=0.01)


def request(**other: Any) -> Request[Verdict]:
    plain: dict[str, Any] = {
        "role": "assess", "prompt": PROMPT, "reply": Verdict, "temperature": 0.1,
        "max_tokens": 100, "preset": "fast", "corpus_version": "12.9",
    }  # fmt: skip
    return Request(**{**plain, **other})


@dataclass
class Fake:
    """Replies with how often it was called, after `wait`; `error` comes first."""

    name: str = "some-model"
    error: Exception | None = None
    wait: Callable[[], Any] | None = None
    calls: list[Request[Any]] = field(default_factory=list)

    async def __call__(self, request: Request[R]) -> Reply[R]:
        self.calls.append(request)
        if self.wait:
            await self.wait()
        if self.error and len(self.calls) == 1:
            raise self.error
        if request.on_partial:
            request.on_partial({"text": "n"})
        value = request.reply(text=f"nr. {len(self.calls)}", facts=("§ 1", "æ\n"))
        return Reply(value=value, model="some-model-0613", usage=USAGE)


@pytest.fixture
def tier() -> Tier:
    return Tier(name="replies", ttl=60, cache=MemoryCache())


async def test_an_equal_request_gets_the_same_reply_at_no_cost(tier: Tier) -> None:
    fake = Fake()
    model = CachedModel(inner=fake, tier=tier)
    first, again = await model(request()), await model(request())
    assert (first.usage, first.cached) == (USAGE, False)
    assert again == replace(first, usage=Usage(), cached=True)
    assert again.value.facts == ("§ 1", "æ\n")
    assert len(fake.calls) == 1
    assert model.name == "some-model"


OTHER: dict[str, dict[str, Any]] = {
    "role": {"role": "write"},
    "wording": {"prompt": replace(PROMPT, hash="def")},
    "language": {"prompt": replace(PROMPT, language="en")},
    "user text": {"prompt": replace(PROMPT, user="Hvad?!")},
    "system text": {"prompt": replace(PROMPT, system="Du er")},
    "where the text stands": {"prompt": replace(PROMPT, system="Du er ...H", user="vad?")},
    "preset": {"preset": "precise"},
    "corpus": {"corpus_version": "12.10"},
    "temperature": {"temperature": 0.2},
    "length": {"max_tokens": 101},
    "schema": {"reply": OtherVerdict},
}


@pytest.mark.parametrize("name", OTHER)
async def test_another_request_is_made_anew(name: str, tier: Tier) -> None:
    fake = Fake()
    model = CachedModel(inner=fake, tier=tier)
    await model(request())
    reply = await model(request(**OTHER[name]))
    assert (len(fake.calls), reply.cached) == (2, False)


async def test_other_tenants_and_models_are_apart(tier: Tier) -> None:
    replies = [
        await CachedModel(inner=Fake(name), tier=tier, tenant=tenant)(request())
        for name in ("a", "b")
        for tenant in ("x", "y")
    ]
    assert not any(one.cached for one in replies)


async def test_deadlines_and_listeners_make_no_difference(tier: Tier) -> None:
    model = CachedModel(inner=Fake(), tier=tier)
    await model(request())
    heard: list[object] = []
    later = request(deadline=time.time() + 100, on_partial=heard.append)
    reply = await model(later)
    assert reply.cached
    assert heard == [{"text": "nr. 1", "facts": ["§ 1", "æ\n"]}]


async def test_who_makes_the_call_hears_it_as_it_comes(tier: Tier) -> None:
    heard: list[object] = []
    await CachedModel(inner=Fake(), tier=tier)(request(on_partial=heard.append))
    assert heard == [{"text": "n"}]


async def test_64_equal_requests_at_once_are_one_call(tier: Tier) -> None:
    fake = Fake(wait=lambda: asyncio.sleep(0.01))
    model = CachedModel(inner=fake, tier=tier)
    replies = await asyncio.gather(*(model(request()) for _ in range(64)))
    assert len(fake.calls) == 1
    assert sum((one.usage for one in replies), Usage()) == USAGE
    assert [one.cached for one in replies].count(False) == 1


async def test_a_failure_is_not_kept(tier: Tier) -> None:
    model = CachedModel(inner=Fake(error=Transient("busy")), tier=tier)
    with pytest.raises(Transient, match="busy"):
        await model(request())
    assert (await model(request())).value.text == "nr. 2"


async def test_a_reply_that_does_not_fit_its_schema_is_not_kept(tier: Tier) -> None:
    class Sloppy(Fake):
        async def __call__(self, request: Request[R]) -> Reply[R]:
            self.calls.append(request)
            return Reply(value=request.reply.model_construct(), model="m")

    fake = Sloppy()
    model = CachedModel(inner=fake, tier=tier)
    for _ in range(2):
        assert not (await model(request())).cached
    assert len(fake.calls) == 2
    assert (await tier.cache.size("")).entries == 0


async def test_what_was_kept_of_another_shape_is_made_anew(tier: Tier) -> None:
    class Broken(MemoryCache):
        async def get(self, keys: Any) -> list[bytes | None]:
            return [b'{"text": 5}\nmodel']

    with pytest.raises(ValidationError):
        Verdict.model_validate_json('{"text": 5}')
    reply = await CachedModel(inner=Fake(), tier=replace(tier, cache=Broken()))(request())
    assert reply.value.text == "nr. 1"


async def test_who_waits_for_a_shared_call_leaves_at_the_own_deadline(tier: Tier) -> None:
    go_on = asyncio.Event()
    fake = Fake(wait=go_on.wait)
    model = CachedModel(inner=fake, tier=tier)
    patient = asyncio.create_task(model(request()))
    await asyncio.sleep(0)
    with pytest.raises(Permanent) as late:
        await model(request(deadline=time.time() + 0.01))
    assert late.value.kind == "deadline"
    go_on.set()
    assert (await patient).value.text == "nr. 1"
    assert len(fake.calls) == 1


async def test_who_has_more_time_than_the_shared_call_asks_again(tier: Tier) -> None:
    go_on = asyncio.Event()
    fake = Fake(error=Permanent("no time", kind="deadline"), wait=go_on.wait)
    model = CachedModel(inner=fake, tier=tier)
    hurried = asyncio.create_task(model(request(deadline=time.time() + 0.02)))
    patient = asyncio.create_task(model(request()))
    with pytest.raises(Permanent):
        await hurried
    go_on.set()
    assert (await patient).value.text == "nr. 2"


async def test_a_question_that_is_cancelled_cancels_its_call(tier: Tier) -> None:
    cancelled = asyncio.Event()

    async def wait() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            cancelled.set()

    asking = asyncio.create_task(CachedModel(inner=Fake(wait=wait), tier=tier)(request()))
    await asyncio.sleep(0.01)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert cancelled.is_set()
