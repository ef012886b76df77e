"""Cuts an ingest short: at its n-th write to disk, by an error, a kill, or a limit of file size."""

import functools
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import lancedb

from lexhop.retrieval.stores.lance.folder import LanceFolder
from lexhop.retrieval.stores.lance.unfinished import UnfinishedRuns

WRITES: tuple[tuple[type, str], ...] = (
    *(
        (lancedb.AsyncTable, name)
        for name in ("add", "delete", "update", "_do_merge", "create_index", "optimize")
    ),
    (lancedb.AsyncConnection, "create_table"),
    (LanceFolder, "_write_version"),
    (UnfinishedRuns, "_write"),
)
"""All calls of ours that change a collection on disk."""


class CutShortError(Exception):
    pass


def fail() -> None:
    raise CutShortError


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def cut_at(number: int, end: Callable[[], None] = fail) -> Iterator[None]:
    """Within the block, `end` comes in place of write `number`, counted from 0."""
    left = number

    def counted(write: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(write)
        def writing(*arguments: Any, **options: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                end()
            return write(*arguments, **options)

        return writing

    with ExitStack() as stack:
        for of, name in WRITES:
            stack.enter_context(mock.patch.object(of, name, counted(getattr(of, name))))
        yield


def limit_files(size: int) -> None:
    """From now on this process can't make a file larger than `size` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
