"""Questions on a thread, as the LangGraph server has them: JSON in, checkpoints between."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from lexhop.graph.build import build_graph
from lexhop.graph.server import make_checkpointer
from lexhop.state.options import Options
from lexhop.state.plan import Assessment, Plan, Provenance, Query, Task
from lexhop.state.question import AcceptedOptions
from lexhop.state.records import Answer, Evidence, Usage
from lexhop.state.research import Research
from tests.memory_store import MemoryStore
from tests.scripted import Scripted

THREAD: Any = {"configurable": {"thread_id": "one"}}
GRANT = Query(text="tilskud til cykelveje")
FEE = Query(text="tilsynsgebyr for havnebade")
MORE = Assessment(verdict="gap", missing=("gebyr",), queries=(FEE,))


class Costly(Scripted):
    """Like a model that costs something and failed before."""

    async def decompose(self, task: Task) -> Plan:
        made = Provenance(model="scripted", usage=Usage(calls=1), failures=("timeout",))
        return replace(await super().decompose(task), provenance=made)


@pytest.fixture
async def saver() -> AsyncIterator[Any]:
    async with make_checkpointer() as saver:
        yield saver


def two_hops() -> Costly:
    return Costly((GRANT,), (MORE, Assessment(verdict="sufficient")))


@pytest.mark.parametrize("served", [True, False])
async def test_a_second_question_starts_clean(
    examples: MemoryStore, saver: Any, served: bool
) -> None:
    reasoner = two_hops()
    graph = build_graph(examples, reasoner, checkpointer=saver, served=served)
    given: Any = {"question": "Et?", "options": {"preset": "comprehensive"}}
    first: Answer = (await graph.ainvoke(given, THREAD))["answer"]
    assert (first.preset, len(first.hops)) == ("comprehensive", 2)
    alone = len(first.hops[0].found)

    reasoner.assessed = 0
    given = {"question": "To?"} if served else Research(question="To?")
    second: Answer = (await graph.ainvoke(given, THREAD))["answer"]

    assert second.question == "To?"
    assert second.preset == "fast"
    assert second.run_id != first.run_id
    assert [hop.number for hop in second.hops] == [1, 2]
    assert reasoner.seen[2] < reasoner.seen[1]
    assert len(second.hops[0].found) <= alone
    assert second.usage.calls == 1
    assert len(second.notices) == len(first.notices)
    state = (await graph.aget_state(THREAD)).values
    assert {one.hop for one in state["evidence"]} == {1, 2}
    assert list(state["asked"]) == [GRANT.fingerprint, FEE.fingerprint]


async def test_a_question_after_one_that_failed_does_not_inherit_its_options(
    examples: MemoryStore, saver: Any
) -> None:
    graph = build_graph(examples, two_hops(), checkpointer=saver, served=True)
    given: Any = {"question": "Et?", "options": {"preset": "turbo"}}
    with pytest.raises(ValueError, match="unknown preset 'turbo'"):
        await graph.ainvoke(given, THREAD)
    given = {"question": "To?", "options": {}}
    assert (await graph.ainvoke(given, THREAD))["answer"].preset == "fast"


async def test_a_run_goes_on_in_its_own_types_and_with_its_options(
    examples: MemoryStore, saver: Any
) -> None:
    given: Any = {"question": "Et?", "options": {"preset": "comprehensive", "acts": ["CPL"]}}
    started = build_graph(examples, two_hops(), checkpointer=saver, served=True)
    await started.ainvoke(given, THREAD, interrupt_after=["reason"])

    # As the server does: it runs a copy, which has forgotten the types that its state may have.
    graph = started.copy({"checkpointer": saver})
    state = (await graph.aget_state(THREAD)).values
    assert state["options"] == AcceptedOptions(preset="comprehensive", acts=("CPL",))
    assert all(isinstance(one, Evidence) for one in state["evidence"])
    assert isinstance(state["assessment"], Assessment)
    outcome = await graph.ainvoke(None, THREAD)
    assert (outcome["answer"].preset, len(outcome["hops"])) == ("comprehensive", 2)


async def test_a_run_may_be_taken_up_again_from_an_earlier_hop(
    examples: MemoryStore, saver: Any
) -> None:
    graph = build_graph(examples, two_hops(), checkpointer=saver, served=True)
    given: Any = {"question": "Et?", "options": {"preset": "comprehensive"}}
    answer = (await graph.ainvoke(given, THREAD))["answer"]
    [*_, second_hop, _, _, _, _] = [one async for one in graph.aget_state_history(THREAD)]
    assert (second_hop.next, len(second_hop.values["hops"])) == (("retrieve",), 1)
    again = (await graph.ainvoke(None, second_hop.config))["answer"]
    assert [[*hop.found] for hop in again.hops] == [[*hop.found] for hop in answer.hops]
    assert again.citations == answer.citations


@pytest.mark.parametrize("question", ["  ", 5, None, ["Et?"]])
async def test_what_is_no_question_is_refused(examples: MemoryStore, question: Any) -> None:
    graph = build_graph(examples, two_hops(), served=True)
    given: Any = {"question": question, "options": {}}
    with pytest.raises(ValueError, match="the question is empty"):
        await graph.ainvoke(given)


async def test_options_without_a_question_are_refused(examples: MemoryStore) -> None:
    given: Any = {"options": {"preset": "fast"}}
    with pytest.raises(ValueError, match="the question is empty"):
        await build_graph(examples, two_hops(), served=True).ainvoke(given)


async def test_the_answer_bears_the_id_of_the_run(examples: MemoryStore) -> None:
    graph = build_graph(examples, two_hops(), served=True)
    run: Any = {"run_id": "01a1fe08-cc1d-738c-8160-1cc10d11d80e"}
    given: Any = {"question": "Et?"}
    assert (await graph.ainvoke(given, run))["answer"].run_id == run["run_id"]


async def test_programs_see_a_small_form_and_nothing_of_the_state(examples: MemoryStore) -> None:
    graph = build_graph(examples, two_hops(), served=True)
    taken, given = graph.get_input_jsonschema(), graph.get_output_jsonschema()
    assert set(taken["properties"]) == {"question", "messages", "options"}
    assert set(taken["$defs"]["Options"]["properties"]) == set(Options.model_fields)
    assert set(given["properties"]) == {"answer", "hops", "messages"}
    outcome = await graph.ainvoke({"question": "Et?"})  # type: ignore[arg-type]
    assert set(outcome) == {"answer", "hops", "messages"}
