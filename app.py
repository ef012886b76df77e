"""Where it starts: the `lexhop` command, and the graph for the LangGraph server."""

import asyncio
import gc
import signal
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lexhop.cli.console import err
from lexhop.cli.main import run
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


def _interrupt(*_: object) -> None:
    """As Control-C does, also where that is ignored: behind `&` and `nohup`."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        raise KeyboardInterrupt
    signal.raise_signal(signal.SIGINT)


def main() -> None:
    """The `lexhop` command. Told to stop from outside, it ends as if it were interrupted."""
    opened: list[LocalServices] = []

    def open_once() -> LocalServices:
        opened.append(open_services())
        return opened[-1]

    signal.signal(signal.SIGTERM, _interrupt)
    gc.set_threshold(*_GC_THRESHOLDS)
    try:
        run(open_once)
    finally:
        for services in opened:
            if warning := services.telemetry.close():
                err.print(f"lexhop: {warning}", markup=False, soft_wrap=True)


if __name__ == "__main__":
    main()
