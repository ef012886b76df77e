"""What is loaded."""

import shutil

from rich.console import Console
from rich.table import Table

from lexhop.cli.as_json import dumps
from lexhop.cli.services import Services
from lexhop.retrieval.stores.lance.store import LanceStore


async def list_collections(services: Services, out: Console, as_json: bool) -> None:
    """Print each collection with its documents, passages and version."""
    folder = services.data_dir / "collections"
    names = sorted(one.name for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []
    rows = []
    for name in names:
        store = services.store(name)
        documents = await store.documents()
        rows.append(
            {
                "name": name,
                "documents": len(documents),
                "passages": await store.count(),
                "acts": sorted(one.act for one in documents if one.act),
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


def remove_collection(store: LanceStore) -> None:
    """Delete the folder of a collection that nobody is writing to."""
    with store.writing():
        shutil.rmtree(store.folder)
