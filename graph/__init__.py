"""Wiring of the graph: nodes, edges, routes, policy."""

import os

# Read when LangGraph is imported, which the modules here do: checkpoints load types of ours only.
os.environ.setdefault("LANGGRAPH_STRICT_MSGPACK", "true")
