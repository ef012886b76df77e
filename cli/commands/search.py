"""`lexhop search`."""

import asyncio
import time
from typing import TYPE_CHECKING, Annotated

import typer

from lexhop.cli.console import err, out, tell
from lexhop.cli.context import AsJson, CollectionName, options_of, question_of, services_of
from lexhop.composition.loaded import loaded_store
from lexhop.composition.ports import Services

if TYPE_CHECKING:
    from lexhop.retrieval.ports import Hit


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="Words, or a citation such as 'LL § 33 A'.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Hits at most.")] = 10,
    collection: CollectionName = "default",
    as_of: Annotated[str, typer.Option(help="The law of a day, as 2019-01-01.")] = "",
    as_json: AsJson = False,
) -> None:
    """Find provisions and passages, best first."""
    from lexhop.cli.render import answer as show
    from lexhop.cli.render import as_json as js
    from lexhop.cli.render.labels import labels_for

    query, day = question_of(query), options_of(as_of=as_of).as_of

    found, took_ms = asyncio.run(_search(services_of(context), query, limit, collection, day))
    if as_json:
        print(js.dumps(js.search(query, found, took_ms)))  # noqa: T201
    elif found:
        show.hits(out, found, labels_for(query), as_of=day)
    else:
        err.print(labels_for(query)("nothing_found"))


async def _search(
    services: Services, query: str, limit: int, collection: str, as_of: str
) -> "tuple[list[Hit], float]":
    from lexhop.retrieval.ports import Filters

    store = await loaded_store(services, collection, tell=tell)
    lookup = await services.lookup(store)
    started = time.perf_counter()
    filters = Filters(as_of=as_of)
    found = await lookup.find(query, limit=limit, filters=filters, missed=_words_only)
    return found, round((time.perf_counter() - started) * 1000, 2)


def _words_only(failure: Exception) -> None:
    tell(f"searched by words only: {failure}")
