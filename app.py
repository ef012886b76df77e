"""Composition root: settings -> services -> compiled graph. Only here are clients built."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from cli.main import run
from cli.services import BadInput
from settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from langgraph.graph.state import CompiledStateGraph

    from corpus.acts import ActNames
    from corpus.chunking import ChunkSizes
    from retrieval.embedders import Embedder, Kind
    from retrieval.lance import LanceStore
    from state.research import Research

_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Local:
    """Everything on this machine: LanceDB, no model; an embedder where one is configured."""

    settings: Settings
    embedder: "Embedder | None" = None

    @property
    def data_dir(self) -> Path:
        return self.settings.data_dir

    @property
    def model(self) -> str:
        return self.settings.model

    @property
    def embeddings(self) -> str:
        return self.settings.embeddings

    def store(self, collection: str) -> "LanceStore":
        from retrieval.lance import LanceStore

        plain = collection.replace("-", "").replace("_", "")
        if not plain.isalnum() or len(collection) > _LONGEST_NAME:
            raise BadInput(f"{collection!r} can't name a collection; use letters, digits, - and _")
        folder = self.settings.data_dir / "collections" / collection
        return LanceStore(folder, embeddings=self.embedder)

    def chunk_sizes(self) -> "ChunkSizes":
        from corpus.chunking import ChunkSizes

        return ChunkSizes(
            provision=self.settings.chunk_provision,
            technical=self.settings.chunk_technical,
            code=self.settings.chunk_code,
            general=self.settings.chunk_general,
            overlap=self.settings.chunk_overlap,
        )

    async def act_names(self, store: "LanceStore") -> "ActNames":
        from corpus.acts import known_acts

        try:
            names = known_acts(self.settings.abbreviations)
        except ValueError as error:
            raise BadInput(str(error)) from error
        for act in await store.acts():
            names.add(act.name, act.names)
        return names

    async def graph(
        self, store: "LanceStore"
    ) -> "CompiledStateGraph[Research, None, Research, Research]":
        os.environ.setdefault("LANGGRAPH_STRICT_MSGPACK", "true")
        from graph.build import build_graph
        from llm.extractive import Extractive
        from retrieval.terms import bundled_terms

        terms = await bundled_terms()
        reasoner = Extractive(
            acts=await self.act_names(store),
            loaded=frozenset(act.name for act in await store.acts()),
            terms=terms,
        )
        return build_graph(store, reasoner, terms=terms)


def open_services(kinds: "Mapping[str, Kind] | None" = None) -> Local:
    """The services that the environment asks for. Raises BadInput for a setting that can't be.

    `kinds` are those of embedders, by what their names begin with; None stands for all there are.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"LEXHOP_{'_'.join(map(str, first['loc']))}".upper()
        raise BadInput(f"{name}: {first['msg'].removeprefix('Value error, ')}") from error
    return Local(settings, _embedder(settings, kinds) if settings.embeddings else None)


def _embedder(settings: Settings, kinds: "Mapping[str, Kind] | None") -> "Embedder":
    from retrieval.embedders import embedder

    try:
        return embedder(
            settings.embeddings,
            batch=settings.embeddings_batch,
            device=settings.embeddings_device,
            kinds=kinds,
        )
    except ValueError as error:
        raise BadInput(f"LEXHOP_EMBEDDINGS: {error}") from error


def main() -> None:
    """The `lexhop` command."""
    run(open_services)


if __name__ == "__main__":
    main()
