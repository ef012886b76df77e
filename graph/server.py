"""Where the LangGraph server keeps its threads: in memory, and only in types of ours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from lexhop.state import options, plan, question, records

STATE_TYPES = [
    one
    for module in (options, plan, question, records)
    for one in vars(module).values()
    if isinstance(one, type) and one.__module__ == module.__name__
]


@asynccontextmanager
async def make_checkpointer() -> AsyncIterator[InMemorySaver]:
    """What langgraph.json names.

    The server's own saver loads objects of any type or, with LANGGRAPH_STRICT_MSGPACK, of none: it
    runs a copy of the graph, and a copy forgets which types its state has.
    """
    yield InMemorySaver(serde=JsonPlusSerializer(allowed_msgpack_modules=STATE_TYPES))
