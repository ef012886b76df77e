"""`lexhop feedback`: a user's score of an answer."""

from typing import Annotated
from uuid import UUID

import typer

from lexhop.cli.console import err
from lexhop.cli.context import services_of
from lexhop.state.errors import BadInput

_LONGEST_KEY = 64


class _NotTaken(Exception):
    """A failure that different input wouldn't avoid."""


def feedback(
    context: typer.Context,
    run_id: Annotated[str, typer.Argument(help="The answer's run_id, as ask --json gives it.")],
    score: Annotated[float, typer.Option(help="How good it is: 1 for yes, 0 for no.")],
    key: Annotated[str, typer.Option(help="What is scored.")] = "user_score",
    comment: Annotated[str, typer.Option(help="Sent without personal data.")] = "",
) -> None:
    """Score a traced answer in LangSmith."""
    from lexhop.observability.ports import NoSuchRun, Unreachable

    try:
        run = UUID(run_id)
    except ValueError as error:
        raise BadInput(f"{run_id!r} is no run_id; ask --json gives one") from error
    if not key.replace("_", "").isalnum() or len(key) > _LONGEST_KEY:
        raise BadInput(f"{key!r} can't be a key; use letters, digits and _")
    try:
        services_of(context).feedback().give(run, key=key, score=score, comment=comment)
    except NoSuchRun as error:
        message = f"no trace of {run}; was LANGSMITH_TRACING on, with this key and endpoint?"
        raise _NotTaken(message) from error
    except Unreachable as error:
        raise _NotTaken(f"LangSmith did not take it ({error}); try again later") from error
    err.print(f"{key} = {score:g}")
