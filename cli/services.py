"""What commands ask of the composition root, and how they say that a user can put it right."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer
from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from langgraph.graph.state import CompiledStateGraph

    from lexhop.corpus.chunking import ChunkSizes
    from lexhop.corpus.citations.act_names import ActNames
    from lexhop.evals.langsmith_client import LangSmith
    from lexhop.graph.asking import Asking
    from lexhop.models.ports import Model
    from lexhop.observability.ports import Scores
    from lexhop.resilience.tiers import Tiers
    from lexhop.retrieval.stores.lance.store import LanceStore
    from lexhop.state.options import Options
    from lexhop.state.research import Research

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

CollectionName = Annotated[
    str, typer.Option("--collection", "-c", help="Which collection of documents.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")]


class BadInput(ValueError):
    """The user can put it right: one line that says how."""


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

    def store(self, collection: str) -> "LanceStore": ...

    def chunk_sizes(self) -> "ChunkSizes": ...

    async def act_names(self, store: "LanceStore") -> "ActNames":
        """All names that acts are known by, those in `store` included."""
        ...

    def asking(self, store: "LanceStore") -> "AbstractAsyncContextManager[Asking]":
        """What answers questions over `store`."""
        ...

    def caches(self) -> "Tiers": ...

    def measure(self) -> "Callable[[], bytes]":
        """Count from now on. Gives what gives the figures, as Prometheus reads them."""
        ...

    def feedback(self) -> "Scores":
        """Where what users say of answers goes. Raises ValueError where that isn't set up."""
        ...

    def langsmith(self) -> "LangSmith":
        """Where datasets and experiments are. Raises BadInput where that isn't set up."""
        ...

    def judging(self) -> "AbstractAsyncContextManager[Model]":
        """The model that judges answers. Raises BadInput where none is configured."""
        ...

    def try_models(self) -> "AsyncIterator[tuple[bool, str]]":
        """Whether each configured model answers a small question, and what there is to say."""
        ...

    def graph(
        self, store: "LanceStore", *, cached: bool = True
    ) -> "AbstractAsyncContextManager[CompiledStateGraph[Research, None, Research, Research]]":
        """The graph itself, for who wants more than the answer; not `cached`, to be measured."""
        ...


def services_of(context: typer.Context) -> Services:
    """The services of this run, opened by the first command that needs them."""
    opened: Services = context.obj()
    return opened


async def loaded_store(services: Services, collection: str) -> "LanceStore":
    """The store of a collection that has something in it."""
    store = services.store(collection)
    if not await store.count():
        where = "" if collection == "default" else f" --collection {collection}"
        raise BadInput(
            f"collection {collection!r} is empty; load documents first: lexhop ingest PATH{where}"
        )
    return store


def options_of(**given: object) -> "Options":
    """The options that were given; None stands for one that was not."""
    from pydantic import ValidationError

    from lexhop.state.options import Options

    try:
        return Options.model_validate({name: one for name, one in given.items() if one is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).removesuffix("_s").replace("_", "-")
        raise BadInput(f"{name}: {first['msg'].removeprefix('Value error, ')}") from error


def question_of(text: str) -> str:
    from lexhop.state.options import checked_question

    try:
        return checked_question(text)
    except ValueError as error:
        raise BadInput(str(error)) from error
