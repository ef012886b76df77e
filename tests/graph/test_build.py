"""The graph as a whole: how far it goes, why it stops, and what it says then."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from lexhop.corpus.citations.act_names import ActNames, known_acts
from lexhop.corpus.ingest.pipeline import Ingest
from lexhop.corpus.text.tokens import TokenCounter, estimate_tokens
from lexhop.graph.build import build_graph
from lexhop.graph.routes import after_reason
from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
from lexhop.state.options import Options
from lexhop.state.plan import Assessment, Draft, Query, Quote, Sentence, Task
from lexhop.state.records import Answer
from lexhop.state.research import Research
from tests.memory_store import MemoryStore, Shelf
from tests.scripted import FlakyStore, Scripted


@pytest.fixture(scope="module")
def names() -> ActNames:
    return known_acts()


GRANT = Query(text="tilskud til cykelveje")
FEE = Query(text="tilsynsgebyr for havnebade")
INTEREST = Query(text="rente af tilbagebetaling")


async def run(
    store: MemoryStore, reasoner: Any, question: str = "Hvad gælder?", **options: Any
) -> Answer:
    graph = build_graph(store, reasoner)
    state = await graph.ainvoke(Research(question=question, options=Options(**options)))
    answer: Answer = state["answer"]
    return answer


async def test_a_sufficient_verdict_ends_the_search(examples: MemoryStore) -> None:
    reasoner = Scripted((GRANT,), (Assessment(verdict="sufficient", queries=(FEE,)),))
    answer = await run(examples, reasoner)
    assert (answer.stop_reason, len(answer.hops)) == ("sufficient", 1)


@pytest.mark.parametrize(("preset", "hops"), [("single_hop", 1), ("fast", 2), ("exploratory", 3)])
async def test_the_preset_bounds_the_hops(examples: MemoryStore, preset: str, hops: int) -> None:
    more = tuple(
        Assessment(verdict="gap", queries=(Query(text=text),))
        for text in ("rente", "gebyr", "frist", "klage", "tilsyn")
    )
    answer = await run(examples, Scripted((GRANT,), more), preset=preset)
    assert (answer.stop_reason, len(answer.hops)) == ("hop_limit", hops)


async def test_no_query_is_run_twice(examples: MemoryStore) -> None:
    reasoner = Scripted((GRANT,), (Assessment(verdict="gap", queries=(GRANT, GRANT)),))
    answer = await run(examples, reasoner, preset="comprehensive")
    assert (answer.stop_reason, len(answer.hops)) == ("stagnated", 1)


async def test_two_hops_without_new_evidence_end_the_search(examples: MemoryStore) -> None:
    known = Query(text="CPL § 6", keys=("cykelpuljeloven§6",), locators=("",))
    same = [
        Query(text=text, keys=known.keys, locators=("",), via="cykelpuljeloven § 5")
        for text in ("§ 6", "§ 6 igen", "og igen")
    ]
    reasoner = Scripted((known,), tuple(Assessment(verdict="gap", queries=(one,)) for one in same))
    answer = await run(examples, reasoner, preset="comprehensive")
    assert answer.stop_reason == "stagnated"
    assert len(answer.hops) == 3


async def test_queries_of_a_hop_all_leave_evidence(examples: MemoryStore) -> None:
    answer = await run(examples, Scripted((GRANT, FEE, INTEREST)), preset="single_hop")
    acts = {citation.provision.split(" §")[0] for citation in answer.citations}
    assert acts >= {"cykelpuljeloven", "havnebadsloven"}


async def test_a_deadline_gives_what_was_found_by_then(examples: MemoryStore) -> None:
    slow = Scripted((GRANT,), (Assessment(verdict="gap", queries=(FEE,)),))
    assess = slow.assess

    async def late(task: Task, *arguments: Any) -> Assessment:
        await asyncio.sleep(max(task.deadline - time.time(), 0) + 0.01)
        return await assess(task, *arguments)

    slow.assess = late  # type: ignore[method-assign]
    answer = await run(examples, slow, preset="comprehensive", deadline_s=2)
    assert (answer.stop_reason, len(answer.hops)) == ("deadline", 1)
    assert answer.citations


async def test_a_deadline_that_has_passed_leaves_the_search_as_a_gap(examples: MemoryStore) -> None:
    graph = build_graph(examples, Scripted((GRANT,)))
    state = await graph.ainvoke(Research(question="Hvad?", started=1.0, deadline=2.0))
    answer: Answer = state["answer"]
    assert answer.status == "abstained"
    assert answer.gaps[0] == "ikke søgt inden for tiden: tilskud til cykelveje"


async def test_a_failed_branch_is_a_gap_and_the_rest_goes_on(example_shelf: Shelf) -> None:
    answer = await run(FlakyStore(example_shelf), Scripted((GRANT, Query(text="det er umuligt"))))
    assert answer.status == "partial"
    assert answer.citations
    assert answer.gaps == ("søgningen mislykkedes: det er umuligt",)


async def test_a_search_that_failed_altogether_is_no_finding(example_shelf: Shelf) -> None:
    answer = await run(FlakyStore(example_shelf), Scripted((Query(text="det er umuligt"),)))
    assert (answer.status, answer.stop_reason) == ("abstained", "degraded")
    assert answer.gaps == ("søgningen mislykkedes: det er umuligt",)


async def test_nothing_found_is_no_answer() -> None:
    answer = await run(MemoryStore(), Scripted((GRANT,)))
    assert (answer.status, answer.stop_reason, answer.citations) == ("abstained", "no_evidence", ())


async def test_what_grounding_strikes_is_not_delivered(examples: MemoryStore) -> None:
    good = (await examples.by_key(["cykelpuljeloven§1"]))[0]
    draft = Draft(
        sentences=(
            Sentence(text="Ja.", quotes=(Quote(passage_id=good.id, text=good.text[:30]),)),
            Sentence(
                text="Opdigtet.", quotes=(Quote(passage_id=good.id, text="det står her ikke"),)
            ),
        )
    )
    query = Query(text="CPL § 1", keys=("cykelpuljeloven§1",), locators=("",))
    answer = await run(examples, Scripted((query,), draft=draft))
    assert answer.status == "partial"
    assert "Opdigtet" not in answer.text
    assert [citation.quote for citation in answer.citations] == [good.text[:30]]


async def test_all_hops_read_one_corpus_version_while_another_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "acts"
    folder.mkdir()
    for name in ("første", "anden"):
        text = f"---\nshort_title: {name}loven\n---\n\n§ 1. Broer i {name} zone er åbne.\n"
        (folder / f"{name}.md").write_text(text)
    store = MemoryStore()
    tokens = TokenCounter("estimate", estimate_tokens)
    ingest = Ingest(collection=store, acts=ActNames(), tokens=tokens)
    before = (await ingest([folder])).corpus_version
    queries = [
        Query(text=name, keys=(f"{name}loven§1",), locators=("",), via="prøve")
        for name in ("første", "anden")
    ]

    class Meanwhile(Scripted):
        async def assess(self, *arguments: Any) -> Assessment:
            if self.assessed == 0:
                await asyncio.to_thread((folder / "anden.md").unlink)
                await ingest([folder])
            return await super().assess(*arguments)

    reasoner = Meanwhile(queries[:1], (Assessment(verdict="gap", queries=(queries[1],)),))
    answer = await run(store, reasoner)
    assert await store.by_key(["andenloven§1"]) == []
    assert {one.provision for one in answer.citations} == {"førsteloven § 1", "andenloven § 1"}
    assert answer.corpus_version == before != await store.version()


async def test_a_checkpointed_run_goes_on_where_it_stopped(examples: MemoryStore) -> None:
    reasoner = Scripted((GRANT,), (Assessment(verdict="gap", queries=(FEE,)),))
    graph = build_graph(examples, reasoner, checkpointer=InMemorySaver())
    thread: Any = {"configurable": {"thread_id": "one"}}
    start = Research(question="Hvad gælder?")
    await graph.ainvoke(start, thread, interrupt_after=["reason"])
    stopped = await graph.aget_state(thread)
    assert stopped.next == ("retrieve",)
    assert reasoner.assessed == 1
    state = await graph.ainvoke(None, thread)
    assert len(state["answer"].hops) == 2
    assert reasoner.assessed == 2


async def test_a_two_hop_question_gives_both_provisions_and_the_reference(
    examples: MemoryStore, names: ActNames
) -> None:
    acts = await examples.acts()
    for act in acts:
        names.add(act.name, act.names)
    reasoner = ExtractiveReasoner(acts=names, loaded=frozenset(act.name for act in acts))
    question = (
        "Hvor meget skal der betales i rente, når Puljestyrelsen kræver et tilskud fra "
        "cykelpuljen tilbagebetalt?"
    )
    answer = await run(examples, reasoner, question)
    provisions = {citation.provision for citation in answer.citations}
    assert {"cykelpuljeloven § 18", "grønstøtteloven § 16"} <= provisions
    bridge = "cykelpuljeloven § 18, stk. 2, henviser til grønstøtteloven § 16, stk. 2"
    assert bridge in answer.text
    assert any("0,6 pct." in citation.quote for citation in answer.citations)


def test_the_route_follows_the_stop_reason() -> None:
    assert after_reason(Research(question="?")) == "retrieve"
    assert after_reason(Research(question="?", stop_reason="deadline")) == "answer"
