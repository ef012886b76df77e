"""The overhead of the graph over a bare LangGraph loop, with no work in either."""

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypedDict

from langgraph.graph import END, START, StateGraph

from lexhop.evals.bench.constant import ConstantReasoner, ConstantStore
from lexhop.graph.build import build_graph
from lexhop.state.options import Options
from lexhop.state.research import Research

HOPS = 2

_OPTIONS = Options(preset="fast")


@dataclass(frozen=True, slots=True)
class Overhead:
    """Median milliseconds of a question with two hops."""

    graph_ms: float
    bare_ms: float


class Loop(TypedDict):
    """State of the bare loop: the hops done."""

    hops: int


async def measure_overhead(
    rounds: int = 200, clock: Callable[[], float] = time.perf_counter
) -> Overhead:
    """Runs both in turn, so that a slow moment of the machine affects both."""
    graph, bare = build_graph(ConstantStore(), ConstantReasoner()), _bare_loop()
    graph_ms, bare_ms = [], []
    start = Research(question="Is it?", options=_OPTIONS)
    for _ in range(rounds + 1):
        graph_ms.append(await _timed(partial(graph.ainvoke, start), clock))
        bare_ms.append(await _timed(partial(bare, Loop(hops=0)), clock))
    return Overhead(statistics.median(graph_ms[1:]), statistics.median(bare_ms[1:]))


async def _timed(call: Callable[[], Awaitable[Any]], clock: Callable[[], float]) -> float:
    started = clock()
    await call()
    return (clock() - started) * 1000


def _bare_loop() -> Callable[[Loop], Awaitable[Any]]:
    """A loop of the same four steps with nothing in them."""

    async def idle(state: Loop) -> Loop:
        return state

    async def hop(state: Loop) -> Loop:
        return {"hops": state["hops"] + 1}

    def after_hop(state: Loop) -> Literal["retrieve", "answer"]:
        return "answer" if state["hops"] >= HOPS else "retrieve"

    loop = StateGraph(Loop)
    loop.add_node("decompose", idle)
    loop.add_node("retrieve", idle)
    loop.add_node("reason", hop)
    loop.add_node("answer", idle)
    loop.add_edge(START, "decompose")
    loop.add_edge("decompose", "retrieve")
    loop.add_edge("retrieve", "reason")
    loop.add_conditional_edges("reason", after_hop)
    loop.add_edge("answer", END)
    return loop.compile().ainvoke
