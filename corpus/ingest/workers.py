"""Prepares many files in worker processes, in bounded memory."""

import asyncio
import os
import signal
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import aclosing, suppress
from dataclasses import dataclass
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path

from lexhop.corpus.chunking import ChunkSizes
from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.title_mentions import TitleIndex
from lexhop.corpus.ingest.preparation import Part, Preparation
from lexhop.corpus.text.tokens import TokenCounter

MANY_FILES = 100
"""From this many files on, worker processes save more time than starting them takes."""
_LARGE_FILE = 8_000_000
"""Bytes. A larger file is read in this process, a document at a time."""
_FILES_AT_ONCE = 32
_BYTES_AT_ONCE = 2_000_000
_MOST_PROCESSES = 8
_SOON_S = 5.0


_MOST_LOST = 3
"""Files that may end the process that reads them; more, and the machine is at fault."""
_ENDED = (
    "the process that read it was ended by the system, most likely for want of memory; divide it"
)
_WORKERS_LOST = (
    "one worker process after the other was ended by the system, most likely for want of memory; "
    "what was written is kept: free some memory or set LEXHOP_PROCESSES=1, and run the same again"
)


class WorkerLost(Exception):
    """Worker processes end early, whatever they read. The message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Prepares files, in `processes` processes where there are many.

    A file that ends the process that reads it is a problem of its own. Raises WorkerLost when the
    system ends one process after the other.
    """

    acts: ActNames
    titles: Sequence[tuple[str, str]]
    tokens: TokenCounter
    sizes: ChunkSizes
    trusted: bool = False
    processes: int = 1

    async def parts(self, files: Sequence[str]) -> AsyncGenerator[Part, None]:
        """The parts of all files: in order within a file, files in any order."""
        apart = self.processes > 1 and len(files) >= MANY_FILES
        groups = await asyncio.to_thread(lambda: list(_groups(files))) if apart else []
        grouped = {file for group in groups for file in group}
        async for part in self._parts_of_groups(groups):
            yield part
        index = await asyncio.to_thread(TitleIndex, self.titles)
        here = _preparation(self, index)
        for file in files:
            if file not in grouped:
                parts = here.parts_of(file)
                while part_here := await asyncio.to_thread(next, parts, None):
                    yield part_here

    async def _parts_of_groups(self, groups: Sequence[Sequence[str]]) -> AsyncGenerator[Part, None]:
        """Where a process ends early, what was under way is prepared again, apart from the rest."""
        left = list(groups)
        lost: list[str] = []
        while left:
            try:
                async with aclosing(self._pooled(left, self.processes)) as pooled:
                    async for parts in pooled:
                        left = left[1:]
                        for part in parts:
                            yield part
            except BrokenProcessPool:
                at_once = _under_way(self.processes) + 1
                suspects, left = left[:at_once], left[at_once:]
                for group in suspects:
                    for part in await self._alone(group, lost):
                        yield part

    async def _alone(self, files: Sequence[str], lost: list[str]) -> list[Part]:
        """The parts of `files` by a process of their own, halved until what ends it is one file.

        Raises WorkerLost when there are too many of those: it is not the files, then.
        """
        try:
            async with aclosing(self._pooled([files], 1)) as pooled:
                return [part async for parts in pooled for part in parts]
        except BrokenProcessPool as error:
            if len(files) > 1:
                half = len(files) // 2
                first = await self._alone(files[:half], lost)
                return [*first, *await self._alone(files[half:], lost)]
            lost += files
            if len(lost) > _MOST_LOST:
                raise WorkerLost(_WORKERS_LOST) from error
            return [Part(file=files[0], problem=f"{Path(files[0]).name}: {_ENDED}")]

    async def _pooled(
        self, groups: Sequence[Sequence[str]], processes: int
    ) -> AsyncGenerator[list[Part], None]:
        """The parts of each group, in order. Raises BrokenProcessPool when a process ends early."""
        others = set(active_children())
        pool = ProcessPoolExecutor(
            processes, get_context("spawn"), initializer=_begin, initargs=(self,)
        )
        running: deque[asyncio.Future[list[Part]]] = deque()
        threading.excepthook = _without_the_pools(threading.excepthook)
        try:
            for group in groups:
                running.append(await _submitted(pool, group))
                if len(running) > _under_way(processes):
                    yield await running.popleft()
            while running:
                yield await running.popleft()
        except BrokenProcessPool:
            with suppress(TimeoutError):
                async with asyncio.timeout(_SOON_S):
                    await asyncio.gather(*running, return_exceptions=True)  # the same failure
            for late in set(active_children()) - others:
                late.terminate()  # a breaking pool forgets one just started, and then waits for it
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _under_way(processes: int) -> int:
    """Groups that are handed to so many processes before the first is waited for."""
    return 2 * processes


def _without_the_pools(
    hook: Callable[[threading.ExceptHookArgs], object],
) -> Callable[[threading.ExceptHookArgs], object]:
    """`hook`, but silent on a pool's own thread.

    A pool that breaks while starting a worker raises there too, after it has failed all its work,
    and that failure is reported anyway.
    """
    if getattr(hook, "without_pools", False):
        return hook

    def told(args: threading.ExceptHookArgs) -> None:
        if type(args.thread).__name__ != "_ExecutorManagerThread":
            hook(args)

    told.without_pools = True  # type: ignore[attr-defined]
    return told


def processors() -> int:
    """How many worker processes to use on this machine: its usable CPUs, at most 8."""
    affinity = getattr(os, "sched_getaffinity", None)
    return min(_MOST_PROCESSES, len(affinity(0)) if affinity else os.cpu_count() or 1)


async def _submitted(pool: ProcessPoolExecutor, group: Sequence[str]) -> asyncio.Future[list[Part]]:
    try:
        future = await asyncio.to_thread(pool.submit, _parts_of_group, group)
    except (OSError, RuntimeError) as error:  # what submitting to a pool that is breaking raises
        raise BrokenProcessPool(str(error)) from error
    return asyncio.wrap_future(future)


def _groups(files: Sequence[str]) -> Iterator[list[str]]:
    """Batches of small files, in order; files over `_LARGE_FILE` are in none."""
    group: list[str] = []
    size = 0
    for file in files:
        try:
            length = Path(file).stat().st_size
        except OSError:
            length = 0  # reading it will say what is wrong
        if length > _LARGE_FILE:
            continue
        if group and (len(group) == _FILES_AT_ONCE or size + length > _BYTES_AT_ONCE):
            yield group
            group, size = [], 0
        group.append(file)
        size += length
    if group:
        yield group


def _preparation(workers: Workers, index: TitleIndex) -> Preparation:
    return Preparation(
        acts=workers.acts,
        titles=index,
        tokens=workers.tokens,
        sizes=workers.sizes,
        trusted=workers.trusted,
    )


_here: list[Preparation] = []
"""The preparation of a worker process; empty in the main one."""


def _begin(workers: Workers) -> None:
    """Set up a worker process: it ignores interrupts and ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _here.append(_preparation(workers, TitleIndex(workers.titles)))


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
    os._exit(1)


def _parts_of_group(files: Sequence[str]) -> list[Part]:
    return [part for file in files for part in _here[0].parts_of(file)]
