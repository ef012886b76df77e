"""Everything on this machine: LanceDB, a model and an embedder where they are configured."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from lexhop.composition.models import Models
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
    from lexhop.observability.ports import Scores, Telemetry
    from lexhop.observability.redaction.export import ExportRedaction
    from lexhop.observability.telemetry import TelemetrySetup
    from lexhop.reasoning.ports import Reasoner
    from lexhop.resilience.tiers import Tier, Tiers
    from lexhop.retrieval.lookup import Lookup
    from lexhop.retrieval.ports import CollectionStore, PassageStore, Search, Stores
    from lexhop.settings import Settings
    from lexhop.state.research import Research

_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class LocalServices:
    """What commands and the server ask for: the port is `composition.ports.Services`."""

    settings: "Settings"
    tiers: "Tiers"
    telemetry: "TelemetrySetup"
    stores: "Stores"

    @property
    def data_dir(self) -> Path:
        return self.settings.data_dir

    @property
    def model(self) -> str:
        return self.settings.model

    @property
    def embeddings(self) -> str:
        return self.settings.embeddings

    @property
    def processes(self) -> int:
        return self.settings.processes

    def feedback(self) -> "Scores":
        from lexhop.observability.scores import LangSmithScores
        from lexhop.observability.tracing import open_client

        client = open_client(self.redaction)
        if not client.api_key:
            raise ValueError("LANGSMITH_API_KEY is not set; feedback goes to LangSmith")
        return LangSmithScores(client)

    @property
    def redaction(self) -> "ExportRedaction":
        from lexhop.observability.redaction.export import ExportRedaction

        return ExportRedaction(self.settings.trace_text)

    def judging(self) -> "AbstractAsyncContextManager[Model]":
        return self.models.judging()

    def store(self, collection: str) -> "CollectionStore":
        plain = collection.replace("-", "").replace("_", "")
        if not plain.isalnum() or len(collection) > _LONGEST_NAME:
            raise BadInput(f"{collection!r} can't name a collection; use letters, digits, - and _")
        return self.stores.store(collection)

    async def collections(self) -> list[str]:
        return await self.stores.names()

    def chunk_sizes(self) -> "ChunkSizes":
        from lexhop.corpus.chunking import ChunkSizes

        return ChunkSizes(
            provision=self.settings.chunk_provision,
            technical=self.settings.chunk_technical,
            code=self.settings.chunk_code,
            general=self.settings.chunk_general,
            overlap=self.settings.chunk_overlap,
        )

    async def act_names(self, store: "PassageStore") -> "ActNames":
        from lexhop.corpus.citations.act_names import known_acts

        try:
            names = await asyncio.to_thread(known_acts, self.settings.abbreviations)
        except ValueError as error:
            raise BadInput(str(error)) from error
        for act in await store.acts():
            names.add(act.name, act.names)
        return names

    async def lookup(self, store: "CollectionStore") -> "Lookup":
        await _imported("lexhop.retrieval.lookup")
        from lexhop.retrieval.lookup import Lookup

        return await Lookup.over(store, await self.act_names(store))

    async def ingest(
        self,
        paths: "Sequence[Path]",
        collection: str,
        progress: "Progress | None" = None,
        *,
        trusted: bool = False,
    ) -> "IngestReport":
        await _imported("lexhop.corpus.ingest.pipeline")
        from lexhop.corpus.formats import SUFFIXES
        from lexhop.corpus.ingest.collection import silent
        from lexhop.corpus.ingest.pipeline import Ingest
        from lexhop.corpus.ingest.workers import processors
        from lexhop.corpus.text.tokens import token_counter

        for path in paths:
            if not await asyncio.to_thread(path.exists):
                raise BadInput(f"{path}: no such file or folder")
        store = self.store(collection)
        with store.writing():
            run = Ingest(
                collection=store,
                acts=await self.act_names(store),
                tokens=await asyncio.to_thread(token_counter),
                sizes=self.chunk_sizes(),
                trusted=trusted,
                processes=self.processes or processors(),
                progress=progress or silent,
            )
            report = await run(paths)
        if not report.files:
            left = report.left_alone.total()
            other = f" ({left} files of other kinds)" if left else ""
            raise BadInput(f"{paths[0]}: nothing to load{other}; read are {', '.join(SUFFIXES)}")
        if report.left_out == report.files:
            more = f" (and {report.files - 1} more)" if report.files > 1 else ""
            raise BadInput(report.skipped[0][1] + more)
        return report

    def caches(self) -> "Tiers":
        """With the conversations, which later commands find again."""
        return replace(self.tiers, session=self._turns())

    @property
    def models(self) -> Models:
        return Models(self.settings, self.telemetry)

    def try_models(self) -> "AsyncIterator[tuple[bool, str]]":
        return self.models.tried()

    def measure(self) -> "Callable[[], bytes]":
        names = {*self.settings.chat_models, self.settings.stand_in}
        return self.telemetry.measure(frozenset(names))

    @asynccontextmanager
    async def pipeline(self, store: "CollectionStore") -> "AsyncIterator[QAPipeline]":
        """What answers questions over `store`; its connections are closed at the end."""
        await _imported("lexhop.graph.build")
        from lexhop.graph.pipeline.cached import AnswerCache
        from lexhop.graph.pipeline.metered import MeteredPipeline
        from lexhop.graph.pipeline.qa import GraphPipeline
        from lexhop.observability.ports import Unmetered

        async with self.graph(store) as graph:
            cached = AnswerCache(
                inner=GraphPipeline(graph=graph),
                store=store,
                tier=self.tiers.session,
                collection=store.identity,
                tenant=self.settings.tenant,
                setup=self._setup(),
            )
            yield MeteredPipeline(inner=cached, meter=self.telemetry.metrics or Unmetered())

    @asynccontextmanager
    async def graph(
        self, store: "CollectionStore", *, served: bool = False, cached: bool = True
    ) -> "AsyncIterator[CompiledStateGraph[Research, None, Research, Research]]":
        """The graph itself, for who wants more than the answer. `served`: as build_graph has it."""
        await _imported("lexhop.graph.build")
        from lexhop.graph.build import build_graph
        from lexhop.resilience.cache import MemoryCache
        from lexhop.resilience.sessions import TierSessions
        from lexhop.resilience.tiers import open_tiers

        tiers = self.tiers
        if not cached:
            tiers = open_tiers(MemoryCache(most_entries=0), observers=[self.telemetry])
        telemetry = await asyncio.to_thread(self._telemetry_of, store)
        async with self.reasoner(store, tiers=tiers, telemetry=telemetry) as reasoner:
            search = await self._search(store, tiers, telemetry)
            sessions = TierSessions(
                tier=self._turns(), collection=store.identity, tenant=self.settings.tenant
            )
            yield build_graph(
                store,
                reasoner,
                search=search,
                telemetry=telemetry,
                sessions=sessions,
                served=served,
            )

    @asynccontextmanager
    async def reasoner(
        self,
        store: "PassageStore",
        *,
        tiers: "Tiers | None" = None,
        telemetry: "Telemetry | None" = None,
    ) -> "AsyncIterator[Reasoner]":
        """By the configured model, with code behind it; by code alone where there is none."""
        await _imported("lexhop.reasoning.extractive.reasoner")
        from lexhop.observability.ports import NO_TELEMETRY
        from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
        from lexhop.retrieval.query.expansion import bundled_terms

        tiers, telemetry = tiers or self.tiers, telemetry or NO_TELEMETRY
        code = ExtractiveReasoner(
            acts=await self.act_names(store),
            loaded=frozenset(act.name for act in await store.acts()),
            terms=await bundled_terms(),
        )
        async with AsyncExitStack() as stack:
            stack.push_async_callback(tiers.aclose)
            if not self.settings.chat_model:
                yield code
                return
            models = await stack.enter_async_context(self.models.stacked(tiers, telemetry))
            yield self.models.reasoner(models, code, telemetry)

    async def _search(
        self, store: "CollectionStore", tiers: "Tiers", telemetry: "Telemetry"
    ) -> "Search":
        from lexhop.retrieval.cached_search import CachedSearch
        from lexhop.retrieval.observed_search import ObservedSearch
        from lexhop.retrieval.query.expansion import bundled_terms
        from lexhop.retrieval.search import StoreSearch

        search = CachedSearch(
            inner=StoreSearch(store, await bundled_terms()),
            store=store,
            tier=tiers.results,
            tenant=self.settings.tenant,
            collection=store.identity,
            setup=self.settings.embeddings,
        )
        return ObservedSearch(inner=search, telemetry=telemetry)

    def _turns(self) -> "Tier":
        """Where conversations are kept: Redis where there is one, else files for later commands."""
        from lexhop.resilience.file_cache import FileCache

        shared = self.tiers.results.cache
        if shared.where == "memory":
            shared = FileCache(folder=self.settings.data_dir / "sessions")
        return replace(self.tiers.session, cache=shared)

    def _setup(self) -> str:
        """What answers depend on beside the question and the corpus: models and prompts."""
        from lexhop.prompts import prompt_hashes

        settings = self.settings
        models = (settings.chat_model, settings.small_model, settings.stand_in)
        return " ".join((settings.openai_base_url, *models, str(prompt_hashes())))

    def _telemetry_of(self, store: "CollectionStore") -> "Telemetry":
        from lexhop.prompts import prompt_hashes

        return self.telemetry.of_graph(
            {"collection": store.name, "prompt_hashes": prompt_hashes()},
            cost=self.models.prices().cost,
        )


async def _imported(module: str) -> None:
    """Loaded in a thread: that takes long, and some read files."""
    await asyncio.to_thread(import_module, module)
