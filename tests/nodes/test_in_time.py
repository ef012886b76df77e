"""A run ends with its deadline, whichever step is slow."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from lexhop.graph.build import build_graph
from lexhop.nodes.answer import WriteAnswer
from lexhop.nodes.in_time import in_time
from lexhop.state.options import Options
from lexhop.state.plan import Assessment, Draft, Plan, Query, Task
from lexhop.state.records import Evidence
from lexhop.state.research import Research
from tests.memory_store import MemoryStore
from tests.scripted import Scripted

SLOW_S = 2.5


@dataclass
class Slow(Scripted):
    """Takes long in a thread for one step, as where a text is hostile."""

    step: str = ""

    async def _pause(self, step: str) -> None:
        if self.step in (step, "every"):
            await asyncio.to_thread(time.sleep, SLOW_S)

    async def decompose(self, task: Task) -> Plan:
        await self._pause("decompose")
        return await super().decompose(task)

    async def assess(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Assessment:
        await self._pause("assess")
        return await super().assess(task, plan, evidence)

    async def write(
        self, task: Task, plan: Plan, evidence: Sequence[Evidence], assessment: Assessment
    ) -> Draft:
        await self._pause("write")
        return await super().write(task, plan, evidence, assessment)


@pytest.mark.parametrize("step", ["decompose", "assess", "write", "every"])
async def test_a_slow_step_is_left_alone_at_the_deadline(step: str, examples: MemoryStore) -> None:
    graph = build_graph(examples, Slow((Query(text="tilskud til cykelveje"),), step=step))
    before = time.monotonic()
    options = Options(deadline_s=0.3, preset="fast")
    answer = (await graph.ainvoke(Research(question="Hvad?", options=options)))["answer"]
    assert time.monotonic() - before < 0.3 + 0.5 + 0.4  # a busy machine's leave
    assert answer.stop_reason == "deadline"
    assert answer.status != "answered"
    assert answer.gaps


async def test_an_error_of_the_step_itself_is_not_taken_for_the_deadline() -> None:
    async def fails() -> None:
        raise TimeoutError("the step's own")

    with pytest.raises(TimeoutError, match="own"):
        await in_time(fails(), deadline=100.0, grace=0.0, now=99.0, otherwise=None)


async def test_a_draft_that_comes_too_late_leaves_the_time_as_the_reason(
    examples: MemoryStore,
) -> None:
    now = time.time()
    node = WriteAnswer(reasoner=Slow((), step="write"), store=examples)
    state = Research(
        question="Hvad?",
        deadline=now + 0.1,
        plan=Plan(form="open", language="da", queries=()),
        corpus_version=await examples.version(),
    )
    answer = (await node(state))["answer"]
    assert (answer.status, answer.stop_reason) == ("abstained", "deadline")
