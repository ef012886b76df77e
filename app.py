"""Where it starts: the `lexhop` command, and the graph for the LangGraph server."""

import asyncio
import gc
import os
import signal
import sys
import threading
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lexhop.cli.console import err
from lexhop.cli.main import INTERRUPTED, INTERRUPTED_CODE, TOLD, run
from lexhop.composition.loaded import loaded_store
from lexhop.composition.opening import open_services
from lexhop.composition.services import LocalServices

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph

    from lexhop.state.research import Research


@dataclass(slots=True)
class ServedGraph:
    """What the LangGraph server calls for each run. Clients are opened once a corpus version.

    Another version may have other acts, which the reasoner knows by name. What was opened for an
    earlier one stays open: runs may be at it. Raises BadInput, of which the server shows the text.
    """

    services: LocalServices | None = None
    version: str = ""
    graph: "CompiledStateGraph[Research, None, Research, Research] | None" = None
    opened: AsyncExitStack = field(default_factory=AsyncExitStack)
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __call__(self) -> "CompiledStateGraph[Research, None, Research, Research]":
        async with self.opening:
            if self.services is None:
                self.services = await asyncio.to_thread(open_services)
            store = await asyncio.to_thread(self.services.store, "default")
            version = await store.version()
            if self.graph is None or self.version != version:
                await loaded_store(self.services, "default")
                graph = self.services.graph(store, served=True)
                self.graph = await self.opened.enter_async_context(graph)
                self.version = version
            return self.graph


_GC_THRESHOLDS = (50_000, 25, 100)
"""Starting makes 100,000 objects that all stay: looking through them takes a tenth of the time."""

make_graph = ServedGraph()
"""For langgraph.json."""


_SHOW_CURSOR = "\x1b[?25h"
_PATIENCE_S = 1.5
"""What a command gets to end in order, once it is interrupted. Nothing depends on it: all that is
kept is kept so that a process may be killed at any point.
"""


def _interrupt(*_: object) -> None:
    """Control-C, or a request to stop, also where Control-C is ignored: behind `&` and `nohup`."""
    waiting = threading.Timer(_PATIENCE_S, _leave)
    waiting.daemon = True
    waiting.start()
    raise KeyboardInterrupt


def _unless_interrupted(raised: "sys.UnraisableHookArgs") -> None:
    """An interrupt that comes in a callback of Python's own has ended nothing, nor is it news."""
    if not issubclass(raised.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(raised)


def _leave() -> None:
    """End at once: a thread that reads a large file, or is being imported, can't be stopped."""
    cursor = _SHOW_CURSOR if err.is_terminal else ""
    said = "" if TOLD.is_set() else f"lexhop: {INTERRUPTED}\n"
    os.write(2, f"{cursor}{said}".encode())  # not through the console: who holds its lock may hang
    os._exit(INTERRUPTED_CODE)


def main() -> None:
    """The `lexhop` command. Told to stop from outside, it ends as if it were interrupted."""
    opened: list[LocalServices] = []

    def open_once() -> LocalServices:
        opened.append(open_services())
        return opened[-1]

    signal.signal(signal.SIGTERM, _interrupt)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _interrupt)
    sys.unraisablehook = _unless_interrupted
    gc.set_threshold(*_GC_THRESHOLDS)
    try:
        run(open_once)
    finally:
        for services in opened:
            if warning := services.telemetry.close():
                err.print(f"lexhop: {warning}", soft_wrap=True)


if __name__ == "__main__":
    main()
