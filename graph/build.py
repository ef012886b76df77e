"""The whole graph in one function."""

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from lexhop.graph.policy import MODEL_NODE_TIMEOUT_S, NODE_TIMEOUT_S
from lexhop.graph.routes import after_reason
from lexhop.nodes.answer import WriteAnswer
from lexhop.nodes.decompose import Decompose
from lexhop.nodes.reason import Reason
from lexhop.nodes.retrieve import Retrieve
from lexhop.observability.ports import NO_TELEMETRY, Telemetry
from lexhop.reasoning.ports import Reasoner
from lexhop.retrieval.ports import PassageStore, Search
from lexhop.retrieval.search import StoreSearch
from lexhop.state.question import GraphInput, GraphOutput
from lexhop.state.research import Research
from lexhop.state.session import NO_SESSIONS, Sessions


def build_graph(  # noqa: PLR0913 - the parts that a composition root puts in
    store: PassageStore,
    reasoner: Reasoner,
    *,
    search: Search | None = None,
    telemetry: Telemetry = NO_TELEMETRY,
    sessions: Sessions = NO_SESSIONS,
    checkpointer: BaseCheckpointSaver[str] | None = None,
    served: bool = False,
) -> CompiledStateGraph[Research]:
    """decompose -> retrieve -> reason -> (retrieve | answer)

    `search` must be over `store`; None means a plain one, with the bundled lists of terms. When
    `served` to other programs, it takes a GraphInput and returns a GraphOutput, not its whole
    state.
    """
    graph: StateGraph[Research, None, Any, Any] = StateGraph(
        Research,
        input_schema=GraphInput if served else Research,
        output_schema=GraphOutput if served else Research,
    )
    graph.add_node(
        "decompose",
        Decompose(reasoner=reasoner, store=store, sessions=sessions, telemetry=telemetry),
        timeout=MODEL_NODE_TIMEOUT_S,
    )
    graph.add_node(
        "retrieve",
        Retrieve(search=search or StoreSearch(store), telemetry=telemetry),
        timeout=NODE_TIMEOUT_S,
    )
    graph.add_node(
        "reason", Reason(reasoner=reasoner, telemetry=telemetry), timeout=MODEL_NODE_TIMEOUT_S
    )
    graph.add_node(
        "answer",
        WriteAnswer(reasoner=reasoner, store=store, sessions=sessions, telemetry=telemetry),
        timeout=MODEL_NODE_TIMEOUT_S,
    )
    graph.add_edge(START, "decompose")
    graph.add_edge("decompose", "retrieve")
    graph.add_edge("retrieve", "reason")
    graph.add_conditional_edges("reason", after_reason)
    graph.add_edge("answer", END)
    return graph.compile(checkpointer=checkpointer, name="lexhop")
