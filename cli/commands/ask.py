"""`lexhop ask`."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from lexhop.cli.context import (
    AsJson,
    CollectionName,
    Quiet,
    err,
    options_of,
    out,
    question_of,
    services_of,
)
from lexhop.composition.ports import Services, loaded_store

if TYPE_CHECKING:
    from lexhop.state.options import Options
    from lexhop.state.records import Answer


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
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Answer a question with quoted, cited provisions, or say that it can't be answered."""
    from lexhop.cli.render import answer as show
    from lexhop.cli.render import as_json as js

    options = options_of(preset=preset, deadline_s=deadline, as_of=as_of)
    services = services_of(context)
    given = asyncio.run(_ask(services, question, options, collection, quiet=quiet or as_json))
    if as_json:
        print(js.dumps(js.answer(given)))  # noqa: T201
    else:
        show.answer(out, given)


async def _ask(
    services: Services, question: str, options: "Options", collection: str, *, quiet: bool
) -> "Answer":
    from lexhop.cli.render.hop_tree import hop_tree
    from lexhop.state.plan import GroundedSentence
    from lexhop.state.records import Answer

    question = question_of(question)
    store = await loaded_store(services, collection)
    with hop_tree(err, question, quiet=quiet) as tree:
        async with services.asking(store) as asking:
            answer: Answer | None = None
            async for step in asking.stream(question, options):
                if isinstance(step, Answer):
                    answer = step
                elif isinstance(step, GroundedSentence):
                    tree.say(step)
                else:
                    tree.update(*step)
    if answer is None:
        raise RuntimeError("the graph ended without an answer")
    return answer
