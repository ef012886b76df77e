"""What commands share: options, the services of this run, help where no command is named."""

from typing import TYPE_CHECKING, Annotated

import typer

from lexhop.state.errors import BadInput

if TYPE_CHECKING:
    from lexhop.composition.ports import Services
    from lexhop.state.options import Options

CollectionName = Annotated[
    str, typer.Option("--collection", "-c", help="Which collection of documents.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing on stderr but errors.")]


def help_alone(context: typer.Context) -> None:
    """A group of commands without a command says which there are."""
    if context.invoked_subcommand is None:
        print(context.get_help())  # noqa: T201
        raise typer.Exit


def services_of(context: typer.Context) -> "Services":
    """The services of this run, opened by the first command that needs them."""
    opened: Services = context.obj()
    return opened


def options_of(**given: object) -> "Options":
    """The options that were given; None stands for one that was not."""
    from pydantic import ValidationError

    from lexhop.state.options import Options

    try:
        return Options.model_validate(
            {name: value for name, value in given.items() if value is not None}
        )
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).removesuffix("_s").replace("_", "-")
        raise BadInput(f"--{name}: {first['msg'].removeprefix('Value error, ')}") from error


def question_of(text: str) -> str:
    from lexhop.state.options import checked_question

    try:
        return checked_question(text)
    except ValueError as error:
        raise BadInput(str(error)) from error
