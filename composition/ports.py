"""The port of the composition root, for commands, servers and evaluations."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

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
    """Services built from the settings. Methods raise BadInput for invalid ones."""

    @property
    def data_dir(self) -> Path: ...

    @property
    def model(self) -> str: ...

    @property
    def embeddings(self) -> str:
        """The embedder's name; "" if there is none."""
        ...

    @property
    def processes(self) -> int:
        """How many processes prepare files; 0 for one on each processor."""
        ...

    @property
    def redaction(self) -> "ExportRedaction":
        """The redaction of all that is sent to LangSmith."""
        ...

    def store(self, collection: str) -> "CollectionStore": ...

    async def collections(self) -> list[str]:
        """The names of all collections, sorted."""
        ...

    def chunk_sizes(self) -> "ChunkSizes": ...

    async def act_names(self, store: "CollectionStore") -> "ActNames":
        """All known names of acts, including those in `store`."""
        ...

    async def lookup(self, store: "CollectionStore") -> "Lookup":
        """Search and provisions of `store`."""
        ...

    async def ingest(
        self,
        paths: "Sequence[Path]",
        collection: str,
        progress: "Progress | None" = None,
        *,
        trusted: bool = False,
    ) -> "IngestReport":
        """Bring a collection up to date with files, `trusted` as official XML is.

        Raises BadInput where there is nothing.
        """
        ...

    def pipeline(self, store: "CollectionStore") -> "AbstractAsyncContextManager[QAPipeline]":
        """A pipeline that answers questions over `store`."""
        ...

    def caches(self) -> "Tiers": ...

    def measure(self) -> "Callable[[], bytes]":
        """Start counting; returns a function that renders the metrics for Prometheus."""
        ...

    def feedback(self) -> "Scores":
        """Where user feedback is sent. Raises ValueError if that isn't configured."""
        ...

    def judging(self) -> "AbstractAsyncContextManager[Model]":
        """The model that judges answers. Raises BadInput if none is configured."""
        ...

    def try_models(self) -> "AsyncIterator[tuple[bool, str]]":
        """For each configured model, whether it answers a small question, and a line about it."""
        ...

    def graph(
        self, store: "CollectionStore", *, cached: bool = True
    ) -> "AbstractAsyncContextManager[CompiledStateGraph[Research, None, Research, Research]]":
        """The graph itself, for callers that need its whole state; uncached for measurements."""
        ...
