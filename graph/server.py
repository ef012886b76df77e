"""For the LangGraph server: its checkpointer, of our own types alone, and whom it answers to."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

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


HOSTS = os.environ.get("LEXHOP_HOSTS", "localhost,127.0.0.1").split(",")
"""Names that the server may be called by. A page on the web that has its own name lead to this
machine would reach it else, whatever origins are allowed.
"""
http = Starlette(
    middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False)]
)
"""The server puts its routes behind this."""
