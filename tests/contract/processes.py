"""What the suite runs in processes of their own."""

import asyncio
import os
from multiprocessing.connection import Connection

from tests.contract.stores import Open, ids, passage, put, tokens

ROUNDS = 6
SIZE = 40


def read(open_store: Open, pipe: Connection) -> None:
    """Read until told to stop; send what was seen: (passages, texts, matches) of each look."""
    asyncio.run(_read(open_store, pipe))


async def _read(open_store: Open, pipe: Connection) -> None:
    seen: list[tuple[int, list[str], int]] = []
    store = open_store()
    while not pipe.poll():
        version = await store.version()
        view = await store.at(version)
        matched = await view.match("words", tokens("moms"), limit=1000)
        texts = {one.text for one in await view.get(ids(matched))}
        seen.append((await view.count(), sorted(texts), len(matched)))
        if len(seen) == 1:
            pipe.send("reading")
    pipe.send(seen)


def write(open_store: Open, pipe: Connection) -> None:
    """Put a new text into all passages, several times, in batches."""
    asyncio.run(_write(open_store, pipe))


async def _write(open_store: Open, pipe: Connection) -> None:
    store = open_store()
    for number in range(ROUNDS):
        for half in (0, 1):
            some = range(half, SIZE, 2)
            await put(store, *(passage(f"p{one}", f"moms {number}") for one in some), finish=False)
        await store.finish()
    pipe.send("done")


def hold(open_store: Open, pipe: Connection) -> None:
    """Hold the collection for writing until told to stop, or killed."""
    with open_store().writing():  # type: ignore[attr-defined]
        pipe.send("held")
        pipe.recv()


def write_and_die(open_store: Open, pipe: Connection) -> None:
    """Write some and end without a word, as if by kill -9."""

    async def some() -> None:
        await put(open_store(), *(passage(f"p{one}", "told") for one in range(9)), finish=False)

    asyncio.run(some())
    pipe.send("written")
    os._exit(9)
