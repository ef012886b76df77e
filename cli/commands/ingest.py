"""`lexhop ingest`."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lexhop.cli.console import err, out, tell
from lexhop.cli.context import AsJson, CollectionName, Quiet, services_of
from lexhop.composition.loaded import cut_short
from lexhop.composition.ports import Services

if TYPE_CHECKING:
    from lexhop.corpus.ingest.collection import IngestReport


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    collection: CollectionName = "default",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Load documents (.xml, .md, .txt, .jsonl, .json); run it again after they changed."""
    from lexhop.cli.render import answer as show
    from lexhop.cli.render import as_json as js

    services = services_of(context)
    report = asyncio.run(ingest_files(services, paths, collection, quiet=quiet or as_json))
    if as_json:
        print(js.dumps(js.ingest_report(report, collection)))  # noqa: T201
    else:
        show.ingest_report(out, report)
        show.skipped(err, report)
    if report.completed:
        tell("an earlier ingest was cut short; this one has completed it")
    if report.unfinished:
        tell(cut_short(report.unfinished, collection))


async def ingest_files(
    services: Services, paths: list[Path], collection: str, *, quiet: bool
) -> "IngestReport":
    from lexhop.cli.render.progress import progress_bar

    with progress_bar(err, quiet=quiet) as progress:
        return await services.ingest(paths, collection, progress)
