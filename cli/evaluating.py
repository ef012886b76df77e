"""`lexhop eval`."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cli.services import (
    AsJson,
    BadInput,
    CollectionName,
    Quiet,
    Services,
    err,
    loaded_store,
    options_of,
    out,
    services_of,
)

if TYPE_CHECKING:
    from evals.datasets import Question
    from evals.run import Outcome
    from state.options import Options

Target = Literal["search", "ask"]


def evaluate(
    context: typer.Context,
    dataset: Annotated[
        Path | None, typer.Argument(metavar="DATASET", help="Questions with gold, JSON Lines.")
    ] = None,
    collection: CollectionName = "default",
    target: Annotated[Target, typer.Option(help="What to evaluate.")] = "search",
    preset: Annotated[str | None, typer.Option(help="For --target ask, as ask has it.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="Only so many questions; 0 is all.")] = 0,
    details: Annotated[
        Path | None, typer.Option(help="Write a JSON line a question to this file.")
    ] = None,
    ablate: Annotated[
        bool, typer.Option("--ablate", help="Search by each channel alone, and by all but each.")
    ] = False,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option(help="Instead of evaluating: how two details files differ.", metavar="A B"),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Measure search or answers on questions whose sources are known."""
    from cli import evaluation as show
    from evals.compare import compare as differences
    from evals.datasets import DatasetError, read_questions

    if (dataset is None) == (compare is None):
        raise BadInput("give a file of questions, or --compare with two details files")
    if preset is not None and target != "ask":
        raise BadInput("--preset goes with --target ask")
    if ablate and (target != "search" or details is not None or compare is not None):
        raise BadInput("--ablate goes with --target search, without --details and --compare")
    options = options_of(preset=preset)
    try:
        if compare is not None:
            show.comparison(out, differences(*compare), as_json=as_json)
            return
        questions = read_questions(dataset)[: limit or None] if dataset else []
        if details is not None:
            show.check_writable(details)
        services, silent = services_of(context), quiet or as_json
        if ablate:
            work = _ablate(services, questions, collection, quiet=silent)
            show.ablated(out, err, *asyncio.run(work), as_json=as_json)
            return
        outcomes, unknown = asyncio.run(
            _evaluate(services, questions, target, options, collection, quiet=silent)
        )
        if details is not None:
            show.write_details(details, outcomes)
    except DatasetError as error:
        raise BadInput(str(error)) from error
    show.warn_of_unknown(err, unknown)
    show.results(out, target, outcomes, unknown, as_json=as_json)


async def _evaluate(
    services: Services,
    questions: "list[Question]",
    target: Target,
    options: "Options",
    collection: str,
    *,
    quiet: bool,
) -> "tuple[list[Outcome], list[str]]":
    from cli.progress import progress_bar
    from evals.run import Asking, Searching, run, unknown_gold
    from evals.targets import search_over

    store = await loaded_store(services, collection)
    unknown = await unknown_gold(questions, store)
    with progress_bar(err, quiet=quiet) as progress:
        if target == "ask":
            asking = Asking(await services.graph(store), options)
            outcomes = await run(questions, asking, store, progress=progress)
        else:
            search = await search_over(store, await services.act_names(store))
            outcomes = await run(questions, Searching(search), store, progress=progress)
    return outcomes, unknown


async def _ablate(
    services: Services, questions: "list[Question]", collection: str, *, quiet: bool
) -> "tuple[dict[str, list[Outcome]], list[str]]":
    from cli.progress import progress_bar
    from evals.ablation import ablate
    from evals.run import unknown_gold
    from evals.targets import searches_over

    store = await loaded_store(services, collection)
    unknown = await unknown_gold(questions, store)
    search_by = await searches_over(store, await services.act_names(store))
    with progress_bar(err, quiet=quiet) as progress:
        return await ablate(questions, search_by, store, progress=progress), unknown
