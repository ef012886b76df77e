"""`lexhop graph`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from lexhop.cli.context import services_of
from lexhop.composition.ports import Services
from lexhop.state.errors import BadInput


def graph(
    context: typer.Context,
    png: Annotated[Path | None, typer.Option(help="Write a picture here; needs Graphviz.")] = None,
) -> None:
    """Print the graph's diagram (Mermaid)."""
    asyncio.run(_graph(services_of(context), png))


async def _graph(services: Services, png: Path | None) -> None:
    from lexhop.cli.render.diagram import NoRenderer, write_png

    async with services.graph(services.store("default")) as compiled:
        drawn = compiled.get_graph()
    if png is None:
        print(drawn.draw_mermaid())  # noqa: T201
        return
    try:
        await asyncio.to_thread(write_png, drawn, png)
    except NoRenderer as error:
        raise BadInput(str(error)) from error
