"""lexhop as a library: a folder of collections is opened, and asked."""

import asyncio
import logging
import weakref
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack, ExitStack, aclosing
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from anyio.from_thread import BlockingPortal, start_blocking_portal

from lexhop.composition.loaded import loaded_store
from lexhop.composition.opening import open_services
from lexhop.observability.logging import log
from lexhop.resilience.errors import Failure
from lexhop.state.errors import BadInput
from lexhop.state.options import Options, checked_question

if TYPE_CHECKING:
    from lexhop.composition.services import LocalServices
    from lexhop.corpus.ingest.collection import IngestReport
    from lexhop.graph.pipeline.qa import BatchItem, QAPipeline, Step
    from lexhop.retrieval.ports import Hit
    from lexhop.state.records import Answer, ProvisionView

T = TypeVar("T")
_CLOSED = "it is closed, or was never opened; use it as: async with AsyncLexhop(...) as law"


class AsyncLexhop:
    """A collection in a folder, for one event loop. An async context manager.

    `folder` is LEXHOP_DATA_DIR where none is given; `model` is as LEXHOP_MODEL has it ("extractive"
    for none). Other settings are those of the environment. Clients are opened at the first question
    and closed at the end. Options of a question are `Options`, or its fields by name: preset,
    deadline_s, token_budget, acts, as_of. Raises BadInput, a ValueError in one line, for what the
    caller can put right.
    """

    def __init__(
        self,
        folder: str | Path | None = None,
        *,
        collection: str = "default",
        model: str | None = None,
    ) -> None:
        self.collection = collection
        self._given: dict[str, object] = {}
        if folder is not None:
            self._given["data_dir"] = Path(folder)
        if model is not None:
            self._given["model"] = model
        self._services: LocalServices | None = None
        self._pipeline: QAPipeline | None = None
        self._version = ""
        self._opening = asyncio.Lock()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self._services = await asyncio.to_thread(open_services, given=self._given)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close clients and send what is left of traces. It can't be asked again."""
        await self._stack.aclose()
        services, self._services, self._pipeline = self._services, None, None
        if services is not None:
            await asyncio.to_thread(services.telemetry.close)

    async def ask(self, question: str, options: Options | None = None, **given: Any) -> "Answer":  # noqa: ANN401
        """The answer, with its citations and how it was found; also where it abstains."""
        pipeline = await self._answering()
        return await pipeline.ask(_question(question), _options(options, given))

    async def stream(
        self,
        question: str,
        options: Options | None = None,
        **given: Any,  # noqa: ANN401
    ) -> "AsyncIterator[Step]":
        """What happens, as it happens: (node, its update), sentences, and last the Answer."""
        pipeline = await self._answering()
        async for step in pipeline.stream(_question(question), _options(options, given)):
            yield step

    async def batch(
        self,
        questions: Iterable[str],
        options: Options | None = None,
        *,
        concurrency: int = 4,
        **given: Any,  # noqa: ANN401
    ) -> "AsyncIterator[BatchItem]":
        """An item for each question, in their order; one that fails has `error` and no answer."""
        from lexhop.graph.pipeline.qa import ask_batch

        if isinstance(questions, str) or concurrency < 1:
            raise BadInput("batch takes several questions, and asks at least one at a time")
        pipeline, chosen = await self._answering(), _options(options, given)
        pairs = ((question, chosen) for question in questions)
        async with aclosing(ask_batch(pipeline, pairs, concurrency=concurrency)) as items:
            async for item in items:
                yield item

    async def search(self, query: str, *, limit: int = 10, as_of: str = "") -> "list[Hit]":
        """The best passages for words or a citation; of each act the version of the day `as_of`."""
        from lexhop.retrieval.ports import Filters

        if limit < 1:
            raise BadInput(f"limit: {limit} is too few; ask for 1 at least")
        services, query = self._opened(), _question(query)
        lookup = await services.lookup(await loaded_store(services, self.collection))
        filters = Filters(as_of=_day(as_of))
        return await lookup.find(query, limit=limit, filters=filters, missed=_words_only)

    async def provision(self, citation: str, *, as_of: str = "") -> "ProvisionView":
        """The provision that is cited, and what refers to it."""
        services = self._opened()
        lookup = await services.lookup(await loaded_store(services, self.collection))
        try:
            return await lookup.provision(citation, as_of=_day(as_of))
        except ValueError as error:
            raise BadInput(str(error)) from error

    async def ingest(self, *paths: str | Path, trusted: bool = False) -> "IngestReport":
        """Bring the collection up to date with files and folders, `trusted` as official XML is."""
        if not paths:
            raise BadInput("name a file or a folder to load")
        given = [Path(path) for path in paths]
        return await self._opened().ingest(given, self.collection, trusted=trusted)

    def _opened(self) -> "LocalServices":
        if self._services is None:
            raise BadInput(_CLOSED)
        return self._services

    async def _answering(self) -> "QAPipeline":
        """Opened anew for another corpus version: what acts there are is known beforehand.

        What was opened for an earlier one stays open to the end, since questions may be at it.
        """
        services = self._opened()
        async with self._opening:
            store = await loaded_store(services, self.collection)
            version = await store.version()
            if self._pipeline is None or version != self._version:
                self._pipeline = await self._stack.enter_async_context(services.pipeline(store))
                self._version = version
            return self._pipeline


class Lexhop:
    """The same for code without an event loop: one runs in a thread of its own. Thread-safe.

    A context manager; without `with`, `close` ends it, or the end of the program.
    """

    def __init__(
        self,
        folder: str | Path | None = None,
        *,
        collection: str = "default",
        model: str | None = None,
    ) -> None:
        self.collection = collection
        self._iterating: set[Future[None]] = set()
        stack = ExitStack()
        self._portal: BlockingPortal = stack.enter_context(start_blocking_portal())
        # At the end of the program too: there nobody could stop the thread any more.
        self._finalizer = weakref.finalize(self, _end, stack, self._iterating)
        law = AsyncLexhop(folder, collection=collection, model=model)
        try:
            self._law = stack.enter_context(self._portal.wrap_async_context_manager(law))
        except BaseException:
            self._finalizer()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Cancel what is under way, close clients and end the thread. It can't be asked again."""
        self._finalizer()

    def ask(self, question: str, options: Options | None = None, **given: Any) -> "Answer":  # noqa: ANN401
        """As `AsyncLexhop.ask`."""
        return self._call(lambda: self._law.ask(question, options, **given))

    def stream(
        self,
        question: str,
        options: Options | None = None,
        **given: Any,  # noqa: ANN401
    ) -> "Iterator[Step]":
        """As `AsyncLexhop.stream`; leaving the loop early cancels what is under way."""
        return self._iterate(lambda: self._law.stream(question, options, **given))

    def batch(
        self,
        questions: Sequence[str],
        options: Options | None = None,
        *,
        concurrency: int = 4,
        **given: Any,  # noqa: ANN401
    ) -> "Iterator[BatchItem]":
        """As `AsyncLexhop.batch`."""
        return self._iterate(
            lambda: self._law.batch(questions, options, concurrency=concurrency, **given)
        )

    def search(self, query: str, *, limit: int = 10, as_of: str = "") -> "list[Hit]":
        """As `AsyncLexhop.search`."""
        return self._call(lambda: self._law.search(query, limit=limit, as_of=as_of))

    def provision(self, citation: str, *, as_of: str = "") -> "ProvisionView":
        """As `AsyncLexhop.provision`."""
        return self._call(lambda: self._law.provision(citation, as_of=as_of))

    def ingest(self, *paths: str | Path, trusted: bool = False) -> "IngestReport":
        """As `AsyncLexhop.ingest`."""
        return self._call(lambda: self._law.ingest(*paths, trusted=trusted))

    def _call(self, make: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Whatever interrupts the wait cancels the work."""
        called: Future[T] = self._begin(make)
        try:
            return called.result()
        except BaseException:
            called.cancel()
            raise

    def _iterate(self, make: Callable[[], AsyncIterator[T]]) -> Iterator[T]:
        """One item is made ahead of what is read."""
        handed: asyncio.Queue[tuple[T, ...]] = asyncio.Queue(1)

        async def pump() -> None:
            try:
                async for item in make():
                    await handed.put((item,))
            finally:
                await handed.put(())

        pumping: Future[None] = self._begin(pump)
        self._iterating.add(pumping)
        try:
            while item := self._call(handed.get):
                yield item[0]
            pumping.result()
        finally:
            pumping.cancel()
            self._iterating.discard(pumping)

    def _begin(self, work: Callable[[], Coroutine[Any, Any, T]]) -> "Future[T]":
        try:
            return self._portal.start_task_soon(work)
        except RuntimeError as error:
            raise BadInput("it is closed; open another one") from error


def _end(stack: ExitStack, under_way: "set[Future[None]]") -> None:
    for future in tuple(under_way):
        future.cancel()
    stack.close()


def _words_only(failure: Failure) -> None:
    log("searched by words only", level=logging.WARNING, error=failure)


def _question(text: str) -> str:
    try:
        return checked_question(text)
    except ValueError as error:
        raise BadInput(str(error)) from error


def _options(options: Options | None, given: dict[str, Any]) -> Options:
    """Raises BadInput, in one line, for what can't be options."""
    from pydantic import ValidationError

    try:
        base = options.model_dump(exclude_unset=True) if options else {}
        return Options.model_validate(base | given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        if first["type"] == "extra_forbidden":
            raise BadInput(
                f"{name}: no such option; there are {', '.join(Options.model_fields)}"
            ) from error
        raise BadInput(f"{name}: {first['msg'].removeprefix('Value error, ')}") from error


def _day(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError as error:
        raise BadInput(f"as_of: {day!r} is no day; write it as 2019-01-01") from error
