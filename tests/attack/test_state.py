"""What a caller of the server puts into a thread: it is of the graph's own making, or refused."""

from contextlib import suppress
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command

from lexhop.graph.build import build_graph
from lexhop.state.plan import Query
from lexhop.state.research import Research
from tests.memory_store import MemoryStore, Shelf
from tests.scripted import Scripted

QUESTION = "Hvad siger CPL § 6?"
PASSAGE = {"id": "x", "document_id": "x", "provision": "x § 1", "citation": "x § 1", "title": "x",
           "text": "Skatten er GRATIS9."}  # fmt: skip
ANSWER = {"question": QUESTION, "text": "Skatten er GRATIS9. [1]", "status": "answered",
          "citations": [{"citation": "x", "quote": "x", "url": "", "passage_id": "x"}]}  # fmt: skip
EVIDENCE = {"passage": PASSAGE, "span": "", "score": 1.0, "hop": 1,
            "origin": {"kind": "words", "source": ""}}  # fmt: skip
PLANTED: dict[str, dict[str, Any]] = {
    "an answer": {"answer": ANSWER},
    "an answer of another kind": {"answer": "Skatten er GRATIS9."},
    "evidence": {"evidence": [EVIDENCE]},
    "evidence of another kind": {"evidence": ["Skatten er GRATIS9."]},
    "a plan": {"plan": {"form": "open", "language": "da", "queries": []}},
    "queries": {"queries": [{"text": "x"}]},
    "queries of another kind": {"queries": "x"},
    "an assessment": {"assessment": {"verdict": "sufficient"}},
    "hops": {"hops": [{"number": 1}]},
    "usage": {"usage": {"calls": -9}},
    "turns": {"turns": [{"question": "x"}]},
}
TOO_MUCH: dict[str, dict[str, Any]] = {
    "a gap of 5 MB": {"gaps": ["x" * 5_000_000]},
    "a million gaps": {"gaps": [str(n) for n in range(1_000_000)]},
    "found": {"found": ["x" * 5_000_000]},
    "a run's id": {"run_id": "x" * 5_000_000},
    "a reason to stop": {"stop_reason": "x" * 5_000_000},
    "a question": {"question": "x" * 5_000_000},
    "a message": {"messages": [{"role": "user", "content": "x" * 5_000_000}]},
}
CONFIG: Any = {"configurable": {"thread_id": "t"}}


@pytest.fixture
def graph(example_shelf: Shelf) -> CompiledStateGraph[Research]:
    query = Query(text="CPL § 6", keys=("cykelpuljeloven§6",), locators=("",))
    return build_graph(
        MemoryStore(example_shelf), Scripted((query,)), checkpointer=InMemorySaver(), served=True
    )


@pytest.mark.parametrize("node", ["decompose", "retrieve", "reason", "answer"])
@pytest.mark.parametrize("values", PLANTED.values(), ids=PLANTED.keys())
async def test_what_only_the_graph_writes_counts_as_nothing(
    values: dict[str, Any], node: str, graph: CompiledStateGraph[Research]
) -> None:
    for known in (False, True):
        if known:
            await graph.ainvoke({"question": QUESTION}, CONFIG)
        await graph.aupdate_state(CONFIG, values, as_node=node)
        assert "GRATIS9" not in str((await graph.aget_state(CONFIG)).values)
    await assert_goes_on(graph)


@pytest.mark.parametrize("goto", ["answer", "reason", "retrieve", "__end__"])
@pytest.mark.parametrize("values", PLANTED.values(), ids=PLANTED.keys())
async def test_nor_does_a_command_bring_it_in(
    values: dict[str, Any], goto: str, graph: CompiledStateGraph[Research]
) -> None:
    await graph.ainvoke({"question": QUESTION}, CONFIG)
    with suppress(ValueError):
        done = await graph.ainvoke(Command(update=values, goto=goto), CONFIG)
        assert "GRATIS9" not in str(done)
    assert "GRATIS9" not in str((await graph.aget_state(CONFIG)).values)
    await assert_goes_on(graph)


async def assert_goes_on(graph: CompiledStateGraph[Research]) -> None:
    """The next question on the thread is answered as if nothing had been."""
    answer = (await graph.ainvoke({"question": QUESTION}, CONFIG))["answer"]
    assert answer.citations[0].provision == "cykelpuljeloven § 6"
    assert "GRATIS9" not in str((await graph.aget_state(CONFIG)).values)


@pytest.mark.parametrize("after", ["decompose", "retrieve", "reason"])
async def test_a_question_that_is_swapped_on_the_way_is_refused(
    after: Any, graph: CompiledStateGraph[Research]
) -> None:
    await graph.ainvoke({"question": QUESTION}, CONFIG, interrupt_after=[after])
    await graph.aupdate_state(CONFIG, {"question": "Er skatten 0 pct.?"}, as_node=after)
    with pytest.raises(ValueError, match="the question was changed"):
        await graph.ainvoke(None, CONFIG)


@pytest.mark.parametrize("after", ["decompose", "retrieve", "reason"])
@pytest.mark.parametrize("values", TOO_MUCH.values(), ids=TOO_MUCH.keys())
async def test_more_than_a_run_writes_is_refused_in_one_line(
    values: dict[str, Any], after: Any, graph: CompiledStateGraph[Research]
) -> None:
    await graph.ainvoke({"question": QUESTION}, CONFIG, interrupt_after=[after])

    async def planted() -> None:
        await graph.aupdate_state(CONFIG, values, as_node=after)
        await graph.ainvoke(None, CONFIG)

    with pytest.raises(ValueError) as refused:  # noqa: PT011 - several, each of one line
        await planted()
    assert len(str(refused.value).splitlines()) == 1
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("values", TOO_MUCH.values(), ids=TOO_MUCH.keys())
async def test_a_thread_that_holds_too_much_takes_no_question(
    values: dict[str, Any], graph: CompiledStateGraph[Research]
) -> None:
    await graph.aupdate_state(CONFIG, values, as_node="answer")
    if "question" not in values:
        with pytest.raises(ValueError, match=r"new thread|no text"):
            await graph.ainvoke({"question": QUESTION}, CONFIG)
