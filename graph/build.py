"""The whole graph on one page."""

from collections.abc import Mapping

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from graph.policy import NODE_TIMEOUT_S, RETRY
from graph.routes import after_reason
from llm.ports import Reasoner
from nodes.answer import WriteAnswer
from nodes.decompose import Decompose
from nodes.reason import Reason
from nodes.retrieve import Retrieve
from retrieval.ports import PassageStore
from retrieval.terms import TermList
from state.research import Research


def build_graph(
    store: PassageStore,
    reasoner: Reasoner,
    *,
    terms: Mapping[str, TermList] | None = None,
    checkpointer: BaseCheckpointSaver[str] | None = None,
) -> CompiledStateGraph[Research]:
    """decompose -> retrieve -> reason -> (retrieve | answer)

    `terms` lead from everyday words to a statute's, by the language of the question; None stands
    for the bundled lists.
    """
    graph = StateGraph(Research)
    graph.add_node(
        "decompose",
        Decompose(reasoner=reasoner, store=store),
        retry_policy=RETRY,
        timeout=NODE_TIMEOUT_S,
    )
    graph.add_node(
        "retrieve",
        Retrieve(store=store, terms=terms),
        retry_policy=RETRY,
        timeout=NODE_TIMEOUT_S,
    )
    graph.add_node("reason", Reason(reasoner=reasoner), retry_policy=RETRY, timeout=NODE_TIMEOUT_S)
    graph.add_node(
        "answer",
        WriteAnswer(reasoner=reasoner, store=store),
        retry_policy=RETRY,
        timeout=NODE_TIMEOUT_S,
    )
    graph.add_edge(START, "decompose")
    graph.add_edge("decompose", "retrieve")
    graph.add_edge("retrieve", "reason")
    graph.add_conditional_edges("reason", after_reason)
    graph.add_edge("answer", END)
    return graph.compile(checkpointer=checkpointer)
