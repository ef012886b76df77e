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
    from collections.abc import Iterator

    from lexhop.corpus.claims import Rivals
    from lexhop.corpus.ingest.collection import IngestReport

_SHOWN = 10


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    collection: CollectionName = "default",
    trust: Annotated[
        bool, typer.Option("--trust", help="These files may speak for an act, as official XML may.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Load texts, XML, web pages, Word, PDF, mail, archives; run it again after they changed."""
    from lexhop.cli.render import answer as show
    from lexhop.cli.render import as_json as js

    services = services_of(context)
    report = asyncio.run(
        ingest_files(services, paths, collection, trusted=trust, quiet=quiet or as_json)
    )
    if as_json:
        print(js.dumps(js.ingest_report(report, collection)))  # noqa: T201
    else:
        show.ingest_report(out, report)
        show.skipped(err, report)
    for line in _rivalries(report.rivals):
        tell(line)
    if report.completed:
        tell("an earlier ingest was cut short; this one has completed it")
    if report.unfinished:
        tell(cut_short(report.unfinished, collection))


async def ingest_files(
    services: Services, paths: list[Path], collection: str, *, quiet: bool, trusted: bool = False
) -> "IngestReport":
    from lexhop.cli.render.progress import progress_bar

    with progress_bar(err, quiet=quiet) as progress:
        return await services.ingest(paths, collection, progress, trusted=trusted)


def _rivalries(rivals: "list[Rivals]") -> "Iterator[str]":
    """A line for each two files that claim one act, and what counts."""
    for pair in rivals[:_SHOWN]:
        first, other = pair.first, pair.other
        files = f"{first.file} ({first.number}) and {other.file} ({other.number})"
        counts = (
            f"only {first.file} counts; --trust the other's folder to have both"
            if pair.decided
            else "the later version counts; keep one of them, or --trust a folder"
        )
        yield f"both claim to be {first.name}: {files.replace(' ()', '')}: {counts}"
    if len(rivals) > _SHOWN:
        yield f"and {len(rivals) - _SHOWN} more claims to an act that another file claims"
