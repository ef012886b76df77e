"""`lexhop collections`."""

import asyncio
from typing import Annotated

import typer
from rich.table import Table

from lexhop.cli.console import out, tell
from lexhop.cli.context import AsJson, services_of
from lexhop.cli.render.as_json import dumps
from lexhop.composition.loaded import cut_short
from lexhop.composition.ports import Services
from lexhop.state.errors import BadInput


def collections(
    context: typer.Context,
    remove: Annotated[str | None, typer.Option(help="Delete this collection.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the collections, with what is in them."""
    services = services_of(context)
    if remove is None:
        asyncio.run(_list(services, as_json=as_json))
    else:
        asyncio.run(_remove(services, remove))


async def _remove(services: Services, name: str) -> None:
    store = services.store(name)
    if not await store.exists():
        raise BadInput(f"there is no collection {name!r}; see lexhop collections")
    await store.drop()


async def _list(services: Services, *, as_json: bool) -> None:
    """Print each collection with its documents, passages and version."""
    rows = []
    for name in await services.collections():
        store = services.store(name)
        if unfinished := await store.unfinished():
            tell(f"{name}: {cut_short(unfinished, name)}")
        documents = await store.loaded_documents()
        rows.append(
            {
                "name": name,
                "documents": len(documents),
                "passages": await store.count(),
                "acts": sorted(document.act for document in documents if document.act),
                "corpus_version": await store.version(),
            }
        )
    if as_json:
        print(dumps({"collections": rows}))  # noqa: T201
        return
    table = Table("collection", "documents", "passages", "version", box=None)
    for row in rows:
        table.add_row(
            *(str(row[key]) for key in ("name", "documents", "passages", "corpus_version"))
        )
    out.print(table if rows else "no collections yet; load documents with: lexhop ingest PATH")
