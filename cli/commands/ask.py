"""`lexhop ask`."""

import asyncio
from typing import Annotated

import typer

from lexhop.cli.answering import AskRequest, answered, print_answer
from lexhop.cli.context import (
    AsJson,
    CollectionName,
    Quiet,
    options_of,
    question_of,
    services_of,
)


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="In Danish or English.")],
    preset: Annotated[
        str | None,
        typer.Option(help="precise, fast, exploratory, comprehensive or single_hop."),
    ] = None,
    collection: CollectionName = "default",
    deadline: Annotated[
        float, typer.Option(help="Seconds; what was found by then is the answer.")
    ] = 0.0,
    as_of: Annotated[str, typer.Option(help="The law of a day, as 2019-01-01.")] = "",
    session: Annotated[
        str,
        typer.Option(help="A name; a question may lean on those of the last half hour under it."),
    ] = "",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Answer a question with quoted, cited provisions, or say that it can't be answered."""
    options = options_of(preset=preset, deadline_s=deadline, as_of=as_of, session=session)
    request = AskRequest(question_of(question), options, collection, quiet=quiet or as_json)
    print_answer(asyncio.run(answered(lambda: services_of(context), request)), as_json=as_json)
