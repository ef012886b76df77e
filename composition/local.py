"""Everything on this machine: LanceDB, a model and an embedder where they are configured."""

import asyncio
import os
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lexhop.cli.services import BadInput
from lexhop.composition.models import Models
from lexhop.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from contextlib import AbstractAsyncContextManager

    from langgraph.graph.state import CompiledStateGraph

    from lexhop.corpus.chunking import ChunkSizes
    from lexhop.corpus.citations.act_names import ActNames
    from lexhop.evals.langsmith_client import LangSmith
    from lexhop.graph.asking import Asking
    from lexhop.models.ports import Model
    from lexhop.observability.opening import Observing
    from lexhop.observability.ports import Scores, Watch
    from lexhop.reasoning.ports import Reasoner
    from lexhop.resilience.errors import Failure
    from lexhop.resilience.tiers import Tiers
    from lexhop.retrieval.embeddings.kept import KeptVectors
    from lexhop.retrieval.query.expansion import TermList
    from lexhop.retrieval.stores.lance.store import LanceStore
    from lexhop.state.research import Research

_LONGEST_NAME = 64
_MORE_PATIENCE_S = 5.0
"""Beyond a model's time and its stand-in's: for short failures in between."""


@dataclass(frozen=True, slots=True)
class Local:
    """What commands and the server ask for: the port is `cli.services.Services`."""

    settings: Settings
    tiers: "Tiers"
    observing: "Observing"
    embedder: "KeptVectors | None" = None

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
        from lexhop.observability.leaving import Cleaning
        from lexhop.observability.scores import LangSmithScores
        from lexhop.observability.tracing import open_client

        client = open_client(Cleaning(self.settings.trace_text))
        if not client.api_key:
            raise ValueError("LANGSMITH_API_KEY is not set; feedback goes to LangSmith")
        return LangSmithScores(client)

    def langsmith(self) -> "LangSmith":
        from lexhop.evals.langsmith_client import open_langsmith
        from lexhop.observability.leaving import Cleaning

        try:
            return open_langsmith(Cleaning(self.settings.trace_text))
        except ValueError as error:
            raise BadInput(str(error)) from error

    def judging(self) -> "AbstractAsyncContextManager[Model]":
        return self.models.judging()

    def store(self, collection: str) -> "LanceStore":
        from lexhop.retrieval.stores.lance.store import LanceStore

        plain = collection.replace("-", "").replace("_", "")
        if not plain.isalnum() or len(collection) > _LONGEST_NAME:
            raise BadInput(f"{collection!r} can't name a collection; use letters, digits, - and _")
        folder = self.settings.data_dir / "collections" / collection
        return LanceStore(folder, embeddings=self.embedder)

    def chunk_sizes(self) -> "ChunkSizes":
        from lexhop.corpus.chunking import ChunkSizes

        return ChunkSizes(
            provision=self.settings.chunk_provision,
            technical=self.settings.chunk_technical,
            code=self.settings.chunk_code,
            general=self.settings.chunk_general,
            overlap=self.settings.chunk_overlap,
        )

    async def act_names(self, store: "LanceStore") -> "ActNames":
        from lexhop.corpus.citations.act_names import known_acts

        try:
            names = await asyncio.to_thread(known_acts, self.settings.abbreviations)
        except ValueError as error:
            raise BadInput(str(error)) from error
        for act in await store.acts():
            names.add(act.name, act.names)
        return names

    def caches(self) -> "Tiers":
        return self.tiers

    @property
    def models(self) -> Models:
        return Models(self.settings, self.observing)

    def try_models(self) -> "AsyncIterator[tuple[bool, str]]":
        return self.models.tried()

    def measure(self) -> "Callable[[], bytes]":
        names = {*self.settings.chat_models, self.settings.stand_in}
        return self.observing.measure(frozenset(names))

    @asynccontextmanager
    async def asking(self, store: "LanceStore") -> "AsyncIterator[Asking]":
        """What answers questions over `store`; its connections are closed at the end."""
        from lexhop.graph.asking import GraphAsking
        from lexhop.graph.metered import MeteredAsking
        from lexhop.graph.remembering import Remembering
        from lexhop.observability.ports import Unmetered
        from lexhop.prompts import prompt_hashes

        async with self._opened(store, self.tiers) as graph:
            remembering = Remembering(
                inner=GraphAsking(graph=graph),
                store=store,
                tier=self.tiers.session,
                collection=str(await asyncio.to_thread(store.folder.resolve)),
                tenant=self.settings.tenant,
                setup=" ".join(
                    (
                        self.settings.openai_base_url,
                        self.settings.chat_model,
                        self.settings.small_model,
                        self.settings.stand_in,
                        str(prompt_hashes()),
                    )
                ),
            )
            metrics = self.observing.metrics
            yield MeteredAsking(inner=remembering, meter=metrics or Unmetered())

    @asynccontextmanager
    async def graph(
        self, store: "LanceStore", *, served: bool = False, cached: bool = True
    ) -> "AsyncIterator[CompiledStateGraph[Research, None, Research, Research]]":
        """The graph itself, for who wants more than the answer. `served`: as build_graph has it."""
        from lexhop.resilience.cache import MemoryCache
        from lexhop.resilience.tiers import open_tiers

        tiers = (
            self.tiers
            if cached
            else open_tiers(MemoryCache(most_entries=0), observers=[self.observing])
        )
        async with self._opened(store, tiers, served=served) as graph:
            yield graph

    @asynccontextmanager
    async def _opened(
        self, store: "LanceStore", tiers: "Tiers", *, served: bool = False
    ) -> "AsyncIterator[CompiledStateGraph[Research, None, Research, Research]]":
        os.environ.setdefault("LANGGRAPH_STRICT_MSGPACK", "true")
        from lexhop.graph.build import build_graph
        from lexhop.retrieval.cached_search import CachedSearch
        from lexhop.retrieval.observed_search import ObservedSearch
        from lexhop.retrieval.query.expansion import bundled_terms
        from lexhop.retrieval.search import StoreSearch

        terms = await bundled_terms()
        async with AsyncExitStack() as stack:
            stack.push_async_callback(tiers.aclose)
            watch = await asyncio.to_thread(self._watch, store)
            search = CachedSearch(
                inner=StoreSearch(store, terms),
                store=store,
                tier=tiers.results,
                tenant=self.settings.tenant,
                collection=str(await asyncio.to_thread(store.folder.resolve)),
                setup=self.settings.embeddings,
            )
            reasoner = await self._reasoner(store, terms, tiers, stack, watch)
            observed = ObservedSearch(inner=search, watch=watch)
            yield build_graph(store, reasoner, search=observed, watch=watch, served=served)

    def _watch(self, store: "LanceStore") -> "Watch":
        from lexhop.prompts import prompt_hashes

        return self.observing.watch(
            {"collection": store.folder.name, "prompt_hashes": prompt_hashes()},
            cost=self.models.prices().cost,
        )

    async def _reasoner(
        self,
        store: "LanceStore",
        terms: "Mapping[str, TermList]",
        tiers: "Tiers",
        stack: AsyncExitStack,
        watch: "Watch",
    ) -> "Reasoner":
        from lexhop.reasoning.extractive.reasoner import Extractive

        code = Extractive(
            acts=await self.act_names(store),
            loaded=frozenset(act.name for act in await store.acts()),
            terms=terms,
        )
        if not self.settings.chat_model:
            return code
        from lexhop.reasoning.chat.reasoner import Chat
        from lexhop.reasoning.fallback import Fallback

        def by_code(failure: "Failure") -> None:
            watch.failed("reasoning", failure.kind, instead=code.name)

        models = await stack.enter_async_context(self.models.stacked(tiers, watch))
        first, small = self.settings.chat_model, self.settings.small_model
        chat = Chat(
            model=models(first),
            small=models(small),
            code=code,
            patience_s=2 * self.settings.model_timeout_s + _MORE_PATIENCE_S,
        )
        return Fallback(first=chat, last=code, on_failure=by_code)
