"""`lexhop eval`."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from lexhop.cli.console import err, out, tell
from lexhop.cli.context import AsJson, CollectionName, Quiet, options_of, services_of
from lexhop.composition.loaded import loaded_store
from lexhop.composition.ports import Services
from lexhop.state.errors import BadInput

if TYPE_CHECKING:
    from lexhop.evals.harness.datasets import EvalQuestion
    from lexhop.evals.harness.run import QuestionResult
    from lexhop.evals.harness.session import EvalRequest

Target = Literal["search", "ask"]
_INTERRUPTED = 130
_FAILURE = 1


def evaluate(
    context: typer.Context,
    dataset: Annotated[
        Path | None,
        typer.Argument(
            metavar="DATASET", help="Questions with gold: JSON Lines, or langsmith:NAME."
        ),
    ] = None,
    collection: CollectionName = "default",
    target: Annotated[Target, typer.Option(help="What to evaluate.")] = "search",
    preset: Annotated[str | None, typer.Option(help="For --target ask, as ask has it.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="Only so many questions; 0 is all.")] = 0,
    repetitions: Annotated[int, typer.Option(min=1, help="Ask each question so often.")] = 1,
    concurrency: Annotated[
        int, typer.Option(min=1, max=64, help="Questions at a time; times get longer with it.")
    ] = 1,
    details: Annotated[
        Path | None, typer.Option(help="Write a JSON line a question to this file, as they come.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Skip what is done in the --details file.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Write a page of HTML to this file.")] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="An earlier --details file: show what changed.")
    ] = None,
    gates: Annotated[
        Path | None, typer.Option(help="Fail where a figure falls short of this TOML file.")
    ] = None,
    judge: Annotated[
        bool, typer.Option("--judge", help="Have the configured model judge the answers, too.")
    ] = False,
    langsmith: Annotated[
        str, typer.Option(metavar="EXPERIMENT", help="Make an experiment of it in LangSmith.")
    ] = "",
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
    from lexhop.evals.harness.datasets import DatasetError
    from lexhop.evals.harness.session import EvalRequest

    kept = (details, report, baseline, gates)
    if (dataset is None) == (compare is None):
        raise BadInput("give a file of questions, or --compare with two details files")
    if (judge or preset is not None) and target != "ask":
        raise BadInput(f"{'--judge' if judge else '--preset'} goes with --target ask")
    if ablate and (target != "search" or any(kept) or compare is not None):
        raise BadInput(
            "--ablate goes with --target search, without --details, --report, --baseline, --gates "
            "and --compare"
        )
    if ablate and langsmith:
        raise BadInput("--langsmith goes without --ablate")
    if resume and details is None:
        raise BadInput("--resume goes with --details, the file to go on with")
    if gates is not None and limit:
        raise BadInput("--gates are for whole sets; leave out --limit")
    options = options_of(preset=preset)
    try:
        if compare is not None:
            _compare(*compare, as_json=as_json)
        elif dataset is not None:
            request = EvalRequest(
                dataset=dataset,
                collection=collection,
                target=target,
                options=options,
                limit=limit,
                repetitions=repetitions,
                concurrency=concurrency,
                details=details,
                resume=resume,
                report=report,
                baseline=baseline,
                gates=gates,
                judge=judge,
                experiment=langsmith,
            )
            run = _ablate if ablate else _measure
            run(context, request, as_json=as_json, quiet=quiet or as_json)
    except DatasetError as error:
        raise BadInput(str(error)) from error


def _measure(context: typer.Context, request: "EvalRequest", *, as_json: bool, quiet: bool) -> None:
    from lexhop.cli.render import evaluation as show
    from lexhop.cli.render.progress import progress_bar
    from lexhop.evals.harness.session import measure

    try:
        with progress_bar(err, quiet=quiet) as progress:
            measured = measure(services_of(context), request, progress=progress)
    except KeyboardInterrupt:
        if request.details is None:
            raise
        kept = f"interrupted; what is done is in {request.details}: add --resume to go on"
        err.print(f"lexhop: {kept}", soft_wrap=True)
        raise SystemExit(_INTERRUPTED) from None
    show.results(out, err, measured, as_json=as_json)
    for line in measured.bad:
        tell(f"left out: {line}")
    gate_failures = measured.verdict and measured.verdict.failures
    if measured.failed or measured.run.lost or measured.bad or gate_failures:
        raise typer.Exit(_FAILURE)


def _compare(before: Path, after: Path, *, as_json: bool) -> None:
    from lexhop.cli.render import evaluation as show
    from lexhop.evals.harness.compare import compare

    show.comparison(out, compare(before, after), as_json=as_json)


def _ablate(context: typer.Context, request: "EvalRequest", *, as_json: bool, quiet: bool) -> None:
    from lexhop.cli.render import evaluation as show
    from lexhop.evals.harness.session import given

    services = services_of(context)
    inputs = given(services, request)
    for line in inputs.bad:
        tell(f"left out: {line}")
    questions = inputs.questions
    work = _ablated(services, questions, request.collection, quiet=quiet)
    show.ablated(out, err, *asyncio.run(work), as_json=as_json)


async def _ablated(
    services: Services, questions: "list[EvalQuestion]", collection: str, *, quiet: bool
) -> "tuple[dict[str, list[QuestionResult]], list[str]]":
    from lexhop.cli.render.progress import progress_bar
    from lexhop.evals.harness.ablation import ablate
    from lexhop.evals.harness.run import unknown_gold
    from lexhop.evals.harness.targets import searches_over

    store = await loaded_store(services, collection, tell=tell)
    unknown = await unknown_gold(questions, store)
    search_by = await searches_over(store, await services.act_names(store))
    with progress_bar(err, quiet=quiet) as progress:
        return await ablate(questions, search_by, store, progress=progress), unknown
