"""`lexhop demo`: the bundled example, loaded where it isn't and asked."""

import asyncio
from importlib import resources
from typing import Annotated

import typer

from lexhop.cli.answering import AskRequest, answered, print_answer
from lexhop.cli.commands.ingest import ingest_files
from lexhop.cli.console import err
from lexhop.cli.context import AsJson, Quiet, options_of, question_of, services_of
from lexhop.composition.ports import Services

COLLECTION = "example"
_QUESTION = (
    "Hvor meget skal der betales i rente, når Puljestyrelsen kræver et tilskud fra cykelpuljen "
    "tilbagebetalt?"
)
_PARTS = ("acts", "handbook")


def demo(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="In Danish or English.")] = _QUESTION,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Ask the bundled example: invented acts and a handbook, in a collection of their own."""
    silent = quiet or as_json
    request = AskRequest(question_of(question), options_of(), COLLECTION, quiet=silent)
    services = services_of(context)
    asyncio.run(_load(services, quiet=silent))
    if not silent:
        said = f"invented acts, in the collection {COLLECTION!r}; load your own: lexhop ingest PATH"
        err.print(said, style="dim")
    print_answer(asyncio.run(answered(lambda: services, request)), as_json=as_json)


async def _load(services: Services, *, quiet: bool) -> None:
    """Nothing is written where it is there already."""
    with resources.as_file(resources.files("lexhop").joinpath("examples")) as folder:
        paths = [folder / part for part in _PARTS]
        await ingest_files(services, paths, COLLECTION, quiet=quiet)
