"""What commands, servers and evaluations ask of the composition root."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lexhop.state.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from contextlib import AbstractAsyncContextManager

    from langgraph.graph.state import CompiledStateGraph

    from lexhop.corpus.chunking import ChunkSizes
    from lexhop.corpus.citations.act_names import ActNames
    from lexhop.corpus.ingest.collection import IngestReport, Progress
    from lexhop.graph.pipeline.qa import QAPipeline
    from lexhop.models.ports import Model
    from lexhop.observability.ports import Scores
    from lexhop.observability.redaction.export import ExportRedaction
    from lexhop.resilience.tiers import Tiers
    from lexhop.retrieval.lookup import Lookup
    from lexhop.retrieval.ports import CollectionStore
    from lexhop.state.research import Research


class Services(Protocol):
    """Settings turned into things that work. Methods raise BadInput for settings that can't be."""

    @property
    def data_dir(self) -> Path: ...

    @property
    def model(self) -> str: ...

    @property
    def embeddings(self) -> str:
        """The name of the embedder; "" where there is none."""
        ...

    @property
    def processes(self) -> int:
        """How many processes prepare files; 0 for as many as there are processors."""
        ...

    @property
    def redaction(self) -> "ExportRedaction":
        """What everything goes through that leaves for LangSmith."""
        ...

    def store(self, collection: str) -> "CollectionStore": ...

    async def collections(self) -> list[str]:
        """The names of all collections, in order."""
        ...

    def chunk_sizes(self) -> "ChunkSizes": ...

    async def act_names(self, store: "CollectionStore") -> "ActNames":
        """All names that acts are known by, those in `store` included."""
        ...

    async def lookup(self, store: "CollectionStore") -> "Lookup":
        """Search and provisions of `store`."""
        ...

    async def ingest(
        self, paths: "Sequence[Path]", collection: str, progress: "Progress | None" = None
    ) -> "IngestReport":
        """Bring a collection up to date with files. Raises BadInput where there is nothing."""
        ...

    def asking(self, store: "CollectionStore") -> "AbstractAsyncContextManager[QAPipeline]":
        """What answers questions over `store`."""
        ...

    def caches(self) -> "Tiers": ...

    def measure(self) -> "Callable[[], bytes]":
        """Count from now on. Gives what gives the figures, as Prometheus reads them."""
        ...

    def feedback(self) -> "Scores":
        """Where what users say of answers goes. Raises ValueError where that isn't set up."""
        ...

    def judging(self) -> "AbstractAsyncContextManager[Model]":
        """The model that judges answers. Raises BadInput where none is configured."""
        ...

    def try_models(self) -> "AsyncIterator[tuple[bool, str]]":
        """Whether each configured model answers a small question, and what there is to say."""
        ...

    def graph(
        self, store: "CollectionStore", *, cached: bool = True
    ) -> "AbstractAsyncContextManager[CompiledStateGraph[Research, None, Research, Research]]":
        """The graph itself, for who wants more than the answer; not `cached`, to be measured."""
        ...


async def loaded_store(services: Services, collection: str) -> "CollectionStore":
    """The store of a collection that has something in it."""
    store = services.store(collection)
    if not await store.count():
        where = "" if collection == "default" else f" --collection {collection}"
        raise BadInput(
            f"collection {collection!r} is empty; load documents first: lexhop ingest PATH{where}"
        )
    return store
