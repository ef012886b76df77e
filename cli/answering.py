"""A question on the command line: from starting up to what is printed of its answer."""

import time
from collections.abc import Callable
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexhop.cli.console import err, out, tell
from lexhop.composition.loaded import loaded_store
from lexhop.composition.ports import Services

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lexhop.graph.pipeline.qa import QAPipeline
    from lexhop.state.options import Options
    from lexhop.state.records import Answer


@dataclass(frozen=True, slots=True)
class AskRequest:
    """What is asked of which collection; `quiet` shows nothing while it is answered."""

    question: str
    options: "Options"
    collection: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and the seconds that starting took before it."""

    answer: "Answer"
    start_s: float


async def answered(open_services: Callable[[], Services], request: AskRequest) -> Answered:
    """Opens what answers and asks it; while that goes on, something moves on a terminal."""
    started = time.perf_counter()
    async with AsyncExitStack() as stack:
        with _starting(request):
            services = open_services()
            store = await loaded_store(services, request.collection, tell=tell)
            pipeline = await stack.enter_async_context(services.pipeline(store))
        start_s = time.perf_counter() - started
        return Answered(await _stream(pipeline, request), start_s)


async def _stream(pipeline: "QAPipeline", request: AskRequest) -> "Answer":
    from lexhop.cli.render.hop_tree import hop_tree
    from lexhop.state.plan import GroundedSentence
    from lexhop.state.records import Answer

    answer: Answer | None = None
    with hop_tree(err, request.question, quiet=request.quiet) as tree:
        async for step in pipeline.stream(request.question, request.options):
            if isinstance(step, Answer):
                answer = step
            elif isinstance(step, GroundedSentence):
                tree.say(step)
            else:
                tree.update(*step)
    if answer is None:
        raise RuntimeError("the graph ended without an answer")
    return answer


def print_answer(given: Answered, *, as_json: bool) -> None:
    """On stdout: one line of JSON, or as people read it."""
    from lexhop.cli.render import answer as show
    from lexhop.cli.render import as_json as js

    if as_json:
        print(js.dumps(js.answer(given.answer)))  # noqa: T201
    else:
        show.answer(out, given.answer, start_s=given.start_s)


@contextmanager
def _starting(request: AskRequest) -> "Iterator[None]":
    if request.quiet or not err.is_terminal:
        yield
        return
    with err.status("lexhop ..."):
        yield
