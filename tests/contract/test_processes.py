"""Several processes on one collection."""

import asyncio
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

import pytest

from lexhop.retrieval.ports import StoreUnavailable
from tests.contract import processes
from tests.contract.processes import SIZE
from tests.contract.stores import Open, passage, put

_PROCESSES = multiprocessing.get_context("spawn")


@contextmanager
def process(target: Callable[[Open, Connection], None], open_store: Open) -> Iterator[Any]:
    """Runs `target` in a process; the end of the pipe to it."""
    ours, theirs = _PROCESSES.Pipe()
    child = _PROCESSES.Process(target=target, args=(open_store, theirs))
    child.start()
    try:
        yield ours
    finally:
        child.kill()
        child.join(10)
        child.close()
        ours.close()
        theirs.close()


def test_readers_see_whole_corpora_while_another_process_ingests(open_shared: Open) -> None:
    asyncio.run(put(open_shared(), *(passage(f"p{one}", "moms old") for one in range(SIZE))))
    with (
        process(processes.read, open_shared) as one,
        process(processes.read, open_shared) as other,
    ):
        assert [one.recv(), other.recv()] == ["reading", "reading"]
        with process(processes.write, open_shared) as writer:
            assert writer.recv() == "done"
        for reader in (one, other):
            reader.send("stop")
            seen = reader.recv()
            assert {(count, matched) for count, _, matched in seen} == {(SIZE, SIZE)}
            assert {len(texts) for _, texts, _ in seen} == {1}
            assert len({texts[0] for _, texts, _ in seen}) > 1


def test_a_second_writer_is_told_to_wait(open_shared: Open) -> None:
    with process(processes.hold, open_shared) as holder:
        assert holder.recv() == "held"
        with (
            pytest.raises(StoreUnavailable, match="another ingest"),
            open_shared().writing(),  # type: ignore[attr-defined]
        ):
            pass
        with open_shared("other").writing():  # type: ignore[attr-defined]
            pass
    with open_shared().writing():  # type: ignore[attr-defined]
        pass


def test_a_killed_writer_leaves_the_old_corpus_and_no_lock(open_shared: Open) -> None:
    old = asyncio.run(put(open_shared(), passage("p1", "moms")))
    with process(processes.write_and_die, open_shared) as writer:
        assert writer.recv() == "written"
    assert asyncio.run(open_shared().version()) == old
    assert asyncio.run(open_shared().count()) == 1
    with open_shared().writing():  # type: ignore[attr-defined]
        assert len(asyncio.run(open_shared().documents())) == 9
        assert asyncio.run(open_shared().finish()) != old
    assert asyncio.run(open_shared().count()) == 9
