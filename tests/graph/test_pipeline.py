"""Asking one question, many, or step by step, and remembering answers."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest

from lexhop.graph.build import build_graph
from lexhop.graph.pipeline.cached import AnswerCache
from lexhop.graph.pipeline.metered import MeteredPipeline
from lexhop.graph.pipeline.qa import GraphPipeline, Step, ask_batch
from lexhop.observability.metrics import Metrics
from lexhop.resilience.tiers import open_tiers
from lexhop.state.options import Options
from lexhop.state.plan import GroundedSentence, Query
from lexhop.state.records import Answer, Usage
from tests.memory_store import MemoryStore
from tests.scripted import Scripted

GRANT = Query(text="CPL § 6", keys=("cykelpuljeloven§6",), locators=("",))
OPTIONS = Options()


@pytest.fixture
def pipeline(examples: MemoryStore) -> GraphPipeline:
    return GraphPipeline(graph=build_graph(examples, Scripted((GRANT,))))


async def test_a_question_gets_its_answer_under_a_run_id_of_its_own(
    pipeline: GraphPipeline,
) -> None:
    first, second = [await pipeline.ask("Hvad siger CPL § 6?") for _ in range(2)]
    assert first.citations == second.citations != ()
    assert first.run_id != second.run_id


async def test_what_can_not_be_a_question_is_refused(pipeline: GraphPipeline) -> None:
    with pytest.raises(ValueError, match="empty"):
        await pipeline.ask("  ")


async def test_steps_come_as_they_happen_and_the_answer_last(pipeline: GraphPipeline) -> None:
    steps = [step async for step in pipeline.stream("Hvad siger CPL § 6?")]
    nodes = [step[0] for step in steps if isinstance(step, tuple)]
    assert nodes[:3] == ["decompose", "retrieve", "reason"]
    said = [step.text for step in steps if isinstance(step, GroundedSentence)]
    assert isinstance(steps[-1], Answer)
    assert said
    assert all(text in steps[-1].text for text in said)


YES = Answer(question="", text="Ja.", status="answered", usage=Usage(calls=2))


@dataclass
class Slow:
    """Takes as long as the question says; "no" fails."""

    running: int = 0
    most: int = 0
    asked: list[str] = field(default_factory=list)
    cancelled: int = 0
    answer: Answer = YES
    busy: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, question: str, options: Options | None = None) -> Answer:
        self.asked.append(question)
        if len(self.asked) == 4:
            self.busy.set()
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await asyncio.sleep(0 if question == "no" else float(question))
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.running -= 1
        if question == "no":
            raise RuntimeError("it broke\nwith a traceback")
        return replace(self.answer, question=question)

    def stream(self, question: str, options: Options | None = None) -> AsyncIterator[Step]:
        raise NotImplementedError


async def test_a_batch_keeps_the_order_and_its_bound_and_one_fails_alone() -> None:
    slow = Slow()
    texts = ["0.03", "0", "no", "0.01", "0", "0"]
    found = [one async for one in ask_batch(slow, ((t, OPTIONS) for t in texts), concurrency=2)]
    assert [one.question for one in found] == texts
    assert [bool(one.answer) for one in found] == [True, True, False, True, True, True]
    assert found[2].error == "it broke"
    assert slow.most == 2


async def test_a_slow_question_does_not_hold_up_those_behind_it() -> None:
    slow = Slow()
    batch = ask_batch(slow, ((text, OPTIONS) for text in ["5", "0", "0", "0"]), concurrency=2)
    waiting = asyncio.ensure_future(anext(batch))
    await asyncio.wait_for(slow.busy.wait(), 5)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert slow.cancelled == 1


async def test_who_stops_early_leaves_nothing_running() -> None:
    slow = Slow()
    batch = ask_batch(slow, ((text, OPTIONS) for text in ["0", "9", "9", "9"]), concurrency=2)
    assert (await anext(batch)).answer
    await batch.aclose()
    assert slow.running == 0


async def test_a_batch_may_be_endless() -> None:
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield "0", OPTIONS

    batch = ask_batch(Slow(), endless(), concurrency=2)  # type: ignore[arg-type]
    for _ in range(20):
        await anext(batch)
    await batch.aclose()
    assert taken < 40


def remembering(inner: Slow, store: MemoryStore) -> AnswerCache:
    return AnswerCache(inner=inner, store=store, tier=open_tiers().session, collection="c")


async def test_an_equal_question_is_answered_once_and_costs_once(examples: MemoryStore) -> None:
    slow = Slow()
    pipeline = remembering(slow, examples)
    first = await pipeline.ask(" 0 ")
    again = await pipeline.ask("0")
    at_once = await asyncio.gather(*(pipeline.ask("0.01") for _ in range(64)))
    assert slow.asked == ["0", "0.01"]
    assert (first.usage.calls, again.usage.calls) == (2, 0)
    assert again == replace(first, usage=Usage())
    assert sum(one.usage.calls for one in at_once) == 2


async def test_other_options_are_another_question(examples: MemoryStore) -> None:
    slow = Slow()
    pipeline = remembering(slow, examples)
    await pipeline.ask("0")
    await pipeline.ask("0", Options(preset="precise"))
    assert slow.asked == ["0", "0"]


async def test_what_may_lean_on_earlier_questions_is_asked_again(examples: MemoryStore) -> None:
    slow = Slow()
    pipeline = remembering(slow, examples)
    for _ in range(2):
        await pipeline.ask("0", Options(session="mine"))
    assert slow.asked == ["0", "0"]


@pytest.mark.parametrize("stop", ["degraded", "deadline", "budget"])
async def test_what_was_cut_short_is_asked_again(examples: MemoryStore, stop: str) -> None:
    slow = Slow(answer=Answer(question="", text="", status="partial", stop_reason=stop))  # type: ignore[arg-type]
    pipeline = remembering(slow, examples)
    assert (await pipeline.ask("0")).stop_reason == stop
    await pipeline.ask("0")
    assert slow.asked == ["0", "0"]


async def test_a_question_that_fails_on_its_way_is_counted(pipeline: GraphPipeline) -> None:
    metrics = Metrics()
    metered = MeteredPipeline(inner=pipeline, meter=metrics)
    steps = [step async for step in metered.stream("Hvad siger CPL § 6?")]
    assert isinstance(steps[-1], Answer)
    with pytest.raises(ValueError, match="empty"):
        [step async for step in metered.stream(" ")]
    figures = metrics.render().decode()
    assert 'rag_requests_total{preset="fast",status="answered"} 1.0' in figures
    assert 'status="failed"} 1.0' in figures
