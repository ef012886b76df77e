"""`lexhop batch`: many questions from a file, their answers into another."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lexhop.cli.console import err, out, tell
from lexhop.cli.context import AsJson, CollectionName, Quiet, options_of, services_of
from lexhop.composition.loaded import loaded_store
from lexhop.composition.ports import Services
from lexhop.state.errors import BadInput

if TYPE_CHECKING:
    from lexhop.cli.batch_files import Results


def batch(
    context: typer.Context,
    questions: Annotated[
        Path,
        typer.Argument(metavar="FILE", help='JSON Lines: {"id", "question", "options"}.'),
    ],
    results: Annotated[Path, typer.Option("--out", help="Write a JSON line a question here.")],
    preset: Annotated[
        str | None, typer.Option(help="For lines without one, as ask has it.")
    ] = None,
    concurrency: Annotated[int, typer.Option(min=1, max=256, help="Questions at once.")] = 4,
    deadline: Annotated[float, typer.Option(help="Seconds for each question; 0 is none.")] = 0.0,
    as_of: Annotated[str, typer.Option(help="The law of a day, for lines without one.")] = "",
    collection: CollectionName = "default",
    metrics: Annotated[
        Path | None, typer.Option(help="Write Prometheus figures of this run to this file.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Answer the questions of a file; run it again to go on where it stopped.

    A line that can't be read counts as failed, and the others are answered.
    """
    from lexhop.cli.batch_files import Results, read_lines
    from lexhop.cli.render import as_json as js

    options = options_of(preset=preset, deadline_s=deadline, as_of=as_of)
    lines = read_lines(questions, options)
    if results.resolve() == questions.resolve():
        raise BadInput(f"{results}: the questions are there; name another file with --out")
    kept = Results.read(results, lines)
    services = services_of(context)
    with _measured(services, metrics):
        asyncio.run(_answer(services, kept, collection, concurrency, quiet=quiet or as_json))
    counts = kept.counts()
    if as_json:
        print(js.dumps(counts))  # noqa: T201
    else:
        shown = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
        out.print(f"{results}: {shown}", soft_wrap=True)
    if counts["failed"]:
        raise typer.Exit(1)


@contextmanager
def _measured(services: Services, path: Path | None) -> Iterator[None]:
    """Counts metrics in the block and writes them to the file, also when interrupted."""
    if path is None:
        yield
        return
    try:
        path.touch()
    except OSError as error:
        raise BadInput(f"{path}: can't be written ({error.strerror})") from error
    figures = services.measure()
    try:
        yield
    finally:
        path.write_bytes(figures())


async def _answer(
    services: Services, results: "Results", collection: str, concurrency: int, *, quiet: bool
) -> None:
    """Writes each answer to the file before waiting for the next one."""
    from lexhop.cli.render.progress import progress_bar
    from lexhop.graph.pipeline.qa import BatchItem, ask_batch

    store = await loaded_store(services, collection, tell=tell)
    with results.writing(), progress_bar(err, quiet=quiet) as progress:
        todo = results.todo
        async with services.pipeline(store) as pipeline:
            questions = ((line.question, line.options) for line in todo)
            at = len(results.done)
            answered = ask_batch(pipeline, questions, concurrency=concurrency)
            for line in todo:
                progress(at, at + len(todo), line.id)
                await asyncio.to_thread(results.add, line, await anext(answered))
            await answered.aclose()
        for line in results.bad:
            tell(line.fault)
            await asyncio.to_thread(results.add, line, BatchItem(question="", error=line.fault))
