"""An endpoint that does everything wrong, in every role: a typed result, and no traceback."""

import asyncio
import logging

import pytest

from lexhop.graph.build import build_graph
from lexhop.graph.pipeline.qa import GraphPipeline
from lexhop.prompts import phrase
from lexhop.resilience.tiers import open_tiers
from lexhop.state.plan import GroundedSentence
from lexhop.state.records import Answer, FailureKind
from lexhop.state.research import Research
from tests.fake_openai import FakeOpenAI, Fault, Rule
from tests.reasoning.misbehaviour import BIG, CHEAP, Outcome, reasoner, suffered, trials
from tests.reasoning.played import DANISH, Shelf, Shelved

KINDS: dict[Fault, tuple[FailureKind, ...]] = {
    Fault.RATE_LIMITED: ("rate_limited",),
    Fault.RATE_LIMITED_DATE: ("rate_limited",),
    Fault.RATE_LIMITED_MS: ("rate_limited",),
    Fault.QUOTA: ("not_allowed",),
    Fault.SERVER_ERROR: ("unavailable",),
    Fault.UNAVAILABLE: ("unavailable",),
    Fault.UNAUTHORIZED: ("not_allowed",),
    Fault.UNKNOWN_MODEL: ("unknown_model",),
    Fault.HANG: ("timeout",),
    Fault.STALL: ("timeout",),
    Fault.DRIP: ("timeout",),
    Fault.CUT: ("connection",),
    Fault.CUT_HEADERS: ("connection",),
    Fault.CUT_BODY: ("connection",),
    Fault.INVALID_BODY: ("bad_reply",),
    Fault.WRONG_CONTENT_TYPE: ("bad_reply",),
    Fault.STREAM_ERROR: ("unavailable", "bad_reply"),
    Fault.ENORMOUS: ("bad_reply", "timeout"),
    Fault.INVALID_CONTENT: ("bad_reply",),
    Fault.SCHEMA_VIOLATION: ("bad_reply",),
    Fault.REFUSAL: ("refused",),
    Fault.LENGTH: ("cut",),
    Fault.CONTENT_FILTER: ("refused",),
    Fault.EMPTY_CONTENT: ("bad_reply",),
    Fault.EMPTY_CHOICES: ("bad_reply",),
    Fault.WRONG_MODEL: (),
}
MOST_CALLS = 18
"""Of one question, retries and stand-ins included: a breaker opens before it gets worse."""


def wrong_with(outcome: Outcome) -> str:
    """What a reader of the answer would have to complain of, or ""."""
    trial, answer = outcome.trial, outcome.answer
    # Of a draft that was cut, what is finished stands.
    harmless = (Fault.WRONG_MODEL, Fault.LENGTH)
    writes = trial.role in ("write", "all") and trial.fault not in harmless
    told = [gap for gap in answer.gaps if trial.fault is Fault.LENGTH and "afbrudt" in gap] or [
        kind
        for kind in (*KINDS[trial.fault], "timeout")  # on a slow machine, any call may be late
        if any(phrase("da", f"failure_{kind}") in one for one in answer.notices)
    ]
    author = (CHEAP if trial.stand_in else "extractive") if writes else BIG
    # After two judgements in three tries each, the breaker is open when it comes to writing.
    left_alone = trial.role == "assess" and not trial.stand_in and answer.stop_reason == "degraded"
    complaints = {
        f"is {answer.status}": answer.status == "abstained" or not answer.citations,
        f"is by {answer.model}": answer.model != author and not left_alone,
        f"says {answer.notices}": bool(KINDS[trial.fault]) and not told,
        f"stopped for {answer.stop_reason}": writes
        and (answer.stop_reason == "degraded") == trial.stand_in,
        f"took {outcome.calls} calls": not 1 <= outcome.calls <= MOST_CALLS,
    }
    return "; ".join(what for what, is_so in complaints.items() if is_so)


@pytest.mark.slow
async def test_whatever_an_endpoint_does_the_question_gets_its_answer(
    fake_openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", fake_openai.base_url)
    # The command of the same name runs all; ten megabytes take time to read.
    given = [
        one
        for one in trials()
        if one.role == "write"
        or (one.role != "all" and not one.stand_in and one.fault is not Fault.ENORMOUS)
    ]
    outcomes = await suffered(given, fake_openai)
    wrong = {one.row()[:3]: complaint for one in outcomes if (complaint := wrong_with(one))}
    assert wrong == {}
    assert {one.trial.fault for one in outcomes} == set(Fault) == set(KINDS)
    assert "Traceback" not in caplog.text
    assert all(one.levelno <= logging.WARNING and not one.exc_info for one in caplog.records)


@pytest.mark.parametrize("schema", ["PlanReply", "AssessReply", "DraftReply"])
async def test_cancelling_a_question_ends_its_call_and_leaves_the_pool_clean(
    schema: str, fake_openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, connections: object
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", fake_openai.base_url)
    rules = Rule(schema_name=schema, fault=Fault.HANG, times=4), Rule(responder="honest")
    await asyncio.to_thread(fake_openai.add, *rules)
    tiers = open_tiers()
    mind = reasoner(connections, tiers.replies, stand_in=False, patience_s=60)  # type: ignore[arg-type]
    graph = build_graph(Shelved(), mind, search=Shelf())
    pipeline = [
        asyncio.create_task(graph.ainvoke(Research(question=f"{DANISH} ({number})")))
        for number in range(4)
    ]
    await fake_openai.until(lambda counts: counts.rules_used[0] == counts.in_flight == 4)
    for one in pipeline:
        one.cancel()
    assert all(
        isinstance(one, asyncio.CancelledError)
        for one in await asyncio.gather(*pipeline, return_exceptions=True)
    )
    counts = await fake_openai.until(lambda counts: counts.in_flight == 0)
    assert counts.disconnected == 4
    before = counts.open_connections
    state = await graph.ainvoke(Research(question=DANISH))
    assert state["answer"].status == "answered"
    assert (await asyncio.to_thread(fake_openai.counts)).open_connections <= max(before, 1)
    await tiers.aclose()


async def test_equal_questions_at_once_are_one_set_of_calls(
    fake_openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, connections: object
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", fake_openai.base_url)
    await asyncio.to_thread(fake_openai.add, Rule(responder="honest"))
    tiers = open_tiers()
    mind = reasoner(connections, tiers.replies, patience_s=60)  # type: ignore[arg-type]
    graph = build_graph(Shelved(), mind, search=Shelf())
    states = await asyncio.gather(*(graph.ainvoke(Research(question=DANISH)) for _ in range(64)))
    assert {one["answer"].status for one in states} == {"answered"}
    counts = await asyncio.to_thread(fake_openai.counts)
    assert counts.by_schema == {"PlanReply": 1, "AssessReply": 1, "DraftReply": 1}
    await tiers.aclose()


async def test_replies_that_can_not_be_used_are_paid_for_all_the_same(
    fake_openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, connections: object
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", fake_openai.base_url)
    wrong = Rule(schema_name="DraftReply", responder="honest", fault=Fault.SCHEMA_VIOLATION)
    await asyncio.to_thread(fake_openai.add, wrong, Rule(responder="honest"))
    tiers = open_tiers()
    mind = reasoner(connections, tiers.replies, stand_in=True, patience_s=30)  # type: ignore[arg-type]
    state = await build_graph(Shelved(), mind, search=Shelf()).ainvoke(Research(question=DANISH))
    answer = state["answer"]
    served = (await asyncio.to_thread(fake_openai.counts)).total
    assert (answer.model, answer.usage.calls) == ("extractive", served)
    assert answer.usage.cost_usd > 0
    await tiers.aclose()


async def test_a_model_that_hangs_leaves_time_for_its_stand_in(
    fake_openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, connections: object
) -> None:
    """With time limits in the proportion that the settings have by default."""
    monkeypatch.setenv("OPENAI_BASE_URL", fake_openai.base_url)
    hanging = Rule(model=BIG, schema_name="DraftReply", fault=Fault.HANG)
    await asyncio.to_thread(fake_openai.add, hanging, Rule(responder="honest"))
    tiers = open_tiers()
    mind = reasoner(connections, tiers.replies, patience_s=2, together_s=4.5)  # type: ignore[arg-type]
    state = await build_graph(Shelved(), mind, search=Shelf()).ainvoke(Research(question=DANISH))
    assert state["answer"].model == CHEAP
    assert state["answer"].stop_reason != "degraded"
    await tiers.aclose()


async def test_sentences_of_a_second_try_come_in_their_order(
    fake_openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, connections: object
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", fake_openai.base_url)
    first, second = (
        "Afgiften for en passage af broen er 12 kr.",
        "for motorcykler og 45 kr. for personbiler",
    )

    def reply(*quotes: str) -> dict[str, object]:
        said = [{"text": one, "quotes": [{"passage": 1, "quote": one}]} for one in quotes]
        return {"sentences": said, "calculations": [], "not_found": []}

    broken = Rule(
        schema_name="DraftReply",
        reply=reply(
            "12 kr. for motorcykler",
            "45 kr. for personbiler",
            "Afgiften for en passage",
            "af broen",
        ),
        fault=Fault.STREAM_ERROR,
        times=1,
    )
    sound = Rule(schema_name="DraftReply", reply=reply(first, second))
    await asyncio.to_thread(fake_openai.add, broken, sound, Rule(responder="honest"))
    tiers = open_tiers()
    mind = reasoner(connections, tiers.replies, patience_s=30)  # type: ignore[arg-type]
    pipeline = GraphPipeline(graph=build_graph(Shelved(), mind, search=Shelf()))
    steps = [step async for step in pipeline.stream(DANISH)]
    said = [step.text for step in steps if isinstance(step, GroundedSentence)]
    answer = steps[-1]
    assert isinstance(answer, Answer)
    assert said[-2:] == [first, second]
    assert answer.text.split("\n\n") == [f"{first} [1]", f"{second} [2]"]
    await tiers.aclose()
