"""`lexhop search`."""

import asyncio
import time
from typing import TYPE_CHECKING, Annotated

import typer

from lexhop.cli.console import err, out
from lexhop.cli.context import AsJson, CollectionName, question_of, services_of
from lexhop.composition.ports import Services, loaded_store

if TYPE_CHECKING:
    from lexhop.retrieval.ports import Hit


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="Words, or a citation such as 'LL § 33 A'.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Hits at most.")] = 10,
    collection: CollectionName = "default",
    as_json: AsJson = False,
) -> None:
    """Find provisions and passages, best first."""
    from lexhop.cli.render import answer as show
    from lexhop.cli.render import as_json as js

    found, took_ms = asyncio.run(_search(services_of(context), query, limit, collection))
    if as_json:
        print(js.dumps(js.search(query, found, took_ms)))  # noqa: T201
    elif found:
        show.hits(out, found)
    else:
        err.print("nothing found")


async def _search(
    services: Services, query: str, limit: int, collection: str
) -> "tuple[list[Hit], float]":
    query = question_of(query)
    store = await loaded_store(services, collection)
    lookup = await services.lookup(store)
    started = time.perf_counter()
    found = await lookup.find(query, limit=limit, missed=_words_only)
    return found, round((time.perf_counter() - started) * 1000, 2)


def _words_only(failure: Exception) -> None:
    err.print(f"searched by words only: {failure}", markup=False, soft_wrap=True)
