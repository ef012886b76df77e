"""A collection that is about to be asked: it has to hold something, and to be whole."""

import logging
import shlex
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lexhop.composition.ports import Services
from lexhop.observability.logging import log
from lexhop.state.errors import BadInput

if TYPE_CHECKING:
    from lexhop.retrieval.ports import CollectionStore

_SHOWN = 3


def logged(_message: str) -> None:
    """A log has no paths in it."""
    log("an ingest was cut short, and not all of it is loaded", level=logging.WARNING)


async def loaded_store(
    services: Services, collection: str, *, tell: Callable[[str], None] = logged
) -> "CollectionStore":
    """The store of a collection. Raises BadInput if it is empty.

    Tells in one line of an ingest into it that was cut short.
    """
    store = services.store(collection)
    unfinished = await store.unfinished()
    if not await store.count():
        command = ingest_command(unfinished or ["PATH"], collection)
        why = "the ingest into it was cut short" if unfinished else "load documents first"
        raise BadInput(f"collection {collection!r} is empty; {why}: {command}")
    if unfinished:
        tell(cut_short(unfinished, collection))
    return store


def cut_short(paths: Sequence[str], collection: str) -> str:
    """That an ingest of `paths` didn't end, and what completes it."""
    command = ingest_command(paths, collection)
    return f"an ingest was cut short, and not all of it is loaded; this completes it: {command}"


def ingest_command(paths: Sequence[str], collection: str) -> str:
    """The command that ingests `paths`, for a shell; of many paths the first few."""
    shown = [path if path == "PATH" else shlex.quote(path) for path in paths[:_SHOWN]]
    more = ["..."] if len(paths) > _SHOWN else []
    where = [] if collection == "default" else ["--collection", collection]
    command = " ".join(["lexhop ingest", *shown, *more, *where])
    return command.encode("utf-8", "backslashreplace").decode()
