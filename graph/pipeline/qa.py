"""Answers questions over a compiled graph: one, a batch, or step by step."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal, Protocol, cast
from uuid import UUID, uuid4

from langchain_core.runnables import RunnableConfig
from langgraph.graph.state import CompiledStateGraph

from lexhop.observability.logging import bind_run
from lexhop.state.options import Options, checked_question
from lexhop.state.plan import GroundedSentence
from lexhop.state.records import Answer
from lexhop.state.research import Research

Step = tuple[str, Mapping[str, Any]] | GroundedSentence | Answer
"""A node's name and its update; a sentence of the answer; and last, the answer."""
Configure = Callable[[Research], RunnableConfig]

_AHEAD = 4
"""Questions begun for each running one: answers keep their order, so finished ones wait."""


class QAPipeline(Protocol):
    """Answers questions. Wrappers (a cache, a counter) have the same methods."""

    async def ask(self, question: str, options: Options | None = None) -> Answer:
        """Raises ValueError for an invalid question."""
        ...

    def stream(self, question: str, options: Options | None = None) -> AsyncIterator[Step]:
        """The steps as they happen; an Answer comes last."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """A question of a batch with its answer, or in one line why there is none."""

    question: str
    answer: Answer | None = None
    error: str = ""


def _plain(_start: Research) -> RunnableConfig:
    return {"run_name": "lexhop"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphPipeline:
    """`configure` sets a run's name, tags and metadata; `new_id` makes its id, a UUID."""

    graph: CompiledStateGraph[Research]
    configure: Configure = _plain
    new_id: Callable[[], str] = field(default=lambda: str(uuid4()))

    async def ask(self, question: str, options: Options | None = None) -> Answer:
        start, config = self._start(question, options)
        state = await self.graph.ainvoke(start, config)
        answer: Answer = state["answer"]
        return answer

    async def stream(self, question: str, options: Options | None = None) -> AsyncIterator[Step]:
        start, config = self._start(question, options)
        modes: list[Literal["updates", "custom"]] = ["updates", "custom"]
        async for mode, event in self.graph.astream(start, config, stream_mode=modes):
            if mode == "custom":
                yield cast(GroundedSentence, event)
                continue
            for node, update in cast(dict[str, dict[str, Any]], event).items():
                yield node, update
                if "answer" in update:
                    yield update["answer"]

    def _start(self, question: str, options: Options | None) -> tuple[Research, RunnableConfig]:
        start = Research(
            question=checked_question(question),
            options=options or Options(),
            run_id=self.new_id(),
        )
        bind_run(start.run_id)
        config = self.configure(start)
        return start, {**config, "run_id": UUID(start.run_id)}


async def ask_batch(
    pipeline: QAPipeline,
    questions: Iterable[tuple[str, Options]],
    *,
    concurrency: int = 4,
) -> AsyncGenerator[BatchItem]:
    """A `BatchItem` for each question, in order; at most `concurrency` run at a time.

    A failed question is an item without answer. Closing the generator cancels running questions. At
    most `_AHEAD` * `concurrency` are read ahead, so `questions` may be endless.
    """
    waiting = iter(questions)
    begun: deque[asyncio.Task[BatchItem]] = deque()
    room = asyncio.Semaphore(concurrency)
    try:
        while True:
            for question, options in islice(waiting, _AHEAD * concurrency - len(begun)):
                begun.append(asyncio.create_task(_answered(pipeline, question, options, room)))
            if not begun:
                return
            yield await begun[0]
            begun.popleft()
    finally:
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)


async def _answered(
    pipeline: QAPipeline, question: str, options: Options, room: asyncio.Semaphore
) -> BatchItem:
    try:
        async with room:
            return BatchItem(question=question, answer=await pipeline.ask(question, options))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other questions go on
        line = next(iter(str(error).strip().splitlines()), "")
        return BatchItem(question=question, error=line or type(error).__name__)
