"""`lexhop diff`."""

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from lexhop.cli.console import out, tell
from lexhop.cli.context import AsJson, CollectionName, services_of
from lexhop.composition.loaded import loaded_store
from lexhop.composition.ports import Services
from lexhop.state.errors import BadInput

if TYPE_CHECKING:
    from lexhop.retrieval.comparison import ActDiff


def diff(
    context: typer.Context,
    act: Annotated[str, typer.Argument(help="An act, by any of its names.")],
    before: Annotated[str, typer.Argument(metavar="DAY", help="A day, as 2019-01-01.")],
    after: Annotated[str, typer.Argument(metavar="DAY", help="A later day.")],
    collection: CollectionName = "default",
    as_json: AsJson = False,
) -> None:
    """Show what changed in an act between two days, by provision."""
    from lexhop.cli.render import as_json as js
    from lexhop.cli.render.diff import act_diff

    days = (_day(before), _day(after))
    if days[0] > days[1]:
        raise BadInput(f"{before} is after {after}; write the earlier day first")
    found = asyncio.run(_diff(services_of(context), act, days, collection))
    if as_json:
        print(js.dumps(js.act_diff(found, days)))  # noqa: T201
    else:
        act_diff(out, found, days)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadInput(f"{text!r} is no day; write it as 2019-01-01") from error


async def _diff(services: Services, act: str, days: tuple[str, str], collection: str) -> "ActDiff":
    from lexhop.retrieval.comparison import NoSuchVersion, act_diff

    store = await loaded_store(services, collection, tell=tell)
    try:
        return await act_diff(store, await services.act_names(store), act, days)
    except NoSuchVersion as error:
        raise BadInput(str(error)) from error
