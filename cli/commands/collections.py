"""`lexhop collections`."""

import asyncio
import sys
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
    yes: Annotated[bool, typer.Option("--yes", help="Delete it without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the collections, with what is in them."""
    services = services_of(context)
    if remove is None:
        asyncio.run(_list(services, as_json=as_json))
    else:
        asyncio.run(_remove(services, remove, sure=yes))


async def _remove(services: Services, name: str, *, sure: bool) -> None:
    store = services.store(name)
    if not await store.exists():
        raise BadInput(f"there is no collection {name!r}; see lexhop collections")
    if sure or _agreed(name, len(await store.loaded_documents())):
        await store.drop()
    else:
        tell(f"collection {name!r} is kept")


def _agreed(name: str, documents: int) -> bool:
    """Whether the user says yes. Raises BadInput where there is nobody to ask."""
    if not sys.stdin.isatty():
        raise BadInput(f"--remove deletes collection {name!r} for good; add --yes to say so")
    return typer.confirm(f"Delete collection {name!r} with {documents} documents?", err=True)


async def _list(services: Services, *, as_json: bool) -> None:
    """Print each collection with its documents, passages and version."""
    rows = []
    for name in await services.collections():
        store = services.store(name)
        if unfinished := await store.unfinished():
            tell(f"{name}: {cut_short(unfinished, name)}")
        documents = [one for one in await store.loaded_documents() if not one.base]
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
