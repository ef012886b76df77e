"""What single nodes promise beyond what a whole run shows."""

from typing import Any

import pytest

from lexhop.nodes.answer import WriteAnswer
from lexhop.nodes.decompose import Decompose
from lexhop.nodes.reason import Reason
from lexhop.nodes.retrieve import Retrieve
from lexhop.resilience.errors import Transient
from lexhop.retrieval.ports import Hit, Missed
from lexhop.retrieval.search import StoreSearch
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.options import Options
from lexhop.state.plan import Query
from lexhop.state.research import Research
from tests.scripted import Scripted

QUERY = Query(text="CPL § 6", keys=("cykelpuljeloven§6",), locators=("stk. 1",))


async def test_the_first_node_fixes_run_deadline_and_corpus(examples: LanceStore) -> None:
    node = Decompose(
        reasoner=Scripted((QUERY,)), store=examples, clock=lambda: 100.0, new_id=lambda: "run"
    )
    state = Research(question=" Hvad? ", options=Options(deadline_s=5))
    update = await node(state)
    assert (update["run_id"], update["started"], update["deadline"]) == ("run", 100.0, 105.0)
    assert update["corpus_version"] == await examples.version()


async def test_a_resumed_run_keeps_what_was_fixed(examples: LanceStore) -> None:
    node = Decompose(reasoner=Scripted((QUERY,)), store=examples, clock=lambda: 100.0)
    state = Research(
        question="Hvad?", run_id="old", started=1.0, deadline=2.0, corpus_version="1.1.1"
    )
    update = await node(state)
    assert (update["run_id"], update["started"], update["deadline"]) == ("old", 1.0, 2.0)
    assert update["corpus_version"] == "1.1.1"


async def test_an_empty_question_is_refused(examples: LanceStore) -> None:
    with pytest.raises(ValueError, match="empty"):
        await Decompose(reasoner=Scripted((QUERY,)), store=examples)(Research(question=" "))


async def test_evidence_has_the_part_that_was_asked_for(examples: LanceStore) -> None:
    node = Retrieve(search=StoreSearch(examples, {}))
    version = await examples.version()
    update = await node(Research(question="?", queries=(QUERY,), corpus_version=version))
    first = update["evidence"][0]
    assert first.passage.provision == "cykelpuljeloven § 6"
    assert first.span.startswith("§ 6.")
    assert first.span in first.passage.text
    assert len(first.span) < len(first.passage.text)


async def test_a_query_brings_only_what_is_new(examples: LanceStore) -> None:
    node = Retrieve(search=StoreSearch(examples, {}))
    queries = (Query(text="tilskud til cykelveje"), Query(text="tilskud til en cykelvej"))
    state = Research(question="?", queries=queries, corpus_version=await examples.version())
    update = await node(state)
    ids = [one.passage.id for one in update["evidence"]]
    assert len(ids) == len(set(ids)) == 2 * state.options.docs_per_hop


@pytest.mark.parametrize("kind", [Reason, WriteAnswer])
async def test_a_node_entered_without_a_plan_says_so(
    kind: type[Reason] | type[WriteAnswer], examples: LanceStore
) -> None:
    reasoner = Scripted((QUERY,))
    node = (
        Reason(reasoner=reasoner)
        if kind is Reason
        else WriteAnswer(reasoner=reasoner, store=examples)
    )
    with pytest.raises(ValueError, match="start the graph at its first node"):
        await node(Research(question="?"))


class Deaf(StoreSearch):
    """Has no vectors at the moment."""

    async def find(self, query: Query, *, missed: Missed | None = None, **more: Any) -> list[Hit]:
        if missed is not None:
            missed(Transient("the embedder is away"))
        return await super().find(query, **more)


async def test_a_search_without_its_vectors_still_finds_and_says_so_once(
    examples: LanceStore,
) -> None:
    node = Retrieve(search=Deaf(examples, {}))
    queries = (Query(text="tilskud til cykelveje"), Query(text="rente"))
    state = Research(question="?", queries=queries, corpus_version=await examples.version())
    update = await node(state)
    assert update["evidence"]
    assert update["gaps"] == ("searched by words only; the embeddings could not be used",)
