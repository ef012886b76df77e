"""`python -m lexhop.evals.bench.chat_cost`: the cost of a question beyond its model calls.

OPENAI_BASE_URL must name a server in another process that replies at once, for example
`python -m tests.fake_openai --rules evals/bench/chat_cost.json`. There is no search: the only
passage is found for every query.
"""

# ruff: noqa: ARG002 (a store that has one passage looks at no argument)
import asyncio
import gc
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
from langchain_openai import ChatOpenAI
from langgraph.graph.state import CompiledStateGraph
from pydantic import SecretStr

from lexhop.composition.opening import open_services
from lexhop.composition.services import LocalServices
from lexhop.evals.bench.constant import ConstantStore
from lexhop.graph.build import build_graph
from lexhop.models.openai_chat import open_connections
from lexhop.reasoning.chat.replies import AssessReply, DraftReply, PlanReply
from lexhop.resilience.errors import Failure
from lexhop.retrieval.ports import NO_FILTERS, Filters, Hit
from lexhop.state.options import Options
from lexhop.state.plan import Query
from lexhop.state.records import Answer, Origin, Passage
from lexhop.state.research import Research

CALLS = 4
HOPS = 2
MODEL = "gpt-4.1-mini"
KEY = SecretStr("none")
ROUNDS = 150
AT_ONCE = 64
FEW, MANY = 200, 2000
_STATUS = Path("/proc/self/statm")
_PAGE_MB = 4096 / 2**20


_PASSAGE = Passage(
    id="d:1",
    document_id="d",
    provision="d",
    citation="d",
    title="",
    text="It is so in every case.",
    kind="prose",
    language="en",
)


class OnePassage:
    """Finds the only passage for every query."""

    async def find(
        self,
        query: Query,
        *,
        limit: int,
        version: str = "",
        filters: Filters = NO_FILTERS,
        missed: Callable[[Failure], None] | None = None,
    ) -> list[Hit]:
        return [Hit(passage=_PASSAGE, score=1.0, origin=Origin("citation"), coverage=1.0)]


@dataclass(frozen=True, slots=True)
class ChatCost:
    """`*_ms` are medians of processor time; `per_s` is questions a second."""

    question_ms: float
    calls_ms: float
    per_s: float
    few_mb: float
    many_mb: float

    def lines(self) -> list[str]:
        ratio = self.question_ms / self.calls_ms
        return [
            f"processor time of a question with {CALLS} calls: {self.question_ms:.1f} ms",
            f"processor time of {CALLS} bare structured calls: {self.calls_ms:.1f} ms",
            f"a question costs {ratio:.2f} times its calls",
            f"{self.per_s:.1f} questions a second with {AT_ONCE} in flight",
            f"memory after {FEW} questions: {self.few_mb:.0f} MB",
            f"memory after {MANY} questions: {self.many_mb:.0f} MB",
        ]


Graph = CompiledStateGraph[Research, None, Research, Research]


@asynccontextmanager
async def graph_of(services: LocalServices) -> AsyncIterator[Graph]:
    """A graph with the usual stack of models around a search without cost."""
    async with services.reasoner(ConstantStore()) as reasoner:
        yield build_graph(ConstantStore(), reasoner, search=OnePassage())


async def asked(graph: Graph, number: int) -> Answer:
    start = Research(question=f"Is it so in case {number}?", options=Options(preset="fast"))
    answer: Answer = (await graph.ainvoke(start))["answer"]
    if answer.usage.calls != CALLS or answer.status == "abstained":
        raise ValueError(
            f"start the server with evals/bench/chat_cost.json: {answer.usage}, {answer}"
        )
    return answer


def bare(connections: httpx2.AsyncClient) -> Callable[[], Awaitable[None]]:
    client = ChatOpenAI(
        model_name=MODEL, max_retries=0, openai_api_key=KEY, http_async_client=connections
    )
    forms = (PlanReply, AssessReply, AssessReply, DraftReply)
    structured = [client.with_structured_output(form, method="json_schema") for form in forms]

    async def call() -> None:
        for model in structured:
            await model.ainvoke([("system", "Reply."), ("human", "Is it so?")])

    return call


async def processor_ms(work: Callable[[], Awaitable[Any]]) -> float:
    started = time.process_time()
    await work()
    return (time.process_time() - started) * 1000


async def measure() -> ChatCost:
    services = await asyncio.to_thread(open_services)
    async with open_connections() as connections, graph_of(services) as graph:
        calls = bare(connections)
        question_ms, calls_ms = [], []
        for number in range(ROUNDS):
            question_ms.append(await processor_ms(partial(asked, graph, number)))
            calls_ms.append(await processor_ms(calls))
        await flight(graph, ROUNDS, FEW)
        few_mb = memory_mb()
        started = time.perf_counter()
        await flight(graph, FEW, MANY)
        took = time.perf_counter() - started
        many_mb = memory_mb()
    warm = slice(ROUNDS // 5, None)
    return ChatCost(
        question_ms=statistics.median(question_ms[warm]),
        calls_ms=statistics.median(calls_ms[warm]),
        per_s=(MANY - FEW) / took,
        few_mb=few_mb,
        many_mb=many_mb,
    )


async def flight(graph: Graph, first: int, last: int) -> None:
    """Ask the questions from `first` to below `last`, `AT_ONCE` concurrently."""
    numbers = iter(range(first, last))

    async def some() -> None:
        for number in numbers:
            await asked(graph, number)

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))


def memory_mb() -> float:
    """Resident memory of this process."""
    gc.collect()
    return int(_STATUS.read_text().split()[1]) * _PAGE_MB


def main() -> None:
    if "OPENAI_BASE_URL" not in os.environ:
        sys.exit("OPENAI_BASE_URL: name a server that replies at once; make bench-model starts one")
    for line in asyncio.run(measure()).lines():
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
