"""The LangGraph server's checkpointer: in memory, and restricted to our own types."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from lexhop.state import options, plan, question, records, session

STATE_TYPES = [
    member
    for module in (options, plan, question, records, session)
    for member in vars(module).values()
    if isinstance(member, type) and member.__module__ == module.__name__
]


@asynccontextmanager
async def make_checkpointer() -> AsyncIterator[InMemorySaver]:
    """The factory that langgraph.json names.

    The server's own saver loads objects of any type or, with LANGGRAPH_STRICT_MSGPACK, of none: it
    runs a copy of the graph, and the copy forgets the types of its state.
    """
    yield InMemorySaver(serde=JsonPlusSerializer(allowed_msgpack_modules=STATE_TYPES))
